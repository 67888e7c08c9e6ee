"""Correct slips of the fingers in words of asking: "waht about money", "agianst trams"."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.search.spelling import by_initial
from bot.search.text import fold

# Shorter words are one letter from too many others; in those of three letters two are swapped.
_SHORTEST = 4
_SHORTEST_SWAPPED = 3
_MOST_KEPT = 1 << 10
# With what is joined to it: "doesn't", "trams-only".
_WORD = re.compile(r"[^\W\d_]+(?:['’-]\w+)*")


class AskingWords:
    """Words of asking, to which words that nobody knows are corrected.

    A slip is one letter added, left out, changed, or changed over with the next (OSA distance 1).
    """

    def __init__(self, words: Iterable[str], *, swaps_only: bool = False) -> None:
        """Keep the folded ``words`` of three letters or more.

        With ``swaps_only`` only letters changed over are corrected: without a list of a language's
        words, any other slip may be a word of its own.
        """
        self._by_initial = by_initial(
            word for word in words if len(word) >= _SHORTEST_SWAPPED and word.isalpha()
        )
        self._swaps_only = swaps_only
        self._nearest = lru_cache(maxsize=_MOST_KEPT)(self._find)

    def corrected(self, text: str, is_known: Callable[[str], bool]) -> str:
        """Return the text with its slips corrected; known words stay, and are given folded."""

        def read(found: re.Match[str]) -> str:
            word = fold(found[0])
            if len(word) < _SHORTEST_SWAPPED or not word.isalpha() or is_known(word):
                return found[0]
            return self._nearest(word) or found[0]

        return _WORD.sub(read, text)

    def _find(self, word: str) -> str:
        """Return the nearest word of asking, one with the same letters first; empty for none."""
        near = [
            known
            for initial in dict.fromkeys(word[:2])
            for known in self._by_initial.get(initial, ())
            if abs(len(known) - len(word)) <= 1 and OSA.distance(word, known, score_cutoff=1) == 1
        ]
        swaps = [known for known in near if sorted(known) == sorted(word)]
        if self._swaps_only or len(word) < _SHORTEST:
            near = []
        return next(iter(swaps or near), "")
