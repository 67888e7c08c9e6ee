"""The page of one excerpt."""

import pytest
from msgspec.structs import replace

from bot.answers.actions import Another, Context, Opposing
from bot.library.model import Kind, Stance
from bot.pages import page_of
from bot.pages.page import OpenLink, QuoteBlock, Tone
from bot.search.results import Cause, Why
from bot.search.scope import ByDate, Period, Scope
from tests.pages.answers import (
    ARGUED,
    a_quote_answer,
    an_excerpt,
    follow_ups,
    passages,
    said,
    taking,
)

ON_LANES = Scope(Kind.TOPIC, "lanes")


def test_the_excerpt_comes_first() -> None:
    assert isinstance(page_of(a_quote_answer()).blocks[0], QuoteBlock)


@pytest.mark.parametrize(
    ("stance", "words", "tone"),
    [
        (Stance.FOR, "Speaks for “Lanes should have kerbs.”", Tone.FOR),
        (Stance.AGAINST, "Speaks against “Lanes should have kerbs.”", Tone.AGAINST),
        (
            Stance.MIXED,
            "Speaks partly for, partly against “Lanes should have kerbs.”",
            Tone.MIXED,
        ),
    ],
)
def test_a_side_is_said_with_its_point_under_the_words(
    stance: Stance, words: str, tone: Tone
) -> None:
    page = page_of(replace(a_quote_answer(taking(stance)), point=ARGUED))
    assert passages(page)[0].label == ""
    assert passages(page)[0].remarks[0] == words
    assert passages(page)[0].tone is page.tone is tone


def test_an_excerpt_that_takes_no_side_says_nothing_of_sides() -> None:
    page = page_of(replace(a_quote_answer(), point=ARGUED))
    assert passages(page)[0].remarks == ("✓\N{NO-BREAK SPACE}verbatim · 2 of 9 on Cycle lanes",)
    assert page.tone is Tone.PLAIN


@pytest.mark.parametrize(
    ("kind", "name", "words"),
    [
        (Kind.TOPIC, "Cycle lanes", "2 of 9 on Cycle lanes"),
        (Kind.SPEAKER, "Mary Aldous", "2 of 9 by this speaker"),
        (Kind.SOURCE, "A letter", "2 of 9 in this text"),
        (Kind.POINT, "Buses should be free.", "2 of 9 on “Buses should be free.”"),
    ],
)
def test_it_says_which_of_how_many_it_is(kind: Kind, name: str, words: str) -> None:
    assert words in said(
        page_of(replace(a_quote_answer(), scope=Scope(kind, "x"), scope_name=name))
    )


def test_it_says_what_its_scope_is_restricted_to() -> None:
    dated = Scope(Kind.SOURCE, "", period=Period("2019", "2020"), by_date=ByDate.OLDEST)
    page = page_of(replace(a_quote_answer(), scope=dated, scope_name=""))
    assert said(page).endswith(" · 2 of 9 · 2019 to 2020 · oldest first")
    answer = a_quote_answer()
    one = replace(answer, scope=replace(answer.scope, speaker=answer.excerpts[0].speaker.id))
    name = answer.excerpts[0].speaker.name
    assert said(page_of(one)).endswith(f" · 2 of 9 on Cycle lanes · {name}")


def test_the_only_excerpt_has_no_number() -> None:
    words = said(page_of(replace(a_quote_answer(), shown=1, total=1)))
    assert words.endswith("✓\N{NO-BREAK SPACE}verbatim")


def test_a_point_already_on_the_page_is_not_said_twice() -> None:
    scope = Scope(Kind.POINT, ARGUED.id)
    answer = replace(
        a_quote_answer(taking(Stance.FOR)), point=ARGUED, scope=scope, scope_name=ARGUED.sentence
    )
    assert "2 of 9 on this point" in said(page_of(answer))


def test_corrections_are_one_small_line() -> None:
    why = (
        Why(Cause.NAME, "private sector", "private-sector"),
        Why(Cause.CORRECTION, "privte", "private"),
        Why(Cause.CORRECTION, "sectr", "sector"),
    )
    page = page_of(
        replace(
            a_quote_answer(),
            scope=Scope(Kind.TOPIC, "private-sector"),
            scope_name="The private sector",
            why=why,
        )
    )
    last = said(page).splitlines()[-1]
    assert last == "Showing “private sector” for “privte sectr”."


def test_an_alias_says_what_it_is_another_name_for() -> None:
    why = (Why(Cause.ALIAS, "bike lanes", "bike lanes"),)
    page = page_of(replace(a_quote_answer(), why=why))
    assert "“bike lanes” is another name for Cycle lanes." in said(page)


def test_an_alias_is_not_called_another_name_for_a_text_the_answer_is_held_to() -> None:
    why = (Why(Cause.ALIAS, "bike lanes", "bike lanes"),)
    held = replace(a_quote_answer(), scope=Scope(Kind.SOURCE, "echo"), scope_name="Echo", why=why)
    assert "another name" not in said(page_of(held))


def test_the_ways_on_are_those_that_lead_somewhere() -> None:
    linked = an_excerpt(link="https://echo.example/")
    page = page_of(replace(a_quote_answer(linked), point=ARGUED, opposed=True))
    assert follow_ups(page) == {
        "Another": Another(ON_LANES, "first-one", 2),
        "Opposing view": Opposing("paint", ARGUED.id),
        "In context": Context("paint", Another(ON_LANES, "first-one", 1)),
        "Source": OpenLink("https://echo.example/"),
    }


def test_the_only_excerpt_leads_to_no_other() -> None:
    page = page_of(replace(a_quote_answer(), shown=1, total=1))
    assert list(follow_ups(page)) == ["In context"]


def test_a_walk_that_begins_here_begins_with_this_excerpt() -> None:
    page = page_of(replace(a_quote_answer(), shown=1, first=""))
    assert follow_ups(page)["Another"] == Another(ON_LANES, "paint", 1)


def test_reasons_that_the_answer_shows_itself_are_left_out() -> None:
    why = (
        Why(Cause.CORRECTION, "kerbz", "Kerbs"),
        Why(Cause.NAME, "kerbz", "Kerbs"),
        Why(Cause.WORDS, "kerbs", ""),
    )
    page = page_of(replace(a_quote_answer(), why=why))
    assert said(page).endswith("\nShowing “Kerbs” for “kerbz”.")
