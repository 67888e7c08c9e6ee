"""Which quotes say some words in their own text, and how much of them."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from bot.search.documents import Documents
from bot.search.index import Scores
from bot.search.ragged import Numbers, distinct

# Who has less of the words, by weight, does not say them.
_SAYS_IT = 0.5
# A little less than what rounds to 1, so that rounding alone decides.
_NEARLY_ALL = 0.94
# So much may be lost where numbers are rounded to 24 bits as they are summed.
_ROUNDED = 0.999


class Saying:
    """The quotes that have at least half of some words in their own text, by weight."""

    def __init__(self, documents: Documents, worths: Mapping[str, float], asked: float) -> None:
        """``worths`` are what the known words are worth, ``asked`` the weight of all."""
        self._documents = documents
        self._worths = tuple(worths.items())
        self._asked = asked

    def shares(self, quotes: Sequence[str]) -> dict[str, float]:
        """The share of the words that each quote has, in tenths: 0.5 to 1, or 0 for less."""
        numbers = self._documents.quote_numbers
        held = self._held(np.array([numbers[quote] for quote in quotes], dtype=np.int32))
        least = float(np.float32(_SAYS_IT * self._asked))
        if not self._asked:
            return dict.fromkeys(quotes, 0.0)
        return {
            quote: 0.0 if one < least else round(one / self._asked, 1)
            for quote, one in zip(quotes, held.tolist(), strict=True)
        }

    def whole(self) -> Iterator[str]:
        """The quotes that have all of the words: whose share is 1."""
        if not self._asked:
            return
        able = self._able()
        held = self._held(able)
        near = held >= np.float32(_NEARLY_ALL * self._asked)
        for number, one in zip(able[near].tolist(), held[near].tolist(), strict=True):
            if round(one / self._asked, 1) >= 1:
                yield self._documents.quote_ids[number]

    def _held(self, quotes: Numbers) -> Scores:
        return self._documents.text_index.sums(self._worths, quotes)

    def _able(self) -> Numbers:
        """The quotes, by number, that may have nearly all of the words."""
        index, all_ = self._documents.text_index, sum(worth for _, worth in self._worths)
        least = _ROUNDED * _NEARLY_ALL * self._asked
        if all_ < least:
            return index.gone[:0]
        # Whoever lacks one of these has too little of the others.
        needed = [term for term, worth in self._worths if all_ - worth < least]
        if needed:
            return min(map(index.holding, needed), key=len)
        return distinct(np.concatenate([index.holding(term) for term, _ in self._worths]))
