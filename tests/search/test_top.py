"""The highest scores against adding up all of them."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.search.index import Index, Part, bm25, first_places, presence
from bot.search.position_groups import Filing, Groups
from bot.search.ragged import Numbers, rows_of
from bot.search.spare import Spare
from bot.search.top import by_weight, highest, top

_TERMS = ("kerb", "lane", "bus", "paint", "town")
_NUMBERS = {term: number for number, term in enumerate(_TERMS)}
_POINTS = 4
_DOCUMENTS = st.lists(
    st.tuples(st.sets(st.sampled_from(_TERMS)), st.integers(0, _POINTS - 1)), max_size=30
)
# The common word is looked up for what has the rare one, and where a group alone is high.
_RARE_AND_COMMON = [({"kerb"}, 0), ({"kerb"}, 0), ({"lane"}, 1), *[({"lane"}, 2)] * 60]
_QUERY = st.dictionaries(st.sampled_from((*_TERMS, "fence")), st.floats(0.1, 4), max_size=6)
_SCORES = st.lists(st.floats(0, 9, width=32), min_size=_POINTS, max_size=_POINTS)


def _part(documents: list[tuple[set[str], int]], first: int) -> Part:
    held = [
        (first + place, _NUMBERS[term])
        for place, (terms, _) in enumerate(documents)
        for term in sorted(terms)
    ]
    places = np.array([place for place, _ in held], dtype=np.int32)
    return 1.0, places, np.array([term for _, term in held], dtype=np.int32)


def _groups(documents: list[tuple[set[str], int]]) -> Groups:
    points = list(dict.fromkeys(point for _, point in documents))
    group = [points.index(point) for _, point in documents]
    return Groups(
        points=np.array([points], dtype=np.int32),
        topics=np.full((1, len(points)), -1, dtype=np.int32),
        group=np.array(group, dtype=np.int32),
        quotes=rows_of(
            [at for at, one in enumerate(group) if one == number] for number in range(len(points))
        ),
    )


def _gone(documents: list[tuple[set[str], int]], gone: set[int]) -> Numbers:
    return np.array(sorted(one for one in gone if one < len(documents)), dtype=np.int32)


@given(
    below=_DOCUMENTS,
    above=_DOCUMENTS,
    gone=st.sets(st.integers(0, 29)),
    query=_QUERY,
    scores=_SCORES,
    most=st.integers(1, 5),
    few=st.integers(0, 40),
    times=st.integers(1, 20),
)
@example(
    below=_RARE_AND_COMMON,
    above=[],
    gone=set(),
    query={"kerb": 4.0, "lane": 0.1},
    scores=[0.0, 9.0, 0.0, 0.0],
    most=1,
    few=1,
    times=1,
)
def test_the_quotes_that_score_highest_are_those_of_a_full_sum(
    *,
    below: list[tuple[set[str], int]],
    above: list[tuple[set[str], int]],
    gone: set[int],
    query: dict[str, float],
    scores: list[float],
    most: int,
    few: int,
    times: int,
) -> None:
    below = below * times
    size, terms = len(below) + len(above), by_weight(query.items())
    hidden = _gone(below, gone)
    segments = (
        bm25([_part(below, 0)], _NUMBERS, len(below)),
        bm25([_part(above, len(below))], _NUMBERS, size),
    )
    index = Index(segments, hidden, size)
    added = Filing((_groups(below), _groups(above)), hidden).added(
        np.array(scores, dtype=np.float32), np.zeros(1, dtype=np.float32)
    )
    every = np.arange(size, dtype=np.int32)
    whole = index.scores(terms) + added.to(every)
    whole[hidden] = 0
    able = every[whole > 0]
    expected = able[first_places(whole[able], able, most)]
    spare = Spare()
    found, reached = top(index, terms, added, most, spare, few)
    first = first_places(reached, found, most)
    assert found[first].tolist() == expected.tolist()
    assert reached[first] == pytest.approx(whole[expected], rel=1e-6)
    with spare.zeros(size) as left:
        assert not left.any()


@given(
    below=_DOCUMENTS,
    above=_DOCUMENTS,
    gone=st.sets(st.integers(0, 29)),
    query=_QUERY,
    one=st.integers(0, 29),
    times=st.integers(1, 20),
)
@example(
    below=_RARE_AND_COMMON,
    above=[],
    gone=set(),
    query={"kerb": 0.2, "lane": 0.1, "bus": 0.1},
    one=1,
    times=1,
)
def test_the_highest_score_is_that_of_a_full_sum(
    *,
    below: list[tuple[set[str], int]],
    above: list[tuple[set[str], int]],
    gone: set[int],
    query: dict[str, float],
    one: int,
    times: int,
) -> None:
    below = below * times
    size, terms = len(below) + len(above), by_weight(query.items())
    segments = presence([_part(below, 0)], _NUMBERS), presence([_part(above, len(below))], _NUMBERS)
    index = Index(segments, _gone(below, gone), size)
    whole = index.scores(terms)
    some = np.arange(min(one, size), dtype=np.int32)
    assert index.sums(terms, some).tolist() == whole[some].tolist()
    spare = Spare()
    for reached in (0.0, float(whole[some].max(initial=0.0))):
        found = highest(index, terms, spare, reached)
        assert found == pytest.approx(float(whole.max(initial=0.0)), rel=1e-6)
    with spare.zeros(size) as left:
        assert not left.any()
