"""``doctor``: a line for each finding, without secrets."""

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.library.small_library import write
from tests.loopback import LoopbackDiscord
from tests.terminal.place import Place, place_in
from tests.terminal.test_transfer import leaflet

TOKEN = "aGVsbG8.world.made-up"  # noqa: S105 - made up


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.chdir(tmp_path)
    return place_in(tmp_path)


def lines(out: str) -> dict[str, tuple[str, str]]:
    """Return the mark and the message of each line by its subject."""
    parts = (line.partition("  ") for line in out.splitlines())
    pairs = ((mark, said.strip().partition(": ")) for mark, _, said in parts)
    return {about: (mark, said) for mark, (about, _, said) in pairs}


def test_with_everything_in_order_each_line_says_so(place: Place) -> None:
    ran = place.run("doctor")
    assert (ran.status, ran.err) == (0, "")
    found = lines(ran.out)
    assert set(found) == {"Python", "packages", "library", "database", "disk", "Discord"}
    assert {mark for mark, _ in found.values()} == {"ok"}
    assert found["library"][1].endswith("library: 1 quote")
    assert found["database"][1].endswith("the bot makes it when it first starts")
    assert not (place.folder / "data").exists()


def test_a_library_with_problems_is_to_be_checked(place: Place) -> None:
    write(place.library, {"talk.yaml": "source: 7\n"})
    ran = place.run("doctor")
    assert ran.status == 1
    assert lines(ran.out)["library"][0] == "look"
    assert "run python -m bot check" in lines(ran.out)["library"][1]


def test_a_setting_that_cannot_be_used_is_told_and_the_rest_is_checked(place: Place) -> None:
    wrong = replace(place, token="two words", database="postgresql://a:b@c@d/x")  # noqa: S106 - made up
    write(place.folder, {".env": "COUNTERPOINT_LOG=loud\n"})
    (place.folder / ".env").chmod(0o600)
    shutil.rmtree(place.library)
    ran = wrong.run("doctor")
    assert ran.status == 1
    assert [line for line in ran.out.splitlines() if not line.startswith("ok")] == [
        "look  Discord: DISCORD_TOKEN is not a token: it holds a space or a character that no "
        "token has; copy it again from https://discord.com/developers/applications (your "
        "application, Bot, Reset Token)",
        "look  database: DATABASE_URL has an @ in its user name or password; write it there as %40",
        f"look  library: COUNTERPOINT_LIBRARY is {place.library}, and there is no such folder; "
        "write the path of a folder that holds topics.yaml, or leave it empty for the shipped "
        "library",
        "look  settings: COUNTERPOINT_LOG is loud; write one of debug, info, warning, error",
    ]
    assert list(lines(ran.out))[:3] == ["Python", "packages", ".env"]


def test_without_its_library_the_rest_is_checked(place: Place) -> None:
    shutil.rmtree(place.library)
    ran = place.run("doctor")
    assert ran.status == 1
    found = lines(ran.out)
    assert found["library"][0] == "look"
    assert found["database"][0] == found["disk"][0] == found["Discord"][0] == "ok"


def test_the_database_is_looked_into_and_left_as_it_is(place: Place) -> None:
    place.run("import", leaflet(place), "--yes")
    assert lines(place.run("doctor").out)["database"] == (
        "ok",
        f"SQLite, {place.folder}/data/bot.db: 1 server",
    )
    write(place.folder, {"data/bot.db": "no database at all, but a text of some length" * 100})
    before = (place.folder / "data" / "bot.db").read_bytes()
    ran = place.run("doctor")
    assert ran.status == 1
    assert lines(ran.out)["database"][0] == "look"
    assert (place.folder / "data" / "bot.db").read_bytes() == before


def damaged(place: Place, statement: str) -> tuple[str, str]:
    """Return the line about a database after a statement of another program."""
    place.run("import", leaflet(place), "--yes")
    with closing(sqlite3.connect(place.folder / "data" / "bot.db")) as connection:
        connection.execute(statement)
        connection.commit()
    ran = place.run("doctor")
    assert ran.status == 1
    return lines(ran.out)["database"]


def test_a_database_without_its_version_is_told(place: Place) -> None:
    mark, said = damaged(place, "DELETE FROM schema_version")
    assert (mark, said) == (
        "look",
        "the database has tables, but not one row that says their version; restore a backup, or "
        "name an empty database",
    )


def test_a_database_without_one_of_its_tables_is_told(place: Place) -> None:
    assert damaged(place, "DROP TABLE claims")[0] == "look"


def test_a_change_that_cannot_be_read_is_told(place: Place) -> None:
    mark, said = damaged(place, "UPDATE history SET change = '[]' WHERE revision = 1")
    assert mark == "look"
    assert "left out because it cannot be read: revision 1 of server local (a stored change" in said


def test_a_file_that_sqlites_own_check_rejects_is_told(place: Place) -> None:
    place.run("import", leaflet(place), "--yes")
    file = place.folder / "data" / "bot.db"
    with closing(sqlite3.connect(file)) as connection:
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'history_of_subject'"
        ).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    octets = bytearray(file.read_bytes())
    octets[(root - 1) * size + 3 : (root - 1) * size + 5] = b"\x00\x01"
    file.write_bytes(octets)
    ran = place.run("doctor")
    assert ran.status == 1
    mark, said = lines(ran.out)["database"]
    assert mark == "look"
    assert said.startswith(f"SQLite, {file}: the file is damaged (")
    assert said.endswith("; restore a backup made before")


@pytest.mark.parametrize(
    ("mode", "mark", "said"),
    [
        (0o600, "ok", "for you alone"),
        (0o644, "ok", "other users of this machine can read it; chmod 600 .env keeps it to you"),
        (0o646, "look", "other users of this machine can change it; run chmod 600 .env"),
        (0o660, "look", "other users of this machine can change it; run chmod 600 .env"),
    ],
)
def test_the_permissions_of_the_settings_are_looked_at(
    place: Place, mode: int, mark: str, said: str
) -> None:
    write(place.folder, {".env": "COUNTERPOINT_LOG=error\n"})
    (place.folder / ".env").chmod(mode)
    ran = place.run("doctor")
    assert lines(ran.out)[".env"] == (mark, said)
    assert ran.status == (1 if mark == "look" else 0)


def test_neither_token_nor_password_is_ever_shown(place: Place) -> None:
    address = "postgresql://bot:hunter2@127.0.0.1:1/x"
    unreachable = replace(place, token=TOKEN, database=address, api="http://127.0.0.1:1")
    ran = unreachable.run("doctor")
    assert ran.status == 1
    assert lines(ran.out)["database"][0] == "look"
    assert lines(ran.out)["Discord"][0] == "look"
    for secret in (TOKEN, "hunter2"):
        assert secret not in ran.out + ran.err


def test_a_token_that_cannot_be_one_is_told(place: Place) -> None:
    ran = replace(place, token="application-id").run("doctor")  # noqa: S106 - made up
    assert ran.status == 1
    assert lines(ran.out)["Discord"] == (
        "look",
        "DISCORD_TOKEN is not a token, which is three parts with dots between them; copy it again "
        "from https://discord.com/developers/applications (your application, Bot, Reset Token)",
    )


def test_the_token_is_tried_with_discord(place: Place) -> None:
    with LoopbackDiscord() as discord:
        live = replace(place, token=discord.env["DISCORD_TOKEN"], api=discord.url)
        found = lines(live.run("doctor").out)
        assert found["Discord"][0] == "ok"
        assert found["Discord"][1].startswith("accepts the token of ")
        assert found["commands"][1].startswith("missing: Opposing view, Quotes on this")
        assert found["clock"] == ("ok", "agrees with Discord's")
        wrong = lines(replace(place, token=TOKEN, api=discord.url).run("doctor").out)
        assert wrong["Discord"] == (
            "look",
            "does not accept DISCORD_TOKEN; copy it again from "
            "https://discord.com/developers/applications (your application, Bot, Reset Token)",
        )


def test_what_was_found_can_be_read_by_programs(place: Place) -> None:
    ran = place.run("doctor", "--json")
    found = {one["about"]: one for one in json.loads(ran.out)}
    assert found["library"]["well"] is True
    assert set(found) == {"Python", "packages", "library", "database", "disk", "Discord"}


def test_the_commands_that_the_bot_registers_are_those_that_doctor_expects(place: Place) -> None:
    with LoopbackDiscord() as discord:
        discord.start_thread()
        live = replace(place, token=discord.env["DISCORD_TOKEN"], api=discord.url)
        found = lines(live.run("doctor").out)
        assert found["commands"] == ("ok", f"{len(discord.commands)} are registered")
