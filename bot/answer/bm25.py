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

    Of term number t, ``documents[starts[t]:starts[t + 1]]`` are the numbers
    of the documents that have it, ascending, and ``impacts`` there what it adds to each.
    """

    numbers: Mapping[str, int]
    starts: npt.NDArray[np.int64]
    documents: npt.NDArray[np.int32]
    impacts: npt.NDArray[np.float32]
    size: int

    def scores(self, terms: Iterable[tuple[str, float]]) -> npt.NDArray[np.float32]:
        """A score of at least 0 for each document: the weighted impacts of the terms, summed."""
        total = np.zeros(self.size, dtype=np.float32)
        for term, weight in terms:
            number = self.numbers.get(term)
            if number is not None:
                held = slice(self.starts[number], self.starts[number + 1])
                total[self.documents[held]] += np.float32(weight) * self.impacts[held]
        return total

    def holding(self, term: str) -> npt.NDArray[np.int32]:
        """The numbers of the documents that have a term, ascending."""
        number = self.numbers.get(term)
        if number is None:
            return np.zeros(0, dtype=np.int32)
        return self.documents[self.starts[number] : self.starts[number + 1]]


def build(documents: Sequence[Document], rarities: Mapping[str, float] | None = None) -> Index:
    """The index of these documents; ``rarities`` are idfs from elsewhere, by term."""
    numbers: dict[str, int] = {}
    postings: list[list[tuple[int, float]]] = []
    for place, document in enumerate(documents):
        for term, count in document.items():
            number = numbers.setdefault(term, len(numbers))
            if number == len(postings):
                postings.append([])
            postings[number].append((place, count))
    starts = np.zeros(len(postings) + 1, dtype=np.int64)
    np.cumsum([len(held) for held in postings], out=starts[1:])
    places = np.array([place for held in postings for place, _ in held], dtype=np.int32)
    counts = np.array([count for held in postings for _, count in held], dtype=np.float64)
    idfs = np.array(
        [
            rarities[term]
            if rarities is not None
            else rarity(len(postings[number]), len(documents))
            for term, number in numbers.items()
        ]
    )
    lengths = np.array([sum(document.values()) for document in documents])
    average = max(float(lengths.mean()), 1e-9) if len(documents) else 1.0
    norm = K1 * (1 - B + B * lengths / average)
    impacts = np.repeat(idfs, np.diff(starts)) * counts * (K1 + 1) / (counts + norm[places])
    return Index(numbers, starts, places, impacts.astype(np.float32), len(documents))


def best(scores: npt.NDArray[np.float32], most: int) -> tuple[int, ...]:
    """The numbers of the highest scores above 0, highest first, the lower number first in a tie."""
    above = np.flatnonzero(scores > 0)
    if len(above) > most:
        # The lowest score that may stay, ties included, so that a tie is cut by number.
        edge = np.partition(scores[above], len(above) - most)[len(above) - most]
        above = above[scores[above] >= edge]
    order = np.lexsort((above, -scores[above]))
    return tuple(int(number) for number in above[order[:most]])
