"""Somebody who is not quoted: it is said, and no other voice answers in their place."""

from pathlib import Path

import pytest

from bot.answers.desk import Desk
from bot.answers.model import NotFound
from bot.library.load import load_library
from bot.search.results import Miss
from tests.libraries import town

REPOSITORY = Path(__file__).parents[2]
TOWN = Desk(town())
NHS = Desk(load_library(REPOSITORY / "quotes"))


@pytest.mark.parametrize(
    ("text", "name", "point"),
    [
        ("what did Boris Johnson say about free buses?", "Boris Johnson", "free-buses"),
        ("helmets, by Chris Boardman", "Chris Boardman", "helmets"),
        ("Sadiq Khan on helmets", "Sadiq Khan", "helmets"),
        ("did Beeching say anything about kerbs", "Beeching", "kerbs"),
    ],
)
def test_the_words_of_somebody_not_quoted_are_not_replaced_by_others(
    text: str, name: str, point: str
) -> None:
    for command in ("quote", "ask", "debate"):
        answer = TOWN.request(command, text)
        assert isinstance(answer, NotFound)
        assert (answer.miss, answer.asked) == (Miss.NO_SPEAKER, name)
        assert point in {one.id for one in answer.suggestions}


@pytest.mark.parametrize(
    "text",
    [
        "what did Hancock say about apps?",
        "what did hancock say about apps",
        "Hancock on NHSX",
        "what did Matthew Gould say?",
    ],
)
def test_somebody_only_spoken_of_is_not_quoted(text: str) -> None:
    answer = NHS.request("ask", text)
    assert isinstance(answer, NotFound)
    assert answer.miss is Miss.NO_SPEAKER
    assert answer.suggestions


@pytest.mark.parametrize(
    "text",
    [
        "what did Cllr Aldous say about kerbs?",
        "what did Okafor say about helmets?",
        "Tom Brennan on free buses",
        "what do Londoners say about helmets?",
        "what do cyclists say about helmets?",
        "Helmets on buses",
        "who is Tom Brennan?",
    ],
)
def test_a_known_name_and_a_group_are_not_taken_for_somebody_unquoted(text: str) -> None:
    answer = TOWN.request("ask", text)
    assert not isinstance(answer, NotFound) or answer.miss is not Miss.NO_SPEAKER


def test_a_name_in_another_language_is_not_quoted_either() -> None:
    for language, text, name in (
        ("fr-school", "Que pense Macron des devoirs ?", "Macron"),
        ("de-school", "Was sagt Angela Merkel zu Handys?", "Angela Merkel"),
    ):
        folder = REPOSITORY / "tests" / "languages" / language / "quotes"
        answer = Desk(load_library(folder)).request("ask", text)
        assert isinstance(answer, NotFound)
        assert (answer.miss, answer.asked) == (Miss.NO_SPEAKER, name)


def test_german_nouns_and_titles_are_no_names_of_others() -> None:
    desk = Desk(load_library(REPOSITORY / "tests" / "languages" / "de-school" / "quotes"))
    for text in ("Was sagen Lehrer zu Handys?", "Was denkt Frau Müller über Hausaufgaben?"):
        answer = desk.request("ask", text)
        assert not isinstance(answer, NotFound) or answer.miss is not Miss.NO_SPEAKER
