"""Requests as members type them, over a town's quarrel about its streets."""

import pytest

from bot.library.model import Kind
from bot.search.matcher import ANSWERED, OFFERED, Matcher
from bot.search.results import Cause, Miss


def _leads(matcher: Matcher, request: str) -> set[str]:
    """Return the ids a request leads to: the named one, or the best point and topic by words."""
    found = matcher.match(request)
    assert found.miss is None, found.why
    if found.about:
        return {found.about.id}
    return {ranked[0].id for ranked in (found.ranking.points, found.ranking.topics) if ranked}


@pytest.mark.parametrize(
    ("request_", "leads"),
    [
        # names, ids, aliases, phrasings
        ("Cycle lanes", "cycle-lanes"),
        ("cycle-lanes", "cycle-lanes"),
        ("bicycle tracks", "cycle-lanes"),
        ("charge-for-parking", "charge-for-parking"),
        ("Would free buses get people out of their cars?", "free-buses"),
        ("Mary Aldous", "aldous"),
        ("Lanes of discontent", "echo-2024"),
        # mistyped
        ("cycel lanez", "cycle-lanes"),
        ("low trafic neighbourhods", "low-traffic"),
        ("praking", "parking"),
        ("air polution", "air"),
        ("compulsary helmets", "helmets"),
        ("segregatd lanes", "kerbs"),
        ("mary aldos", "aldous"),
        # British, American, hyphens, plurals
        ("low traffic neighborhoods", "low-traffic"),
        ("center parking", "parking"),
        ("bus privatization", "in-house-buses"),
        ("inhouse buses", "in-house-buses"),
        ("in house buses", "in-house-buses"),
        ("speed limit", "speed-limits"),
        ("helmet laws", "helmets"),
        # abbreviations
        ("LTNs", "low-traffic"),
        ("L.T.N.", "low-traffic"),
        ("ATF", "money"),
        ("clean air zone", "clean-air-zone"),
        # questions
        ("is paint good enough for bike lanes", "kerbs"),
        ("should buses be publicly owned or private?", "in-house-buses"),
        ("do cyclists spend any money in the shops", "lanes-hurt-shops"),
        ("why not mend the potholes first", "lanes-are-waste"),
        ("should parents be allowed to park at the school gates", "school-parking"),
        ("do low traffic neighbourhoods move traffic elsewhere", "close-side-streets"),
        # opinions
        (
            "nobody obeys the 20 mph limit anyway, it is pointless, the police never enforce it",
            "twenty-everywhere",
        ),
        (
            "my old diesel is all I can afford and now they want to charge me to enter the town",
            "clean-air-zone",
        ),
    ],
)
def test_a_request_leads_where_it_should(matcher: Matcher, request_: str, leads: str) -> None:
    found = _leads(matcher, request_)
    points = {point for one in found for point in _points_of(matcher, one)}
    assert leads in found | points


def _points_of(matcher: Matcher, id_: str) -> set[str]:
    """Return the point and its topic: in a search by words the right topic is right too."""
    point = matcher.library.points.get(id_)
    return {point.topic} if point else set()


@pytest.mark.parametrize(
    "request_",
    [
        "when do I plant tomatoes",
        "merge two cells in a spreadsheet",
        "best pizza in the world",
        "asdfghjkl",
        "qwerty zxcvb",
        "what is the capital of France",
        "who won the football last night",
        "how do I fix a segfault in C",
        "hello",
        "thanks!",
        "to be or not to be",
        "the",
        "my cat is called Charge and likes to sit on a ladder all day in summer",
        "I spent the weekend learning the piano, my teacher says twenty minutes a day is enough.",
    ],
)
def test_a_request_on_another_subject_is_not_answered(matcher: Matcher, request_: str) -> None:
    found = matcher.match(request_)
    assert found.miss in {Miss.UNSURE, Miss.NOTHING}
    assert found.score < ANSWERED
    assert found.suggestions


@pytest.mark.parametrize("request_", ["when do I plant tomatoes", "asdfghjkl", "xyzzy plugh"])
def test_a_request_that_shares_nothing_finds_nothing(matcher: Matcher, request_: str) -> None:
    found = matcher.match(request_)
    assert found.miss is Miss.NOTHING
    assert found.score < OFFERED


def test_something_near_is_offered(matcher: Matcher) -> None:
    found = matcher.match("colour of the kerb")
    assert found.miss is Miss.UNSURE
    assert found.suggestions[0].id in {"kerbs", "cycle-lanes"}


def test_a_blank_request_offers_the_most_debated(matcher: Matcher) -> None:
    found = matcher.match("🚲")
    assert found.miss is Miss.BLANK
    assert [one.kind for one in found.suggestions] == [Kind.TOPIC] * 5
    assert found.suggestions[0].id == "cycle-lanes"


def test_an_exact_name_is_certain_and_beats_everything(matcher: Matcher) -> None:
    found = matcher.match("Parking")
    assert found.score == 1
    assert [why.cause for why in found.why] == [Cause.NAME]


def test_a_real_word_near_a_name_is_not_that_name(matcher: Matcher) -> None:
    found = matcher.match("barking")
    assert found.name is None
    assert found.miss is not None


@pytest.mark.parametrize(
    ("request_", "cause", "asked", "found"),
    [
        ("bike lanes", Cause.ALIAS, "bike lanes", "bike lanes"),
        (
            "Is paint enough for a bike lane",
            Cause.PHRASING,
            "Is paint enough for a bike lane",
            "Is paint enough for a bike lane?",
        ),
        ("polution", Cause.CORRECTION, "polution", "pollution"),
        ("ATF", Cause.ABBREVIATION, "atf", "Active Travel Fund"),
        ("blackbirds on Mill Row", Cause.PASSAGE, "blackbirds on Mill Row", ""),
        ("Tom Brennan", Cause.SPEAKER, "Tom Brennan", "Tom Brennan"),
    ],
)
def test_every_answer_says_why(
    matcher: Matcher, request_: str, cause: Cause, asked: str, found: str
) -> None:
    whys = matcher.match(request_).why
    assert (cause, asked, found) in [(why.cause, why.asked, why.found) for why in whys]


def test_an_empty_library_matches_nothing(empty: Matcher) -> None:
    assert empty.match("parking").miss is Miss.NOTHING
    assert empty.match("").miss is Miss.BLANK
    assert empty.match("parking").suggestions == ()


@pytest.mark.parametrize("typed", ["neighborhuds of low traffic", "Mary Aldis"])
def test_a_name_but_for_a_letter_is_meant(matcher: Matcher, typed: str) -> None:
    assert matcher.match(typed).miss is None


@pytest.mark.parametrize("typed", ["the Tom Brennan", "The parking", "a speed limits"])
def test_an_article_before_a_name_does_not_hide_it(matcher: Matcher, typed: str) -> None:
    assert matcher.match(typed).name


def test_a_slip_in_each_word_of_a_name_is_forgiven(matcher: Matcher) -> None:
    found = matcher.match("Mari Aldouss")
    assert found.about
    assert found.about.id == "aldous"
