"""A library opened, from its files or from what was kept of them."""

import logging
from pathlib import Path

import pytest

from bot.desk import Desk
from bot.errors import LibraryError
from bot.opening import open_library
from bot.opening.folder import KeepingFolder
from bot.opening.opened import FEWEST_BYTES, program
from tests.opening.large import large_library

KEPT = "the library is as it was when it was last opened"


@pytest.fixture
def given(tmp_path: Path) -> Path:
    return large_library(tmp_path / "library")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture(autouse=True)
def _debugging(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")


class Opening:
    """Opens a library again and again, and tells whether it was kept."""

    def __init__(self, given: Path, cache: Path, log: pytest.LogCaptureFixture) -> None:
        self.given, self.cache, self.log = given, cache, log

    def desk(self, *, meaning: bool = True) -> tuple[Desk, bool]:
        self.log.clear()
        desk = open_library(self.given, self.cache, meaning=meaning).desk()
        return desk, KEPT in self.log.messages


@pytest.fixture
def opening(given: Path, cache: Path, caplog: pytest.LogCaptureFixture) -> Opening:
    return Opening(given, cache, caplog)


def test_a_large_library_is_read_once(opening: Opening) -> None:
    first, kept_first = opening.desk()
    second, kept_second = opening.desk()
    assert (kept_first, kept_second) == (False, True)
    assert second.library == first.library
    assert second.ask("parking") == first.ask("parking")


def test_a_small_library_is_never_kept(opening: Opening) -> None:
    topics = opening.given / "topics.yaml"
    topics.write_text(topics.read_text("utf-8").rstrip("-\n")[: FEWEST_BYTES // 2], "utf-8")
    assert not opening.desk()[1]
    assert not opening.desk()[1]
    assert not opening.cache.exists()


def test_without_a_folder_to_keep_it_in_it_is_read_anew(given: Path) -> None:
    first, second = (open_library(given, None).desk() for _ in range(2))
    assert first.ask("parking") == second.ask("parking")


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("topics.yaml", "name: Parking", "name: Parkinf"),
        ("speakers.yaml", "name: ", "name: X"),
        ("council-2024.yaml", "title: ", "title: X"),
        ("seeds/echo.txt", "The town", "The towm"),
    ],
)
def test_another_letter_in_any_file_is_seen(
    opening: Opening, file: str, before: str, after: str
) -> None:
    opening.desk()
    path = opening.given / file
    was = path.read_text("utf-8")
    path.write_text(was.replace(before, after, 1), "utf-8")
    changed, kept = opening.desk()
    assert not kept
    assert changed.library == open_library(opening.given, None).library
    path.write_text(was, "utf-8")
    assert not opening.desk()[1]
    assert opening.desk()[1]


def test_a_file_more_or_less_or_renamed_is_seen(opening: Opening) -> None:
    opening.desk()
    more = opening.given / "more.yaml"
    more.write_text("source: {id: more, title: More, author: nobody-known}\nquotes: []\n")
    with pytest.raises(LibraryError):
        opening.desk()
    more.unlink()
    assert opening.desk()[1]
    speakers = opening.given / "speakers.yaml"
    speakers.rename(speakers.with_suffix(".yml"))
    assert not opening.desk()[1]


def test_a_source_text_that_went_is_missed(opening: Opening) -> None:
    opening.desk()
    next((opening.given / "seeds").iterdir()).unlink()
    with pytest.raises(LibraryError):
        opening.desk()


def test_a_library_with_a_problem_is_not_kept(opening: Opening) -> None:
    topics = opening.given / "topics.yaml"
    topics.write_text(topics.read_text("utf-8") + "nonsense: 1\n", "utf-8")
    for _ in range(2):
        with pytest.raises(LibraryError):
            opening.desk()
    assert not opening.cache.exists()


def test_with_and_without_meaning_are_kept_apart(opening: Opening) -> None:
    opening.desk()
    without, kept = opening.desk(meaning=False)
    assert not kept
    assert opening.desk(meaning=False)[1]
    assert opening.desk()[1]
    assert without.ask("smog") == open_library(opening.given, None, meaning=False).desk().ask(
        "smog"
    )


@pytest.mark.parametrize("left", [0, 10, 400, 5000, -1])
def test_what_is_cut_short_is_made_anew(opening: Opening, left: int) -> None:
    first, _ = opening.desk()
    (kept,) = opening.cache.iterdir()
    kept.write_bytes(kept.read_bytes()[:left])
    again, was_kept = opening.desk()
    assert not was_kept
    assert again.ask("parking") == first.ask("parking")
    assert opening.desk()[1]


def test_what_another_program_kept_is_made_anew(opening: Opening) -> None:
    opening.desk()
    (kept,) = opening.cache.iterdir()
    folder = KeepingFolder(opening.cache)
    found = folder.read(kept.stem)
    assert found
    older = found[0].replace(program().encode(), b"0" * 64)
    assert older != found[0]
    folder.write(kept.stem, older, (found[1],))
    assert not opening.desk()[1]
    assert opening.desk()[1]


@pytest.mark.parametrize("head", [b"", b"5", b"[]", b"{}", b"\xff"])
def test_a_head_that_says_nothing_is_made_anew(opening: Opening, head: bytes) -> None:
    opening.desk()
    (kept,) = opening.cache.iterdir()
    KeepingFolder(opening.cache).write(kept.stem, head, ())
    assert not opening.desk()[1]
    assert opening.desk()[1]


def test_what_is_written_while_it_is_read_is_not_kept(opening: Opening) -> None:
    opened = open_library(opening.given, opening.cache)
    topics = opening.given / "topics.yaml"
    topics.write_text(topics.read_text("utf-8").replace("Parking", "Parkinh", 1), "utf-8")
    opened.desk()
    again, _ = opening.desk()
    assert again.library == open_library(opening.given, None).library
