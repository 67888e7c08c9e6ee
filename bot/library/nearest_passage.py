"""The passage of a source most like a text, and the first thing that differs between them."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from bot.library.normalisation import normalised
from bot.library.word_boundaries import tokens

# fuzz.ratio, 0 to 100, capitals aside: under this the passage shares little but small words.
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
    """The passage, raw; how like the text it is, 0 to 100; the first difference as a sentence.

    The passage is empty where nothing in the source is like the text.
    """

    passage: str
    likeness: float
    difference: str


class _Words:
    """The words and signs of a text, as they are compared and where they stand."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.spans = tokens(raw)
        self.exact = [normalised(raw[start:end]) for start, end in self.spans]
        self.folded = [word.casefold() for word in self.exact]

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
    def _source(self) -> _Words:
        return _Words(self._raw)

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for at, word in enumerate(self._source.folded):
            places.setdefault(word, []).append(at)
        return places

    def nearest(self, text: str) -> Nearest:
        """The passage most like ``text``, by whole words."""
        asked = _Words(text)
        starts = self._starts(asked.folded) or self._start_by_letter(text)
        first, last = self._best(asked, starts)
        passage = self._source.slice(first, last)
        there, here = normalised(passage), normalised(text)
        if fuzz.ratio(there.casefold(), here.casefold()) < LIKE:
            return Nearest("", fuzz.ratio(there, here), "nothing in the source is like it")
        return Nearest(passage, fuzz.ratio(there, here), self._difference(asked, first, last))

    def _starts(self, words: list[str]) -> list[int]:
        """Where the passage may begin: each word votes by where it stands in the source."""
        known = [(at, self._places.get(word, [])) for at, word in enumerate(words)]
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

    def _best(self, asked: _Words, starts: list[int]) -> tuple[int, int]:
        """The passage, as words from and up to, that takes the fewest changes of words.

        Among equals: fewest changes with capitals counted, then the most alike by letters.
        """
        length = len(asked.folded)
        source = self._source
        text = "".join(asked.exact)
        best = (length + 1, length + 1, 0.0, 0, 0)
        for near in starts:
            begin, finish = self._roughly(asked.folded, near)
            for first in _around(begin, len(source.spans)):
                for last in _around(finish, len(source.spans)):
                    changes = Levenshtein.distance(asked.folded, source.folded[first:last])
                    if first < last and changes <= best[0]:
                        exact = Levenshtein.distance(asked.exact, source.exact[first:last])
                        unlike = -fuzz.ratio(text, "".join(source.exact[first:last]))
                        best = min(best, (changes, exact, unlike, first, last))
        return best[3], best[4]

    def _roughly(self, words: list[str], near: int) -> tuple[int, int]:
        """Where a passage of as many words that begins about ``near`` is most like the text."""
        begin = max(0, near - len(words) - _BUCKET)
        window = self._source.folded[begin : max(0, near) + 2 * len(words) + _BUCKET]
        found = fuzz.partial_ratio_alignment(words, window)
        if found is None or len(window) < len(words):
            return begin, begin + len(window)
        return begin + found.dest_start, begin + found.dest_end

    def _difference(self, asked: _Words, first: int, last: int) -> str:
        source = self._source
        one, other = normalised(source.slice(first, last)), normalised(asked.raw)
        if one != other and one.replace(" ", "") == other.replace(" ", ""):
            return _spacing(one, other)
        for change in Levenshtein.opcodes(source.exact[first:last], asked.exact):
            there = source.slice(first + change.src_start, first + change.src_end)
            here = asked.slice(change.dest_start, change.dest_end)
            # The same letters may be told apart into other words: hard—but, hard-but.
            if change.tag != "equal" and normalised(there) != normalised(here):
                begin = first + change.src_start
                return _sentence(there, here, source.slice(max(first, begin - 2), begin))
        return "the text begins or ends within a word or a number of the source"


def _around(at: int, most: int) -> range:
    return range(max(0, at - _SLACK), min(most, at + _SLACK) + 1)


def _sentence(there: str, here: str, before: str) -> str:
    place = f"after “{_shown(before)}”" if before else "at the beginning"
    if not here:
        return f"the source has “{_shown(there)}”{_sign(there)} {place}, which the text leaves out"
    if not there:
        return f"the text has “{_shown(here)}”{_sign(here)} {place}, which the source does not have"
    unseen = _unseen(normalised(there), normalised(here))
    return f"the source has “{_shown(there)}” where the text has “{_shown(here)}”{unseen}"


def _shown(words: str) -> str:
    each = words.split()
    if len(each) <= _MOST_WORDS_SHOWN:
        return " ".join(each)
    return " ".join(each[:_MOST_WORDS_SHOWN]) + " …"


def _spacing(there: str, here: str) -> str:
    """The sentence for two texts with the same letters, each cut to where the spaces differ."""
    at = next(at for at in range(len(there)) if there[at] != here[at : at + 1])
    begin = there.rfind(" ", 0, max(0, at - 1)) + 1
    one = " ".join(there[begin:].split()[:2])
    other = _letters(here[begin:], len(one.replace(" ", "")))
    return f"the source has “{one}” where the text has “{other}”: the white space differs"


def _letters(text: str, count: int) -> str:
    """The beginning of a text that has so many characters, spaces not counted."""
    ends = (at for at in range(len(text) + 1) if at - text.count(" ", 0, at) == count)
    return text[: next(ends, len(text))]


def _sign(word: str) -> str:
    """The code point of a sign nobody may see or know, in brackets."""
    seen = len(word) != 1 or word.isascii() or word.isalnum()
    return "" if seen else f" (U+{ord(word):04X})"


def _unseen(there: str, here: str) -> str:
    """The code points of the first letters that differ, where they may look alike."""
    for one, other in zip(there, here, strict=False):
        if one != other:
            alike = not (one.isascii() and other.isascii())
            return f" (U+{ord(one):04X} against U+{ord(other):04X})" if alike else ""
    return ""
