"""The page for a request without results, and pages that answer no request."""

import pytest

from bot.answers.actions import Debate, QuoteOf, Topics
from bot.answers.model import NotFound
from bot.library.model import Kind
from bot.pages import error_page, hint_page, page_of, request_page
from bot.pages.page import ActionKind, ServerAction, Tone
from bot.search.results import Cause, Miss, Suggestion, Why
from bot.search.scope import Scope
from tests.pages.answers import said

NEAR = (
    Suggestion(Kind.TOPIC, "lanes", "Cycle lanes", 12),
    Suggestion(Kind.POINT, "kerbs", "Lanes should have kerbs.", 1),
    Suggestion(Kind.SPEAKER, "mary", "Mary Aldous", 3),
    Suggestion(Kind.SOURCE, "echo", "Lanes of discontent"),
)


@pytest.mark.parametrize(
    ("miss", "words"),
    [
        (Miss.NOTHING, "I couldn’t find a quote about “tomatoes”."),
        (Miss.UNSURE, "I’m not sure what “tomatoes” refers to."),
        (Miss.BLANK, "There’s no word in that to look up. Try a topic, a name or a question."),
        (Miss.UNDEBATED, "There’s no debate on “tomatoes” yet."),
        (Miss.UNOPPOSED, "Nobody in this library takes the other side here."),
        (Miss.NO_SIDE, "This excerpt takes no side in a debate."),
        (Miss.NO_SPEAKER, "Nobody called “tomatoes” is quoted here."),
        (Miss.NO_SOURCE, "I don’t know a source called “tomatoes”."),
        (Miss.GONE, "That is no longer in the library."),
    ],
)
def test_each_miss_is_said_plainly_beside_a_button_to_all_topics(miss: Miss, words: str) -> None:
    page = page_of(NotFound("tomatoes", miss))
    assert said(page) == words
    assert page.buttons[-1].action == Topics()
    assert page.tone is Tone.NOTICE


@pytest.mark.parametrize(
    ("miss", "lead"),
    [
        (Miss.NOTHING, "Try instead:"),
        (Miss.UNSURE, "Did you mean:"),
        (Miss.BLANK, "For example:"),
        (Miss.GREETING, "For example:"),
        (Miss.SMALL_TALK, "For example:"),
        (Miss.FOLLOW_UP, "For example:"),
        (Miss.UNOPPOSED, "Try instead:"),
        (Miss.GONE, "Try instead:"),
    ],
)
def test_what_is_near_is_listed_with_its_kind_and_size(miss: Miss, lead: str) -> None:
    words = said(page_of(NotFound("tomatoes", miss, NEAR[:3])))
    assert f"{lead}\nCycle lanes: topic · 12 excerpts\n" in words
    assert "Lanes should have kerbs.: point · 1 excerpt\n" in words
    assert words.endswith("Mary Aldous: speaker · 3 excerpts")


def test_three_of_what_is_near_are_enough_the_nearest() -> None:
    page = page_of(NotFound("x", Miss.UNSURE, NEAR))
    assert "Mary Aldous" in said(page)
    assert "Lanes of discontent" not in said(page)
    assert len(page.buttons) == 5


def test_each_suggestion_is_a_way_on_a_point_to_its_debate() -> None:
    page = page_of(NotFound("x", Miss.UNSURE, NEAR[1:]))
    assert said(page).endswith("Lanes of discontent: source")
    assert [button.action for button in page.buttons] == [
        Debate("kerbs"),
        QuoteOf(Scope(Kind.SPEAKER, "mary")),
        QuoteOf(Scope(Kind.SOURCE, "echo")),
        ServerAction(ActionKind.SUGGEST),
        Topics(),
    ]


@pytest.mark.parametrize("miss", [Miss.BLANK, Miss.GONE])
def test_a_quote_is_asked_for_only_where_one_is_missing(miss: Miss) -> None:
    actions = [button.action for button in page_of(NotFound("x", miss)).buttons]
    assert ServerAction(ActionKind.SUGGEST) not in actions


def test_what_is_there_without_an_excerpt_is_not_called_unknown() -> None:
    why = (Why(Cause.NAME, "trams", "Trams"),)
    words = said(page_of(NotFound("trams", Miss.NOTHING, (), why)))
    assert words == "“trams” is in this library, but has no excerpts yet."


def test_nothing_typed_at_all_is_asked_for() -> None:
    words = said(page_of(NotFound("", Miss.BLANK)))
    assert words == "Try a topic, a name or a question."


def test_a_long_request_is_echoed_in_part() -> None:
    words = said(page_of(NotFound("tomato " * 1000, Miss.NOTHING))).splitlines()[0]
    assert len(words) < 120
    assert "tomato…”" in words


def test_nothing_asked_is_not_quoted_back() -> None:
    assert "“”" not in said(page_of(NotFound(" ", Miss.NOTHING)))


def test_how_the_words_were_read_is_said_unless_nothing_was_found() -> None:
    why = (Why(Cause.CORRECTION, "tomatos", "tomatoes"),)
    words = "Showing “tomatoes” for “tomatos”."
    assert words in said(page_of(NotFound("x", Miss.UNSURE, (), why)))
    assert words not in said(page_of(NotFound("x", Miss.NOTHING, (), why)))


def test_a_fault_apologises_and_gives_its_reference() -> None:
    page = error_page("0badcafe")
    assert "reference 0badcafe" in said(page)
    assert page.tone is Tone.ERROR


def test_a_request_that_cannot_be_met_is_told_word_for_word() -> None:
    assert said(request_page("That is 7,000 characters long.")) == "That is 7,000 characters long."


def test_the_first_hint_names_the_commands() -> None:
    words = said(hint_page())
    assert all(command in words for command in ("/ask", "/debate", "/quote", "/topics"))


def test_a_name_that_stands_nowhere_is_said_in_plain_words() -> None:
    near = (Suggestion(Kind.TOPIC, "buses", "Buses", 3),)
    for miss in (Miss.NOTHING, Miss.UNSURE):
        words = said(page_of(NotFound("Palantir", miss, near, unmentioned=("Palantir",))))
        assert words.startswith(
            "Nobody in this library mentions “Palantir”.\nTry instead:\nBuses: topic · 3 excerpts"
        )
