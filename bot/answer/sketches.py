"""Which of many strings may be near another, found without comparing with each of them."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

Marks = npt.NDArray[np.uint64]

_LETTERS, _DIGITS = 26, 10
_CLASSES = _LETTERS + _DIGITS + 2
# At once, so that the counts below take a few megabytes.
_AT_ONCE = 1 << 14
# Of a longer beginning only the length is looked at.
_LONGEST_SKETCHED = 32
# The bits of a character of each class that stands there for the first time, and again.
_ONCE = np.array([1 << one for one in range(_CLASSES)] + [0], dtype=np.uint64)
_TWICE = np.array(
    [1 << (_CLASSES + one) if one < _LETTERS else 0 for one in range(_CLASSES + 1)], dtype=np.uint64
)


class Sketches:
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
        self._marks = marks(strings)[self._order]

    def near(self, key: str, cutoff: float) -> list[tuple[int, float]]:
        """The numbers of the strings that are like ``key``, each with its ratio.

        By ``rapidfuzz.fuzz.ratio``, ``cutoff`` to 100, rounded to four places.
        """
        able = self.able(key, cutoff)
        found = process.extract(
            key,
            [self._strings[number] for number in able],
            scorer=fuzz.ratio,
            score_cutoff=cutoff,
            limit=None,
        )
        return [(able[place], round(ratio, 4)) for _, ratio, place in found]

    def able(self, key: str, cutoff: float) -> list[int]:
        """The numbers of all strings that can be so like, and of a few others."""
        # The ratio is 100 (1 - steps / both lengths); a little more, as it is a float.
        share, length = 1.0001 - cutoff / 100, len(key)
        # What is longer or shorter by more than the steps that are left.
        shortest = (length * (1 - share) - 0.001) / (1 + share)
        longest = (length * (1 + share) + 0.001) / (1 - share) if share < 1 else np.inf
        first = self._lengths.searchsorted(np.float32(shortest - 1))
        last = self._lengths.searchsorted(np.float32(longest + 1), side="right")
        lengths = self._lengths[first:last]
        most = (lengths + np.int32(length)) * np.float32(share) + np.float32(0.001)
        steps = np.bitwise_count(self._marks[first:last] ^ marks((key,))[0])
        able = (steps <= most) & (np.abs(lengths - np.int32(length)) <= most)
        found: list[int] = np.sort(self._order[first:last][able]).tolist()
        return found


class Beginnings:
    """Strings of which as much is compared as is asked for, sketched as in :class:`Sketches`."""

    def __init__(self, strings: Sequence[str]) -> None:
        lengths = np.fromiter(map(len, strings), dtype=np.int64, count=len(strings))
        self._lengths = lengths.astype(np.int32)
        columns = min(int(lengths.max(initial=0)), _LONGEST_SKETCHED)
        # Which character stands where; beyond the end one that has no bits.
        self._classes = np.full((columns, len(strings)), _CLASSES, dtype=np.uint8)
        letters = _letters(strings)
        rows = np.repeat(np.arange(len(strings)), lengths)
        places = np.arange(len(letters)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        near = places < columns
        self._classes[places[near], rows[near]] = _classes(letters[near])
        self._marks: list[Marks] = [np.zeros(len(strings), dtype=np.uint64)]

    def able(self, key: str, length: int, cutoff: float) -> list[int]:
        """The numbers of all strings so like ``key`` in their first ``length`` letters.

        And of a few others; ``cutoff`` is as for :meth:`Sketches.able`.
        """
        lengths = np.minimum(self._lengths, np.int32(length))
        most = (lengths + np.int32(len(key))) * np.float32(1.0001 - cutoff / 100)
        most += np.float32(0.001)
        enough = np.abs(lengths - np.int32(len(key))) <= most
        if length <= _LONGEST_SKETCHED:
            enough &= np.bitwise_count(self._marks_to(length) ^ marks((key,))[0]) <= most
        found: list[int] = np.flatnonzero(enough).tolist()
        return found

    def _marks_to(self, length: int) -> Marks:
        """The bits of the first ``length`` letters of each, counted on from those of fewer."""
        length = min(length, len(self._classes))
        found = self._marks
        while len(found) <= length:
            classes, before = self._classes[len(found) - 1], found[-1]
            once = _ONCE[classes]
            twice = np.where(before & once, _TWICE[classes], np.uint64(0))
            # A list only ever grows, by whichever thread counts first; all count the same.
            found = [*found, before | once | twice]
        self._marks = found
        return found[length]


def marks(strings: Sequence[str]) -> Marks:
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
