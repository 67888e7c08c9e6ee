"""A view while changes are being applied to it: copies that may be changed, and their rules."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.errors import RequestError
from bot.library.changes import (
    Change,
    HideQuote,
    PutPoint,
    PutQuote,
    PutSource,
    PutSpeaker,
    PutTopic,
    RemoveQuote,
    RestoreQuote,
    ShowQuote,
)
from bot.library.library import Library
from bot.library.model import Point, Quote, Source, Topic
from bot.library.text_cleaning import shown


class Draft:
    """What changes are applied to, each in one step: it holds and is applied, or nothing happens.

    ``touched`` are the ids of quotes that are not what they were, in the order first touched;
    ``only_added`` says that all of them are new. ``put`` are the server's own quotes in the order
    first put, removed ones among them.
    """

    def __init__(
        self,
        shared: Library,
        library: Library,
        put: Mapping[str, Quote],
        removed: Mapping[str, str],
        hidden: Mapping[str, str],
    ) -> None:
        self._shared = shared
        self.topics = dict(library.topics)
        self.points = dict(library.points)
        self.speakers = dict(library.speakers)
        self.sources = dict(library.sources)
        self.put = dict(put)
        self.removed = dict(removed)
        self.hidden = dict(hidden)
        self.touched: dict[str, None] = {}
        self.only_added = True

    def apply(self, change: Change) -> None:
        """Apply one change. Raises RequestError where it does not hold."""
        match change:
            case PutQuote(quote):
                self._put_quote(quote)
            case RemoveQuote(quote=id_, reason=reason):
                self._remove(id_, reason)
            case RestoreQuote(id_):
                self._bring_back(id_, self.removed, "removed")
            case HideQuote(quote=id_, reason=reason):
                self._hide(id_, reason)
            case ShowQuote(id_):
                self._bring_back(id_, self.hidden, "hidden")
            case _:
                self._put_other(change)

    def _put_other(self, change: PutTopic | PutPoint | PutSpeaker | PutSource) -> None:
        match change:
            case PutTopic():
                self._put_topic(change)
            case PutPoint(point):
                self._put_point(point)
            case PutSpeaker(speaker):
                self.speakers[speaker.id] = speaker
            case PutSource(source):
                self._put_source(source)

    def _put_quote(self, quote: Quote) -> None:
        name = shown(quote.id)
        if quote.id in self.removed:
            raise RequestError(f"{name} was removed here; restore it before you change it.")
        if quote.id in self.hidden:
            raise RequestError(f"{name} is hidden here; show it before you change it.")
        self._know_people(quote)
        self._know_filing(quote)
        if quote.status and not quote.note:
            raise RequestError(
                f"A quote that is {quote.status.value} needs a note with the reason."
            )
        self._touch(
            quote.id, added=quote.id not in self.put and quote.id not in self._shared.quotes
        )
        self.put[quote.id] = quote

    def _touch(self, id_: str, *, added: bool = False) -> None:
        # What was added by this draft is last in the library whatever else becomes of it.
        self.only_added = self.only_added and (added or id_ in self.touched)
        self.touched[id_] = None

    def _know_people(self, quote: Quote) -> None:
        _known("source", (quote.source,), self.sources)
        _known("speaker", (quote.speaker,), self.speakers)
        if quote.quoting:
            _known("speaker", (quote.quoting.writer,), self.speakers)
            if quote.quoting.writer == quote.speaker:
                raise RequestError(
                    f"{shown(quote.speaker)} cannot both be the speaker and pass on the words of "
                    "somebody else."
                )

    def _know_filing(self, quote: Quote) -> None:
        points = [held.point for held in quote.positions]
        if not (points or quote.topics):
            raise RequestError("A quote needs a topic or a point to stand under.")
        for ids in (points, quote.topics):
            if len(set(ids)) < len(ids):
                raise RequestError("A quote can stand under a topic or on a point only once.")
        _known("topic", quote.topics, self.topics)
        _known("point", points, self.points)

    def _remove(self, id_: str, reason: str) -> None:
        if id_ in self.removed:
            raise RequestError(f"{shown(id_)} is removed already.")
        if id_ not in self.put:
            if id_ in self._shared.quotes:
                raise RequestError(f"{shown(id_)} is a shared quote: it can be hidden here.")
            raise RequestError(f"There is no quote {shown(id_)} here.")
        self.removed[id_] = reason
        self._touch(id_)

    def _hide(self, id_: str, reason: str) -> None:
        if id_ in self.hidden:
            raise RequestError(f"{shown(id_)} is hidden already.")
        if id_ in self.put:
            raise RequestError(f"{shown(id_)} was put here: it can be removed.")
        _known("quote", (id_,), self._shared.quotes)
        self.hidden[id_] = reason
        self._touch(id_)

    def _bring_back(self, id_: str, out: dict[str, str], how: str) -> None:
        if id_ not in out:
            raise RequestError(f"There is no {how} quote {shown(id_)} here.")
        del out[id_]
        self._touch(id_)

    def _put_topic(self, change: PutTopic) -> None:
        if change.id in self.points:
            raise RequestError(f"{shown(change.id)} is the id of a point.")
        before = self.topics.get(change.id)
        points = before.points if before else ()
        self.topics[change.id] = Topic(change.id, change.name, change.aliases, points)

    def _put_point(self, point: Point) -> None:
        if point.id in self.topics:
            raise RequestError(f"{shown(point.id)} is the id of a topic.")
        _known("topic", (point.topic,), self.topics)
        before = self.points.get(point.id)
        if before is None:
            topic = self.topics[point.topic]
            self.topics[topic.id] = replace(topic, points=(*topic.points, point.id))
        elif before.topic != point.topic:
            raise RequestError(f"{shown(point.id)} stays under its topic {shown(before.topic)}.")
        self.points[point.id] = point

    def _put_source(self, source: Source) -> None:
        _known("speaker", (source.author,), self.speakers)
        self.sources[source.id] = source


def _known(noun: str, ids: Iterable[str], known: Mapping[str, object]) -> None:
    for id_ in ids:
        if id_ not in known:
            raise RequestError(f"There is no {noun} {shown(id_)} here.")
