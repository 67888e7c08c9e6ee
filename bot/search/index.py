"""An inverted index: BM25 over weighted fields, with the idf left to the query.

Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009, with the
fields of section 3.6 (BM25F): counts are weighted and summed before they saturate. The impact of a
term on a document is fixed when the index is made, up to its idf, which the query brings along: so
a few documents can be laid over an index without touching it.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, partial
from itertools import compress, count
from math import log
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from bot.library.overlay import Layer

N = TypeVar("N", bound=np.integer[Any])
Numbers = npt.NDArray[np.int32]
# Positions in an array as numpy looks them up: of another type they would be converted each time.
Places = npt.NDArray[np.intp]
NO_NUMBERS: Numbers = np.zeros(0, dtype=np.int32)


def numbers_of(ids: Iterable[str], numbers: Mapping[str, int]) -> Numbers:
    """Return the number of each id, in their order."""
    return np.array([numbers[id_] for id_ in ids], dtype=np.int32)


class RaggedArray(Struct, frozen=True):
    """Row ``i`` is ``values[starts[i]:starts[i + 1]]``; ``starts`` is one longer than the rows."""

    starts: npt.NDArray[np.int64]
    values: Numbers

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def lengths(self) -> npt.NDArray[np.int64]:
        """The length of each row."""
        return np.diff(self.starts)

    def owners(self) -> Numbers:
        """Return the row number of each value."""
        return np.repeat(np.arange(len(self), dtype=np.int32), self.lengths)

    def first(self, rows: int) -> "RaggedArray":
        """Return the first rows."""
        return RaggedArray(self.starts[: rows + 1], self.values[: self.starts[rows]])

    def expanded(self, parts: "RaggedArray") -> "RaggedArray":
        """Replace each value by the row of ``parts`` that it numbers."""
        begins = parts.starts[self.values]
        lengths = parts.starts[self.values + 1] - begins
        ends = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(lengths)])
        places = np.repeat(begins - ends[:-1], lengths) + np.arange(ends[-1])
        return RaggedArray(ends[self.starts], parts.values[places])


def ragged(lists: Iterable[Iterable[int]]) -> RaggedArray:
    """Make an array with these lists as rows."""
    values, ends = array("i"), array("q", [0])
    for one in lists:
        values.extend(one)
        ends.append(len(values))
    return RaggedArray(np.array(ends, dtype=np.int64), np.array(values, dtype=np.int32))


def distinct(values: npt.NDArray[N]) -> npt.NDArray[N]:
    """Return each value once, ascending; several times as fast as ``numpy.unique``."""
    ordered = np.sort(values)
    new = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    found: npt.NDArray[N] = ordered[new]
    return found


def contained(
    values: npt.NDArray[np.integer], wanted: npt.NDArray[np.integer]
) -> npt.NDArray[np.bool_]:
    """Return which of the values are wanted; ``wanted`` is ascending.

    Like ``numpy.isin``, which imports ``numpy.ma`` first and sorts.
    """
    if not len(wanted):
        return np.zeros(len(values), dtype=np.bool_)
    places = np.minimum(wanted.searchsorted(values), len(wanted) - 1)
    same: npt.NDArray[np.bool_] = wanted[places] == values
    return same


def interner() -> defaultdict[str, int]:
    """Return a dict that numbers strings from 0 in the order they are first asked for."""
    return defaultdict(count().__next__)


Scores = npt.NDArray[np.float32]

# The usual values; shorter documents are hardly favoured, as quotes are of one length.
K1 = 1.2
B = 0.4

Field = tuple[float, Numbers, Numbers]
"""Words of documents: their weight, the numbers of the documents, the numbers of the terms."""


def idf(holding: int, documents: int) -> float:
    """Return the idf, above 0, of a term that ``holding`` of so many documents have."""
    return log(1 + (documents - holding + 0.5) / (holding + 0.5))


class Postings(Struct, frozen=True):
    """The documents of each term.

    Those of term number t are ``documents[starts[t]:starts[t + 1]]``, ascending, and ``impacts``
    there what the term adds to each; without impacts it adds 1. ``average`` is the mean length of
    a document, in weighted words.
    """

    numbers: Mapping[str, int]
    starts: npt.NDArray[np.int64]
    documents: Numbers
    impacts: Scores | None = None
    average: float = 1.0

    def span(self, term: str) -> slice:
        """Return where the documents of a term stand; an empty slice for an unknown term."""
        number = self.numbers.get(term)
        if number is None:
            return slice(0, 0)
        return slice(self.starts.item(number), self.starts.item(number + 1))

    def add(self, total: Scores, term: str, weight: float) -> None:
        """Add the weighted impact of a term to the total of each document that has it."""
        span, added = self.span(term), np.float32(weight)
        np.add.at(
            total,
            self.documents[span],
            added if self.impacts is None else added * self.impacts[span],
        )

    def has(self, term: str, documents: Numbers) -> npt.NDArray[np.bool_]:
        """Return which of some documents have the term."""
        return contained(documents, self.documents[self.span(term)])


class InvertedIndex(Struct, frozen=True):
    """Postings in layers as one index of ``size`` documents, numbered through all layers."""

    layers: tuple[Layer[Postings, Numbers], ...] = ()
    size: int = 0

    def scores(self, terms: Iterable[tuple[str, float]]) -> Scores:
        """Return the sum of the weighted terms for each document, 0 and up."""
        total = np.zeros(self.size, dtype=np.float32)
        weighted = tuple(terms)
        for layer in self.layers:
            for term, weight in weighted:
                layer.part.add(total, term, weight)
            total[layer.gone] = 0
        return total

    def has(self, term: str, documents: Numbers) -> npt.NDArray[np.bool_]:
        """Return which of some documents have a term."""
        found = np.zeros(len(documents), dtype=np.bool_)
        for layer in self.layers:
            found |= layer.part.has(term, documents) & ~contained(documents, layer.gone)
        return found

    def held(self, terms: Sequence[str], documents: Numbers) -> list[frozenset[str]]:
        """Return the terms that each of some documents has."""
        has = np.zeros((len(documents), len(terms)), dtype=np.bool_)
        for place, term in enumerate(terms):
            has[:, place] = self.has(term, documents)
        return [frozenset(compress(terms, row)) for row in has.tolist()]

    def count(self, term: str) -> int:
        """Return how many documents have a term."""
        found = 0
        for layer in self.layers:
            span = layer.part.span(term)
            found += span.stop - span.start
            if len(layer.gone):
                found -= int(layer.part.has(term, layer.gone).sum())
        return int(found)

    def counts(self, terms: Sequence[str]) -> npt.NDArray[np.int64]:
        """Return how many documents have each term."""
        if any(len(layer.gone) for layer in self.layers):
            return np.array([self.count(term) for term in terms], dtype=np.int64)
        found = np.zeros(len(terms), dtype=np.int64)
        for layer in self.layers:
            numbers, none = layer.part.numbers, len(layer.part.starts) - 1
            lengths = np.append(np.diff(layer.part.starts), 0)
            found += lengths[[min(numbers.get(term, none), none) for term in terms]]
        return found


class InverseFrequencies(Struct, frozen=True):
    """The idf of each term over the quotes, points and topics, counted when it is asked for."""

    indexes: tuple[InvertedIndex, ...] = ()
    documents: int = 0

    def get(self, term: str) -> float | None:
        """Return the idf of a term; None where no document has it."""
        holding = sum(index.count(term) for index in self.indexes)
        return idf(holding, self.documents) if holding else None

    def of(self, terms: Sequence[str]) -> list[float]:
        """Return the idf of each term, 0 where no document has it; for many terms at once."""
        known = cache(partial(idf, documents=self.documents))
        counts = sum(
            (index.counts(terms) for index in self.indexes), np.zeros(len(terms), np.int64)
        )
        return [known(holding) if holding else 0.0 for holding in counts.tolist()]

    @property
    def unknown(self) -> float:
        """The idf of a term that no document has."""
        return idf(0, self.documents)


def weighted_field(weight: float, rows: RaggedArray, documents: Numbers) -> Field:
    """Make a field of rows of terms, one row for each of the documents."""
    return weight, documents[rows.owners()], rows.values


def bm25(
    fields: Sequence[Field], numbers: Mapping[str, int], size: int, average: float = 0.0
) -> Postings:
    """Index ``size`` documents made of at most 16 fields.

    ``average`` is the mean length to compare with, by default that of these documents.
    """
    starts, places, counts = _postings(fields, len(numbers))
    lengths = np.bincount(places, counts, minlength=size)
    average = average or (max(float(lengths.mean()), 1e-9) if size else 1.0)
    norm = (K1 * (1 - B + B * lengths / average)).astype(np.float32)
    impacts = (counts * np.float32(K1 + 1) / (counts + norm[places])).astype(np.float32)
    return Postings(numbers, starts, places, impacts, average)


def presence(fields: Sequence[Field], numbers: Mapping[str, int]) -> Postings:
    """Index only whether a document has a term."""
    starts, places, _ = _postings(fields, len(numbers))
    return Postings(numbers, starts, places)


# Bits of a sorting key for the field that a word is from, and above it for its document.
_FIELD_BITS, _DOCUMENT_BITS = 4, 32


def _postings(
    fields: Sequence[Field], terms: int
) -> tuple[npt.NDArray[np.int64], Numbers, npt.NDArray[np.float32]]:
    """Return where the postings of each term start, their documents and their weighted counts."""
    keys = np.concatenate(
        [
            np.zeros(0, dtype=np.int64),
            *(
                (held.astype(np.int64) << _DOCUMENT_BITS | documents) << _FIELD_BITS | number
                for number, (_, documents, held) in enumerate(fields)
            ),
        ]
    )
    keys.sort()
    weights = np.array([weight for weight, _, _ in fields] or [0.0], dtype=np.float32)
    counts = weights[keys & ((1 << _FIELD_BITS) - 1)]
    keys >>= _FIELD_BITS
    first = np.diff(keys, prepend=-1).nonzero()[0]
    if len(first) < len(keys):
        counts = np.add.reduceat(counts, first)
        keys = keys[first]
    documents = (keys & ((1 << _DOCUMENT_BITS) - 1)).astype(np.int32)
    return np.searchsorted(keys >> _DOCUMENT_BITS, np.arange(terms + 1)), documents, counts


def most_of(size: int, owners: Numbers, added: Scores) -> Scores:
    """Return the most that is added to each owner, 0 for none; owners below 0 are skipped."""
    most = np.zeros(size, dtype=np.float32)
    own = owners >= 0
    np.maximum.at(most, owners[own], added[own])
    return most


# Scores are cut into this many blocks for each one wanted, to skip most before sorting: a tenth of
# the time for 100,000 scores.
_BLOCKS = 4


def top_scores(scores: Scores, most: int) -> list[int]:
    """Return the numbers of the ``most`` highest scores above 0, highest first.

    In a tie the lower number comes first.
    """
    least = np.nextafter(np.float32(0), np.float32(1))
    width = len(scores) // (_BLOCKS * most)
    if width > 1:
        # Each block has one score of its own maximum. So at least ``most`` scores reach the
        # ``most``-th highest maximum, and lower scores cannot be among the highest.
        highest = scores[: _BLOCKS * most * width].reshape(-1, width).max(axis=1)
        least = max(least, np.partition(highest, -most)[-most])
    above = (scores >= least).nonzero()[0]
    numbers: list[int] = above[np.argsort(-scores[above], kind="stable")][:most].tolist()
    return numbers
