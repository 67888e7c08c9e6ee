"""Questions that quotes answer, compared with requests."""

from dataclasses import replace

import numpy as np
import pytest

from bot.library.library import Library
from bot.search.matcher import Matcher
from bot.search.quote_phrasings import QuotePhrasings
from tests.libraries import town

TOWN = town()
QUESTIONS = ("Who addressed the Rotary Club?", "Will the two depots become one?")


def _with_questions(*questions: str) -> Library:
    chain = replace(TOWN.quotes["chain"], phrasings=questions)
    return replace(TOWN, quotes={**TOWN.quotes, "chain": chain})


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(_with_questions(*QUESTIONS))


@pytest.fixture(scope="module")
def phrasings(matcher: Matcher) -> QuotePhrasings:
    vectors = matcher.meaning.vectors if matcher.meaning else None
    return QuotePhrasings(matcher.library, matcher.documents, matcher.lexicon, vectors)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_same_words_are_wholly_alike_in_any_order(
    matcher: Matcher, phrasings: QuotePhrasings, question: str
) -> None:
    idf = matcher.documents.idf
    worths = {term: idf.get(term) or 0.0 for term in reversed(matcher.lexicon.terms(question))}
    likeness = phrasings.likeness(("chain", "twain-lies"), worths, sum(worths.values()))
    assert likeness.tolist() == [pytest.approx(1), 0]


def test_no_known_words_are_like_nothing(phrasings: QuotePhrasings) -> None:
    assert phrasings.likeness(("chain",), {}, 0.0).tolist() == [0]
    assert phrasings.likeness((), {}, 0.0).tolist() == []


def test_the_nearest_phrasing_counts_and_a_quote_without_any_is_near_nothing(
    matcher: Matcher, phrasings: QuotePhrasings
) -> None:
    assert matcher.meaning
    for question in QUESTIONS:
        asked = matcher.meaning.vectors.direction(matcher.lexicon.terms(question))
        cosines = phrasings.cosines(("twain-lies", "chain"), asked)
        assert cosines.tolist() == [0, pytest.approx(1, abs=1e-5)]


def test_without_vectors_no_phrasing_is_near(matcher: Matcher) -> None:
    plain = QuotePhrasings(matcher.library, matcher.documents, matcher.lexicon, None)
    assert plain.cosines(("chain",), np.ones(128, dtype=np.float32)).tolist() == [0]


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
