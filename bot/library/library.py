"""A whole library, immutable, with the indexes that answers need."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.library.context import passage_link
from bot.library.model import (
    UNCHECKED,
    Card,
    Excerpt,
    Kind,
    Point,
    Quote,
    Source,
    Speaker,
    Stance,
    Topic,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class Sides:
    """The ids of the quotes on a point by stance, each in library order."""

    for_: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    mixed: tuple[str, ...] = ()

    @property
    def both(self) -> bool:
        """Whether there is a quote for and a quote against."""
        return bool(self.for_ and self.against)

    def of(self, stance: Stance) -> tuple[str, ...]:
        """Return the ids of one stance."""
        match stance:
            case Stance.FOR:
                return self.for_
            case Stance.AGAINST:
                return self.against
            case Stance.MIXED:
                return self.mixed


_NO_SIDES = Sides()


@dataclass(frozen=True, slots=True)
class Library:
    """Topics, points, speakers, sources and quotes by id, each in the curator's order.

    ``texts`` are the raw source texts by source id, ``verdicts`` the results of the verbatim check
    by quote id, ``retired`` the ids of former quotes by source id. The mappings never change; make
    a library with :func:`make_library`.
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

    def things(self, kind: Kind) -> Mapping[str, Topic | Point | Speaker | Source]:
        """Return everything of one kind, by id."""
        match kind:
            case Kind.TOPIC:
                return self.topics
            case Kind.POINT:
                return self.points
            case Kind.SPEAKER:
                return self.speakers
            case Kind.SOURCE:
                return self.sources

    def sides(self, point: str) -> Sides:
        """Return the quotes on a point by stance; empty sides for a point without quotes."""
        return self.by_point.get(point, _NO_SIDES)

    def excerpt(self, quote_id: str) -> Excerpt:
        """Return a quote with its full attribution. Raises KeyError for an unknown id."""
        quote = self.quotes[quote_id]
        source = self.sources[quote.source]
        verdict = self.verdicts.get(quote_id, UNCHECKED)
        return Excerpt(
            quote=quote,
            speaker=self.speakers[quote.speaker],
            source=source,
            author=self.speakers[source.author],
            writer=self.speakers[quote.quoting.writer] if quote.quoting else None,
            verdict=verdict,
            link=passage_link(source.url, quote.text),
        )


def make_library(  # noqa: PLR0913 - the parts of a library, each once
    *,
    card: Card,
    topics: tuple[Topic, ...],
    points: tuple[Point, ...],
    speakers: tuple[Speaker, ...],
    sources: tuple[Source, ...],
    quotes: tuple[Quote, ...],
    texts: Mapping[str, str],
    verdicts: Mapping[str, Verdict],
    retired: Mapping[str, tuple[str, ...]] | None = None,
) -> Library:
    """Return the library of these parts, whose ids must be unique and whose references must hold.

    A quote is indexed under its own topics and under those of the points it takes a position on.
    """
    by_topic: dict[str, dict[str, None]] = {topic.id: {} for topic in topics}
    by_point: dict[str, dict[Stance, list[str]]] = {}
    by_speaker: dict[str, list[str]] = {}
    by_source: dict[str, list[str]] = {}
    topic_of = {point.id: point.topic for point in points}
    for quote in quotes:
        for topic in (*quote.topics, *(topic_of[position.point] for position in quote.positions)):
            by_topic[topic][quote.id] = None
        for position in quote.positions:
            by_point.setdefault(position.point, {}).setdefault(position.stance, []).append(quote.id)
        by_speaker.setdefault(quote.speaker, []).append(quote.id)
        by_source.setdefault(quote.source, []).append(quote.id)
    return Library(
        card=card,
        topics={topic.id: topic for topic in topics},
        points={point.id: point for point in points},
        speakers={speaker.id: speaker for speaker in speakers},
        sources={source.id: source for source in sources},
        quotes={quote.id: quote for quote in quotes},
        texts=texts,
        verdicts=verdicts,
        by_topic={topic: tuple(ids) for topic, ids in by_topic.items()},
        by_point={point: _sides(by_stance) for point, by_stance in by_point.items()},
        by_speaker={speaker: tuple(ids) for speaker, ids in by_speaker.items()},
        by_source={source: tuple(ids) for source, ids in by_source.items()},
        retired=retired or {},
    )


def _sides(by_stance: Mapping[Stance, list[str]]) -> Sides:
    return Sides(
        for_=tuple(by_stance.get(Stance.FOR, ())),
        against=tuple(by_stance.get(Stance.AGAINST, ())),
        mixed=tuple(by_stance.get(Stance.MIXED, ())),
    )
