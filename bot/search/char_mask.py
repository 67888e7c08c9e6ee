"""Filter strings by 64-bit masks of their characters before they are compared one by one.

One bit of a mask says that a letter from a to z is in the string, another that it is there twice;
a digit has one bit, all other characters share two. Adding or leaving out a character changes at
most one bit, so strings are at least as many such edits apart as bits of their masks differ.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Prefix

Masks = npt.NDArray[np.uint64]
Places = npt.NDArray[np.intp]
_Rows = tuple[npt.NDArray[np.int32], Masks]

_LETTERS, _DIGITS = 26, 10
_CLASSES = _LETTERS + _DIGITS + 2
# Strings masked at once: the counts then take a few megabytes.
_AT_ONCE = 1 << 14
# Characters of a beginning that are compared at most.
LONGEST_PREFIX = 32
# The bits for the first and for another character of each class.
_ONCE = np.array([1 << one for one in range(_CLASSES)] + [0], dtype=np.uint64)
_TWICE = np.array(
    [1 << (_CLASSES + one) if one < _LETTERS else 0 for one in range(_CLASSES + 1)], dtype=np.uint64
)


class CharMaskFilter:
    """Strings with their masks, ordered by length."""

    def __init__(self, strings: Sequence[str]) -> None:
        self._strings = strings
        lengths = np.fromiter(map(len, strings), dtype=np.int32, count=len(strings))
        self._order = lengths.argsort(kind="stable").astype(np.int32)
        self._lengths = lengths[self._order]
        self._masks = char_masks(strings)[self._order]

    def near(self, key: str, cutoff: float) -> list[tuple[int, float]]:
        """Return the numbers of the strings like ``key``, in order, each with its ratio.

        The ratio is ``rapidfuzz.fuzz.ratio``, ``cutoff`` to 100, rounded to four places.
        """
        candidates = self.candidates(key, cutoff)
        found = process.extract(
            key,
            [self._strings[number] for number in candidates],
            scorer=fuzz.ratio,
            score_cutoff=cutoff,
            limit=None,
        )
        return [(candidates[place], round(ratio, 4)) for _, ratio, place in found]

    def candidates(self, key: str, cutoff: float) -> list[int]:
        """Return the numbers of all strings that reach the cutoff, and of a few others."""
        # The ratio is 100 (1 - edits / both lengths); a little more, as it is a float.
        share, length = 1.0001 - cutoff / 100, len(key)
        # A string differs in length by no more than the edits that are allowed.
        shortest = (length * (1 - share) - 0.001) / (1 + share)
        longest = (length * (1 + share) + 0.001) / (1 - share) if share < 1 else np.inf
        first = self._lengths.searchsorted(np.float32(shortest - 1))
        last = self._lengths.searchsorted(np.float32(longest + 1), side="right")
        if first == last:
            return []
        lengths = self._lengths[first:last]
        most = (lengths + np.int32(length)) * np.float32(share) + np.float32(0.001)
        edits = np.bitwise_count(self._masks[first:last] ^ _mask(key))
        near = (edits <= most) & (np.abs(lengths - np.int32(length)) <= most)
        found: list[int] = np.sort(self._order[first:last][near]).tolist()
        return found


class PrefixMaskFilter:
    """Sorted strings with the masks of their first letters, for each number of letters."""

    def __init__(self, strings: Sequence[str]) -> None:
        lengths = np.fromiter(map(len, strings), dtype=np.int64, count=len(strings))
        columns = min(int(lengths.max(initial=0)), LONGEST_PREFIX)
        # The class of each character by place; beyond the end one that has no bits.
        self._classes = np.full((columns, len(strings)), _CLASSES, dtype=np.uint8)
        letters = _letters(strings)
        rows = np.repeat(np.arange(len(strings)), lengths)
        places = np.arange(len(letters)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        near = places < columns
        self._classes[places[near], rows[near]] = _classes(letters[near])
        none = np.zeros(len(strings), dtype=np.uint64)
        # The rows by number of letters compared, and the masks of so many letters of every string.
        self._counted: tuple[tuple[_Rows, ...], Masks] = ((np.zeros(0, np.int32), none[:0]),), none
        self._shared = np.fromiter(_shared(strings), dtype=np.uint8, count=len(strings))

    def candidates(self, key: str, length: int, edits: int) -> tuple[Places, Places]:
        """Return the strings whose first ``length`` letters may be near ``key``, and a few others.

        An edit adds or leaves out a letter; ``length`` is 1 to 32. Strings with the same first
        letters form a range; returned are the starts of the ranges and their ends (excluded).
        """
        rows, masks = self._rows_to(length)
        near = np.flatnonzero(np.bitwise_count(masks ^ _mask(key)) <= edits)
        after = np.full(len(near), len(self._shared))
        inner = near < len(rows) - 1
        after[inner] = rows[near[inner] + 1]
        return rows[near].astype(np.intp), after

    def _rows_to(self, length: int) -> _Rows:
        """Return the first row of each range of ``length`` letters, and its mask."""
        counted, masks = self._counted
        while len(counted) <= length:
            column = len(counted) - 1
            if column < len(self._classes):
                classes = self._classes[column]
                once = _ONCE[classes]
                masks = masks | once | np.where(masks & once, _TWICE[classes], np.uint64(0))
            rows = np.flatnonzero(self._shared <= column).astype(np.int32)
            # Threads that get here together compute the same, so the last may overwrite the others.
            counted = (*counted, (rows, masks[rows]))
            self._counted = counted, masks
        return counted[length]


def _shared(strings: Sequence[str]) -> Iterator[int]:
    """Yield how many letters each string shares with the one before; 255 if it is the same."""
    yield from (0 for _ in strings[:1])
    for before, string in pairwise(strings):
        yield 255 if string == before else min(Prefix.similarity(before, string), 254)


@lru_cache(maxsize=64)
def _mask(string: str) -> np.uint64:
    """Return the mask of one string; it is asked for several times in a row."""
    found: np.uint64 = char_masks((string,))[0]
    return found


def char_masks(strings: Sequence[str]) -> Masks:
    """Return the mask of each string."""
    groups = (strings[first : first + _AT_ONCE] for first in range(0, len(strings), _AT_ONCE))
    return np.concatenate([np.zeros(0, dtype=np.uint64), *map(_group_masks, groups)])


def _group_masks(strings: Sequence[str]) -> Masks:
    letters = _letters(strings)
    rows = np.repeat(np.arange(len(strings)), np.fromiter(map(len, strings), dtype=np.int64))
    counts = np.bincount(rows * _CLASSES + _classes(letters), minlength=len(strings) * _CLASSES)
    counts = counts.reshape(len(strings), _CLASSES)
    bits = np.concatenate([counts >= 1, counts[:, :_LETTERS] >= 2], axis=1)
    worths = np.left_shift(np.uint64(1), np.arange(bits.shape[1], dtype=np.uint64))
    found: Masks = np.where(bits, worths, np.uint64(0)).sum(axis=1, dtype=np.uint64)
    return found


def _letters(strings: Sequence[str]) -> npt.NDArray[np.uint32]:
    return np.frombuffer("".join(strings).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _classes(letters: npt.NDArray[np.uint32]) -> npt.NDArray[np.int64]:
    other = _LETTERS + _DIGITS + (letters & 1)
    classes = np.where((letters >= ord("a")) & (letters <= ord("z")), letters - ord("a"), other)
    digit = (letters >= ord("0")) & (letters <= ord("9"))
    return np.where(digit, _LETTERS + letters - ord("0"), classes).astype(np.int64)
