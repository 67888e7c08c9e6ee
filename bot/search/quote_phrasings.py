"""The questions that quotes answer, compared with a request: by their words and by meaning.

A quote says what is so, and its phrasings ask for it: "How much did the review cost?" is nearer to
"what was the price of the review" than the quote that has the sum in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.library.library import Library
from bot.search.documents import Documents
from bot.search.index import Scores
from bot.search.lexicon import Lexicon
from bot.search.meaning import Vectors, WordVectors

# So many quotes are compared, the best by other evidence.
_MOST_COMPARED = 24
# The phrasings of so many quotes are kept, as they are likely compared again.
_MOST_KEPT = 4096


@dataclass(frozen=True, slots=True)
class _Phrased:
    """The phrasings of a quote: the terms of each, their summed idf, and its direction."""

    terms: tuple[frozenset[str], ...]
    weights: tuple[float, ...]
    directions: Vectors | None


class QuotePhrasings:
    """Compares requests with the phrasings of the first 24 of some quotes.

    They are read when first needed.
    """

    def __init__(
        self,
        library: Library,
        documents: Documents,
        lexicon: Lexicon,
        vectors: WordVectors | None,
    ) -> None:
        """Without ``vectors`` there are no cosines."""
        self._library = library
        self._documents = documents
        self._lexicon = lexicon
        self._vectors = vectors
        self._kept: dict[str, _Phrased] = {}

    def likeness(self, quotes: Sequence[str], worths: Mapping[str, float], asked: float) -> Scores:
        """Return how like the request the phrasing most like it is, 0 to 1 (Dice's coefficient).

        ``worths`` are the worths of the request's known words, ``asked`` is the weight of all.
        """
        found: Scores = np.zeros(len(quotes), dtype=np.float32)
        for place, phrased in self._phrased(quotes):
            found[place] = max(
                2 * sum(worths[term] for term in worths if term in terms) / ((asked + weight) or 1)
                for terms, weight in zip(phrased.terms, phrased.weights, strict=True)
            )
        return found

    def cosines(self, quotes: Sequence[str], asked: Vectors) -> Scores:
        """Return the cosine of the phrasing nearest to a direction; 0 for a quote without any."""
        found: Scores = np.zeros(len(quotes), dtype=np.float32)
        for place, phrased in self._phrased(quotes):
            if phrased.directions is not None:
                found[place] = (phrased.directions @ asked).max()
        return found

    def _phrased(self, quotes: Sequence[str]) -> list[tuple[int, _Phrased]]:
        """Return the places of the first quotes that have phrasings, and these."""
        held = self._library.quotes
        first = enumerate(quotes[:_MOST_COMPARED])
        places = [place for place, quote in first if held[quote].phrasings]
        if len(self._kept) + len(places) > _MOST_KEPT:
            self._kept.clear()
        return [(place, self._read(quotes[place])) for place in places]

    def _read(self, quote: str) -> _Phrased:
        found = self._kept.get(quote)
        if found is None:
            texts = [self._lexicon.terms(one) for one in self._library.quotes[quote].phrasings]
            idf = self._documents.idf
            found = self._kept[quote] = _Phrased(
                terms=tuple(map(frozenset, texts)),
                weights=tuple(sum(idf.get(term) or 0.0 for term in set(one)) for one in texts),
                directions=np.array([self._vectors.direction(one) for one in texts])
                if self._vectors
                else None,
            )
        return found
