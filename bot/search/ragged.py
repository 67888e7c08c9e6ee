"""Many short lists of numbers in two arrays, with no Python object for any of them."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

N = TypeVar("N", bound=np.integer[Any])
Numbers = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Rows:
    """Row ``i`` is ``values[starts[i]:starts[i + 1]]``; ``starts`` is one longer than the rows."""

    starts: npt.NDArray[np.int64]
    values: Numbers

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, row: int) -> Numbers:
        return self.values[self.starts[row] : self.starts[row + 1]]

    def between(self, first: int, last: int) -> "Rows":
        """The rows from ``first`` up to but without ``last``."""
        starts = self.starts[first : last + 1]
        return Rows(starts - starts[0], self.values[starts[0] : starts[-1]])

    def with_more(self, rows: Numbers, values: Numbers) -> "Rows":
        """The rows with values added, each to the row of the number beside it."""
        if not len(rows):
            return self
        more = np.zeros(len(self.starts), dtype=np.int64)
        np.cumsum(np.bincount(rows, minlength=len(self)), out=more[1:])
        return Rows(
            self.starts + more,
            np.insert(self.values, self.starts[rows.astype(np.int64) + 1], values),
        )

    def followed_by(self, others: "Rows") -> "Rows":
        """These rows, then the others."""
        return Rows(
            np.concatenate([self.starts, others.starts[1:] + self.starts[-1]]),
            np.concatenate([self.values, others.values]),
        )

    @property
    def lengths(self) -> npt.NDArray[np.int64]:
        """How long each row is."""
        return np.diff(self.starts)

    def owners(self) -> Numbers:
        """For each value the number of its row."""
        return np.repeat(np.arange(len(self), dtype=np.int32), self.lengths)

    def taken(self, rows: npt.NDArray[np.integer]) -> "Rows":
        """These rows one after another, each as often as it is asked for."""
        starts, places = places_of(self.starts, rows)
        return Rows(starts, self.values[places])

    def distinct(self) -> "Rows":
        """Each row with every value in it once, ascending; values are 0 and up."""
        width = int(self.values.max(initial=0)) + 1
        kept = distinct(self.owners().astype(np.int64) * width + self.values)
        owners, values = np.divmod(kept, width)
        return Rows(
            np.searchsorted(owners, np.arange(len(self) + 1)).astype(np.int64),
            values.astype(np.int32),
        )

    def expanded(self, parts: "Rows") -> "Rows":
        """Each value replaced by the row of ``parts`` that it numbers."""
        found = parts.taken(self.values)
        return Rows(found.starts[self.starts], found.values)


def rows_of(lists: Iterable[Iterable[int]]) -> Rows:
    """These lists as rows."""
    values, ends = array("i"), array("q", [0])
    for one in lists:
        values.extend(one)
        ends.append(len(values))
    return Rows(np.array(ends, dtype=np.int64), np.array(values, dtype=np.int32))


def places_of(
    starts: npt.NDArray[np.int64], rows: npt.NDArray[np.integer]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Where the values of these rows stand, one row after another, and where each row begins then.

    Costs as much as these rows are long, not as there are rows.
    """
    begins = starts[rows]
    lengths = starts[rows + 1] - begins
    taken = _starts(lengths)
    return taken, np.repeat(begins - taken[:-1], lengths) + np.arange(taken[-1])


def _starts(lengths: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    starts = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=starts[1:])
    return starts


def distinct(values: npt.NDArray[N]) -> npt.NDArray[N]:
    """The values in ascending order, each once; several times as fast as ``numpy.unique``."""
    ordered = np.sort(values)
    new = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    found: npt.NDArray[N] = ordered[new]
    return found


def contained(
    values: npt.NDArray[np.integer], wanted: npt.NDArray[np.integer]
) -> npt.NDArray[np.bool_]:
    """Which of the values are among those wanted.

    As ``numpy.isin``, which imports ``numpy.ma`` first: that takes as long as all of this.
    """
    held = np.sort(wanted)
    if not len(held):
        return np.zeros(len(values), dtype=np.bool_)
    same: npt.NDArray[np.bool_] = (
        held[np.minimum(np.searchsorted(held, values), len(held) - 1)] == values
    )
    return same


class Numbering(dict[str, int]):
    """Words numbered from 0 in the order they are first asked for."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number
