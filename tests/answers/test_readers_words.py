"""Corrections are told in the words of the request and of the library, never folded."""

from pathlib import Path

import pytest

from bot.answers.desk import Desk
from bot.answers.model import QuoteAnswer
from bot.library.load import load_library
from bot.search.results import Cause

LIBRARIES = Path(__file__).parent.parent / "languages"


@pytest.mark.parametrize(
    ("language", "typed", "found"),
    [
        ("de", "Öffentlcher", "Öffentlicher"),
        ("de", "Wohnungsbaau", "Wohnungsbau"),
        ("fr", "hopitall", "hôpital"),
    ],
)
def test_a_correction_shows_the_words_as_they_are_written(
    language: str, typed: str, found: str
) -> None:
    desk = Desk(load_library(LIBRARIES / language / "quotes"))
    answer = desk.quote(typed)
    assert isinstance(answer, QuoteAnswer)
    corrections = [(why.asked, why.found) for why in answer.why if why.cause is Cause.CORRECTION]
    assert corrections == [(typed, found)]
