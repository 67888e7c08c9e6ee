"""A whole library, immutable, with the indexes that answers need, and the voices in it.

A voice is a speaker; for a reported view it is the person whose view is reported. Comments that do
not say who wrote them have a speaker each, so each counts as one voice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.library.changes import HideQuote
from bot.library.context import passage_link
from bot.library.model import (
    UNCHECKED,
    Card,
    Excerpt,
    Kind,
    Point,
    Quote,
    Sides,
    Source,
    Speaker,
    Stance,
    State,
    Topic,
    Verdict,
)

UNNAMED = Card("Quotations")


@dataclass(frozen=True, slots=True)
class Collection:
    """Topics, points, speakers, sources and quotes, each in the curator's order.

    By source id: ``retired`` has ids that no quote may use again, ``hidden`` the shared quotes that
    a server does not show, ``texts`` the source texts.
    """

    card: Card = UNNAMED
    topics: tuple[Topic, ...] = ()
    points: tuple[Point, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    sources: tuple[Source, ...] = ()
    quotes: tuple[Quote, ...] = ()
    retired: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hidden: Mapping[str, tuple[HideQuote, ...]] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Library:
    """Topics, points, speakers, sources and quotes by id, each in the curator's order.

    ``texts`` and the ``retired`` ids are as in Collection, ``verdicts`` the results of the verbatim
    check. The mappings never change; make a library with :func:`make_library`.
    """

    card: Card
    topics: Mapping[str, Topic]
    points: Mapping[str, Point]
    speakers: Mapping[str, Speaker]
    sources: Mapping[str, Source]
    quotes: Mapping[str, Quote]
    texts: Mapping[str, str]
    verdicts: Mapping[str, Verdict]
    by_topic: Mapping[str, tuple[str, ...]]
    by_point: Mapping[str, Sides]
    by_speaker: Mapping[str, tuple[str, ...]]
    by_source: Mapping[str, tuple[str, ...]]
    retired: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def collection(self) -> Collection:
        """Everything in the library, as its files hold it."""
        kinds = ("topics", "points", "speakers", "sources", "quotes")
        things: dict[str, Any] = {kind: tuple(getattr(self, kind).values()) for kind in kinds}
        return Collection(self.card, retired=self.retired, texts=self.texts, **things)

    def things(self, kind: Kind) -> Mapping[str, Topic | Point | Speaker | Source]:
        """Return everything of one kind, by id."""
        things: Mapping[str, Topic | Point | Speaker | Source] = getattr(self, f"{kind}s")
        return things

    def count(self, state: State) -> int:
        """Return how many quotes are verified, differ from their source, or are unchecked."""
        unchecked = len(self.quotes) - len(self.verdicts) if state is State.UNCHECKED else 0
        return unchecked + sum(verdict.state is state for verdict in self.verdicts.values())

    def sides(self, point: str) -> Sides:
        """Return the quotes on a point by stance; empty sides for a point without quotes."""
        return self.by_point.get(point, Sides())

    def excerpt(self, quote_id: str) -> Excerpt:
        """Return a quote with its full attribution. Raises KeyError for an unknown id."""
        quote = self.quotes[quote_id]
        source = self.sources[quote.source]
        verdict = self.verdicts.get(quote_id, UNCHECKED)
        # The source up to the passage, if it has the same words earlier.
        earlier = quote.occurrence > 1 and verdict.spans
        before = self.texts[quote.source][: verdict.spans[0].start] if earlier else ""
        return Excerpt(
            quote=quote,
            speaker=self.speakers[quote.speaker],
            source=source,
            author=self.speakers[source.author] if source.author else None,
            writer=self.speakers[quote.quoting.writer] if quote.quoting else None,
            verdict=verdict,
            link=passage_link(source.url, quote.text, before),
        )


def make_library(held: Collection, verdicts: Mapping[str, Verdict] | None = None) -> Library:
    """Return the library of a collection, whose ids must be unique and whose references must hold.

    A quote is indexed under its own topics and under those of the points it takes a position on.
    """
    points = {point.id: point for point in held.points}
    indexes = indexes_of(held.quotes, points)
    indexes["by_topic"] = {one.id: indexes["by_topic"].get(one.id, ()) for one in held.topics}
    return Library(
        card=held.card,
        topics={topic.id: topic for topic in held.topics},
        points=points,
        speakers={speaker.id: speaker for speaker in held.speakers},
        sources={source.id: source for source in held.sources},
        quotes={quote.id: quote for quote in held.quotes},
        texts=held.texts,
        verdicts=verdicts or {},
        retired=held.retired,
        **indexes,
    )


def indexes_of(quotes: Iterable[Quote], points: Mapping[str, Point]) -> dict[str, Any]:
    """Return ``by_topic``, ``by_point``, ``by_speaker`` and ``by_source`` of some quotes."""
    by_topic: dict[str, list[str]] = {}
    by_point: dict[str, dict[Stance, list[str]]] = {}
    by_speaker: dict[str, list[str]] = {}
    by_source: dict[str, list[str]] = {}
    for quote in quotes:
        through = (points[position.point].topic for position in quote.positions)
        for topic in dict.fromkeys((*quote.topics, *through)):
            by_topic.setdefault(topic, []).append(quote.id)
        for position in quote.positions:
            stances = by_point.setdefault(position.point, {stance: [] for stance in Stance})
            stances[position.stance].append(quote.id)
        by_speaker.setdefault(quote.speaker, []).append(quote.id)
        by_source.setdefault(quote.source, []).append(quote.id)
    lists = {"by_topic": by_topic, "by_speaker": by_speaker, "by_source": by_source}
    return {
        "by_point": {point: Sides(*map(tuple, each.values())) for point, each in by_point.items()},
        **{name: {key: tuple(ids) for key, ids in held.items()} for name, held in lists.items()},
    }


def voices(ids: Iterable[str], library: Library, point: str = "") -> int:
    """Return how many voices some quotes are; with ``point``, as they stand on that point."""
    quotes = [library.quotes[id_] for id_ in ids]
    holders = [quote.reported_on(point) if point else quote.reported for quote in quotes]
    return len(
        {
            ("reported", holder.casefold()) if holder else ("speaker", quote.speaker)
            for quote, holder in zip(quotes, holders, strict=True)
        }
    )


def debated(point: str, library: Library) -> Sides:
    """Return the quotes on a point by stance, without a side that nobody here takes.

    A side that is only reported does not count if all speakers of the other side wrote these
    reports: nobody is shown to argue with themselves.
    """
    sides = library.sides(point)
    if _is_only_reported(sides.for_, sides.against, point, library):
        return replace(sides, for_=())
    if _is_only_reported(sides.against, sides.for_, point, library):
        return replace(sides, against=())
    return sides


def _is_only_reported(
    side: tuple[str, ...], others: tuple[str, ...], point: str, library: Library
) -> bool:
    quotes = library.quotes
    # Nearly always the first quote decides, so the others are not looked up.
    if not (side and others and all(quotes[id_].reported_on(point) for id_ in side)):
        return False
    writers = {quotes[id_].speaker for id_ in side}
    return all(
        quotes[id_].speaker in writers and not quotes[id_].reported_on(point) for id_ in others
    )
