"""Requests as members type them, answered from the shipped library."""

from pathlib import Path

import pytest

from bot.answers.desk import Desk
from bot.answers.model import AskAnswer, DebateAnswer, NotFound, QuoteAnswer
from bot.library.load import load_library
from bot.library.model import Kind, Stance
from bot.search.matcher import Matcher
from bot.search.results import Cause, Miss

_HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk(load_library(_HERE.parents[1] / "quotes"))


@pytest.fixture(scope="module")
def shipped(desk: Desk) -> Matcher:
    return Matcher(desk.library)


def _lines(name: str) -> list[str]:
    lines = (_HERE / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _about(desk: Desk, quote_id: str) -> set[str]:
    """Return the topics and points that a quote is filed under."""
    quote = desk.library.quotes[quote_id]
    points = {held.point for held in quote.positions}
    return {*quote.topics, *points, *(desk.library.points[point].topic for point in points)}


@pytest.mark.parametrize(
    ("topic", "leads", "cause"),
    [
        ("reorganisation", "reorganisation", Cause.NAME),
        ("reorganization", "reorganisation", Cause.NAME),
        ("privte sectr", "private-sector", Cause.CORRECTION),
        ("private-sector", "private-sector", Cause.NAME),
        ("NPfIT", "npfit", None),
        ("npfit", "npfit", None),
        ("National Program for IT", "npfit", Cause.NAME),
        ("in house", "in-house", Cause.NAME),
    ],
)
def test_a_topic_is_found_as_it_is_typed(
    desk: Desk, topic: str, leads: str, cause: Cause | None
) -> None:
    answer = desk.quote(topic)
    assert isinstance(answer, QuoteAnswer)
    assert (answer.scope.kind, answer.scope.id) == (Kind.TOPIC, leads)
    assert leads in _about(desk, answer.excerpts[0].quote.id)
    assert cause is None or cause in {why.cause for why in answer.why}


@pytest.mark.parametrize(
    ("request_", "point"),
    [
        ("social-care", "social-care-from-nhs"),
        ("merging NHS Digital into NHS England", "merge-into-nhs-england"),
        ("merging nhs digitl into nhs englnd", "merge-into-nhs-england"),
        ("is one big national body better?", "merge-into-nhs-england"),
        ("throwing money at IT", "spend-more"),
    ],
)
def test_a_debate_shows_both_sides_of_its_point(desk: Desk, request_: str, point: str) -> None:
    answer = desk.debate(request_)
    assert isinstance(answer, DebateAnswer)
    assert answer.point.id == point
    assert all(side.excerpts for side in answer.sides)


def test_a_question_shows_both_sides_of_its_point(desk: Desk) -> None:
    answer = desk.ask("Is there enough money for NHS IT?")
    assert isinstance(answer, AskAnswer)
    assert answer.debate
    assert answer.debate.point.id == "spend-more"
    assert all(side.excerpts for side in answer.debate.sides)
    assert {why.cause for why in answer.why} == {Cause.PHRASING}


def test_a_topic_with_excerpts_and_no_point_is_undebated(desk: Desk) -> None:
    answer = desk.debate("Merger of NHS England into the Department, 2025")
    assert isinstance(answer, NotFound)
    assert answer.miss is Miss.UNDEBATED
    first = answer.suggestions[0]
    assert (first.id, first.quotes) == ("department-merger", 2)


@pytest.mark.parametrize("text", ["wordzz", "passwd", "what is 2+2"])
def test_strange_words_like_common_ones_get_no_answer(desk: Desk, text: str) -> None:
    assert isinstance(desk.request("ask", text), NotFound)


def test_a_question_of_fact_is_shown_under_no_unrelated_point(desk: Desk) -> None:
    answer = desk.ask("what happened at Whorlton Hall")
    assert isinstance(answer, AskAnswer)
    assert answer.best.quote.id == "particularly-sensitive"
    assert answer.debate is None
    missing = desk.debate("what happened at Whorlton Hall")
    assert isinstance(missing, NotFound)
    assert missing.miss is Miss.UNDEBATED


@pytest.mark.parametrize(
    ("question", "best", "point"),
    [
        ("was the national programme a failure", None, "npfit-good"),
        ("what did the nuffield trust report find", "some-success", None),
        ("what do people say about scrapping NHS England", "normal-service", None),
    ],
)
def test_all_words_of_a_question_count_beside_an_alias(
    desk: Desk, question: str, best: str | None, point: str | None
) -> None:
    answer = desk.request("ask", question)
    assert isinstance(answer, AskAnswer)
    assert best in (None, answer.best.quote.id)
    assert point is None or (answer.debate and answer.debate.point.id == point)


def test_a_name_is_not_said_to_stand_for_itself(desk: Desk) -> None:
    answer = desk.ask("When was NHSX set up?")
    assert isinstance(answer, AskAnswer)
    assert Cause.ABBREVIATION not in {why.cause for why in answer.why}


@pytest.mark.parametrize("method", ["quote", "debate", "ask"])
def test_a_gardener_is_told_there_is_nothing(desk: Desk, method: str) -> None:
    answer = getattr(desk, method)("when do I plant tomatoes")
    assert isinstance(answer, NotFound)
    assert answer.miss is Miss.NOTHING
    assert answer.suggestions


def test_nearly_all_requests_get_the_right_excerpt_first(desk: Desk) -> None:
    wrong = []
    for line in _lines("shipped_requests.txt"):
        right, request = line.split(" | ", maxsplit=1)
        answer = desk.ask(request)
        if not isinstance(answer, AskAnswer) or not (
            set(right.split()) & _about(desk, answer.best.quote.id)
        ):
            wrong.append(request)
    assert len(wrong) <= 0.04 * len(_lines("shipped_requests.txt")), wrong


def test_few_requests_on_other_subjects_are_answered(shipped: Matcher) -> None:
    requests = _lines("other_subjects.txt")
    answered = [request for request in requests if shipped.match(request).miss is None]
    assert len(answered) <= 0.10 * len(requests), answered


def test_every_name_alias_and_phrasing_leads_to_its_own(desk: Desk, shipped: Matcher) -> None:
    for topic in desk.library.topics.values():
        for name in (topic.name, topic.id, *topic.aliases):
            found = shipped.match(name)
            assert found.score == 1, name
    for point in desk.library.points.values():
        for name in (point.sentence, *point.phrasings):
            found = shipped.match(name)
            assert found.name, name
            assert found.name.id == point.id, name
        # A topic may have the name of a point of its own: the Wade-Gery review.
        named = shipped.match(point.id).name
        assert named, point.id
        assert named.id in (point.id, point.topic)


def test_every_quote_is_found_by_its_own_words(desk: Desk) -> None:
    for quote in desk.library.quotes.values():
        answer = desk.quote(quote.text)
        assert isinstance(answer, QuoteAnswer), quote.id
        assert quote.id in {excerpt.quote.id for excerpt in answer.excerpts}, quote.id


def test_every_point_has_a_debate_or_says_that_it_has_none(desk: Desk) -> None:
    for point in desk.library.points:
        answer = desk.debate(point)
        sides = desk.library.sides(point)
        assert isinstance(answer, DebateAnswer) == bool(
            sides.for_ or sides.against or sides.mixed
        ), point


def test_question_whose_point_has_one_side_shows_both_sides_of_the_next(desk: Desk) -> None:
    answer = desk.ask("Do the people in charge usually start new technology?")
    assert isinstance(answer, AskAnswer)
    assert answer.debate
    assert not all(side.total for side in answer.debate.sides)
    stances = {excerpt.quote.stance_on("stronger-centre") for excerpt in answer.excerpts}
    assert {Stance.FOR, Stance.AGAINST} <= stances


def test_alias_that_one_quote_is_far_closer_to_leads_with_it(desk: Desk) -> None:
    answer = desk.quote("anonymity")
    assert isinstance(answer, QuoteAnswer)
    assert answer.excerpts[0].quote.id == "ditch-your-pseudonym"
