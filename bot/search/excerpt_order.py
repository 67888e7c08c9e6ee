"""Order excerpts by strength, and alternate speakers and stances."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from bot.library.library import Library
from bot.library.model import Quote, Stance, State

MOST_EXCERPTS = 6
# The best length, in words: read at a glance, but enough to say something.
_SHORTEST, _LONGEST = 20, 45
_LENGTH_STEP = 5
_STATES = (State.VERIFIED, State.UNCHECKED, State.DIFFERS)


class StrengthOrder:
    """The quotes of a library ordered by strength; see :func:`weakness`."""

    def __init__(self, library: Library, numbers: Mapping[str, int]) -> None:
        """``numbers`` are the places of quotes in library order, which decides between equals."""
        self._library = library
        self._numbers = numbers
        self._places: dict[str, tuple[int, ...]] = {}

    def strongest(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return the quotes, strongest first, each once."""
        return tuple(sorted(set(ids), key=self._place))

    def _place(self, quote: str) -> tuple[int, ...]:
        place = self._places.get(quote)
        if place is None:
            weak = weakness(self._library.quotes[quote], self._library)
            place = self._places[quote] = (*weak, self._numbers[quote])
        return place

    def alternate_speakers(self, ids: Sequence[str], heard: Iterable[str] = ()) -> tuple[str, ...]:
        """Return the same quotes with speakers alternating.

        Next is always the first quote left of the speaker with fewest turns so far; so the first
        stays first. ``heard`` are speakers who have had a turn already.
        """
        turns = Counter(heard)
        order: list[tuple[int, int, str]] = []
        for place, quote in enumerate(ids):
            speaker = self._library.quotes[quote].speaker
            order.append((turns[speaker], place, quote))
            turns[speaker] += 1
        order.sort()
        return tuple([quote for _, _, quote in order])

    def strongest_alternating(
        self, ids: Iterable[str], heard: Iterable[str] = ()
    ) -> tuple[str, ...]:
        """Return the quotes, strongest first as far as speakers alternate."""
        return self.alternate_speakers(self.strongest(ids), heard)

    def with_opponent(
        self,
        ids: Sequence[str],
        allowed: Callable[[Iterable[str]], Iterable[str]] = tuple,
        most: int = MOST_EXCERPTS,
    ) -> tuple[str, ...]:
        """Return the first ``most`` quotes, with an opponent of the first one among them.

        ``allowed`` filters the opponents; if none is left, none is added.
        """
        chosen = tuple(ids[:most])
        if not chosen:
            return ()
        opposed = [
            quote
            for quotes in opponents(chosen[0], self._library).values()
            for quote in self.strongest(allowed(quotes))
        ]
        if not opposed or any(quote in chosen for quote in opposed):
            return chosen
        return (*chosen[: most - 1], opposed[0])


def weakness(quote: Quote, library: Library) -> tuple[int, int, int, int]:
    """Return a sort key, lower for stronger quotes; the curator's order decides between equals.

    Its parts: disputed or misattributed; then verified, unchecked, differing; then a side taken, a
    mixed stance, none; then the distance of its length from 20 to 45 words, in steps of 5.
    """
    verdict = library.verdicts.get(quote.id)
    words = len(quote.text.split())
    too_far = max(_SHORTEST - words, words - _LONGEST, 0)
    return (
        int(quote.status is not None),
        _STATES.index(verdict.state if verdict else State.UNCHECKED),
        _hesitation(quote),
        -(-too_far // _LENGTH_STEP),
    )


def _hesitation(quote: Quote) -> int:
    if any(position.stance is not Stance.MIXED for position in quote.positions):
        return 0
    return 1 if quote.positions else 2


def opponents(quote_id: str, library: Library) -> dict[str, tuple[str, ...]]:
    """Return the quotes that oppose a quote by point, in its order of points; no empty groups."""
    found = {}
    for position in library.quotes[quote_id].positions:
        if position.stance is Stance.MIXED:
            continue
        against = library.sides(position.point).of(position.stance.opposite)
        if against:
            found[position.point] = against
    return found
