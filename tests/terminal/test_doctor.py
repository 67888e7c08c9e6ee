"""``doctor``: a line for each finding, without secrets."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.library.small_library import write
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
    assert set(found) == {"Python", "packages", "library", "database", "Discord"}
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


def test_neither_token_nor_password_is_ever_shown(place: Place) -> None:
    address = "postgresql://bot:hunter2@127.0.0.1:1/x"
    ran = replace(place, token=TOKEN, database=address).run("doctor")
    assert ran.status == 1
    assert lines(ran.out)["database"][0] == "look"
    assert lines(ran.out)["Discord"] == ("ok", "a token is set")
    for secret in (TOKEN, "hunter2"):
        assert secret not in ran.out + ran.err


def test_a_token_that_cannot_be_one_is_told(place: Place) -> None:
    ran = replace(place, token="application-id").run("doctor")  # noqa: S106 - made up
    assert ran.status == 1
    assert lines(ran.out)["Discord"][0] == "look"
    assert "application-id" not in ran.out
