"""What somebody who is typing most likely means."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from bot.library.diff import Thing
from bot.library.library import Library
from bot.library.model import Kind
from bot.search.matcher import Matcher
from bot.search.names import LaidNames, Name, named
from bot.search.prefix_index import SHORTEST_MISTYPED, Starts
from bot.search.results import Suggestion, debatability, name_of, suggestion
from bot.search.text import plain_key, tokens

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

_LookUp = Callable[[Starts, frozenset[str]], list[tuple[str, float]]]
"""Looks something up in the names of a kind, but for those of some ids."""


class Completer:
    """Completes names of one library."""

    def __init__(self, matcher: Matcher, base: "Completer | None" = None) -> None:
        """``base`` is a completer of the library that this one's lies over, if it does."""
        self._library = matcher.library
        self._places = matcher.names.places
        self._base = base if isinstance(matcher.names, LaidNames) else None
        names: Iterable[Name]
        things: Iterable[Thing]
        own: frozenset[Thing] = frozenset()
        if self._base and isinstance(matcher.names, LaidNames):
            own = _moved(self._base._library, self._library) | matcher.names.changed  # noqa: SLF001 - its kind
            things = sorted(own, key=self._places.__getitem__)
            names = _named(things, self._library)
        else:
            things = ((kind, id_) for kind in Kind for id_ in _ids(kind, self._library))
            names = matcher.names.all
        # What counts no more as it was in the library beneath.
        self._own = {kind: frozenset(id_ for one, id_ in own if one is kind) for kind in Kind}
        self._liveliness = {thing: _liveliness(*thing, self._library) for thing in things}
        self._starts = {kind: self._starts_of(kind, names) for kind in Kind}

    def _starts_of(self, kind: Kind, names: Iterable[Name]) -> Starts:
        """The names of a kind, of what has most to say on both sides first."""
        own = [thing for thing in self._liveliness if thing[0] is kind]
        own.sort(key=self._liveliness.__getitem__)
        named = (
            (name, name_of(kind, name.id, self._library)) for name in names if name.kind is kind
        )
        return Starts(named, [id_ for _, id_ in own])

    def complete(
        self, option: str, typed: str, limit: int = MOST_CHOICES
    ) -> tuple[Suggestion, ...]:
        """At most ``limit`` (25 and less) suggestions, likeliest first; none for other options.

        First what begins with what is typed, in the order of :meth:`Starts.found`, then what begins
        nearly so; within each, what has most to say on both sides first.
        """
        kinds = KINDS.get(option, ())
        most = max(0, min(limit, MOST_CHOICES))
        key = plain_key(tokens(typed[:_LONGEST_TYPED]))
        ranks: dict[Thing, float] = {}
        if most:
            ranks = self._ranks(key, kinds, most)

        def place(thing: Thing) -> tuple[float, Liveliness, int, int]:
            return ranks[thing], self._lively(thing), kinds.index(thing[0]), self._places[thing]

        found = sorted(ranks, key=place)[:most]
        return tuple(suggestion(*thing, self._library) for thing in found)

    def _ranks(self, key: str, kinds: tuple[Kind, ...], most: int) -> dict[Thing, float]:
        """The first of each kind, so many at least where there are, each with its rank."""
        if not key:
            return dict(self._found(kinds, lambda starts, without: _all(starts, most, without)))
        ranks = dict(self._found(kinds, lambda starts, without: starts.found(key, most, without)))
        # What begins only nearly so comes after all that begins so, which may be near as well.
        if len(ranks) < most and len(key) >= SHORTEST_MISTYPED:
            several = most + len(ranks)
            near = self._found(kinds, lambda starts, without: starts.near(key, several, without))
            ranks = {**dict(near), **ranks}
        return ranks

    def _found(self, kinds: tuple[Kind, ...], looked_up: _LookUp) -> Iterator[tuple[Thing, float]]:
        """What is found among the names of the library beneath that still count, and its own."""
        for kind in kinds:
            found = looked_up(self._starts[kind], frozenset())
            if self._base:
                found += looked_up(self._base._starts[kind], self._own[kind])  # noqa: SLF001
            for id_, rank in found:
                yield (kind, id_), rank

    def _lively(self, thing: Thing) -> Liveliness:
        """Sorts what has quotes before what has none, then by both sides, then by how many."""
        if self._base and thing not in self._liveliness:
            return self._base._lively(thing)  # noqa: SLF001
        return self._liveliness[thing]


def _all(starts: Starts, most: int, without: frozenset[str]) -> list[tuple[str, float]]:
    return [(id_, 0.0) for id_ in starts.liveliest(most, without)]


def _moved(before: Library, now: Library) -> frozenset[Thing]:
    """Under what other quotes stand than did: indexes keep what did not change as it was."""
    points = _other(before.by_point, now.by_point)
    found = {
        Kind.TOPIC: {
            *_other(before.by_topic, now.by_topic),
            *(now.points[id_].topic for id_ in points),
        },
        Kind.POINT: points,
        Kind.SPEAKER: _other(before.by_speaker, now.by_speaker),
        Kind.SOURCE: _other(before.by_source, now.by_source),
    }
    return frozenset((kind, id_) for kind, ids in found.items() for id_ in ids)


def _other(before: Mapping[str, object], now: Mapping[str, object]) -> set[str]:
    if before is now:
        return set()
    changed = {id_ for id_, held in now.items() if before.get(id_) is not held}
    return changed | (before.keys() - now.keys())


def _named(things: Iterable[Thing], library: Library) -> Sequence[Name]:
    """The names of some things alone."""
    ids: dict[Kind, list[str]] = {kind: [] for kind in Kind}
    for kind, id_ in things:
        ids[kind].append(id_)
    return tuple(
        named(
            {id_: library.topics[id_] for id_ in ids[Kind.TOPIC]},
            {id_: library.points[id_] for id_ in ids[Kind.POINT]},
            {id_: library.speakers[id_] for id_ in ids[Kind.SPEAKER]},
            {id_: library.sources[id_] for id_ in ids[Kind.SOURCE]},
        )
    )


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
