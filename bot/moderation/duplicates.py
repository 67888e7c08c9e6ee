"""Quotes that say nearly the same as a text: so that nothing is added twice by accident.

Two ways to be near, each over all quotes at once: the whole texts alike (``rapidfuzz.fuzz.ratio``),
or a stretch of one standing word for word in the other, as where a passage was cut elsewhere.
"""

import threading
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from rapidfuzz import fuzz, process

from bot.library.model import Quote
from bot.library.view import View

# ``fuzz.ratio`` of the whole texts, 0 to 100: from here they are the same words with slips.
ALIKE = 85.0
# ``fuzz.partial_ratio``, 0 to 100, of the shorter text with as much of the longer one.
_CONTAINED = 90.0
# Words in a stretch that is looked for: fewer stand in many texts by chance.
_STRETCH = 5
_MOST_STRETCHES = 16
_MOST_FOUND_OF_EACH = 20
MOST_FOUND = 5
_MOST_KEPT = 8

# What tells two copies of the same words apart. Done by replacing, which is as fast over all texts
# of a library as one string as it is slow over each of them apart.
_SPACES = "\n\r\t\x0b\x0c\x1c\x1d\x1e\x1f\x85\u00a0\u2002\u2003\u2009\u200a\u202f\u3000"
_SINGLE = "‘’‚‛‹›ʼ`´"
_DOUBLE = '"“”„‟«»'
_DASHES = "‐‑‒–—―−"
_SAME = (
    *((sign, " ") for sign in _SPACES),
    *((sign, "'") for sign in _SINGLE),
    *((sign, "") for sign in _DOUBLE),
    *((sign, "-") for sign in _DASHES),
    ("...", "…"),
)
_BETWEEN = "\0"


@dataclass(frozen=True, slots=True)
class DuplicateMatch:
    """A quote near a text, and how near: 0 to 100, 100 for the same words."""

    quote: str
    likeness: float


def compared(text: str) -> str:
    """A text as it is compared: one white space, one kind of dash, no quotation marks or capitals.

    White space at its ends stays.
    """
    text = text.casefold()
    for sign, plain in _SAME:
        if sign in text:
            text = text.replace(sign, plain)
    while "  " in text:
        text = text.replace("  ", " ")
    return text


class TextIndex:
    """The texts of many quotes, to be searched all at once."""

    def __init__(self, quotes: Iterable[tuple[str, str]]) -> None:
        """Take pairs of an id and a text, which holds no NUL."""
        pairs = list(quotes)
        self._ids = [id_ for id_, _ in pairs]
        whole = compared(_BETWEEN.join(text for _, text in pairs))
        self._texts = whole.split(_BETWEEN) if pairs else []
        # One long string is searched for a stretch at the speed of memory: of bytes, whatever
        # letters are in it.
        self._whole = whole.encode()
        lengths = (len(text.encode()) + 1 for text in self._texts)
        self._starts = list(accumulate(lengths, initial=0))

    def near(self, text: str) -> Iterator[DuplicateMatch]:
        """What is near a compared text, in no order; a quote may come twice."""
        if not self._texts:
            return
        ratios = process.cdist([text], self._texts, scorer=fuzz.ratio, score_cutoff=ALIKE)[0]
        yield from (
            DuplicateMatch(self._ids[at], float(ratios[at])) for at in np.flatnonzero(ratios)
        )
        for at in dict.fromkeys(self._holding_a_stretch_of(text)):
            likeness = fuzz.partial_ratio(text, self._texts[at], score_cutoff=_CONTAINED)
            if likeness:
                # Less than the same: there is more in one of them.
                yield DuplicateMatch(self._ids[at], min(likeness, 99.0))

    def _holding_a_stretch_of(self, text: str) -> Iterator[int]:
        """The places of texts that hold some words of ``text`` in a row."""
        words = text.split()
        begins = range(0, len(words) - _STRETCH + 1, _STRETCH)
        for begin in begins[:: len(begins) // _MOST_STRETCHES + 1]:
            stretch = " ".join(words[begin : begin + _STRETCH]).encode()
            at = -1
            for _ in range(_MOST_FOUND_OF_EACH):
                at = self._whole.find(stretch, at + 1)
                if at < 0:
                    break
                yield bisect_right(self._starts, at) - 1


class DuplicateFinder:
    """Finds near texts in any server's view over one shared library. Safe to use from threads.

    The shared texts are made ready once, when first wanted, and those of the views last asked.
    """

    def __init__(self) -> None:
        self._ready: OrderedDict[int, tuple[Mapping[str, Quote], TextIndex]] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, text: str, view: View, but: str = "") -> tuple[DuplicateMatch, ...]:
        """The quotes of a view nearest to a text, at most five, nearest first.

        Those removed or hidden are among them; the quote ``but`` is not.
        """
        wanted = compared(text.strip())
        likeness: dict[str, float] = {}
        for quotes in (view.shared.quotes, view.put):
            for near in self._texts_of(quotes).near(wanted):
                replaced = quotes is not view.put and near.quote in view.put
                if near.quote != but and not replaced:
                    likeness[near.quote] = max(near.likeness, likeness.get(near.quote, 0.0))
        ranked = sorted(likeness.items(), key=lambda entry: -entry[1])
        return tuple(DuplicateMatch(id_, value) for id_, value in ranked[:MOST_FOUND])

    def _texts_of(self, quotes: Mapping[str, Quote]) -> TextIndex:
        with self._lock:
            known = self._ready.get(id(quotes))
            # The mapping itself is kept, so that no other can have its id.
            if known is None:
                pairs = ((id_, quote.text) for id_, quote in quotes.items())
                known = self._ready[id(quotes)] = (quotes, TextIndex(pairs))
            self._ready.move_to_end(id(quotes))
            while len(self._ready) > _MOST_KEPT:
                self._ready.popitem(last=False)
            return known[1]
