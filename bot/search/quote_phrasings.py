"""The questions that quotes answer, found exactly or nearly.

Compared as names are: with ``rapidfuzz.fuzz.ratio`` over the whole of both, 0 to 100.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.library.model import Quote
from bot.library.overlay import Layer, lay_over
from bot.search.names import near_keys
from bot.search.text import plain_key, tokens

# The ratio from which a question may be meant that has the same words of weight.
NEAR = 70.0
# Longer requests are not compared with phrasings.
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Phrasing:
    """A question that a quote answers; ``key`` is :func:`bot.search.text.plain_key` of it."""

    quote: str
    text: str
    key: str


class PhrasingTable:
    """The phrasings of some quotes, in library order."""

    def __init__(self, quotes: Iterable[Quote]) -> None:
        self._all = [
            Phrasing(quote.id, text, plain_key(tokens(text)))
            for quote in quotes
            for text in quote.phrasings
        ]
        self._keys = [one.key for one in self._all]

    def like(self, key: str, cutoff: float) -> Iterator[tuple[Phrasing, float]]:
        """Return the phrasings like ``key`` with their ratio, ``cutoff`` to 100."""
        for number, ratio in near_keys(key, self._keys, cutoff):
            yield self._all[number], ratio


class QuotePhrasings:
    """The phrasings of all quotes of a library, in layers."""

    def __init__(self, layers: tuple[Layer[PhrasingTable, frozenset[str]], ...] = ()) -> None:
        self.layers = layers

    def near(self, key: str, cutoff: float = NEAR) -> list[tuple[Phrasing, float]]:
        """Return the phrasings like ``key`` with their ratio, highest first, then in order."""
        if not key or len(key) > _LONGEST:
            return []
        found = [
            (phrasing, ratio)
            for layer in self.layers
            for phrasing, ratio in layer.part.like(key, cutoff)
            if phrasing.quote not in layer.gone
        ]
        return sorted(found, key=lambda one: -one[1])


NO_PHRASINGS = QuotePhrasings()


def phrasings_of(
    added: Iterable[Quote], dropped: Iterable[str], base: QuotePhrasings
) -> QuotePhrasings:
    """Lay the phrasings of new and changed quotes over those of a library."""
    gone = frozenset(dropped)
    return QuotePhrasings(lay_over(base.layers, PhrasingTable(added), gone, nothing=frozenset()))
