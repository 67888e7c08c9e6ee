"""Which of many strings may be near another, found without comparing with each of them."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Prefix

Marks = npt.NDArray[np.uint64]
Places = npt.NDArray[np.intp]
_Rows = tuple[npt.NDArray[np.int32], Marks]

_LETTERS, _DIGITS = 26, 10
_CLASSES = _LETTERS + _DIGITS + 2
# At once, so that the counts below take a few megabytes.
_AT_ONCE = 1 << 14
# No more of a beginning is looked at.
LONGEST_PREFIX = 32
# The bits of a character of each class that stands there for the first time, and again.
_ONCE = np.array([1 << one for one in range(_CLASSES)] + [0], dtype=np.uint64)
_TWICE = np.array(
    [1 << (_CLASSES + one) if one < _LETTERS else 0 for one in range(_CLASSES + 1)], dtype=np.uint64
)


class CharMaskFilter:
    """Strings with what may be told of each from 64 bits and its length.

    A bit says that a letter from a to z stands in the string, another that it does twice; one each
    that a digit does, and two for all other characters. Adding or leaving out a character changes
    one bit at most, so as many bits as differ, so many such steps at least lie between two strings.
    """

    def __init__(self, strings: Sequence[str]) -> None:
        self._strings = strings
        lengths = np.fromiter(map(len, strings), dtype=np.int32, count=len(strings))
        # By length, as only those of nearly the same are looked at.
        self._order = lengths.argsort(kind="stable").astype(np.int32)
        self._lengths = lengths[self._order]
        self._marks = char_masks(strings)[self._order]

    def near(self, key: str, cutoff: float) -> list[tuple[int, float]]:
        """The numbers of the strings that are like ``key``, each with its ratio.

        By ``rapidfuzz.fuzz.ratio``, ``cutoff`` to 100, rounded to four places.
        """
        able = self.candidates(key, cutoff)
        found = process.extract(
            key,
            [self._strings[number] for number in able],
            scorer=fuzz.ratio,
            score_cutoff=cutoff,
            limit=None,
        )
        return [(able[place], round(ratio, 4)) for _, ratio, place in found]

    def candidates(self, key: str, cutoff: float) -> list[int]:
        """The numbers of all strings that can be so like, and of a few others."""
        # The ratio is 100 (1 - steps / both lengths); a little more, as it is a float.
        share, length = 1.0001 - cutoff / 100, len(key)
        # What is longer or shorter by more than the steps that are left.
        shortest = (length * (1 - share) - 0.001) / (1 + share)
        longest = (length * (1 + share) + 0.001) / (1 - share) if share < 1 else np.inf
        first = self._lengths.searchsorted(np.float32(shortest - 1))
        last = self._lengths.searchsorted(np.float32(longest + 1), side="right")
        if first == last:
            return []
        lengths = self._lengths[first:last]
        most = (lengths + np.int32(length)) * np.float32(share) + np.float32(0.001)
        steps = np.bitwise_count(self._marks[first:last] ^ _mark(key))
        able = (steps <= most) & (np.abs(lengths - np.int32(length)) <= most)
        found: list[int] = np.sort(self._order[first:last][able]).tolist()
        return found


class PrefixMaskFilter:
    """Sorted strings filtered by their first letters, as many as are asked for.

    The bits are those of :class:`CharMaskFilter`.
    """

    def __init__(self, strings: Sequence[str]) -> None:
        lengths = np.fromiter(map(len, strings), dtype=np.int64, count=len(strings))
        columns = min(int(lengths.max(initial=0)), LONGEST_PREFIX)
        # Which character stands where; beyond the end one that has no bits.
        self._classes = np.full((columns, len(strings)), _CLASSES, dtype=np.uint8)
        letters = _letters(strings)
        rows = np.repeat(np.arange(len(strings)), lengths)
        places = np.arange(len(letters)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        near = places < columns
        self._classes[places[near], rows[near]] = _classes(letters[near])
        none = np.zeros(len(strings), dtype=np.uint64)
        # The rows by how many letters are compared, and the bits of as many of every string.
        self._counted: tuple[tuple[_Rows, ...], Marks] = ((np.zeros(0, np.int32), none[:0]),), none
        self._shared = np.fromiter(_shared(strings), dtype=np.uint8, count=len(strings))

    def candidates(self, key: str, length: int, steps: int) -> tuple[Places, Places]:
        """The strings whose first ``length`` letters may be so near to ``key``, and a few others.

        A step adds or leaves out a letter; ``length`` is 1 to 32. Strings that begin with the same
        ``length`` letters, or are the same, stand in a row: the numbers of the first of each row,
        and those after the last.
        """
        rows, row_marks = self._rows_to(length)
        able = np.flatnonzero(np.bitwise_count(row_marks ^ _mark(key)) <= steps)
        after = np.full(len(able), len(self._shared))
        inner = able < len(rows) - 1
        after[inner] = rows[able[inner] + 1]
        return rows[able].astype(np.intp), after

    def _rows_to(self, length: int) -> _Rows:
        """The rows of the first ``length`` letters with their bits, counted on from fewer."""
        counted, bits = self._counted
        while len(counted) <= length:
            column = len(counted) - 1
            if column < len(self._classes):
                classes = self._classes[column]
                once = _ONCE[classes]
                bits = bits | once | np.where(bits & once, _TWICE[classes], np.uint64(0))
            rows = np.flatnonzero(self._shared <= column).astype(np.int32)
            # Only ever added to, by whichever thread counts first; all count the same.
            counted = (*counted, (rows, bits[rows]))
            self._counted = counted, bits
        return counted[length]


def _shared(strings: Sequence[str]) -> Iterator[int]:
    """With how many letters of the string before it each begins; 255 for the same again."""
    yield from (0 for _ in strings[:1])
    for before, string in pairwise(strings):
        yield 255 if string == before else min(Prefix.similarity(before, string), 254)


@lru_cache(maxsize=64)
def _mark(string: str) -> np.uint64:
    """The bits of one; asked for several times on end."""
    found: np.uint64 = char_masks((string,))[0]
    return found


def char_masks(strings: Sequence[str]) -> Marks:
    """The bits of each string."""
    groups = (strings[first : first + _AT_ONCE] for first in range(0, len(strings), _AT_ONCE))
    return np.concatenate([np.zeros(0, dtype=np.uint64), *map(_marks, groups)])


def _marks(strings: Sequence[str]) -> Marks:
    letters = _letters(strings)
    rows = np.repeat(np.arange(len(strings)), np.fromiter(map(len, strings), dtype=np.int64))
    counts = np.bincount(rows * _CLASSES + _classes(letters), minlength=len(strings) * _CLASSES)
    counts = counts.reshape(len(strings), _CLASSES)
    bits = np.concatenate([counts >= 1, counts[:, :_LETTERS] >= 2], axis=1)
    worths = np.left_shift(np.uint64(1), np.arange(bits.shape[1], dtype=np.uint64))
    found: Marks = np.where(bits, worths, np.uint64(0)).sum(axis=1, dtype=np.uint64)
    return found


def _letters(strings: Sequence[str]) -> npt.NDArray[np.uint32]:
    return np.frombuffer("".join(strings).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _classes(letters: npt.NDArray[np.uint32]) -> npt.NDArray[np.int64]:
    other = _LETTERS + _DIGITS + (letters & 1)
    classes = np.where((letters >= ord("a")) & (letters <= ord("z")), letters - ord("a"), other)
    digit = (letters >= ord("0")) & (letters <= ord("9"))
    return np.where(digit, _LETTERS + letters - ord("0"), classes).astype(np.int64)
