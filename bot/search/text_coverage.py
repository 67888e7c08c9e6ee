"""The share of a request's words that the text of each quote has."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np

from bot.search.documents import Documents
from bot.search.index import Scores

# A quote that has less of the words, by weight, does not say them.
_SAYS_IT = 0.5


class TextCoverage:
    """The share of some words, by weight, that quotes have in their own text."""

    def __init__(self, documents: Documents, worths: Mapping[str, float], asked: float) -> None:
        """``worths`` are what the known words are worth, ``asked`` the weight of all."""
        self._documents = documents
        self._worths = worths
        self._asked = asked

    @cached_property
    def _shares(self) -> Scores:
        scores = self._documents.text_index.scores(self._worths.items())
        shares: Scores = scores / np.float32(self._asked or 1.0)
        return shares

    @property
    def highest(self) -> float:
        """The highest share of any quote, 0 to 1."""
        return float(self._shares.max(initial=0.0))

    def shares(self, quotes: Sequence[str]) -> dict[str, float]:
        """The share of each of these quotes, in tenths: 0.5 to 1, or 0 for less."""
        numbers = self._documents.quote_numbers
        shares = self._shares[[numbers[quote] for quote in quotes]].tolist()
        return {
            quote: round(share, 1) if share >= _SAYS_IT else 0.0
            for quote, share in zip(quotes, shares, strict=True)
        }

    def whole(self) -> Iterator[str]:
        """The quotes that have all of the words: those whose share rounds to 1."""
        for number in (self._shares > np.float32(0.95)).nonzero()[0].tolist():
            yield self._documents.quote_ids[number]
