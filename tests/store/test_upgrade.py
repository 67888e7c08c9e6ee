"""A database that version 0.1.0 made, used by this version.

``made_by_0_1_0.sql`` is the dump of one: two imports at a terminal, a topic, two suggestions, a
setting, a question and a claim. It never changes.
"""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from bot.cli import main
from bot.store.records import Unanswered
from bot.store.store import open_store
from tests.terminal.terminal import piped, written

DUMP = Path(__file__).with_name("made_by_0_1_0.sql")
SERVER = "1234567890"
IMPORTED = ("nobody-asked-the-nurses", "the-cafe-has-no-lift")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    file = tmp_path / "old.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(DUMP.read_text("utf-8"))
    return file


def run(database: str, *arguments: str) -> str:
    streams = piped()
    status = main(arguments, streams, {"DATABASE_URL": database})
    assert (status, written(streams.stderr)) == (0, "")
    return written(streams.stdout)


def expect_all(database: str) -> None:
    with open_store(database) as store:
        assert (store.history.revision("local"), store.history.revision(SERVER)) == (6, 7)
        news = store.history.changes(SERVER)
        assert [entry.member.name for entry in news.entries] == ["operator"] * 6 + ["Ann"]
        suggested = [suggestion.fields["text"] for suggestion in store.suggestions.open(SERVER)]
        assert suggested == ["Build it.", "Buy it."]
        assert store.settings.all(SERVER)["curator"] == "77"
        asked = Unanswered("what about trams", 1, date(2026, 1, 2))
        assert store.questions.most_asked(SERVER) == (asked,)
        assert not store.claim(SERVER, "daily-point", date(2026, 1, 2))


def test_first_start_updates_the_tables_and_keeps_everything(old: Path) -> None:
    database = f"sqlite:///{old}"
    assert "Nobody asked the nurses." in run(database, "quote", "--speaker", "A nurse on the ward")
    assert "The café has no “lift” – 😀." in run(database, "quote", IMPORTED[1])
    expect_all(database)


def test_collection_is_exported_and_imported_elsewhere(old: Path, tmp_path: Path) -> None:
    folder = tmp_path / "exported"
    run(f"sqlite:///{old}", "export", "--server", SERVER, str(folder))
    out = run(f"sqlite:///{tmp_path}/new.db", "import", str(folder), "--server", SERVER, "--yes")
    assert f"Imported into {SERVER}" in out


def test_backup_of_the_old_version_is_restored_and_does_not_change(old: Path, address: str) -> None:
    before = old.read_bytes()
    assert "Restored" in run(address, "restore", str(old))
    expect_all(address)
    assert old.read_bytes() == before


def test_database_is_updated_on_the_way_into_a_backup(old: Path, tmp_path: Path) -> None:
    run(f"sqlite:///{old}", "backup", str(tmp_path / "backup.db"))
    with open_store(tmp_path / "backup.db") as backup:
        assert backup.history.revision(SERVER) == 7
