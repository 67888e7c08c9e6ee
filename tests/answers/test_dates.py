"""Dates in requests."""

from pathlib import Path

import pytest

from bot.answers.actions import Another
from bot.answers.desk import Desk
from bot.answers.filters import read_typed_date
from bot.answers.model import AskAnswer, BothSides, NotFound, QuoteAnswer
from bot.library.library import Library
from bot.library.load import load_library
from bot.library.model import Excerpt
from bot.search.frames import frame_parser
from bot.search.results import Cause, Miss
from bot.search.scope import Period


@pytest.fixture(scope="module")
def shipped() -> Desk:
    return Desk(load_library(Path(__file__).parents[2] / "quotes"))


@pytest.fixture(scope="module")
def desk(library: Library) -> Desk:
    return Desk(library)


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ("2019", "2019"),
        ("May 2019", "2019-05"),
        ("3 May 2019", "2019-05-03"),
        ("31 december 2020", "2020-12-31"),
        ("2019-05", "2019-05"),
        ("2019-05-03", "2019-05-03"),
        ("2019-13", None),
        ("32 May 2019", None),
        ("Mai 2019", None),
        ("19", None),
        ("", None),
    ],
)
def test_typed_date_is_read_as_far_as_it_goes(typed: str, date: str | None) -> None:
    assert read_typed_date(typed, frame_parser("en")) == date


@pytest.mark.parametrize(
    ("date", "inside"),
    [
        ("2019", True),
        ("2019-05", True),
        ("2019-06-30", True),
        ("2019-04-30", False),
        ("2019-07", False),
        ("2020", False),
        ("", False),
    ],
)
def test_date_known_roughly_counts_by_what_is_known(date: str, inside: bool) -> None:
    assert Period("2019-05", "2019-06").holds(date) is inside


def test_open_ends_hold_everything_on_their_side() -> None:
    assert Period("2019", "").holds("2030")
    assert not Period("2019", "").holds("2018-12-31")
    assert Period("", "2019").holds("2019-12-31")
    assert not Period("", "2019").holds("2020")


@pytest.mark.parametrize(
    ("language", "typed", "date"),
    [
        ("de", "3. Mai 2019", "2019-05-03"),
        ("es", "3 de mayo de 2019", "2019-05-03"),
        ("fr", "août 2019", "2019-08"),
        ("pl", "3 października 2019", "2019-10-03"),
        ("ru", "май 2019", "2019-05"),
        ("ru", "марта 2019", "2019-03"),
        ("en", "mai 2019", None),
    ],
)
def test_months_have_the_names_of_the_language(language: str, typed: str, date: str | None) -> None:
    assert read_typed_date(typed, frame_parser(language)) == date


def _point(desk: Desk, text: str) -> str | None:
    """Return the point whose debate answers a request; None for any other answer."""
    found = desk.request("ask", text)
    debate = found.debate if isinstance(found, AskAnswer) else found
    return debate.point.id if isinstance(debate, BothSides) else None


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("What should come first: records or standards?", "basics-first"),
        ("which should come first, standards or AI", "basics-first"),
        ("get the basics right first", "basics-first"),
        ("should we fix the basics first", "basics-first"),
        ("is old software dangerous?", "basics-first"),
        ("Will the latest reorganisation help?", "reorganisation-helps"),
        ("does the latest reorganisation make sense", "reorganisation-helps"),
        ("has the latest reorganisation helped", "reorganisation-helps"),
        ("why was the last reorganisation a failure", "reorganisation-helps"),
        ("hi, was the first reorganisation a mistake?", "reorganisation-helps"),
        ("is the last strategy any good?", "new-plan"),
    ],
)
def test_question_with_a_word_of_time_is_answered_by_its_debate(
    shipped: Desk, text: str, point: str
) -> None:
    assert _point(shipped, text) == point


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("should buses come first?", "free-buses"),
        ("is the last cycle lane any good", "kerbs"),
        ("mend the potholes first", "lanes-are-waste"),
    ],
)
def test_word_of_time_does_not_sort_the_quotes_of_a_town(desk: Desk, text: str, point: str) -> None:
    assert _point(desk, text) == point


def test_verdict_on_a_speaker_is_no_order_by_date(shipped: Desk) -> None:
    with_word = shipped.request("ask", "should patients come first?")
    assert type(with_word) is type(shipped.request("ask", "should patients come?"))


@pytest.mark.parametrize(
    ("text", "newest"),
    [
        ("newest on funding", True),
        ("the latest on NHSX", True),
        ("what is the latest on reorganisation", True),
        ("standards latest", True),
        ("is there anything recent on reorganisation", True),
        ("can you show me the latest on AI", True),
        ("has anyone mentioned AI recently", True),
        ("have people said anything lately about NHSX", True),
        ("what did David Boyd say last", True),
        ("what did he say last", True),
        ("first quote about standards", False),
        ("could I see the oldest quotes on AI", False),
        ("oldest thing Boyd said", False),
    ],
)
def test_request_for_an_order_by_date_gets_one(shipped: Desk, text: str, *, newest: bool) -> None:
    found = shipped.request("ask", text)
    assert isinstance(found, QuoteAnswer)
    assert [why.cause for why in found.why] == [Cause.DATE]
    dates = [excerpt.source.date for excerpt in found.excerpts]
    assert dates == sorted(dates, reverse=newest)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("what did David Boyd say in 2025?", ("2020",)),
        ("David Boyd 2025", ("2020",)),
        ("what did Boyd say in 2019?", ("2020",)),
        ("Boyd on funding in 2025", ("2020",)),
        ("what did Bracken say about funding in 2020", ("2025",)),
        ("quotes about AI from 2020", ("2019",)),
        ("NHSX in 2025", ("2019", "2020", "2022")),
        # "By 2018" is an alias of a point.
        ("quotes on NHSX from 2018", ("2019", "2020", "2022")),
        ("quotes from 2018", ("2019", "2020", "2022", "2025")),
    ],
)
def test_years_told_are_those_of_the_speaker_and_topic(
    shipped: Desk, text: str, years: tuple[str, ...]
) -> None:
    found = shipped.request("ask", text)
    assert isinstance(found, NotFound)
    assert (found.miss, found.years) == (Miss.NOT_FROM, years)


def test_years_told_are_those_of_the_speaker_in_an_option(desk: Desk) -> None:
    found = desk.quote("buses", speaker="Tom Brennan", period=Period("1999", "1999"))
    assert isinstance(found, NotFound)
    assert (found.miss, found.years) == (Miss.NOT_FROM, ("2024",))


def test_speaker_on_a_topic_in_a_year_is_quoted_from_that_year(desk: Desk, shipped: Desk) -> None:
    for one, text in ((shipped, "Boyd on funding in 2020"), (desk, "Brennan on buses in 2024")):
        found = one.request("ask", text)
        assert isinstance(found, QuoteAnswer)
        assert {excerpt.source.date[:4] for excerpt in found.excerpts} == {text[-4:]}
        assert len({excerpt.speaker.id for excerpt in found.excerpts}) == 1


def walked(desk: Desk, answer: object) -> tuple[list[Excerpt], int]:
    """Return the excerpts of an answer and of *Another* up to the last, and how many there are."""
    assert isinstance(answer, QuoteAnswer)
    first, seen = answer.excerpts[0], [answer.excerpts[0]]
    for shown in range(1, answer.total):
        following = desk.follow(Another(answer.scope, first.quote.id, shown))
        assert isinstance(following, QuoteAnswer)
        seen.append(following.excerpts[0])
    assert len({one.quote.id for one in seen}) == answer.total
    return seen, answer.total


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("quotes from 2020", {"2020"}),
        ("what was said since 2022", {"2022", "2025"}),
        ("quotes about funding from 2020", {"2020"}),
        ("NHSX in 2019", {"2019"}),
        ("Boyd on funding in 2020", {"2020"}),
    ],
)
def test_another_stays_within_the_time(shipped: Desk, text: str, years: set[str]) -> None:
    seen, total = walked(shipped, shipped.request("ask", text))
    assert {one.source.date[:4] for one in seen} == years
    assert total > 1


def test_another_stays_within_the_options(shipped: Desk) -> None:
    library = shipped.library
    answer = shipped.quote("funding", speaker="David Boyd", period=Period("2020"))
    seen, total = walked(shipped, answer)
    by_boyd = set(library.by_topic["funding"]).intersection(library.by_speaker["david-boyd"])
    assert {one.quote.id for one in seen} == by_boyd
    assert total == len(by_boyd)
    published = shipped.quote("NHSX", source="Digital Health")
    seen, _ = walked(shipped, published)
    assert {one.source.publication for one in seen} == {"Digital Health"}


@pytest.mark.parametrize(
    ("text", "newest"), [("the newest on NHSX", True), ("the oldest on NHSX", False)]
)
def test_another_goes_on_by_date_within_the_topic(
    shipped: Desk, text: str, *, newest: bool
) -> None:
    seen, _ = walked(shipped, shipped.request("ask", text))
    assert {one.quote.id for one in seen} == set(shipped.library.by_topic["nhsx"])
    dates = [one.source.date for one in seen]
    assert dates == sorted(dates, reverse=newest)
