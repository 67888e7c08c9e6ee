"""The highest scores, exactly, without adding up every document's.

Terms are taken in the order of their weight, and so from rare to common. Once what the others can
add at most leaves few documents that may still be among the highest, the others are added to these
alone. (Turtle and Flood, Query evaluation: strategies and optimizations, 1995: MaxScore.)
"""

from collections.abc import Iterable, Sequence
from itertools import accumulate

import numpy as np

from bot.search.index import Index, Scores
from bot.search.position_groups import Added
from bot.search.ragged import Numbers, distinct
from bot.search.spare import Spare

Terms = Sequence[tuple[str, float]]

# So many documents tell nearly what the last of the highest scores, and are soon added up.
_FEW = 1000
# To look a document up among those of a term takes as long as to add the term to so many.
_LOOKED_UP = 8
# Sums of a few dozen numbers of 24 bits are off by less, in shares of the sum.
_ROUNDED = 1e-5


def by_weight(terms: Iterable[tuple[str, float]]) -> Terms:
    """The terms, the heaviest first: the order in which all scores here are added up."""
    return sorted(terms, key=lambda one: -one[1])


def top(
    index: Index, terms: Terms, added: Added, most: int, spare: Spare, few: int = _FEW
) -> tuple[Numbers, Scores]:
    """The documents of which ``most`` score highest, and some others, ascending, with scores.

    A score is what the terms, heaviest first, add to a quote, and what its group does; only quotes
    with scores above 0 are told. ``few`` decides how soon terms are only added to what may win.
    """
    with spare.zeros(index.size) as total:
        search = _Search(index, terms, total)
        taken = _first(index, terms, few)
        search.take(taken)
        edge = _edge(search, added, most * max(taken, 1), most)
        while taken < len(terms) and added.standing(edge - search.rests[taken]) > few:
            taken += 1
        search.take(taken)
        able = search.touched_from(edge - search.rests[taken], added)
        filed = (
            added.first_quotes(most)
            if taken == len(terms)
            else added.quotes_from(edge - search.rests[taken])
        )
        able = distinct(np.concatenate([able, filed]))
        able, scores = search.finished(able, added.to(able), edge, most)
        search.leave()
    return able[scores > 0], scores[scores > 0]


def highest(index: Index, terms: Terms, spare: Spare, reached: float = 0.0) -> float:
    """The highest score of an index of presence; ``reached`` is one that some document has."""
    with spare.zeros(index.size) as total:
        search = _Search(index, terms, total)
        # Whoever has none of the terms taken has no more than is reached.
        search.take(next(at for at, rest in enumerate(search.rests) if rest <= reached))
        able = distinct(search.touched_from(reached - search.rests[search.taken]))
        _, scores = search.finished(able, np.zeros(len(able), dtype=np.float32), reached, 1)
        search.leave()
    return max(reached, float(scores.max(initial=0.0)))


def _first(index: Index, terms: Terms, few: int) -> int:
    """How many terms are had by so many documents, each counted for each; all, where they are not.

    What scores highest of these tells what may be left out of the others.
    """
    held = accumulate(index.count(term) for term, _ in terms)
    return next((at for at, count in enumerate(held, start=1) if count > few), len(terms))


def _edge(search: "_Search", added: Added, highest_: int, most: int) -> float:
    """What the last of the ``most`` highest scores at least; below all where there are fewer.

    They are among so many ``highest_`` places of what was touched, as a document stands there
    once for each term at most.
    """
    able = search.touched()
    scores = search.total[able] + added.to(able)
    if len(scores) > highest_:
        able = able[scores >= _last(scores, highest_)]
    able = distinct(able)
    if len(able) < most:
        return -np.inf
    return _last(search.total[able] + added.to(able), most)


def _last(scores: Scores, most: int) -> float:
    """A little less than the last of the highest ``most``."""
    edge = float(np.partition(scores, len(scores) - most)[len(scores) - most])
    return edge - _ROUNDED * abs(edge)


class _Search:
    """Terms added up one after another in ``total``, which begins with zeros and ends with them.

    ``rests`` is what the terms from each on can add at most, 0 after the last.
    """

    def __init__(self, index: Index, terms: Terms, total: Scores) -> None:
        most = [index.most(term, weight) for term, weight in reversed(terms)]
        self.rests = [rest * (1 + _ROUNDED) for rest in accumulate(most, initial=0.0)][::-1]
        self.taken = 0
        self.total = total
        self._index = index
        self._terms = terms
        self._parts: list[Numbers] = [index.gone[:0]]
        total[index.gone] = -np.inf

    def take(self, terms: int) -> None:
        """Add up so many terms in all."""
        for term, weight in self._terms[self.taken : terms]:
            self._parts += self._index.add_one(self.total, term, weight)
        self.taken = max(self.taken, terms)

    def touched(self) -> Numbers:
        """The documents that have terms taken, once for each term."""
        return np.concatenate(self._parts)

    def touched_from(self, least: float, added: Added | None = None) -> Numbers:
        """Those that have so much, with what their groups add."""
        able = self.touched()
        scores = self.total[able] + added.to(able) if added else self.total[able]
        return able[scores >= np.float32(least)]

    def finished(
        self, able: Numbers, beside: Scores, edge: float, most: int
    ) -> tuple[Numbers, Scores]:
        """The other terms added to these documents and ``beside``; who cannot win drops out."""
        for place in range(self.taken, len(self._terms)):
            self._add_to(able, *self._terms[place])
            scores = self.total[able] + beside
            if len(able) >= most:
                edge = max(edge, _last(scores, most))
            kept = scores >= np.float32(edge - self.rests[place + 1])
            able, beside = able[kept], beside[kept]
        return able, self.total[able] + beside

    def _add_to(self, able: Numbers, term: str, weight: float) -> None:
        if self._index.count(term) > _LOOKED_UP * len(able):
            self.total[able] += self._index.added(term, weight, able)
            self._parts.append(able)
        else:
            self._parts += self._index.add_one(self.total, term, weight)

    def leave(self) -> None:
        """Leave zeros behind."""
        for part in self._parts:
            self.total[part] = 0
        self.total[self._index.gone] = 0
