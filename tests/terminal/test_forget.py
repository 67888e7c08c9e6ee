"""``forget``: a member's records, or a server, on request only."""

from pathlib import Path

import pytest

from bot.store.store import open_store
from tests.store.making import act, draft, quote
from tests.store.test_privacy import WORDS, ZOE, fill, marks, rows
from tests.terminal.place import Place, place_in


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A place whose database names Zoë in two servers."""
    monkeypatch.chdir(tmp_path)
    made = place_in(tmp_path)
    with open_store(made.database) as store:
        fill(store, "11")
        fill(store, "12")
    return made


def held(place: Place) -> bytes:
    return Path(place.path("data/bot.db")).read_bytes()


def test_a_member_is_forgotten_in_every_server(place: Place) -> None:
    ran = place.run("forget", ZOE.id, "--yes")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == (
        "       6  records of words from their messages\n"
        "       2  changes that they made\n"
        "       2  suggestions of theirs\n"
        "       2  decisions of theirs\n"
        "       2  settings that name them\n"
        "      18  records of others that name them\n"
        "Erased from 32 records in 2 servers. "
        "Older backups still hold it: see docs/privacy.md.\n"
    )
    assert [mark for mark in marks(ZOE.id, ZOE.name, WORDS) if mark in held(place)] == []
    again = place.run("forget", ZOE.id, "--yes")
    assert (again.status, again.out) == (1, "Nothing is stored about that member.\n")


def test_a_member_is_forgotten_in_one_server_alone(place: Place) -> None:
    assert place.run("forget", ZOE.id, "--server", "11", "--yes").status == 0
    with open_store(place.database) as store:
        assert store.privacy.records(ZOE.id, "11") == ()
        assert len(store.privacy.records(ZOE.id, "12")) == 16


def test_names_that_others_wrote_are_erased_on_request(place: Place) -> None:
    with open_store(place.database) as store:
        store.history.append("13", [quote("one")], act(0, why="Zed wanted it"))
    ran = place.run("forget", ZOE.id, "--name", "Zed", "--name", "Zee", "--yes")
    assert ran.status == 0
    with open_store(place.database) as store:
        assert store.history.changes("13").entries[0].why == "[…] wanted it"


@pytest.mark.parametrize("asked", [(ZOE.id,), ("--server", "11")])
def test_nothing_is_erased_without_a_yes(place: Place, asked: tuple[str, ...]) -> None:
    with open_store(place.database) as store:
        before = rows(store)
    ran = place.run("forget", *asked)
    assert ran.status == 1
    assert ran.out.endswith("Nothing is erased. Add --yes to erase.\n")
    assert place.run_at_a_terminal("forget", *asked, typed="n\n").status == 1
    with open_store(place.database) as store:
        assert rows(store) == before
    assert place.run_at_a_terminal("forget", *asked, typed="y\n").status == 0


def test_a_server_is_erased_whole_and_alone(place: Place) -> None:
    with open_store(place.database) as store:
        store.suggestions.put("14", *draft())
    ran = place.run("forget", "--server", "11", "--yes")
    assert ran.status == 0
    assert "export it first: python -m bot export --server 11 FOLDER\n" in ran.out
    assert "data/bot.db: 2 servers\n" in place.run("doctor").out
    with open_store(place.database) as store:
        assert store.rows_of("11") == 0
        assert store.rows_of("12") > 0
    again = place.run("forget", "--server", "11", "--yes")
    assert (again.status, again.out) == (1, "Nothing is stored about that server.\n")
    assert place.run("forget", "--server", "14", "--yes").status == 0


def test_bad_use_is_told(place: Place) -> None:
    for asked in ((), ("Zoë",), ("1" * 21,), ("--server", "a b")):
        ran = place.run("forget", *asked)
        assert (ran.status, ran.out) == (2, "")
        assert ran.err


def test_a_database_is_not_made_to_forget(tmp_path: Path) -> None:
    empty = place_in(tmp_path / "empty")
    ran = empty.run("forget", ZOE.id, "--yes")
    assert (ran.status, ran.out) == (1, "Nothing is stored yet.\n")
    assert not (tmp_path / "empty" / "data").exists()
