"""Which point a question is about, learnt from what a library itself says of its points.

Every line of a point (sentence, alias, phrasing) and every quote on it is an example. A text is
described by how much of its words it shares with the mean example of each point, and by where it
points in meaning; a ridge regression leads from there to the points (Hoerl and Kennard, Ridge
Regression: Biased Estimation for Nonorthogonal Problems, 1970). Matching says how much of a
question a point holds; this says what tells one point from another.

Measured on 422 phrasings left out of the shipped library, the right point came first for .75
of them, .71 without. (Nearest and mean examples, Parzen windows, random projections and a
regression on all words were tried: .72 to .76, the last for several times the work. It chooses
points alone: where it moved quotes too, it lost as much as it won.)
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from bot.library.library import Library
from bot.search.documents import Documents
from bot.search.index import Index, Scores
from bot.search.ragged import Numbering, Numbers, Rows, contained
from bot.search.word_vectors import Vectors, WordVectors, unit

# The ridge, beside examples of length 1 to 2: the more, the less is believed of few. (0.3 to 8 were
# tried.)
_RIDGE = 4.0
# A library of more names and quotes, or points, is not learnt from: learning would take longer than
# the first answer after a change may.
_MOST_EXAMPLES = 4096
_MOST_POINTS = 256


@dataclass(frozen=True, slots=True)
class Classifier:
    """How likely each point is what a text is about: about 1 to 0, comparable for one text alone.

    ``by_word`` has a row for each word of ``words``, ``by_direction`` one for each dimension;
    a column for each point. ``usual`` is the share of the examples that are each point's.
    """

    words: Mapping[str, int]
    by_word: Scores
    by_direction: Scores
    usual: Scores

    def scores(self, rarities: Mapping[str, float], direction: Vectors | None) -> Scores:
        """For a text of terms with these idfs, which points in this direction, if any is known."""
        found = self.usual.copy()
        length = np.sqrt(sum(rarity * rarity for rarity in rarities.values()))
        known = [term for term in rarities if term in self.words]
        if known:
            worths = np.array([rarities[term] for term in known], dtype=np.float32)
            rows = [self.words[term] for term in known]
            found += (worths / np.float32(length)) @ self.by_word[rows]
        if direction is not None:
            found += direction @ self.by_direction
        return found


def classifier_of(
    library: Library, documents: Documents, vectors: WordVectors | None
) -> Classifier | None:
    """Learns the points of a library; None where it has too much for that, or no point.

    Without ``vectors`` from words alone. Some 20 ms for a thousand examples of 30 points.
    """
    examples = len(documents.lines.names) + len(library.quotes)
    if examples > _MOST_EXAMPLES or not 0 < len(library.points) <= _MOST_POINTS:
        return None
    taught = _examples(library, documents)
    words = _Words(taught, documents)
    means = unit(words.of_points(taught.targets).T).T
    described = np.hstack([words.shared(means), words.directions(vectors)])
    usual = taught.targets.mean(axis=0)
    shared = described.T @ described + _RIDGE * np.eye(described.shape[1], dtype=np.float32)
    found = np.linalg.solve(shared, described.T @ (taught.targets - usual))
    many = means.shape[1]
    return Classifier(words.numbers, means @ found[:many], found[many:], usual)


@dataclass(frozen=True, slots=True)
class _Examples:
    """Terms, each with the row of its example; ``targets`` is 1 where an example is of a point."""

    terms: tuple[str, ...]
    places: Numbers
    targets: Vectors

    @property
    def size(self) -> int:
        return len(self.targets)


def _examples(library: Library, documents: Documents) -> _Examples:
    lines = documents.lines
    numbers = {point: number for number, point in enumerate(documents.point_ids)}
    of_points = np.flatnonzero(lines.owners < 0)
    of_points = of_points[~contained(of_points, lines.index.gone)]
    filed = [quote for quote in library.quotes.values() if quote.positions]
    targets = np.zeros((len(of_points) + len(filed), len(numbers)), dtype=np.float32)
    targets[np.arange(len(of_points)), -1 - lines.owners[of_points]] = 1
    for row, quote in enumerate(filed, start=len(of_points)):
        targets[row, [numbers[held.point] for held in quote.positions]] = 1
    quotes = [documents.quote_numbers[quote.id] for quote in filed]
    held = (
        *_terms(lines.index, of_points, 0),
        *_terms(documents.text_index, np.array(quotes, dtype=np.int64), len(of_points)),
    )
    terms = tuple(chain.from_iterable(terms for terms, _ in held))
    return _Examples(terms, np.concatenate([rows for _, rows in held]), targets)


def _terms(
    index: Index, documents: npt.NDArray[np.int64], first: int
) -> Iterable[tuple[list[str], Numbers]]:
    """The terms of these documents, each with the row it stands in; rows begin at ``first``."""
    row_of = np.full(index.size, -1, dtype=np.int32)
    row_of[documents] = np.arange(first, first + len(documents), dtype=np.int32)
    for segment in index.segments:
        rows = row_of[segment.documents]
        kept = rows >= 0
        names = list(segment.numbers)
        numbers = np.repeat(np.arange(len(names)), np.diff(segment.starts)[: len(names)])[kept]
        yield [names[number] for number in numbers.tolist()], rows[kept]


class _Words:
    """The words of the examples, by their idf: each example a vector of length 1."""

    def __init__(self, taught: _Examples, documents: Documents) -> None:
        numbering = Numbering()
        numbers = np.array([numbering[term] for term in taught.terms], dtype=np.int32)
        worths = np.array([documents.rarities.get(term, 0.0) for term in numbering])[numbers]
        lengths = np.sqrt(np.bincount(taught.places, worths**2, minlength=taught.size))
        order = np.argsort(taught.places, kind="stable")
        self.numbers: Mapping[str, int] = dict(numbering)
        self._size = taught.size
        self._places, self._terms = taught.places[order], numbers[order]
        worths = worths[order] / np.maximum(lengths[self._places], 1e-9)
        self._worths = worths.astype(np.float32)[:, None]

    def of_points(self, targets: Vectors) -> Vectors:
        """What the examples of each point have of each word, summed; a column for each point."""
        order = np.argsort(self._terms, kind="stable")
        added = self._worths[order] * targets[self._places[order]]
        return _sums(self._terms[order], added, len(self.numbers))

    def shared(self, means: Vectors) -> Vectors:
        """What each example shares with each of these columns, a cosine where that has length 1."""
        return _sums(self._places, self._worths * means[self._terms], self._size)

    def directions(self, vectors: WordVectors | None) -> Vectors:
        """Where each example points, in a row; of no dimensions without vectors."""
        if vectors is None:
            return np.zeros((self._size, 0), dtype=np.float32)
        starts = np.searchsorted(self._places, np.arange(self._size + 1)).astype(np.int64)
        return vectors.directions(Rows(starts, vectors.rows_of(self.numbers)[self._terms]))


def _sums(into: Numbers, rows: Vectors, size: int) -> Vectors:
    """The sum of the rows that go into each of ``size``, 0 for none; ``into`` ascends."""
    found: Vectors = np.zeros((size, rows.shape[1]), dtype=np.float32)
    starts = np.searchsorted(into, np.arange(size + 1))
    filled = np.diff(starts).nonzero()[0]
    if len(filled):
        found[filled] = np.add.reduceat(rows, starts[filled])
    return found
