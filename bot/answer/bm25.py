"""BM25 over weighted fields, worked out when the index is made.

Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009, with the
fields of section 3.6 (BM25F): counts are weighted and summed before they saturate. The score a
term gives a document is fixed once the documents are, so a query only adds slices.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]

# The usual values; shorter documents are hardly favoured, as quotes are all of a length.
K1 = 1.2
B = 0.4

Document = Mapping[str, float]
"""A document: each of its terms with its count, weighted by field."""


def rarity(holding: int, documents: int) -> float:
    """The idf of a term that ``holding`` of so many documents have; above 0."""
    return log(1 + (documents - holding + 0.5) / (holding + 0.5))


@dataclass(frozen=True, slots=True)
class Index:
    """Terms to documents.

    Of term number t, ``documents[starts[t]:starts[t + 1]]`` are the numbers of the documents that
    have it, ascending, and ``impacts`` there what it adds to each.
    """

    numbers: Mapping[str, int]
    starts: npt.NDArray[np.int64]
    documents: npt.NDArray[np.int32]
    impacts: Scores
    size: int

    def scores(self, terms: Iterable[tuple[str, float]]) -> Scores:
        """A score of at least 0 for each document: the weighted impacts of the terms, summed."""
        total = np.zeros(self.size, dtype=np.float32)
        for term, weight in terms:
            number = self.numbers.get(term)
            if number is not None:
                held = slice(self.starts[number], self.starts[number + 1])
                total[self.documents[held]] += np.float32(weight) * self.impacts[held]
        return total


def bm25(documents: Sequence[Document], rarities: Mapping[str, float]) -> Index:
    """The index of these documents by BM25; ``rarities`` are the idfs of the terms."""
    numbers, starts, places, counts = _postings(documents)
    lengths = np.array([sum(document.values()) for document in documents])
    average = max(float(lengths.mean()), 1e-9) if len(documents) else 1.0
    norm = K1 * (1 - B + B * lengths / average)
    idfs = np.repeat([rarities[term] for term in numbers], np.diff(starts))
    impacts = idfs * counts * (K1 + 1) / (counts + norm[places])
    return Index(numbers, starts, places, impacts.astype(np.float32), len(documents))


def presence(documents: Sequence[Iterable[str]]) -> Index:
    """An index that only knows whether a document has a term: each adds its weight once."""
    numbers, starts, places, counts = _postings(
        [dict.fromkeys(document, 1.0) for document in documents]
    )
    return Index(numbers, starts, places, counts.astype(np.float32), len(documents))


def _postings(
    documents: Sequence[Document],
) -> tuple[dict[str, int], npt.NDArray[np.int64], npt.NDArray[np.int32], npt.NDArray[np.float64]]:
    """The terms by number, where the postings of each start, and these: documents and counts."""
    held: dict[str, tuple[list[int], list[float]]] = {}
    for place, document in enumerate(documents):
        for term, count in document.items():
            places, counts = held.setdefault(term, ([], []))
            places.append(place)
            counts.append(count)
    starts = np.zeros(len(held) + 1, dtype=np.int64)
    np.cumsum([len(places) for places, _ in held.values()], out=starts[1:])
    return (
        {term: number for number, term in enumerate(held)},
        starts,
        np.array([place for places, _ in held.values() for place in places], dtype=np.int32),
        np.array([count for _, counts in held.values() for count in counts], dtype=np.float64),
    )


def best(scores: Scores, most: int) -> tuple[int, ...]:
    """The numbers of the highest scores above 0, highest first, the lower number first in a tie."""
    above = np.flatnonzero(scores > 0)
    if len(above) > most:
        # The lowest score that may stay, ties included, so that a tie is cut by number.
        edge = np.partition(scores[above], len(above) - most)[len(above) - most]
        above = above[scores[above] >= edge]
    order = np.lexsort((above, -scores[above]))
    return tuple(int(number) for number in above[order[:most]])
