"""Dates in requests."""

import pytest

from bot.answers.filters import Period, read_typed_date
from bot.search.frames import frame_parser


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
