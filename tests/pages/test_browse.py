"""Pages of a library's topics and of its description."""

from msgspec.structs import replace

from bot.answers.actions import Debate, QuoteOf, Topics
from bot.answers.model import AboutAnswer, Tally, TopicsAnswer, TopicTally
from bot.library.model import Card, Kind, Topic
from bot.pages import page_of
from bot.search.results import Cause, Why
from bot.search.scope import Scope
from tests.pages.answers import LANES, a_tally, follow_ups, said

KERBS = a_tally("Lanes should have kerbs.", for_=2, against=3)
ONE_SIDED = a_tally("Paint is dear.", for_=1, mixed=2)
SILENT = a_tally("Trams are slow.")
FULL = TopicTally(LANES, 12, 5, (KERBS, ONE_SIDED, SILENT))
BARE = TopicTally(Topic("trams", "Trams"), 1, 1, ())
TALLY = Tally(
    quotes=42,
    verified=42,
    speakers=9,
    voices=11,
    comments=0,
    sources=4,
    topics=10,
    points=12,
    both_sides=9,
)
ABOUT = AboutAnswer(
    Card("Harrowmere’s streets", "What a town says of its streets.", "the librarian"),
    TALLY,
    (("quote", "kerbs"), ("about", "")),
)


def test_all_topics_are_listed_by_their_letters_and_a_menu_tells_their_size() -> None:
    others = [
        replace(BARE, topic=Topic(name.casefold(), name))
        for name in ("buses", "Bells", "Air", "Çars", "Dogs")
    ]
    page = page_of(TopicsAnswer("", (FULL, BARE, *others)))
    assert said(page).splitlines() == [
        "7 topics",
        "A–C: Air · Bells · buses · Çars · Cycle lanes",
        "D–T: Dogs · Trams",
    ]
    (menu,) = page.menus
    assert [(one.label, one.note) for one in menu.choices[4:6]] == [
        ("Cycle lanes", "12 excerpts · 5 voices · 3 points"),
        ("Dogs", "1 excerpt · 1 voice"),
    ]


def test_one_topic_lists_its_points_and_says_which_have_one_side_only() -> None:
    words = said(page_of(TopicsAnswer("lanes", (FULL,))))
    assert "Cycle lanes\n12 excerpts, 5 voices" in words
    assert "Lanes should have kerbs.: 2 voices for, 3 against\n" in words
    assert "Paint is dear.: 1 voice for, none against · 2 mixed" in words
    assert "Trams are slow.: neither side yet" in words
    assert "Also called: bike lanes" in words


def test_of_many_names_the_first_are_shown() -> None:
    names = tuple(f"name {number}" for number in range(11))
    topic = replace(FULL, topic=replace(FULL.topic, aliases=names))
    words = said(page_of(TopicsAnswer("lanes", (topic,))))
    assert "Also called: name 0, name 1" in words
    assert "name 4, …" in words
    assert "name 5" not in words


def test_one_topic_leads_to_its_excerpts_and_debates() -> None:
    labels = follow_ups(page_of(TopicsAnswer("lanes", (FULL,))))
    assert labels["Read an excerpt"] == QuoteOf(Scope(Kind.TOPIC, "lanes"))
    assert labels["Lanes should have kerbs."] == Debate("lanes")


def test_a_topic_without_points_or_excerpts_says_so_and_leads_to_the_others() -> None:
    page = page_of(TopicsAnswer("trams", (replace(BARE, quotes=0, voices=0),)))
    assert "No excerpts yet." in said(page)
    assert "This topic has no debates yet." in said(page)
    assert follow_ups(page) == {"All topics": Topics()}


def test_a_topic_found_under_another_name_says_so() -> None:
    why = (Why(Cause.ALIAS, "bike lanes", "bike lanes"),)
    words = said(page_of(TopicsAnswer("bike lanes", (FULL,), why)))
    assert "“bike lanes” is another name for Cycle lanes." in words


def test_about_says_what_it_is_what_it_holds_and_the_promise() -> None:
    words = said(page_of(ABOUT))
    assert words.startswith("Harrowmere’s streets\nWhat a town says of its streets.\n")
    assert "letter for letter" in words
    assert (
        "42 excerpts by 11 voices from 4 texts: 10 topics, 12 points, 9 of them with both" in words
    )
    assert "All of them were found in their source texts, letter for letter." in words
    assert "/quote kerbs" in words
    assert "/about: " in words


def test_about_does_not_call_all_verified_when_some_are_not() -> None:
    words = said(page_of(replace(ABOUT, tally=replace(TALLY, verified=40))))
    assert "40 of 42 were found in their source texts, letter for letter." in words


def test_an_empty_library_claims_nothing() -> None:
    empty = AboutAnswer(Card("Empty"), Tally(0, 0, 0, 0, 0, 0, 0, 0, 0), ())
    words = said(page_of(empty))
    assert "no excerpts" in words
    assert "letter for letter." not in words
    assert "To try" not in words


def test_about_says_whom_to_write_to_for_a_correction() -> None:
    assert "corrected or removed, write to the librarian." in said(page_of(ABOUT))


def test_about_says_once_that_meaning_is_off_outside_english() -> None:
    sentence = "Search by meaning works for English only, so it is off for this library."
    assert sentence not in said(page_of(ABOUT))
    assert said(page_of(replace(ABOUT, english=False))).count(sentence) == 1


def test_without_a_contact_it_is_whoever_runs_the_bot() -> None:
    words = said(page_of(replace(ABOUT, card=Card("Streets"))))
    assert "write to the people who run this bot, or to the moderators of the server." in words


def test_about_says_that_each_comment_is_a_voice() -> None:
    assert "Each comment" not in said(page_of(ABOUT))
    words = said(page_of(replace(ABOUT, tally=replace(TALLY, comments=3))))
    assert "Each comment counts as one voice." in words
