"""A server's collection while changes are being applied to it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from bot.errors import RequestError
from bot.i18n import N_
from bot.i18n import gettext as _
from bot.library import integrity
from bot.library.changes import (
    Change,
    Erased,
    HideQuote,
    PutPoint,
    PutQuote,
    PutSource,
    PutSpeaker,
    PutTopic,
    RemoveQuote,
    RestoreQuote,
    Shelf,
    ShowQuote,
    Subject,
    Unreadable,
    digest,
)
from bot.library.entries import quote_entry, source_entry, speaker_entry
from bot.library.integrity import Known, missing_reference, require
from bot.library.library import Library, Sides
from bot.library.model import Kind, Point, Quote, Source, Speaker, Stance, Topic
from bot.library.overlay import Overlay
from bot.library.text_cleaning import shown

if TYPE_CHECKING:
    from bot.library.view import View

_Described = TypeVar("_Described", Topic, Point, Speaker, Source)

Own = Mapping[Kind, tuple[str, ...]]
"""The ids of what a server added or changed, by kind, in the order first put."""


_Key = tuple[str, str, Stance | None]
"""The name of an index and the key in it; for a point with a stance."""


class Draft:
    """Mutable copies of a server's things; each change is applied whole or not at all.

    ``touched`` are the ids of quotes that changed. ``put`` are the server's own quotes, removed
    ones included, in the order first put.
    """

    def __init__(self, view: "View") -> None:
        self._shared = view.shared
        self._before = library = view.library
        self.topics = dict(library.topics)
        self.points = dict(library.points)
        self.speakers = dict(library.speakers)
        self.sources = dict(library.sources)
        self.put = dict(view.put)
        self.removed = dict(view.removed)
        self.hidden = dict(view.hidden)
        self.erased = dict(view.erased)
        self._own = {kind: dict.fromkeys(view.own.get(kind, ())) for kind in Kind}
        self.touched: set[str] = set()
        self._known: Known = {
            Kind.TOPIC: self.topics,
            Kind.POINT: self.points,
            Kind.SPEAKER: self.speakers,
            Kind.SOURCE: self.sources,
        }

    def apply(self, change: Change) -> None:  # noqa: C901 - one case for each kind of change
        """Apply one change. Raises RequestError if it breaks a rule of :mod:`.integrity`.

        Raises it too for a quote that is not in the state that the change starts from.
        """
        match change:
            case PutQuote(quote):
                self._put_quote(quote)
            case RemoveQuote(quote=id_, reason=reason):
                self._remove(id_, reason)
            case RestoreQuote(id_):
                self._bring_back(id_, self.removed, N_("There is no removed quote {id} here."))
            case HideQuote(quote=id_, reason=reason):
                self._hide(id_, reason)
            case ShowQuote(id_):
                self._bring_back(id_, self.hidden, N_("There is no hidden quote {id} here."))
            case PutTopic():
                self._put_topic(change)
            case PutPoint(point):
                self._put_point(point)
            case PutSpeaker(speaker):
                self._put_speaker(speaker)
            case PutSource(source):
                self._put_source(source)
            case Erased(shelf, id_):
                self.erased[Subject(shelf, id_)] = change
            case Unreadable(id=id_):
                raise RequestError(_("The change of {id} cannot be read.").format(id=shown(id_)))

    @property
    def own(self) -> Own:
        """The ids of what the server added or changed after these changes."""
        return {kind: tuple(ids) for kind, ids in self._own.items() if ids}

    def library(self) -> Library:
        """Return the library with the changes, except for the verdicts on new texts.

        Costs as much as the server's own quotes and the lists that change are long, not as the
        library is.
        """
        before = self._before
        quotes = Overlay(self._shared.quotes, self.put, self.removed.keys() | self.hidden.keys())
        return replace(
            before,
            topics=_unless_equal(before.topics, self.topics),
            points=_unless_equal(before.points, self.points),
            speakers=_unless_equal(before.speakers, self.speakers),
            sources=_unless_equal(before.sources, self.sources),
            quotes=quotes,
            **self._indexes(quotes),
        )

    def _indexes(self, quotes: Mapping[str, Quote]) -> dict[str, Any]:
        """The indexes that change: the shared quotes first, then the server's own as first put."""
        own: dict[_Key, list[str]] = {
            key: []
            for id_ in self.touched
            for quote in (self._before.quotes.get(id_), quotes.get(id_))
            for key in self._keys(quote)
        }
        for id_, quote in self.put.items() if own else ():
            for key in self._keys(quote if id_ not in self.removed else None):
                if key in own:
                    own[key].append(id_)
        indexes: dict[str, Any] = {
            name: dict(getattr(self._before, name))
            for name in {"by_topic", *(key[0] for key in own)}
        }
        for topic in self.topics:
            indexes["by_topic"].setdefault(topic, ())
        # A list may name every quote of the library; it is looked through only if one leaves it.
        gone = {id_ for id_ in (*self.put, *self.hidden) if id_ in self._shared.quotes}
        for key, ids in own.items():
            kept = _listed(self._shared, key)
            if gone:
                kept = tuple(id_ for id_ in kept if id_ not in gone)
            _list(indexes[key[0]], key, (*kept, *ids))
        return indexes

    def _keys(self, quote: Quote | None) -> Iterator[_Key]:
        """Where a quote is listed."""
        if quote is None:
            return
        yield "by_speaker", quote.speaker, None
        yield "by_source", quote.source, None
        topics = (*quote.topics, *(self.points[held.point].topic for held in quote.positions))
        yield from (("by_topic", topic, None) for topic in dict.fromkeys(topics))
        yield from (("by_point", held.point, held.stance) for held in quote.positions)

    def _put_quote(self, quote: Quote) -> None:
        name = shown(quote.id)
        self._refuse_erased(Shelf.QUOTE, quote.id)
        if quote.id in self.removed:
            raise RequestError(
                _("{name} was removed here; restore it before you change it.").format(name=name)
            )
        if quote.id in self.hidden:
            raise RequestError(
                _("{name} is hidden here; show it before you change it.").format(name=name)
            )
        require(missing_reference((), quote.source, Kind.SOURCE, self._known))
        author = self.sources[quote.source].author
        require(integrity.quote_faults(quote_entry(quote), author, self._known))
        self.put[quote.id] = quote
        self.touched.add(quote.id)

    def _remove(self, id_: str, reason: str) -> None:
        if id_ not in self.put and id_ in self._shared.quotes:
            raise RequestError(
                _("{id} is a shared quote; hide it here instead.").format(id=shown(id_))
            )
        self._take_out(id_, self.removed, self.put, N_("{id} is already removed."), reason)

    def _hide(self, id_: str, reason: str) -> None:
        if id_ in self.put:
            raise RequestError(
                _("{id} was added or changed here; remove it instead.").format(id=shown(id_))
            )
        self._take_out(id_, self.hidden, self._shared.quotes, N_("{id} is already hidden."), reason)

    def _take_out(
        self, id_: str, out: dict[str, str], held: Mapping[str, Quote], how: str, reason: str
    ) -> None:
        if id_ in out:
            raise RequestError(_(how).format(id=shown(id_)))
        if id_ not in held:
            raise RequestError(_("There is no quote {id} here.").format(id=shown(id_)))
        out[id_] = reason
        self.touched.add(id_)

    def _bring_back(self, id_: str, out: dict[str, str], how: str) -> None:
        if id_ not in out:
            raise RequestError(_(how).format(id=shown(id_)))
        del out[id_]
        self.touched.add(id_)

    def _put_topic(self, change: PutTopic) -> None:
        if change.id in self.points:
            require([integrity.id_clash(Kind.TOPIC, change.id)])
        before = self.topics.get(change.id)
        points, first = (before.points, before.first) if before else ((), ())
        if change.first is not None:
            first = change.first
        self.topics[change.id] = Topic(change.id, change.name, change.aliases, points, first)
        self._own[Kind.TOPIC][change.id] = None

    def _put_point(self, point: Point) -> None:
        if point.id in self.topics:
            require([integrity.id_clash(Kind.POINT, point.id)])
        require(missing_reference((), point.topic, Kind.TOPIC, self._known))
        before = self.points.get(point.id)
        if before is None:
            topic = self.topics[point.topic]
            self.topics[topic.id] = replace(topic, points=(*topic.points, point.id))
        elif before.topic != point.topic:
            raise RequestError(
                _("The point {id} cannot move; leave it under its topic {topic}.").format(
                    id=shown(point.id), topic=shown(before.topic)
                )
            )
        self.points[point.id] = point
        self._own[Kind.POINT][point.id] = None

    def _put_speaker(self, speaker: Speaker) -> None:
        require(integrity.inferred_faults(speaker_entry(speaker)))
        self.speakers[speaker.id] = speaker
        self._own[Kind.SPEAKER][speaker.id] = None

    def _put_source(self, source: Source) -> None:
        self._refuse_erased(Shelf.SOURCE, source.id)
        require(integrity.source_faults(source_entry(source), self._known))
        self.sources[source.id] = source
        self._own[Kind.SOURCE][source.id] = None

    def _refuse_erased(self, shelf: Shelf, id_: str) -> None:
        if Subject(shelf, digest(id_)) in self.erased:
            raise RequestError(
                _(
                    "{id} was erased here because its author asked for it; it can’t be added again."
                ).format(id=shown(id_))
            )


def _listed(library: Library, key: _Key) -> tuple[str, ...]:
    index, id_, stance = key
    if stance is not None:
        return library.sides(id_).of(stance)
    ids: tuple[str, ...] = getattr(library, index).get(id_, ())
    return ids


def _list(index: dict[str, Any], key: _Key, ids: tuple[str, ...]) -> None:
    """Put a list into its index; only topics are listed with nothing under them."""
    name, id_, stance = key
    if stance is None:
        index[id_] = ids
    else:
        field = "for_" if stance is Stance.FOR else stance.value
        index[id_] = replace(index.get(id_, Sides()), **{field: ids})
    if name != "by_topic" and index[id_] in ((), Sides()):
        del index[id_]


def _unless_equal(
    before: Mapping[str, _Described], now: Mapping[str, _Described]
) -> Mapping[str, _Described]:
    """The mapping before if nothing in it changed, so that views share one object."""
    return before if before == now else now
