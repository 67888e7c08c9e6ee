"""Somebody who is not quoted: it is said, and no other voice answers in their place."""

from functools import cache
from pathlib import Path

import pytest

from bot.answers.desk import Desk
from bot.answers.model import NotFound
from bot.library.load import load_library
from bot.library.model import Kind
from bot.search.results import Miss
from tests.libraries import town

REPOSITORY = Path(__file__).parents[2]


@cache
def desk(library: str) -> Desk:
    if library == "town":
        return Desk(town())
    folder = REPOSITORY if library == "nhs" else REPOSITORY / "tests" / "languages" / library
    return Desk(load_library(folder / "quotes"))


def labelled() -> list[list[str]]:
    """Return libraries, the name of somebody not quoted there or ``-``, and a request, in rows."""
    path = Path(__file__).with_name("unquoted.tsv")
    return [line.split("\t") for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize(("library", "name", "text"), labelled())
def test_only_somebody_who_is_asked_for_and_not_quoted_is_said_not_to_be(
    library: str, name: str, text: str
) -> None:
    answer = desk(library).request("ask", text)
    if name == "-":
        assert not isinstance(answer, NotFound) or answer.miss is not Miss.NO_SPEAKER
        return
    assert isinstance(answer, NotFound)
    assert (answer.miss, answer.asked, answer.score) == (Miss.NO_SPEAKER, name, 0)
    assert answer.suggestions


@pytest.mark.parametrize(
    ("text", "name", "point"),
    [
        ("what did Boris Johnson say about free buses?", "Boris Johnson", "free-buses"),
        ("helmets, by Chris Boardman", "Chris Boardman", "helmets"),
        ("sadiq khan on helmets", "sadiq khan", "helmets"),
        ("did beeching say anything about kerbs", "beeching", "kerbs"),
    ],
)
def test_the_words_of_somebody_not_quoted_are_not_replaced_by_others(
    text: str, name: str, point: str
) -> None:
    for command in ("quote", "ask", "debate"):
        answer = desk("town").request(command, text)
        assert isinstance(answer, NotFound)
        assert (answer.miss, answer.asked) == (Miss.NO_SPEAKER, name)
        assert point in {one.id for one in answer.suggestions}


def test_each_speaker_with_a_number_is_offered() -> None:
    answer = desk("nhs").request("ask", "did commenter 4 say nhsx is good")
    assert isinstance(answer, NotFound)
    assert (answer.miss, answer.asked) == (Miss.UNSURE, "commenter 4")
    offered = [(one.kind, one.id) for one in answer.suggestions]
    assert offered == [(Kind.SPEAKER, "reader-2020-04"), (Kind.SPEAKER, "reader-2022-4")]


def test_a_speaker_who_says_nothing_on_a_subject_has_no_certainty() -> None:
    answer = desk("nhs").request("ask", "what did petronius say about nhsx")
    assert isinstance(answer, NotFound)
    assert (answer.miss, answer.score) == (Miss.NOT_BY, 0)
