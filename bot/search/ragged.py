"""Many short lists of numbers in two arrays, with no Python object for any of them."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

N = TypeVar("N", bound=np.integer[Any])
Numbers = npt.NDArray[np.int32]
NO_NUMBERS: Numbers = np.zeros(0, dtype=np.int32)


@dataclass(frozen=True, slots=True)
class RaggedArray:
    """Row ``i`` is ``values[starts[i]:starts[i + 1]]``; ``starts`` is one longer than the rows."""

    starts: npt.NDArray[np.int64]
    values: Numbers

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, row: int) -> Numbers:
        return self.values[self.starts[row] : self.starts[row + 1]]

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

    def taken(self, rows: npt.NDArray[np.integer]) -> "RaggedArray":
        """Return these rows one after another, each as often as it is asked for."""
        begins = self.starts[rows]
        lengths = self.starts[rows + 1] - begins
        starts = np.zeros(len(lengths) + 1, dtype=np.int64)
        np.cumsum(lengths, out=starts[1:])
        places = np.repeat(begins - starts[:-1], lengths) + np.arange(starts[-1])
        return RaggedArray(starts, self.values[places])

    def expanded(self, parts: "RaggedArray") -> "RaggedArray":
        """Replace each value by the row of ``parts`` that it numbers."""
        found = parts.taken(self.values)
        return RaggedArray(found.starts[self.starts], found.values)


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


class Interner(dict[str, int]):
    """Strings numbered from 0 in the order they are first asked for."""

    def __missing__(self, string: str) -> int:
        number = self[string] = len(self)
        return number
