"""A server's few changes laid over the shared library without a copy, and what they change."""

from collections.abc import Container, Hashable, Iterator, Mapping, Sequence, Set
from itertools import chain
from typing import Generic, TypeVar

from msgspec import Struct

from bot.library.library import Collection, Library, make_library
from bot.library.model import Kind, Quote

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
Part = TypeVar("Part")
Gone = TypeVar("Gone")


class Layer(Struct, Generic[Part, Gone], frozen=True):
    """A part of a search structure, and what in it does not count any more."""

    part: Part
    gone: Gone


def lay_over(
    base: Sequence[Layer[Part, Gone]], own: Part, gone: Gone, *, nothing: Gone
) -> tuple[Layer[Part, Gone], ...]:
    """Return the layers of ``base``, without what is ``gone`` from them, and then ``own``.

    ``base`` is empty for a new structure, else one layer; ``nothing`` is an empty ``gone``.
    """
    return (*(Layer(layer.part, gone) for layer in base), Layer(own, nothing))


class Overlay(Mapping[K, V]):
    """The untouched entries of ``base``, then those of ``over``, without the keys in ``gone``.

    The three must not be changed afterwards. Making an overlay costs nothing, whatever the size.
    """

    __slots__ = ("_base", "_gone", "_over")

    def __init__(self, base: Mapping[K, V], over: Mapping[K, V], gone: Set[K]) -> None:
        self._base = base
        self._over = over
        self._gone = gone

    def __getitem__(self, key: K) -> V:
        if key in self._gone:
            raise KeyError(key)
        return self._over[key] if key in self._over else self._base[key]

    def __iter__(self) -> Iterator[K]:
        over, gone = self._over, self._gone
        kept = (key for key in self._base if key not in over)
        return (key for key in chain(kept, over) if key not in gone)

    def beside(self, base: Mapping[K, V]) -> tuple[tuple[K, ...], tuple[K, ...]] | None:
        """Return the keys laid over ``base``, and the keys of ``base`` that are replaced or gone.

        None if this overlay has another base.
        """
        if self._base is not base:
            return None
        over = tuple(key for key in self._over if key not in self._gone)
        return over, tuple(key for key in dict.fromkeys((*self._over, *self._gone)) if key in base)

    def __len__(self) -> int:
        base, over = self._base, self._over
        gone = sum(key in base or key in over for key in self._gone)
        return len(base) + sum(key not in base for key in over) - gone

    def __contains__(self, key: object) -> bool:
        return key not in self._gone and (key in self._over or key in self._base)


def overlaid(base: Mapping[K, V], own: Mapping[K, V]) -> Mapping[K, V]:
    """Return ``own`` over ``base``."""
    return Overlay(base, own, frozenset()) if base else own


class AnyOf(Container[str]):
    """The union of several containers, without a copy."""

    def __init__(self, *parts: Container[str]) -> None:
        self._parts = parts

    def __contains__(self, id_: object) -> bool:
        return any(id_ in part for part in self._parts)


Thing = tuple[Kind, str]
"""A topic, point, speaker or source by its id."""

EMPTY_LIBRARY = make_library(Collection())


class LibraryDiff(Struct, frozen=True):
    """The differences, each in the order of the library now.

    ``things`` are new or changed. ``added`` quotes are new or changed, or their speaker's name or
    source's title changed; ``dropped`` ones do not count any more. ``points`` changed or had a
    quote added or dropped; ``topics`` changed or had a point change.
    """

    things: tuple[Thing, ...]
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    points: tuple[str, ...]
    topics: tuple[str, ...]


def diff(before: Library, now: Library) -> LibraryDiff:
    """Compare two libraries. Topics, points, speakers and sources are never taken out of one.

    Costs as much as the change where the quotes lie over those before, and a look at each topic,
    point, speaker and source; else a look at each quote.
    """
    changed = {kind: _changed(before.things(kind), now.things(kind)) for kind in Kind}
    added, dropped = _quotes(before.quotes, now.quotes)
    told = {*added, *dropped}
    listed = chain(
        *(now.by_speaker.get(id_, ()) for id_ in changed[Kind.SPEAKER]),
        *(now.by_source.get(id_, ()) for id_ in changed[Kind.SOURCE]),
    )
    known = (id_ for id_ in listed if id_ in before.quotes and id_ not in told)
    also = dict.fromkeys(id_ for id_ in known if _names(id_, before) != _names(id_, now))
    added, dropped = (*also, *added), (*also, *dropped)
    positions = chain(
        (held.point for id_ in dropped for held in before.quotes[id_].positions),
        (held.point for id_ in added for held in now.quotes[id_].positions),
    )
    owners = (now.points[point].topic for point in changed[Kind.POINT])
    return LibraryDiff(
        things=tuple((kind, id_) for kind, ids in changed.items() for id_ in ids),
        added=added,
        dropped=dropped,
        points=tuple(dict.fromkeys((*changed[Kind.POINT], *positions))),
        topics=tuple(dict.fromkeys((*changed[Kind.TOPIC], *owners))),
    )


def relisted(change: LibraryDiff, before: Library, now: Library) -> frozenset[Thing]:
    """Return the topics, points, speakers and sources that have other quotes than before."""
    gone, new = (
        (before.quotes[id_] for id_ in change.dropped),
        (now.quotes[id_] for id_ in change.added),
    )
    quotes = [*gone, *new]
    points = {held.point for quote in quotes for held in quote.positions}
    topics = {topic for quote in quotes for topic in quote.topics}
    found = {
        Kind.TOPIC: topics | {now.points[point].topic for point in points},
        Kind.POINT: points,
        Kind.SPEAKER: {quote.speaker for quote in quotes},
        Kind.SOURCE: {quote.source for quote in quotes},
    }
    return frozenset((kind, id_) for kind, ids in found.items() for id_ in ids)


def _names(quote_id: str, library: Library) -> tuple[str, str]:
    """The names that a quote is found by: its speaker's and its source's."""
    quote = library.quotes[quote_id]
    return library.speakers[quote.speaker].name, library.sources[quote.source].title


def _changed(before: Mapping[str, V], now: Mapping[str, V]) -> tuple[str, ...]:
    if before is now:
        return ()
    return tuple(id_ for id_, one in now.items() if before.get(id_) is not one)


def _quotes(
    before: Mapping[str, Quote], now: Mapping[str, Quote]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if before is now:
        return (), ()
    found = now.beside(before) if isinstance(now, Overlay) else None
    if found is not None:
        return found
    added = _changed(before, now)
    return added, tuple(id_ for id_, quote in before.items() if now.get(id_) is not quote)
