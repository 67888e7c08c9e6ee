"""A server's collection as library files hold it: all that is seen there, or its own part."""

from collections.abc import Container
from dataclasses import replace

from bot.library.changes import HideQuote
from bot.library.library import Collection, Library
from bot.library.model import (
    NOBODY_LEADS,
    Kind,
    Leading,
    Point,
    Topic,
)
from bot.library.view import View


def whole_view(view: View) -> Collection:
    """Return everything that a server's members see, as a library of its own.

    The ids of removed and hidden quotes are retired in it.
    """
    retired = {source: dict.fromkeys(ids) for source, ids in view.shared.retired.items()}
    for id_ in (*view.removed, *view.hidden):
        quote = view.put.get(id_) or view.shared.quotes[id_]
        retired.setdefault(quote.source, {})[id_] = None
    library = view.library
    every = library.collection
    return replace(
        every,
        topics=tuple(_topic_led(topic, library.quotes, library) for topic in every.topics),
        points=tuple(_point_led(point, library.quotes, library) for point in every.points),
        retired={source: tuple(ids) for source, ids in retired.items()},
    )


def own_part(view: View) -> Collection:
    """Return what a server added and changed, with the shared things that it refers to.

    - its quotes that are not removed, unless they equal the shared ones;
    - its topics, points, speakers and sources that differ from the shared ones, and all others that
      its quotes refer to, so that the part can be read alone or into a server over another library;
    - as hidden, the shared quotes that it does not show, also if its own version was removed;
    - what a topic or point shows first only as far as these quotes do.

    Removed quotes, source texts and the names of source files are left out: the last two belong to
    the shared library.
    """
    shared, library = view.shared, view.library
    quotes = tuple(
        quote
        for id_, quote in view.put.items()
        if id_ not in view.removed and shared.quotes.get(id_) != quote
    )
    hidden = _hidden(view)
    points = _changed(view, Kind.POINT)
    points |= {held.point for quote in quotes for held in quote.positions}
    topics = _changed(view, Kind.TOPIC) | {library.points[point].topic for point in points}
    topics |= {topic for quote in quotes for topic in quote.topics}
    unlinked = {id_: replace(source, file="") for id_, source in library.sources.items()}
    own = {quote.id for quote in quotes}
    sources = {
        id_
        for id_ in view.own.get(Kind.SOURCE, ())
        if id_ not in shared.sources or unlinked[id_] != replace(shared.sources[id_], file="")
    }
    sources |= {quote.source for quote in quotes} | hidden.keys()
    speakers = _changed(view, Kind.SPEAKER)
    speakers |= {library.sources[source].author for source in sources} - {""}
    speakers |= {quote.speaker for quote in quotes}
    speakers |= {quote.quoting.writer for quote in quotes if quote.quoting}
    return Collection(
        topics=tuple(
            _topic_led(each, own, library) for id_, each in library.topics.items() if id_ in topics
        ),
        points=tuple(
            _point_led(each, own, library) for id_, each in library.points.items() if id_ in points
        ),
        speakers=tuple(each for id_, each in library.speakers.items() if id_ in speakers),
        sources=tuple(source for id_, source in unlinked.items() if id_ in sources),
        quotes=quotes,
        hidden=hidden,
    )


def _topic_led(topic: Topic, quotes: Container[str], library: Library) -> Topic:
    """The topic, led only by those of the quotes that are under it."""
    under = library.by_topic.get(topic.id, ()) if topic.first else ()
    return replace(topic, first=_kept(topic.first, quotes, under))


def _point_led(point: Point, quotes: Container[str], library: Library) -> Point:
    """The point, each side led only by those of the quotes that stand on it."""
    if point.first == NOBODY_LEADS:
        return point
    sides = library.sides(point.id)
    for_ = _kept(point.first.for_, quotes, sides.for_)
    against = _kept(point.first.against, quotes, sides.against)
    return replace(point, first=Leading(for_, against))


def _kept(ids: tuple[str, ...], quotes: Container[str], under: Container[str]) -> tuple[str, ...]:
    return tuple(id_ for id_ in ids if id_ in quotes and id_ in under)


def _changed(view: View, kind: Kind) -> set[str]:
    """The ids of a kind whose things differ from the shared ones.

    A topic with a new point under it does not count as changed.
    """

    def unlike(one: object, other: object) -> bool:
        if isinstance(one, Topic) and isinstance(other, Topic):
            return replace(one, points=()) != replace(other, points=())
        return one != other

    now, shared = view.library.things(kind), view.shared.things(kind)
    return {id_ for id_ in view.own.get(kind, ()) if unlike(now[id_], shared.get(id_))}


def _hidden(view: View) -> dict[str, tuple[HideQuote, ...]]:
    """The shared quotes that are not shown, with reasons, by source, in the order of their ids."""
    reasons = {**view.hidden, **view.removed}
    by_source: dict[str, tuple[HideQuote, ...]] = {}
    for id_ in sorted(id_ for id_ in reasons if id_ in view.shared.quotes):
        source = view.shared.quotes[id_].source
        by_source[source] = (*by_source.get(source, ()), HideQuote(id_, reasons[id_]))
    return by_source
