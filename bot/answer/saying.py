"""Which quotes say some words in their own text, and how much of them."""

from collections.abc import Iterator, Mapping
from functools import cached_property

import numpy as np

from bot.answer.bm25 import Scores
from bot.answer.documents import Documents

# Who has less of the words, by weight, does not say them.
_SAYS_IT = 0.5
# A little less than what rounds to 1, so that rounding alone decides.
_NEARLY_ALL = 0.94


class Saying:
    """The quotes that have at least half of some words in their own text, by weight.

    Counted when first asked for.
    """

    def __init__(self, documents: Documents, worths: Mapping[str, float], asked: float) -> None:
        """``worths`` are what the known words are worth, ``asked`` the weight of all."""
        self._documents = documents
        self._worths = worths
        self._asked = asked

    @cached_property
    def _held(self) -> Scores:
        return self._documents.text_index.scores(self._worths.items())

    def share(self, quote: str) -> float:
        """The share of the words that a quote has, in tenths: 0.5 to 1, or 0 for less."""
        held = float(self._held[self._documents.quote_numbers[quote]])
        if not self._asked or held < np.float32(_SAYS_IT * self._asked):
            return 0.0
        return round(held / self._asked, 1)

    def whole(self) -> Iterator[str]:
        """The quotes that have all of the words: whose share is 1."""
        if self._asked:
            for number in (self._held >= np.float32(_NEARLY_ALL * self._asked)).nonzero()[0]:
                if round(float(self._held[number]) / self._asked, 1) >= 1:
                    yield self._documents.quote_ids[int(number)]
