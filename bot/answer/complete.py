"""What somebody who is typing most likely means."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nsmallest

from bot.answer.answers import Kind, Suggestion
from bot.answer.changed import Thing
from bot.answer.debate import debatability
from bot.answer.match import Matcher
from bot.answer.names import LaidNames
from bot.answer.starts import SHORTEST_MISTYPED, Starts
from bot.answer.suggest import suggestion
from bot.answer.words import plain_key, tokens
from bot.library.catalogue import Library

# Discord shows no more.
MOST_CHOICES = 25
_LONGEST_TYPED = 100

KINDS: Mapping[str, tuple[Kind, ...]] = {
    "topic": (Kind.TOPIC, Kind.POINT, Kind.SPEAKER),
    "point": (Kind.POINT, Kind.TOPIC),
    "speaker": (Kind.SPEAKER,),
    "source": (Kind.SOURCE,),
}

Liveliness = tuple[bool, int, int]
"""Sorts what has quotes before what has none, then by both sides, then by how many."""


class Completer:
    """Completes names of one library."""

    def __init__(self, matcher: Matcher, base: "Completer | None" = None) -> None:
        """``base`` is a completer of the library that this one's lies over, if it does."""
        self._library = matcher.library
        self._names = matcher.names
        self._base = base
        self._liveliness: dict[Thing, Liveliness] = {}
        self._liveliest: dict[str, tuple[Thing, ...]] = {}
        laid = matcher.names if isinstance(matcher.names, LaidNames) else None
        self._laid = laid
        names = laid.own if laid else matcher.names.all
        self._starts = {
            kind: Starts([name for name in names if name.kind is kind]) for kind in Kind
        }

    def _in_order(self, option: str) -> tuple[Thing, ...]:
        """The liveliest things; found when first asked for."""
        found = self._liveliest.get(option)
        if found is None:
            kinds = KINDS.get(option, ())
            every = ((kind, id_) for kind in kinds for id_ in _ids(kind, self._library))
            found = tuple(nsmallest(MOST_CHOICES, every, key=self._lively))
            self._liveliest[option] = found
        return found

    def complete(
        self, option: str, typed: str, limit: int = MOST_CHOICES
    ) -> tuple[Suggestion, ...]:
        """At most ``limit`` (25 and less) suggestions, likeliest first; none for other options.

        First names that begin with what is typed, then names with a word that does, then those
        that begin nearly so; within each, what has most to say on both sides first.
        """
        kinds = KINDS.get(option, ())
        most = max(0, min(limit, MOST_CHOICES))
        key = plain_key(tokens(typed[:_LONGEST_TYPED]))
        things: Iterable[Thing] = self._in_order(option)[:most]
        if key:
            things = self._likeliest(key, kinds, most)
        return tuple(suggestion(*thing, self._library) for thing in things)

    def _likeliest(self, key: str, kinds: tuple[Kind, ...], most: int) -> Sequence[Thing]:
        ranks: dict[Thing, float] = {}
        for kind in kinds:
            _lower(ranks, self._found(kind, key, exactly=True))
        # What begins only nearly so comes after all that begins so.
        if len(ranks) < most and len(key) >= SHORTEST_MISTYPED:
            for kind in kinds:
                _lower(ranks, self._found(kind, key, exactly=False))
        return self._first(ranks, kinds, most)

    def _first(
        self, ranks: Mapping[Thing, float], kinds: tuple[Kind, ...], most: int
    ) -> Sequence[Thing]:
        if len(ranks) > most:
            edge = sorted(ranks.values())[most - 1] if most else -1.0
            ranks = {thing: rank for thing, rank in ranks.items() if rank <= edge}
        places = self._names.places

        def place(thing: Thing) -> tuple[float, Liveliness, int, int]:
            return ranks[thing], self._lively(thing), kinds.index(thing[0]), places[thing]

        return sorted(ranks, key=place)[:most]

    def _found(self, kind: Kind, key: str, *, exactly: bool) -> Iterator[tuple[Thing, float]]:
        yield from self._starts[kind].found(key, exactly=exactly)
        if self._base and self._laid:
            for thing, rank in self._base._found(kind, key, exactly=exactly):  # noqa: SLF001 - its kind
                if thing not in self._laid.changed:
                    yield thing, rank

    def _lively(self, thing: Thing) -> Liveliness:
        """Sorts what has quotes before what has none, then by both sides, then by how many."""
        found = self._liveliness.get(thing)
        if found is None:
            if self._base and _same(thing, self._library, self._base._library):  # noqa: SLF001
                found = self._base._lively(thing)  # noqa: SLF001
            else:
                found = _liveliness(*thing, self._library)
            self._liveliness[thing] = found
        return found


def _lower(ranks: dict[Thing, float], found: Iterable[tuple[Thing, float]]) -> None:
    for thing, rank in found:
        ranks[thing] = min(rank, ranks.get(thing, rank))


def _same(thing: Thing, library: Library, before: Library) -> bool:
    """Whether the same quotes stand under a thing: indexes keep what did not change as it was."""
    kind, id_ = thing
    index = {
        Kind.TOPIC: "by_topic",
        Kind.POINT: "by_point",
        Kind.SPEAKER: "by_speaker",
        Kind.SOURCE: "by_source",
    }[kind]
    now = getattr(library, index).get(id_)
    return now is not None and now is getattr(before, index).get(id_)


def _ids(kind: Kind, library: Library) -> Iterable[str]:
    match kind:
        case Kind.TOPIC:
            return library.topics
        case Kind.POINT:
            return library.points
        case Kind.SPEAKER:
            return library.speakers
        case Kind.SOURCE:
            return library.sources


def _liveliness(kind: Kind, id_: str, library: Library) -> Liveliness:
    """Sorts what has quotes before what has none, then by both sides, then by how many."""
    quotes = suggestion(kind, id_, library).quotes
    points: Sequence[str] = ()
    if kind is Kind.POINT:
        points = (id_,)
    elif kind is Kind.TOPIC:
        points = library.topics[id_].points
    both = max((debatability(point, library)[0] for point in points), default=0)
    return not quotes, -both, -quotes
