"""Find names by their beginnings and those of the words in them, also when mistyped."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import Indel, JaroWinkler, Prefix

from bot.library.model import Kind
from bot.search.index import Numbers, Places
from bot.search.names import Name
from bot.search.results import Cause
from bot.search.text import STOP_WORDS

Masks = npt.NDArray[np.uint64]
Ranks = npt.NDArray[np.float64]
_Rows = tuple[Numbers, Masks]

# The share of letters missing or too many, of all those compared, up to which a name may be meant:
# one letter wrong in four, two in seven; and never more than two wrong, however much is typed.
_SLIPPED = 0.29
_MOST_STEPS = 4
SHORTEST_MISTYPED = 3
# Up to so many letters begin too many names for an alias to count as much as a thing's own name.
_SHORT = 2
# Above every letter.
_AFTER = "\U0010ffff"
_ARTICLES = frozenset({"a", "an", "the"})
# Characters of a beginning that are compared at most.
_LONGEST_PREFIX = 32
_LETTERS, _DIGITS = 26, 10
_CLASSES = _LETTERS + _DIGITS + 2
# The class of each code point below 128: its letter, its digit, or one of two for all others, among
# them 126 and 127, which stand for those above. 0 has none: numpy pads strings with it.
_CLASS_OF = (_LETTERS + _DIGITS + np.arange(128) % 2).astype(np.uint8)
_CLASS_OF[ord("a") : ord("z") + 1] = range(_LETTERS)
_CLASS_OF[ord("0") : ord("9") + 1] = range(_LETTERS, _LETTERS + _DIGITS)
_CLASS_OF[0] = _CLASSES
# The bits for the first and for another character of each class, and of none.
_ONCE = np.array([1 << one for one in range(_CLASSES)] + [0], dtype=np.uint64)
_TWICE = np.array(
    [1 << (_CLASSES + one) if one < _LETTERS else 0 for one in range(_CLASSES + 1)], dtype=np.uint64
)


class _Start(IntEnum):
    """The kind of a start: a name of the thing's own, a word in one, or something else it goes by.

    A handle is the id of a topic or point, which may say it shorter than its name does.
    """

    NAME = 0
    NAME_WORD = 1
    SENTENCE = 2
    ALIAS = 3
    HANDLE = 4
    ID = 5
    PHRASING = 6
    SENTENCE_WORD = 7
    WORD = 8
    ID_WORD = 9
    PHRASING_WORD = 10


# The lower the rank, the likelier meant; by _Start.
_RANKS = np.array([0, 1, 1, 2, 3, 3, 4, 5, 5, 5, 6], dtype=np.float64)
# The same where one or two letters are typed: things that are shown by that name come first.
_SHORT_RANKS = np.array([0, 1, 1, 3, 4, 4, 5, 2, 6, 6, 7], dtype=np.float64)
# Added to the distance of a mistyped beginning, by _Start.
_SLIP_RANKS = np.array([0, 2, 0, 0, 0, 0, 1, 2, 2, 2, 3], dtype=np.float64)


class PrefixIndex:
    """The names of things of one kind and the words in them, in alphabetical order.

    Spaces are left out. Things are numbered in the order they are given in, which decides between
    those of one rank.
    """

    def __init__(self, names: Iterable[tuple[Name, str]], ids: Sequence[str]) -> None:
        """``names`` come with the name that the thing is shown by; ``ids`` are of all things."""
        self._ids = ids
        numbers = {id_: number for number, id_ in enumerate(ids)}
        found = [
            (start, numbers[name.id], what)
            for name, shown in names
            for start, what in _starts(name, shown)
        ]
        found.sort(key=itemgetter(0))
        self._starts = [start for start, _, _ in found]
        self._things = np.array([number for _, number, _ in found], dtype=np.intp)
        self._what = np.array([what for _, _, what in found], dtype=np.uint8)
        # A speaker's or a source's id says no more than the name, and thousands may differ in a
        # digit.
        self._spelled = np.flatnonzero((self._what != _Start.ID) & (self._what != _Start.ID_WORD))
        self._spellings = [self._starts[place] for place in self._spelled.tolist()]
        self._prefixes = PrefixMaskFilter(self._spellings)

    def first(self, most: int) -> list[tuple[str, float]]:
        """Return the first ``most`` ids, all of one rank."""
        return [(id_, 0.0) for id_ in self._ids[:most]]

    def found(self, key: str, most: int) -> list[tuple[str, float]]:
        """Return the first ``most`` things that begin with ``key``, with their ranks.

        A name that does comes first, aside from its article; then a word of one and a point's
        sentence; aliases; ids, phrasings, and words of sentences, aliases and phrasings. A word
        that says nothing by itself is among the last.
        """
        first = bisect_left(self._starts, key)
        last = bisect_left(self._starts, key + _AFTER, first)
        ranks = _SHORT_RANKS if len(key) <= _SHORT else _RANKS
        return self._lowest(self._things[first:last], ranks[self._what[first:last]], most)

    def near(self, key: str, most: int) -> list[tuple[str, float]]:
        """Like :meth:`found`, but tolerant of typos; ranks are above every exact match.

        The ids of speakers and sources are skipped. Of what is typed 31 letters count.
        """
        key = key[: _LONGEST_PREFIX - 1]
        # Compare as many letters of a start, and one more, as a letter may be missing.
        one, other = (self._slipped(key, length) for length in (len(key), len(key) + 1))
        places = np.concatenate([one[0], other[0]])
        ranks = np.concatenate([one[1], other[1]]) + _SLIP_RANKS[self._what[places]]
        return self._lowest(self._things[places], ranks, most)

    def _lowest(self, things: Places, ranks: Ranks, most: int) -> list[tuple[str, float]]:
        """Return each thing once, by its lowest rank, then by number."""
        lowest = np.full(len(self._ids), np.inf)
        np.minimum.at(lowest, things, ranks)
        found = np.flatnonzero(lowest < np.inf)
        found = found[lowest[found].argsort(kind="stable")][:most]
        return [(self._ids[number], float(lowest[number])) for number in found.tolist()]

    def _slipped(self, key: str, length: int) -> tuple[Places, Ranks]:
        """Return the starts whose first letters are nearly ``key``, and how far each is from it."""
        steps = min(_MOST_STEPS, int((len(key) + length) * _SLIPPED))
        if length > len(key):
            # Between these an odd number lies; starts that are shorter were compared before.
            steps -= 1 - steps % 2
        first, after = self._prefixes.candidates(key, length, steps)
        starts = [self._spellings[number][:length] for number in first.tolist()]
        lengths = np.fromiter(map(len, starts), dtype=np.intp, count=len(starts))
        slips = process.cdist([key], starts, scorer=Indel.distance, score_cutoff=steps)[0]
        # A start that is too far off has one step more than the cutoff.
        near = (slips > 0) & (slips <= steps) & (slips <= (len(key) + lengths) * _SLIPPED)
        starts = [starts[place] for place in np.flatnonzero(near).tolist()]
        # 0 to 1; it counts the first letters for more.
        alike = process.cdist([key], starts, scorer=JaroWinkler.similarity, dtype=np.float64)[0]
        first, after = first[near], after[near]
        ranges = zip(first.tolist(), after.tolist(), strict=True)
        places = [self._spelled[begin:end] for begin, end in ranges]
        return np.concatenate([self._spelled[:0], *places]), np.repeat(
            10 + 100 * (1 - alike), after - first
        )


class PrefixMaskFilter:
    """Sorted strings with the masks of their first letters, for each number of letters.

    One bit of a mask says that a letter from a to z is in the string, another that it is there
    twice; a digit has one bit, all other characters share two. Adding or leaving out a character
    changes at most one bit, so strings are at least as many such edits apart as bits of their masks
    differ.
    """

    def __init__(self, strings: Sequence[str]) -> None:
        letters = np.array(strings, dtype=f"U{_LONGEST_PREFIX}")
        # The class of each character by place; beyond the end of a string one that has no bits.
        codes = letters.view(np.uint32).reshape(len(strings), _LONGEST_PREFIX)
        self._classes = _classes(codes.T.copy())
        none = np.zeros(len(strings), dtype=np.uint64)
        # The rows by number of letters compared, and the masks of so many letters of every string.
        self._counted: tuple[tuple[_Rows, ...], Masks] = ((np.zeros(0, np.int32), none[:0]),), none
        # How many letters each string shares with the one before; 255 if it is the same.
        self._shared = np.array(
            [
                255 if before == string else min(Prefix.similarity(before, string), 254)
                for before, string in pairwise(("", *strings))
            ],
            dtype=np.uint8,
        )

    def candidates(self, key: str, length: int, edits: int) -> tuple[Numbers, Numbers]:
        """Return the strings whose first ``length`` letters may be near ``key``, and a few others.

        An edit adds or leaves out a letter; ``length`` is 1 to 32. Strings with the same first
        letters form a range; returned are the starts of the ranges and their ends (excluded).
        """
        rows, masks = self._rows_to(length)
        near = np.flatnonzero(np.bitwise_count(masks ^ _mask(key)) <= edits)
        return rows[near], rows[near + 1]

    def _rows_to(self, length: int) -> _Rows:
        """Return the first row of each range of ``length`` letters and the end, and their masks."""
        counted, masks = self._counted
        while len(counted) <= length:
            column = len(counted) - 1
            masks = _with_classes(masks, self._classes[column])
            rows = np.flatnonzero(self._shared <= column).astype(np.int32)
            # Threads that get here together compute the same, so the last may overwrite the others.
            counted = (*counted, (np.append(rows, np.int32(len(masks))), masks[rows]))
            self._counted = counted, masks
        return counted[length]


@lru_cache(maxsize=64)
def _mask(string: str) -> Masks:
    """Return the mask of one string, in an array of one; it is asked for several times in a row."""
    mask = np.zeros(1, dtype=np.uint64)
    for one in _classes(np.array([*map(ord, string)], dtype=np.uint32)):
        mask = _with_classes(mask, one)
    return mask


def _with_classes(masks: Masks, classes: npt.NDArray[np.uint8]) -> Masks:
    """Return the masks with one more character each, given by its class."""
    once = _ONCE[classes]
    return masks | once | np.where(masks & once, _TWICE[classes], np.uint64(0))


def _classes(letters: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint8]:
    """Return the class of each code point."""
    classes: npt.NDArray[np.uint8] = _CLASS_OF[np.minimum(letters, 126 + (letters & 1))]
    return classes


def _starts(name: Name, shown: str) -> Iterator[tuple[str, _Start]]:
    """Return the starts of a name: the whole, and from each of its words on."""
    whole, word = _whole_and_word(name, shown)
    words = name.spaced.split()
    articles = 1 if words[0] in _ARTICLES else 0
    for place, each in enumerate(words):
        what = whole if place <= articles else word
        if (
            place > articles
            and each in STOP_WORDS
            and word in (_Start.NAME_WORD, _Start.SENTENCE_WORD)
        ):
            what = _Start.WORD
        yield "".join(words[place:]), what


def _whole_and_word(name: Name, shown: str) -> tuple[_Start, _Start]:
    if name.text == shown:
        if name.kind is Kind.POINT:
            return _Start.SENTENCE, _Start.SENTENCE_WORD
        return _Start.NAME, _Start.NAME_WORD
    if name.cause is Cause.PHRASING:
        return _Start.PHRASING, _Start.PHRASING_WORD
    if name.text == name.id and name.kind in (Kind.SPEAKER, Kind.SOURCE):
        return _Start.ID, _Start.ID_WORD
    if name.text == name.id:
        return _Start.HANDLE, _Start.WORD
    return _Start.ALIAS, _Start.WORD
