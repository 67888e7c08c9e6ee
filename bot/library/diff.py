"""The difference between a library and the one it lies over."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

from bot.library.library import Library, make_library
from bot.library.model import Card, Kind, Quote
from bot.library.overlay import Overlay

V = TypeVar("V")

Thing = tuple[Kind, str]
"""A topic, point, speaker or source by its id."""

EMPTY_LIBRARY = make_library(
    card=Card(""), topics=(), points=(), speakers=(), sources=(), quotes=(), texts={}, verdicts={}
)


@dataclass(frozen=True, slots=True)
class LibraryDiff:
    """The differences, each in the order of the library now.

    ``things`` are new or changed. ``added`` are quotes that are new or changed, or whose speaker's
    name or source's title changed; ``dropped`` are the quotes before that do not count any more.
    ``points`` changed or had a quote added or dropped; ``topics`` changed or had a point change.
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
    # A quote is found by its speaker's name and by its source's title.
    renamed = (
        id_
        for id_ in changed[Kind.SPEAKER]
        if id_ in before.speakers and before.speakers[id_].name != now.speakers[id_].name
    )
    retitled = (
        id_
        for id_ in changed[Kind.SOURCE]
        if id_ in before.sources and before.sources[id_].title != now.sources[id_].title
    )
    listed = chain(
        *(now.by_speaker.get(id_, ()) for id_ in renamed),
        *(now.by_source.get(id_, ()) for id_ in retitled),
    )
    also = dict.fromkeys(id_ for id_ in listed if id_ in before.quotes and id_ not in told)
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


def relisted(before: Library, now: Library) -> frozenset[Thing]:
    """Return the topics, points, speakers and sources whose list of quotes changed.

    Unchanged lists are the same object, so identity is compared.
    """
    points = _other(before.by_point, now.by_point)
    found = {
        Kind.TOPIC: _other(before.by_topic, now.by_topic)
        | {now.points[id_].topic for id_ in points},
        Kind.POINT: points,
        Kind.SPEAKER: _other(before.by_speaker, now.by_speaker),
        Kind.SOURCE: _other(before.by_source, now.by_source),
    }
    return frozenset((kind, id_) for kind, ids in found.items() for id_ in ids)


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


def _other(before: Mapping[str, object], now: Mapping[str, object]) -> set[str]:
    if before is now:
        return set()
    changed = {id_ for id_, held in now.items() if before.get(id_) is not held}
    return changed | (before.keys() - now.keys())
