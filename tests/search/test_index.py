"""BM25 against its formula, written out literally and slowly."""

from math import log

import numpy as np
import pytest
from hypothesis import given, strategies as st

from bot.library.overlay import Layer, lay_over
from bot.search.index import K1, NO_NUMBERS, B, InvertedIndex, bm25, idf, presence, top_scores

Document = dict[str, float]

_TERMS = st.sampled_from(["kerb", "lane", "bus", "paint", "town"])
_COUNTS = st.sampled_from([0.2, 0.3, 0.6, 1.0, 1.5, 2.0, 3.0, 9.0])
_DOCUMENTS = st.lists(st.dictionaries(_TERMS, _COUNTS, max_size=5), min_size=1, max_size=8)
_QUERY = st.lists(st.tuples(_TERMS, st.floats(0.1, 1)), max_size=6)


def _reference(documents: list[Document], query: list[tuple[str, float]]) -> list[float]:
    lengths = [sum(document.values()) for document in documents]
    average = sum(lengths) / len(documents)
    scores = []
    for document, length in zip(documents, lengths, strict=True):
        score = 0.0
        for term, weight in query:
            if term in document:
                holding = sum(term in other for other in documents)
                idf = log(1 + (len(documents) - holding + 0.5) / (holding + 0.5))
                count = document[term]
                relative = length / average if average else 0.0
                score += weight * idf * count * (K1 + 1) / (count + K1 * (1 - B + B * relative))
        scores.append(score)
    return scores


def _index(documents: list[Document], *, counted: bool = True) -> InvertedIndex:
    """Return an index of the documents; every distinct weight is a separate part."""
    terms = sorted({term for document in documents for term in document})
    numbers = {term: number for number, term in enumerate(terms)}
    parts = [
        (count, np.array([place], dtype=np.int32), np.array([numbers[term]], dtype=np.int32))
        for place, document in enumerate(documents)
        for term, count in document.items()
    ]
    # An index has at most sixteen parts, so texts of one weight share a part.
    weights = sorted({one[0] for one in parts})
    together = [
        (
            weight,
            np.concatenate(
                [NO_NUMBERS, *(places for count, places, _ in parts if count == weight)]
            ),
            np.concatenate([NO_NUMBERS, *(held for count, _, held in parts if count == weight)]),
        )
        for weight in weights
    ]
    postings = bm25(together, numbers, len(documents)) if counted else presence(together, numbers)
    return InvertedIndex((Layer(postings, NO_NUMBERS),), len(documents))


def _worths(documents: list[Document], query: list[tuple[str, float]]) -> list[tuple[str, float]]:
    return [
        (term, weight * idf(sum(term in other for other in documents), len(documents)))
        for term, weight in query
    ]


@given(_DOCUMENTS, _QUERY)
def test_scores_are_those_of_the_formula(
    documents: list[Document], query: list[tuple[str, float]]
) -> None:
    scores = _index(documents).scores(_worths(documents, query))
    assert scores == pytest.approx(_reference(documents, query), rel=1e-4, abs=1e-5)


@given(_DOCUMENTS, _QUERY)
def test_presence_adds_each_weight_once(
    documents: list[Document], query: list[tuple[str, float]]
) -> None:
    expected = [sum(weight for term, weight in query if term in document) for document in documents]
    index = _index(documents, counted=False)
    assert index.scores(query) == pytest.approx(expected, rel=1e-4)


@given(_DOCUMENTS, st.lists(_TERMS, max_size=6), st.data())
def test_of_some_documents_it_says_which_terms_each_has(
    documents: list[Document], terms: list[str], drawn: st.DataObject
) -> None:
    numbers = drawn.draw(st.permutations(range(len(documents))))
    held = _index(documents).held(tuple(terms), np.array(numbers, dtype=np.int32))
    assert held == [documents[number].keys() & set(terms) for number in numbers]


def test_what_is_gone_has_its_terms_from_what_is_laid_over_alone() -> None:
    documents: list[Document] = [{"kerb": 1.0}, {"kerb": 1.0}]
    base, own = _index(documents).layers, _index([{}, {"bus": 1.0}]).layers[0].part
    gone = np.array([1], dtype=np.int32)
    index = InvertedIndex(lay_over(base, own, gone, nothing=NO_NUMBERS), 2)
    both = np.arange(2, dtype=np.int32)
    assert index.held(("kerb", "bus"), both) == [{"kerb"}, {"bus"}]
    assert [index.count(term) for term in ("kerb", "bus", "tram")] == [1, 1, 0]
    assert (index.scores([("kerb", 1.0)]) > 0).tolist() == [True, False]
    assert (index.scores([("bus", 1.0)]) > 0).tolist() == [False, True]


def test_a_rarer_term_counts_more_and_every_term_something() -> None:
    assert idf(1, 100) > idf(50, 100) > idf(100, 100) > 0


def test_an_index_of_nothing_scores_nothing() -> None:
    assert len(_index([]).scores([("kerb", 1.0)])) == 0


def test_a_term_nobody_has_adds_nothing() -> None:
    assert list(_index([{"kerb": 1.0}]).scores([("tram", 1.0)])) == [0.0]


@given(st.lists(st.sampled_from([0.0, 1.0, 2.0, 3.0]), max_size=30), st.integers(1, 10))
def test_the_best_are_those_of_a_full_sort(scores: list[float], most: int) -> None:
    numbers = [number for number, score in enumerate(scores) if score > 0]
    expected = sorted(numbers, key=lambda number: (-scores[number], number))[:most]
    assert list(top_scores(np.array(scores, dtype=np.float32), most)) == expected
