"""Questions that quotes answer, compared with requests."""

import pytest
from msgspec.structs import replace

from bot.library.library import Library
from bot.search.matcher import Matcher
from tests.libraries import town

TOWN = town()
QUESTIONS = ("Who addressed the Rotary Club?", "Will the two depots become one?")


def _with_questions(*questions: str) -> Library:
    chain = replace(TOWN.quotes["chain"], phrasings=questions)
    return replace(TOWN, quotes={**TOWN.quotes, "chain": chain})


@pytest.mark.parametrize("meaning", [True, False])
@pytest.mark.parametrize(
    "request_", ["which councillor addressed the Rotary Club", "are the two depots to become one"]
)
def test_a_question_near_a_phrasing_leads_to_its_quote(request_: str, meaning: bool) -> None:
    asked = Matcher(_with_questions(*QUESTIONS), meaning=meaning)
    assert asked.match(request_).ranking.quotes[0].id == "chain"


def test_a_question_added_by_a_server_counts_as_if_it_had_been_there() -> None:
    added = _with_questions(*QUESTIONS)
    over, anew = Matcher(added, Matcher(TOWN)), Matcher(added)
    for request in ("which councillor addressed the Rotary Club", *QUESTIONS):
        assert over.match(request).ranking.quotes[0].id == "chain"
        assert anew.match(request).ranking.quotes[0].id == "chain"


def test_a_question_taken_away_by_a_server_counts_no_more() -> None:
    before = _with_questions(*QUESTIONS)
    over, anew = Matcher(TOWN, Matcher(before)), Matcher(TOWN)
    for request in ("which councillor addressed the Rotary Club", *QUESTIONS):
        scores = [
            {one.id: one.score for one in matcher.match(request).ranking.quotes}
            for matcher in (over, anew)
        ]
        assert scores[0].get("chain", 0) == pytest.approx(scores[1].get("chain", 0), abs=0.5)
