"""BM25 over weighted fields, all but the rarity of a term worked out when the index is made.

Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009, with the
fields of section 3.6 (BM25F): counts are weighted and summed before they saturate. What a term
adds to a document is fixed once the documents are, up to its rarity, which a query brings along:
so a few documents can be laid over an index without touching it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt

from bot.search.ragged import Numbers, Rows, contained

Scores = npt.NDArray[np.float32]

# The usual values; shorter documents are hardly favoured, as quotes are all of a length.
K1 = 1.2
B = 0.4

Part = tuple[float, Numbers, Numbers]
"""Words of documents: how much each counts, the numbers of the documents, those of the terms."""


def rarity(holding: int, documents: int) -> float:
    """The idf of a term that ``holding`` of so many documents have; above 0."""
    return log(1 + (documents - holding + 0.5) / (holding + 0.5))


@dataclass(frozen=True, slots=True)
class Segment:
    """Terms to documents.

    Of term number t, ``documents[starts[t]:starts[t + 1]]`` are the numbers of the documents that
    have it, ascending, and ``impacts`` there what it adds to each; without them it adds 1.
    ``average`` is the mean length of a document, in weighted words.
    """

    numbers: Mapping[str, int]
    starts: npt.NDArray[np.int64]
    documents: Numbers
    impacts: Scores | None = None
    average: float = 1.0

    def held(self, term: str) -> slice | None:
        """Where the postings of a term stand."""
        number = self.numbers.get(term)
        return None if number is None else slice(self.starts[number], self.starts[number + 1])

    def add(self, total: Scores, term: str, weight: float) -> None:
        """Add to each document that has the term."""
        held = self.held(term)
        if held is not None:
            added = np.float32(weight)
            total[self.documents[held]] += (
                added if self.impacts is None else added * self.impacts[held]
            )

    def among(self, term: str, documents: Numbers) -> npt.NDArray[np.bool_]:
        """Which of some documents have the term."""
        where = self.held(term)
        if where is None or where.start == where.stop:
            return np.zeros(len(documents), dtype=np.bool_)
        held = self.documents[where]
        places = np.minimum(held.searchsorted(documents), len(held) - 1)
        same: npt.NDArray[np.bool_] = held[places] == documents
        return same


@dataclass(frozen=True, slots=True)
class Index:
    """Segments as one index of ``size`` documents; those ``gone`` do not count in the first."""

    segments: tuple[Segment, ...]
    gone: Numbers
    size: int

    def scores(self, terms: Iterable[tuple[str, float]]) -> Scores:
        """A score of at least 0 for each document: what the weighted terms add."""
        total = np.zeros(self.size, dtype=np.float32)
        weighted = tuple(terms)
        for place, segment in enumerate(self.segments):
            if place == 1:
                total[self.gone] = 0
            for term, weight in weighted:
                segment.add(total, term, weight)
        return total

    def held(self, terms: Iterable[str], documents: Numbers) -> list[frozenset[str]]:
        """Which of the terms each of these documents has."""
        gone = contained(documents, self.gone) if len(self.gone) else None
        found: list[list[str]] = [[] for _ in range(len(documents))]
        for term in terms:
            has = self.segments[0].among(term, documents)
            if gone is not None:
                has &= ~gone
            for segment in self.segments[1:]:
                has |= segment.among(term, documents)
            for place in has.nonzero()[0].tolist():
                found[place].append(term)
        return [frozenset(terms) for terms in found]


def whole(segment: Segment, size: int) -> Index:
    """An index of one segment."""
    return Index((segment,), np.zeros(0, dtype=np.int32), size)


def part(weight: float, rows: Rows, documents: Numbers | None = None) -> Part:
    """Rows of terms as words of documents, by default of the documents of the same numbers."""
    owners = rows.owners()
    return weight, owners if documents is None else documents[owners], rows.values


def bm25(
    parts: Sequence[Part], numbers: Mapping[str, int], size: int, average: float = 0.0
) -> Segment:
    """The index by BM25 of ``size`` documents that are made of these parts, 16 at most.

    ``average`` is the mean length to compare with, by default that of these documents.
    """
    starts, places, counts = _postings(parts, len(numbers))
    lengths = np.bincount(places, counts, minlength=size)
    average = average or (max(float(lengths.mean()), 1e-9) if size else 1.0)
    norm = (K1 * (1 - B + B * lengths / average)).astype(np.float32)
    impacts = (counts * np.float32(K1 + 1) / (counts + norm[places])).astype(np.float32)
    return Segment(numbers, starts, places, impacts, average)


def presence(parts: Sequence[Part], numbers: Mapping[str, int]) -> Segment:
    """An index that only knows whether a document has a term."""
    starts, places, _ = _postings(parts, len(numbers))
    return Segment(numbers, starts, places)


# Bits of a sorting key for the part that a word is from, and above it for its document.
_PART_BITS, _DOCUMENT_BITS = 4, 32


def _postings(
    parts: Sequence[Part], terms: int
) -> tuple[npt.NDArray[np.int64], Numbers, npt.NDArray[np.float32]]:
    """Where the postings of each term start, and these: documents and weighted counts."""
    keys = np.concatenate(
        [np.zeros(0, dtype=np.int64), *(_keys(number, one) for number, one in enumerate(parts))]
    )
    keys.sort()
    weights = np.array([weight for weight, _, _ in parts] or [0.0], dtype=np.float32)
    counts = weights[keys & ((1 << _PART_BITS) - 1)]
    keys >>= _PART_BITS
    first = np.diff(keys, prepend=-1).nonzero()[0]
    if len(first) < len(keys):
        counts = np.add.reduceat(counts, first)
        keys = keys[first]
    documents = (keys & ((1 << _DOCUMENT_BITS) - 1)).astype(np.int32)
    keys >>= _DOCUMENT_BITS
    return np.searchsorted(keys, np.arange(terms + 1)), documents, counts


def _keys(number: int, one: Part) -> npt.NDArray[np.int64]:
    _, documents, terms = one
    keys = terms.astype(np.int64)
    keys <<= _DOCUMENT_BITS
    keys |= documents
    keys <<= _PART_BITS
    keys |= number
    return keys


def best(scores: Scores, most: int) -> tuple[int, ...]:
    """The numbers of the highest scores above 0, highest first, the lower number first in a tie."""
    least = np.float32(0)
    if len(scores) > most:
        # Ties with the lowest score that may stay are kept, so that a tie is cut by number.
        least = max(np.partition(scores, len(scores) - most)[len(scores) - most], least)
    above = (scores >= least if least else scores > 0).nonzero()[0]
    return tuple(above[np.argsort(-scores[above], kind="stable")][:most].tolist())
