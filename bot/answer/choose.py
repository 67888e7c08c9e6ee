"""Which excerpts come first, and how to spread them over speakers and stances."""

from collections import Counter
from collections.abc import Iterable, Sequence

from bot.library.catalogue import Library
from bot.library.model import Quote, Stance, State

MOST_EXCERPTS = 6
# The length, in words, that is read at a glance and still says something.
_SHORTEST, _LONGEST = 20, 45
_LENGTH_STEP = 5
_STATES = (State.VERIFIED, State.UNCHECKED, State.DIFFERS)


def strongest(ids: Iterable[str], library: Library) -> tuple[str, ...]:
    """The quotes, strongest first, each once.

    Not disputed or misattributed before those that are; then verified, unchecked, differing;
    then with a side taken, a mixed stance, none; then by how far the length is from 20 to 45
    words, in steps of 5; then in the curator's order, which is the order of ``library.quotes``.
    """
    place = {quote: number for number, quote in enumerate(library.quotes)}
    return tuple(
        sorted(dict.fromkeys(ids), key=lambda quote: (*_weakness(quote, library), place[quote]))
    )


def _weakness(quote_id: str, library: Library) -> tuple[int, int, int, int]:
    quote = library.quotes[quote_id]
    verdict = library.verdicts.get(quote_id)
    state = verdict.state if verdict else State.UNCHECKED
    words = len(quote.text.split())
    too_far = max(_SHORTEST - words, words - _LONGEST, 0)
    return (
        int(quote.status is not None),
        _STATES.index(state),
        _commitment(quote),
        -(-too_far // _LENGTH_STEP),
    )


def _commitment(quote: Quote) -> int:
    if any(position.stance is not Stance.MIXED for position in quote.positions):
        return 0
    return 1 if quote.positions else 2


def spread(ids: Sequence[str], library: Library, heard: Iterable[str] = ()) -> tuple[str, ...]:
    """The same quotes in an order in which voices alternate: the first stays first.

    After it, again and again the first one left of the speaker heard least so far; ``heard`` are
    speakers who have already had a turn.
    """
    turns = Counter(heard)
    queues: dict[str, list[str]] = {}
    for quote in ids:
        queues.setdefault(library.quotes[quote].speaker, []).append(quote)
    place = {quote: number for number, quote in enumerate(ids)}
    order: list[str] = []
    while queues:
        speaker = min(queues, key=lambda name: (turns[name], place[queues[name][0]]))
        turns[speaker] += 1
        order.append(queues[speaker].pop(0))
        if not queues[speaker]:
            del queues[speaker]
    return tuple(order)


def opponents(quote_id: str, library: Library) -> dict[str, tuple[str, ...]]:
    """Who opposes a quote, by point, in its own order of positions; only points with somebody."""
    found = {}
    for position in library.quotes[quote_id].positions:
        if position.stance is Stance.MIXED:
            continue
        against = library.sides(position.point).of(position.stance.opposite)
        if against:
            found[position.point] = against
    return found


def with_opponent(
    ids: Sequence[str], library: Library, allowed: Iterable[str], most: int = MOST_EXCERPTS
) -> tuple[str, ...]:
    """The first ``most`` of the quotes, with an opponent of the first where one is allowed."""
    chosen = tuple(ids[:most])
    if not chosen:
        return ()
    may = set(allowed)
    opposed = [
        quote
        for quotes in opponents(chosen[0], library).values()
        for quote in strongest(quotes, library)
        if quote in may
    ]
    if not opposed or any(quote in chosen for quote in opposed):
        return chosen
    return (*chosen[: most - 1], opposed[0])
