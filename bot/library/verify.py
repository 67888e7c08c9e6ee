"""The verbatim check: does a text stand in its source, letter for letter?

Texts are compared after the normalisation of :mod:`bot.library.normalisation` and nothing else.
``[…]`` or ``[...]`` marks an omission; the pieces must stand in the source in that order, each with
at least two words, so that no sentence can be put together from single words. No piece begins or
ends within a word: "can" is not found in "can't".

For a text that differs, the most similar passage is found, and the first difference in words.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein, Prefix

from bot.i18n import N_, Sentence, sentence
from bot.library.model import Span, State, Verdict
from bot.library.normalisation import Normalised, cuts_a_word, normalised, tokens
from bot.library.text_cleaning import GRAPHEME

OMISSION = "[…]"
OMISSIONS = re.compile(r"\[(?:…|\.\.\.)\]")
FEWEST_WORDS = 2
# Places to try for one piece. A source that repeats two letters a million times has more; then
# the text counts as not found, which is the safe answer.
_MOST_PLACES = 10_000
# fuzz.ratio, 0 to 100, capitals aside: under this the passage shares little but small words.
LIKE = 45.0
_SLACK = 6  # words; each end of the passage is tried this far in and out
# Without a common word, letters are compared; in longer sources that would take too long.
_LONGEST_BY_LETTER = 100_000
_MOST_WORDS_SHOWN = 8
_LONGEST_WORD = 80  # letters; of longer ones only those around the difference are told
_LETTERS_AROUND = 12


class SourceText:
    """A source text prepared for checking many excerpts against it."""

    def __init__(self, raw: str) -> None:
        self._normal = Normalised(raw)

    @cached_property
    def _words(self) -> "_Words":
        return _Words(self._normal.raw)  # only a text that differs needs them

    def verify(self, text: str, occurrence: int = 1) -> Verdict:
        """Return whether and where ``text`` stands in the source; never UNCHECKED.

        If the text stands there several times, ``occurrence`` says which passage is meant, from 1.
        """
        if not any(map(str.isalnum, text)):
            return Verdict(State.DIFFERS, difference=sentence("the text has no words"))
        number, raw_at = 0, self._normal.raw_at
        for number, passage in enumerate(self._passages(text), start=1):
            if number == occurrence:
                spans = (Span(raw_at(start), raw_at(end - 1) + 1) for start, end in passage)
                return Verdict(State.VERIFIED, tuple(spans))
        if number:
            times = sentence("the source has the text only {number} times", number=str(number))
            if number == 1:
                times = sentence("the source has the text only once")
            return Verdict(State.DIFFERS, difference=times)
        return self._differing(text)

    def _differing(self, text: str) -> Verdict:
        pieces = _split_at_omissions(text)
        if short := _short_piece(pieces):
            wrong = sentence(
                "the piece “{short}” beside […] has fewer than {fewest_words} words",
                short=short,
                fewest_words=str(FEWEST_WORDS),
            )
            return _nearest(self._words, text, wrong)
        missing = next((piece for piece in pieces if not self._first_place(piece)), "")
        if missing:
            return _nearest(self._words, missing)
        wrong = sentence("the pieces around […] are all in the source, but not in this order")
        return _nearest(self._words, text, wrong)

    def lines_of(self, text: str, most: int) -> tuple[int, ...]:
        """Return the lines, from 1, on which passages with the text begin, at most ``most``.

        Empty if there is only one passage.
        """
        passages = list(islice(self._passages(text), most))
        starts = [self._normal.raw_at(first) for (first, _end), *_ in passages]
        lines = tuple(self._normal.raw.count("\n", 0, start) + 1 for start in starts)
        return lines if len(lines) > 1 else ()

    def _passages(self, text: str) -> Iterator[list[tuple[int, int]]]:
        """Yield the places of the pieces in each passage with the text, in order."""
        pieces = _split_at_omissions(text)
        # The source may itself contain "[…]": then the text stands there as a whole.
        wholes = ([normalised(text)], [normalised(OMISSIONS.sub(OMISSION, text))])
        for reading in (*wholes, [] if _short_piece(pieces) else pieces):
            start = 0
            while found := self._next_passage(reading, start):
                yield found
                start = found[0][0] + 1
            if start:
                return

    def _first_place(self, piece: str, start: int = 0) -> tuple[int, int] | None:
        return next(self._places_of(piece, start), None)

    def _places_of(
        self, piece: str, start: int, end: int | None = None
    ) -> Iterator[tuple[int, int]]:
        """The places of a piece in the normalised text from ``start`` to ``end``, whole words."""
        raw, raw_at = self._normal.raw, self._normal.raw_at
        at = start - 1
        for _place in range(_MOST_PLACES):
            at = self._normal.text.find(piece, at + 1, end)
            if at < 0:
                return
            first, last = raw_at(at), raw_at(at + len(piece) - 1) + 1
            if not (cuts_a_word(raw, first) or cuts_a_word(raw, last)):
                yield at, at + len(piece)

    def _next_passage(self, pieces: list[str], start: int) -> list[tuple[int, int]]:
        """The places of the pieces in order from ``start`` on; empty if there are none.

        The first pass finds the earliest end of the last piece; the second, from that end back,
        keeps the omissions between the pieces as short as possible.
        """
        found: list[tuple[int, int]] = []
        for piece in pieces:
            place = self._first_place(piece, found[-1][1] if found else start)
            if place is None:
                return []
            found.append(place)
        for number in range(len(found) - 2, -1, -1):
            *_, found[number] = self._places_of(
                pieces[number], found[number][0], found[number + 1][0]
            )
        return found


def _split_at_omissions(text: str) -> list[str]:
    """The pieces between the omission marks, as they are compared."""
    return [piece for part in OMISSIONS.split(text) if (piece := normalised(part))]


def _short_piece(pieces: list[str]) -> str:
    """The first piece of several that has too few words; empty if there is none."""
    for piece in pieces if len(pieces) > 1 else ():
        if sum(any(map(str.isalnum, word)) for word in piece.split()) < FEWEST_WORDS:
            return piece
    return ""


class _Words:
    """The words and signs of a text as they are compared, with their offsets."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.spans = tokens(raw)
        self.exact = [normalised(raw[start:end]) for start, end in self.spans]
        self.folded = [word.casefold() for word in self.exact]

    def slice(self, start: int, end: int) -> str:
        """Return the raw text from one word up to another."""
        return self.raw[self.spans[start][0] : self.spans[end - 1][1]] if start < end else ""


def _nearest(source: _Words, text: str, difference: Sentence | None = None) -> Verdict:
    """Return the verdict on a text that differs, with the passage most like it.

    ``difference`` is the reason, or None to name the first difference from the passage. The
    passage is empty if nothing in the source is like the text.
    """
    asked = _Words(text)
    first, last = _most_similar_passage(source, asked)
    passage = source.slice(first, last)
    there, here = normalised(passage), normalised(text)
    if fuzz.ratio(there.casefold(), here.casefold()) < LIKE:
        passage, reason = "", sentence("nothing in the source is like it")
    else:
        reason = _difference(source, asked, first, last)
    return Verdict(State.DIFFERS, (), passage, difference or reason)


def _most_similar_passage(source: _Words, asked: _Words) -> tuple[int, int]:
    """The first and last word of the passage that takes the fewest changes of words.

    Among equals: fewest changes with capitals counted, then the most alike by letters.
    """
    begin, finish = _rough_bounds(source, asked)
    text = "".join(asked.exact)
    best = (len(asked.folded) + 1, 0, 0.0, 0, 0)
    for first in _around(begin, len(source.spans)):
        for last in _around(finish, len(source.spans)):
            changes = Levenshtein.distance(asked.folded, source.folded[first:last])
            if first < last and changes <= best[0]:
                exact = Levenshtein.distance(asked.exact, source.exact[first:last])
                unlike = -fuzz.ratio(text, "".join(source.exact[first:last]))
                best = min(best, (changes, exact, unlike, first, last))
    return best[3], best[4]


def _rough_bounds(source: _Words, asked: _Words) -> tuple[int, int]:
    """The bounds of the stretch that shares most words with the text, in words."""
    found = fuzz.partial_ratio_alignment(asked.folded, source.folded)
    if found and found.score:
        return found.dest_start, found.dest_end
    # The text has no spaces, or all of its words are mistyped.
    if len(source.raw) > _LONGEST_BY_LETTER:
        return 0, 0
    found = fuzz.partial_ratio_alignment(asked.raw, source.raw, score_cutoff=LIKE)
    start = found.dest_start if found else 0
    begin = sum(end <= start for _begin, end in source.spans)
    return begin, begin + len(asked.spans)


def _difference(source: _Words, asked: _Words, first: int, last: int) -> Sentence:
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
    return sentence("the text begins or ends within a word or a number of the source")


def _around(at: int, most: int) -> range:
    return range(max(0, at - _SLACK), min(most, at + _SLACK) + 1)


def _sentence(there: str, here: str, before: str) -> Sentence:
    place = sentence("at the beginning")
    if before:
        place = sentence("after “{before}”", before=_first_words(before))
    source, text = (_quoted(_first_words(words)) for words in (there, here))
    parts = {"source": source, "text": text, "place": place}
    if not here:
        template = N_("the source has {source}{there} {place}, which the text leaves out")
        return sentence(template, there=_code_point(there), **parts)
    if not there:
        template = N_("the text has {text}{here} {place}, which the source does not have")
        return sentence(template, here=_code_point(here), **parts)
    # A letter with its marks, or an emoji of several characters, is told as a whole.
    letters = [GRAPHEME.findall(normalised(words)) for words in (there, here)]
    at = Prefix.similarity(*letters)
    if max(map(len, letters)) > _LONGEST_WORD:
        # A sentence in a script without spaces is one word.
        source, text = (_quoted(_around_letter(each, at)) for each in letters)
    one, other = ("".join(each[at : at + 1]) for each in letters)
    template = N_("the source has {source} where the text has {text}")
    # Letters that may look alike are told apart by their code points.
    if one and other and not (one.isascii() and other.isascii()):
        template = N_("the source has {source} where the text has {text} ({one} against {other})")
    codes = {"one": _code_points(one), "other": _code_points(other)}
    return sentence(template, source=source, text=text, **codes)


def _quoted(words: str) -> Sentence:
    return sentence("“{text}”", text=words)


def _code_points(letter: str) -> str:
    return " ".join(f"U+{ord(each):04X}" for each in letter)


def _around_letter(letters: Sequence[str], at: int) -> str:
    """Return some letters before and after a place, with … where others are left out."""
    begin, end = max(0, at - _LETTERS_AROUND), at + _LETTERS_AROUND + 1
    return ("…" if begin else "") + "".join(letters[begin:end]) + ("…" * (end < len(letters)))


def _first_words(words: str) -> str:
    each = words.split()
    more = " …" if len(each) > _MOST_WORDS_SHOWN else ""
    return " ".join(each[:_MOST_WORDS_SHOWN]) + more


def _spacing(there: str, here: str) -> Sentence:
    """The sentence for two texts with the same letters, cut to where their spaces differ."""
    at = Prefix.similarity(there, here)
    begin = there.rfind(" ", 0, max(0, at - 1)) + 1
    one = " ".join(there[begin:].split()[:2])
    # This pattern matches the same number of letters in the text, with any spaces between them.
    letters = re.match(rf"(?: *[^ ]){{{len(one.replace(' ', ''))}}}", here[begin:])
    other = letters[0] if letters else here[begin:]
    return sentence(
        "the source has “{one}” where the text has “{other}”: the white space differs",
        one=one,
        other=other,
    )


def _code_point(word: str) -> str:
    """The code point of an invisible or uncommon sign, in brackets."""
    seen = len(word) != 1 or word.isascii() or word.isalnum()
    return "" if seen else f" (U+{ord(word):04X})"
