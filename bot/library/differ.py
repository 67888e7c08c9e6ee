"""The passage of a source most like a text, and the first thing that differs between them."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from bot.library.normal import normalised
from bot.library.words import tokens

# fuzz.ratio, 0 to 100: under this the "nearest" passage shares little but small words.
LIKE = 45.0
_MOST_VOTES = 2000  # places of words looked at for one text: the rarest words come first
_BUCKET = 8  # words; how far apart two words may say the passage begins and still agree
_SLACK = 6  # words by which the ends of the passage are tried further in and out
_WINDOWS = 3
# Where no word of the text stands in the source, letters are compared; in long ones for too long.
_LONGEST_BY_LETTER = 100_000
_MOST_WORDS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Nearest:
    """The passage, raw; how like the text it is, 0 to 100; the first difference as a sentence."""

    passage: str
    likeness: float
    difference: str


_NOTHING = Nearest("", 0.0, "nothing in the source is like it")


class _Tokens:
    """The words and signs of a text, as they are compared and where they stand."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.spans = tokens(raw)
        self.words = [normalised(raw[start:end]) for start, end in self.spans]

    def slice(self, start: int, end: int) -> str:
        """The raw text from one word up to another."""
        if start >= end:
            return ""
        return self.raw[self.spans[start][0] : self.spans[end - 1][1]]


class SourceWords:
    """The words of a source; looked up only when a text differs from it."""

    def __init__(self, raw: str) -> None:
        self._raw = raw

    @cached_property
    def _source(self) -> _Tokens:
        return _Tokens(self._raw)

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for at, word in enumerate(self._source.words):
            places.setdefault(word.casefold(), []).append(at)
        return places

    def nearest(self, text: str) -> Nearest:
        """The passage most like ``text``, by whole words."""
        asked = _Tokens(text)
        starts = self._starts(asked.words) or self._start_by_letter(text)
        ends = [self._ends(asked.words, start) for start in starts]
        if not ends:
            return _NOTHING
        _, first, last = min(ends)
        passage = self._source.slice(first, last)
        likeness = fuzz.ratio(normalised(passage), normalised(text))
        if likeness < LIKE:
            return Nearest("", likeness, _NOTHING.difference)
        return Nearest(passage, likeness, self._difference(asked, first, last))

    def _starts(self, words: list[str]) -> list[int]:
        """Where the passage may begin: each word votes by where it stands in the source."""
        known = [(at, self._places.get(word.casefold(), [])) for at, word in enumerate(words)]
        known.sort(key=lambda entry: len(entry[1]))
        votes: Counter[int] = Counter()
        left = _MOST_VOTES
        for at, places in known:
            for place in places[:left]:
                bucket = (place - at) // _BUCKET
                votes[bucket] += 2
                votes[bucket + 1] += 1
                votes[bucket - 1] += 1
            left -= len(places)
            if left <= 0:
                break
        return [bucket * _BUCKET for bucket, _ in votes.most_common(_WINDOWS)]

    def _start_by_letter(self, text: str) -> list[int]:
        """For a text of which no word is known: a whole line without spaces, or all mistyped."""
        if len(self._raw) > _LONGEST_BY_LETTER:
            return []
        found = fuzz.partial_ratio_alignment(text, self._raw, score_cutoff=LIKE)
        if found is None:
            return []
        begins = (at for at, (_, end) in enumerate(self._source.spans) if end > found.dest_start)
        return [next(begins, 0)]

    def _ends(self, words: list[str], near: int) -> tuple[int, int, int]:
        """(distance in words, start, end) of the best passage that begins about ``near``."""
        source = self._source.words
        length = len(words)
        window = source[max(0, near - length - _BUCKET) : near + 2 * length + _BUCKET]
        offset = max(0, near - length - _BUCKET)
        found = fuzz.partial_ratio_alignment(words, window)
        begin = offset + (found.dest_start if found else 0)
        finish = offset + (found.dest_end if found else length)
        if len(window) < length:
            begin, finish = offset, offset + len(window)
        tries = (
            (Levenshtein.distance(words, source[first:last]), first, last)
            for first in _around(begin, len(source))
            for last in _around(finish, len(source))
            if first < last
        )
        return min(tries, default=(length, begin, finish))

    def _difference(self, asked: _Tokens, first: int, last: int) -> str:
        source = self._source
        window = source.words[first:last]
        for change in Levenshtein.opcodes(window, asked.words):
            if change.tag == "equal":
                continue
            there = source.slice(first + change.src_start, first + change.src_end)
            here = asked.slice(change.dest_start, change.dest_end)
            if there and here and normalised(there) == normalised(here):
                continue  # the same letters, told apart differently: hard—but, hard-but
            before = source.slice(
                max(first, first + change.src_start - 2), first + change.src_start
            )
            return _sentence(there, here, before)
        return "the white space between words or signs differs"


def _around(at: int, most: int) -> range:
    return range(max(0, at - _SLACK), min(most, at + _SLACK) + 1)


def _sentence(there: str, here: str, before: str) -> str:
    place = f"after “{_shown(before)}”" if before else "at the beginning"
    if not here:
        return f"the source has “{_shown(there)}” {place}, which the text leaves out"
    if not there:
        return f"the text has “{_shown(here)}” {place}, which the source does not have"
    return f"the source has “{_shown(there)}” where the text has “{_shown(here)}”" + _unseen(
        there, here
    )


def _shown(words: str) -> str:
    each = words.split()
    if len(each) <= _MOST_WORDS_SHOWN:
        return " ".join(each)
    return " ".join(each[:_MOST_WORDS_SHOWN]) + " …"


def _unseen(there: str, here: str) -> str:
    """The code points of the first letters that differ, where they may look alike."""
    if there.isascii() and here.isascii():
        return ""
    for one, other in zip(normalised(there), normalised(here), strict=False):
        if one != other and not (one.isascii() and other.isascii()):
            return f" (U+{ord(one):04X} against U+{ord(other):04X})"
    return ""
