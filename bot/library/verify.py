"""The verbatim check: does the text stand in the source, letter for letter?

Compared after the normalisation of :mod:`bot.library.normalisation` and nothing else. ``[…]`` (or
``[...]``) marks what is left out; the pieces stand in the source in that order, each with two
words or more, so that no sentence can be put together from single words. No piece begins or ends
within a word: "can" is not found in "can't".
"""

import re
from collections.abc import Callable

from bot.library.model import Span, State, Verdict
from bot.library.nearest_passage import Nearest, SourceWords
from bot.library.normalisation import Normalised, normalised
from bot.library.word_boundaries import cuts_a_word

OMISSION = "[…]"
_OMISSION = re.compile(r"\[(?:…|\.\.\.)\]")
FEWEST_WORDS = 2
# Places to try for one piece. A source that repeats two letters a million times has more; such a
# text counts as not found, which is on the safe side.
_MOST_PLACES = 10_000


class Original:
    """A source text made ready for checking many excerpts against it."""

    def __init__(self, raw: str) -> None:
        self._normal = Normalised(raw)
        self._words = SourceWords(raw)

    def verify(self, text: str) -> Verdict:
        """Whether and where ``text`` stands in the source. Never UNCHECKED."""
        if not any(map(str.isalnum, text)):
            return Verdict(State.DIFFERS, difference="the text has no words")
        marked = _OMISSION.sub(OMISSION, text)
        # The source may itself leave words out with "[…]": then the whole text stands there.
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
        """The verdict on a text that is not there: what of it differs, and how."""
        missing = next((piece for piece in pieces if self._find(piece) is None), "")
        if missing:
            return _verdict(self._words.nearest(missing))
        return self._differs(
            text, "the pieces between […] all stand in the source, but not in this order"
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
        """The pieces in order, as close together as they end first; empty where they are not.

        The first pass finds whether they stand in this order and where the last one ends; the
        second, from the end, leaves out as little as possible between them.
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


def _verdict(near: Nearest) -> Verdict:
    return Verdict(State.DIFFERS, (), near.passage, near.likeness, near.difference)


def _is_short(piece: str) -> bool:
    return sum(any(map(str.isalnum, word)) for word in piece.split()) < FEWEST_WORDS


def _too_short(piece: str) -> str:
    return f"the piece “{piece}” beside […] has fewer than {FEWEST_WORDS} words"
