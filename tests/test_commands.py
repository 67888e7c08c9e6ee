"""Requests with extra text: addresses, and the name of a command."""

from pathlib import Path

import pytest

from bot.answers.desk import Desk
from bot.answers.model import AskAnswer, DebateAnswer, NotFound, QuoteAnswer, TopicsAnswer
from bot.commands import BY_NAME, SUGGEST_COMMAND, meant_for_discord, without_links
from bot.library.load import load_library
from bot.search.results import Miss
from tests.libraries import town

_TOWN = Desk(town(), meaning=False)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("https://e.example/kerbs?a=b#c", ""),
        ("see HTTPS://e.example/x, kerbs", "see   kerbs"),
        ("<https://e.example> www.e.example/x kerbs", "kerbs"),
        ("kerbs: yes/no?", "kerbs: yes/no?"),
        ("", ""),
    ],
)
def test_addresses_are_taken_out(text: str, left: str) -> None:
    assert without_links(text) == left


@pytest.mark.parametrize("name", ["quote", "debate", "ask"])
def test_an_address_alone_holds_no_word(name: str) -> None:
    command = BY_NAME[name]
    main = next(one.name for one in command.options if one.main)
    answer = command.answer(_TOWN, {main: "https://e.example/kerbs"})
    assert isinstance(answer, NotFound)
    assert (answer.miss, answer.asked) == (Miss.BLANK, "https://e.example/kerbs")


def test_a_question_is_answered_by_its_words_not_its_address() -> None:
    plain = BY_NAME["ask"].answer(_TOWN, {"question": "cycle lanes"})
    assert BY_NAME["ask"].answer(_TOWN, {"question": "cycle lanes www.e.example/bus"}) == plain


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("quote cycle lanes", QuoteAnswer),
        ("/Debate kerbs", DebateAnswer),
        ("ask kerbs", AskAnswer),
        ("topics cycle lanes", TopicsAnswer),
        ("quote tomatoes", NotFound),
        ("quote", NotFound),
    ],
)
def test_a_request_that_begins_with_a_command_is_answered_by_it(typed: str, kind: type) -> None:
    assert isinstance(BY_NAME["ask"].answer(_TOWN, {"question": typed}), kind)


def test_somebody_not_quoted_is_named_whatever_command_a_request_begins_with() -> None:
    for typed in ("quote by Boris Johnson on parking", "quote by gandhi on parking"):
        answer = BY_NAME["ask"].answer(_TOWN, {"question": typed})
        assert isinstance(answer, NotFound)
        assert answer.miss is Miss.NO_SPEAKER


def test_what_is_held_to_a_speaker_is_no_other_command() -> None:
    given = {"topic": "debate tomatoes", "speaker": next(iter(town().speakers.values())).name}
    assert isinstance(BY_NAME["quote"].answer(_TOWN, given), NotFound)


def test_guess_by_meaning_does_not_hide_a_command_of_discord() -> None:
    desk = Desk(load_library(Path(__file__).parents[1] / "quotes"))
    assert isinstance(desk.ask("suggest"), AskAnswer)
    assert meant_for_discord("Suggest", desk) == SUGGEST_COMMAND
    assert meant_for_discord("quotes", desk) is None
