"""The verbatim check: does a text stand in its source, letter for letter?

Texts are compared after the normalisation of :mod:`bot.library.normalisation` and nothing else.
``[…]`` or ``[...]`` marks an omission; the pieces must stand in the source in that order, each with
at least two words, so that no sentence can be put together from single words. No piece begins or
ends within a word: "can" is not found in "can't".

For a text that differs, the most similar passage is found, and the first difference in words.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from bot.library.model import Span, State, Verdict
from bot.library.normalisation import Normalised, cuts_a_word, normalised, tokens

OMISSION = "[…]"
_OMISSION = re.compile(r"\[(?:…|\.\.\.)\]")
FEWEST_WORDS = 2
# Places to try for one piece. A source that repeats two letters a million times has more; then
# the text counts as not found, which is the safe answer.
_MOST_PLACES = 10_000
# fuzz.ratio, 0 to 100, capitals aside: under this the passage shares little but small words.
LIKE = 45.0
_MOST_VOTES = 2000  # places of words that vote for one text, rarest words first
_BUCKET = 8  # words; votes for the beginning count as equal within this distance
_SLACK = 6  # words; each end of the passage is tried this far in and out
_WINDOWS = 3
# Without a common word, letters are compared; in longer sources that would take too long.
_LONGEST_BY_LETTER = 100_000
_MOST_WORDS_SHOWN = 8


class SourceText:
    """A source text prepared for checking many excerpts against it."""

    def __init__(self, raw: str) -> None:
        self._normal = Normalised(raw)
        self._words = SourceWords(raw)

    def verify(self, text: str) -> Verdict:
        """Return whether and where ``text`` stands in the source; never UNCHECKED."""
        if not any(map(str.isalnum, text)):
            return Verdict(State.DIFFERS, difference="the text has no words")
        marked = _OMISSION.sub(OMISSION, text)
        # The source may itself contain "[…]": then the text stands there as a whole.
        for whole in dict.fromkeys((text, marked)):
            at = self._find(normalised(whole))
            if at is not None:
                return self._verified([at])
        pieces = [piece for part in marked.split(OMISSION) if (piece := normalised(part))]
        short = next((piece for piece in pieces if _is_short(piece)), "")
        if short and len(pieces) > 1:
            return self._differs(text, _too_short(short))
        found = self._find_all(pieces)
        if found:
            return self._verified(found)
        return self._compare(text, pieces)

    def _verified(self, found: list[tuple[int, int]]) -> Verdict:
        raw_at = self._normal.raw_at
        spans = (Span(raw_at(start), raw_at(end - 1) + 1) for start, end in found)
        return Verdict(State.VERIFIED, tuple(spans))

    def _compare(self, text: str, pieces: list[str]) -> Verdict:
        """The verdict on a text that is not there, with its first missing piece compared."""
        missing = next((piece for piece in pieces if self._find(piece) is None), "")
        if missing:
            near = self._words.nearest(missing)
            return Verdict(State.DIFFERS, (), near.passage, near.likeness, near.difference)
        return self._differs(
            text, "the pieces around […] are all in the source, but not in this order"
        )

    def _differs(self, text: str, difference: str) -> Verdict:
        near = self._words.nearest(text)
        return Verdict(State.DIFFERS, (), near.passage, near.likeness, difference)

    def _find(self, piece: str, start: int = 0) -> tuple[int, int] | None:
        """The first place of a piece from ``start`` on, whole words only."""
        return self._search(piece, lambda at: self._normal.text.find(piece, at), start, 1)

    def _find_last(self, piece: str, end: int) -> tuple[int, int] | None:
        """The last place of a piece that ends at ``end`` or before, whole words only."""

        def step(at: int) -> int:
            return self._normal.text.rfind(piece, 0, at + len(piece)) if at >= 0 else -1

        return self._search(piece, step, end - len(piece), -1)

    def _search(
        self, piece: str, step: Callable[[int], int], at: int, onward: int
    ) -> tuple[int, int] | None:
        for _ in range(_MOST_PLACES):
            at = step(at)
            if at < 0:
                return None
            if self._whole_words(at, at + len(piece)):
                return at, at + len(piece)
            at += onward
        return None

    def _whole_words(self, start: int, end: int) -> bool:
        raw = self._normal.raw
        first, last = self._normal.raw_at(start), self._normal.raw_at(end - 1) + 1
        return not (cuts_a_word(raw, first) or cuts_a_word(raw, last))

    def _find_all(self, pieces: list[str]) -> list[tuple[int, int]]:
        """The places of the pieces in order, close together; empty if they are not in this order.

        The first pass finds the earliest end of the last piece; the second, from that end back,
        keeps the omissions between the pieces as short as possible.
        """
        at = 0
        last: tuple[int, int] | None = None
        for piece in pieces:
            last = self._find(piece, at)
            if last is None:
                return []
            at = last[1]
        found = [last] if last else []
        for piece in reversed(pieces[:-1]):
            before = self._find_last(piece, found[0][0])
            found[:0] = [before] if before else []
        return found


def _is_short(piece: str) -> bool:
    return sum(any(map(str.isalnum, word)) for word in piece.split()) < FEWEST_WORDS


def _too_short(piece: str) -> str:
    return f"the piece “{piece}” beside […] has fewer than {FEWEST_WORDS} words"


@dataclass(frozen=True, slots=True)
class Nearest:
    """The raw passage, its likeness to the text (0 to 100), and the first difference in words.

    The passage is empty if nothing in the source is like the text.
    """

    passage: str
    likeness: float
    difference: str


class _Words:
    """The words and signs of a text as they are compared, with their offsets."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.spans = tokens(raw)
        self.exact = [normalised(raw[start:end]) for start, end in self.spans]
        self.folded = [word.casefold() for word in self.exact]

    def slice(self, start: int, end: int) -> str:
        """Return the raw text from one word up to another."""
        if start >= end:
            return ""
        return self.raw[self.spans[start][0] : self.spans[end - 1][1]]


class SourceWords:
    """The words of a source, split and indexed only when a text differs from it."""

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
        """Return the passage most like ``text``, by whole words."""
        asked = _Words(text)
        starts = self._starts(asked.folded) or self._start_by_letter(text)
        first, last = self._best(asked, starts)
        passage = self._source.slice(first, last)
        there, here = normalised(passage), normalised(text)
        if fuzz.ratio(there.casefold(), here.casefold()) < LIKE:
            return Nearest("", fuzz.ratio(there, here), "nothing in the source is like it")
        return Nearest(passage, fuzz.ratio(there, here), self._difference(asked, first, last))

    def _starts(self, words: list[str]) -> list[int]:
        """Possible beginnings of the passage: each word votes by its places in the source."""
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
        """The beginning for a text without a known word: it has no spaces, or is all mistyped."""
        if len(self._raw) > _LONGEST_BY_LETTER:
            return []
        found = fuzz.partial_ratio_alignment(text, self._raw, score_cutoff=LIKE)
        if found is None:
            return []
        begins = (at for at, (_, end) in enumerate(self._source.spans) if end > found.dest_start)
        return [next(begins, 0)]

    def _best(self, asked: _Words, starts: list[int]) -> tuple[int, int]:
        """The first and last word of the passage that takes the fewest changes of words.

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
        """The bounds of the passage around ``near`` that is most like the text, by letters."""
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
            # The same letters may be split into other words: hard—but, hard-but.
            if change.tag != "equal" and normalised(there) != normalised(here):
                begin = first + change.src_start
                return _sentence(there, here, source.slice(max(first, begin - 2), begin))
        return "the text begins or ends within a word or a number of the source"


def _around(at: int, most: int) -> range:
    return range(max(0, at - _SLACK), min(most, at + _SLACK) + 1)


def _sentence(there: str, here: str, before: str) -> str:
    place = f"after “{_first_words(before)}”" if before else "at the beginning"
    source, text = f"“{_first_words(there)}”", f"“{_first_words(here)}”"
    if not here:
        return f"the source has {source}{_code_point(there)} {place}, which the text leaves out"
    if not there:
        return f"the text has {text}{_code_point(here)} {place}, which the source does not have"
    points = _code_points(normalised(there), normalised(here))
    return f"the source has {source} where the text has {text}{points}"


def _first_words(words: str) -> str:
    each = words.split()
    if len(each) <= _MOST_WORDS_SHOWN:
        return " ".join(each)
    return " ".join(each[:_MOST_WORDS_SHOWN]) + " …"


def _spacing(there: str, here: str) -> str:
    """The sentence for two texts with the same letters, cut to where their spaces differ."""
    at = next(at for at in range(len(there)) if there[at] != here[at : at + 1])
    begin = there.rfind(" ", 0, max(0, at - 1)) + 1
    one = " ".join(there[begin:].split()[:2])
    other = _letters(here[begin:], len(one.replace(" ", "")))
    return f"the source has “{one}” where the text has “{other}”: the white space differs"


def _letters(text: str, count: int) -> str:
    """The beginning of a text with ``count`` characters that are not spaces."""
    ends = (at for at in range(len(text) + 1) if at - text.count(" ", 0, at) == count)
    return text[: next(ends, len(text))]


def _code_point(word: str) -> str:
    """The code point of an invisible or uncommon sign, in brackets."""
    seen = len(word) != 1 or word.isascii() or word.isalnum()
    return "" if seen else f" (U+{ord(word):04X})"


def _code_points(there: str, here: str) -> str:
    """The code points of the first letters that differ, if they may look alike."""
    for one, other in zip(there, here, strict=False):
        if one != other:
            alike = not (one.isascii() and other.isascii())
            return f" (U+{ord(one):04X} against U+{ord(other):04X})" if alike else ""
    return ""
