"""Which terms a quote, point or topic holds, and how rare each is, looked up as they are asked."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from bot.search.index import rarity
from bot.search.ragged import Rows

# What was looked at is likely looked at again; a set of terms takes about 2 kB.
_MOST_KEPT = 4096

K = TypeVar("K", bound=Hashable)


class TermSets(Mapping[K, frozenset[str]]):
    """The terms of each of many things; ``numbers`` are the rows, ``terms`` the terms by number."""

    def __init__(self, numbers: Mapping[K, int], rows: Rows, terms: Sequence[str]) -> None:
        self._numbers = numbers
        self._rows = rows
        self._terms = terms
        self._read: dict[K, frozenset[str]] = {}

    def __getitem__(self, key: K) -> frozenset[str]:
        found = self._read.get(key)
        if found is None:
            terms, row = self._terms, self._rows[self._numbers[key]]
            found = frozenset([terms[number] for number in row.tolist()])
            if len(self._read) >= _MOST_KEPT:
                self._read.clear()
            self._read[key] = found
        return found

    def __iter__(self) -> Iterator[K]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


@dataclass(frozen=True, slots=True)
class Counts:
    """In how many of ``documents`` each term stands: by number, and ``changed`` ones by name."""

    documents: int
    numbers: Mapping[str, int]
    holding: np.ndarray[tuple[int], np.dtype[np.int64]]
    changed: Mapping[str, int]

    def of(self, term: str) -> int:
        """How many documents have a term."""
        if term in self.changed:
            return self.changed[term]
        number = self.numbers.get(term)
        return 0 if number is None else int(self.holding[number])


class Rarities(Mapping[str, float]):
    """The idf of each term that any document has."""

    def __init__(self, counts: Counts) -> None:
        self.counts = counts

    def __getitem__(self, term: str) -> float:
        holding = self.counts.of(term)
        if not holding:
            raise KeyError(term)
        return rarity(holding, self.counts.documents)

    def __iter__(self) -> Iterator[str]:
        known = {**self.counts.numbers, **self.counts.changed}
        return (term for term in known if self.counts.of(term))

    def __len__(self) -> int:
        return sum(1 for _ in self)
