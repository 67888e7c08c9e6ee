"""Find quotes with nearly the same text, so that nothing is added twice by accident.

Two texts are near if the whole of them is alike (``rapidfuzz.fuzz.ratio``), or if a run of words of
one is in the other word for word, such as in a passage that was cut elsewhere.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from rapidfuzz import fuzz, process

from bot.library.model import Quote
from bot.library.view import View
from bot.lru import LruCache

# ``fuzz.ratio`` of the whole texts, 0 to 100: from here on they are the same words with slips.
ALIKE = 85.0
# ``fuzz.partial_ratio``, 0 to 100, of the shorter text with the best part of the longer one.
_CONTAINED = 90.0
# Words in a run that is looked for: shorter runs are in many texts by chance.
_RUN = 5
_MOST_RUNS = 16
_MOST_FOUND_OF_EACH = 20
MOST_FOUND = 5
_MOST_INDEXES = 8

# Differences between two copies of the same words. ``str.replace`` is fast over one string of all
# texts, and slow over each text apart.
_SPACES = "\n\r\t\x0b\x0c\x1c\x1d\x1e\x1f\x85\u00a0\u2002\u2003\u2009\u200a\u202f\u3000"
_SINGLE = "‘’‚‛‹›ʼ`´"
_DOUBLE = '"“”„‟«»'
_DASHES = "‐‑‒–—―−"
_REPLACED = (
    *((sign, " ") for sign in _SPACES),
    *((sign, "'") for sign in _SINGLE),
    *((sign, "") for sign in _DOUBLE),
    *((sign, "-") for sign in _DASHES),
    ("...", "…"),
)
_BETWEEN = "\0"


@dataclass(frozen=True, slots=True)
class DuplicateMatch:
    """The id of a quote near a text, and their likeness: 0 to 100, 100 for the same words."""

    quote: str
    likeness: float


def compared(text: str) -> str:
    """Return a text in the form that is compared: without capitals and quotation marks.

    White space and dashes are all of one kind, and an accent is one character with its letter;
    white space at the ends stays.
    """
    text = unicodedata.normalize("NFC", text).casefold()
    for sign, plain in _REPLACED:
        if sign in text:
            text = text.replace(sign, plain)
    while "  " in text:
        text = text.replace("  ", " ")
    return text


class TextIndex:
    """The texts of many quotes, searched all at once."""

    def __init__(self, quotes: Iterable[tuple[str, str]]) -> None:
        """Take pairs of an id and a text, which contains no NUL."""
        pairs = list(quotes)
        self._ids = [id_ for id_, _ in pairs]
        whole = compared(_BETWEEN.join(text for _, text in pairs))
        self._texts = whole.split(_BETWEEN) if pairs else []
        # One string of bytes is searched for a run at the speed of memory.
        self._whole = whole.encode()
        lengths = (len(text.encode()) + 1 for text in self._texts)
        self._starts = list(accumulate(lengths, initial=0))

    def near(self, text: str) -> Iterator[DuplicateMatch]:
        """Yield the quotes near a compared text, in no order; a quote may come twice."""
        if not self._texts:
            return
        ratios = process.cdist([text], self._texts, scorer=fuzz.ratio, score_cutoff=ALIKE)[0]
        alike = np.flatnonzero(ratios)
        yield from (DuplicateMatch(self._ids[at], float(ratios[at])) for at in alike)
        for at in dict.fromkeys(self._with_a_run_of(text)):
            likeness = fuzz.partial_ratio(text, self._texts[at], score_cutoff=_CONTAINED)
            if likeness:
                # Below 100, since one of them says more.
                yield DuplicateMatch(self._ids[at], min(likeness, 99.0))

    def _with_a_run_of(self, text: str) -> Iterator[int]:
        """Yield the places of texts that contain some consecutive words of ``text``."""
        words = text.split()
        begins = range(0, len(words) - _RUN + 1, _RUN)
        for begin in begins[:: len(begins) // _MOST_RUNS + 1]:
            run = " ".join(words[begin : begin + _RUN]).encode()
            at = -1
            for _ in range(_MOST_FOUND_OF_EACH):
                at = self._whole.find(run, at + 1)
                if at < 0:
                    break
                yield bisect_right(self._starts, at) - 1


class DuplicateFinder:
    """Finds near texts in any server's view over one shared library. Safe to use from threads.

    Indexes are built on first use and cached: one of the shared texts, one for each server’s own.
    """

    def __init__(self) -> None:
        # By the identity of the mapping, which the value holds, so that no other can have its id.
        self._indexes: LruCache[int, tuple[Mapping[str, Quote], TextIndex]] = LruCache(
            _MOST_INDEXES
        )

    def find(self, text: str, view: View, but: str = "") -> tuple[DuplicateMatch, ...]:
        """Return the quotes of a view nearest to a text, at most five, nearest first.

        Removed and hidden quotes are included; the quote ``but`` is not.
        """
        wanted = compared(text.strip())
        likeness: dict[str, float] = {}
        for quotes in (view.shared.quotes, view.put):
            for near in self._index_of(quotes).near(wanted):
                replaced = quotes is not view.put and near.quote in view.put
                if near.quote != but and not replaced:
                    likeness[near.quote] = max(near.likeness, likeness.get(near.quote, 0.0))
        ranked = sorted(likeness.items(), key=lambda entry: -entry[1])
        return tuple(DuplicateMatch(id_, value) for id_, value in ranked[:MOST_FOUND])

    def _index_of(self, quotes: Mapping[str, Quote]) -> TextIndex:
        known = self._indexes.get(id(quotes))
        if known is None:
            pairs = ((id_, quote.text) for id_, quote in quotes.items())
            known = self._indexes.setdefault(id(quotes), (quotes, TextIndex(pairs)))
        return known[1]
