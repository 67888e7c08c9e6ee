"""A library as documents to search: quotes, points and topics, and the lines that name them.

Fields are weighted by how surely they say what a thing is about: names and aliases above the
sentence and the phrasings of a point, these above the text of its quotes.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.answer.answers import Cause, Kind
from bot.answer.bm25 import Document, Index, build, rarity
from bot.answer.lexicon import Lexicon
from bot.answer.names import Name
from bot.library.catalogue import Library
from bot.library.model import Point, Quote, Topic

NAME_WEIGHT = 3.0
SENTENCE_WEIGHT = 2.0
PHRASING_WEIGHT = 1.0
SIDE_WEIGHT = 1.5
TEXT_WEIGHT = 1.0
SPEAKER_WEIGHT = 0.6
SOURCE_WEIGHT = 0.3
# What a point has from its quotes, and a topic from its points.
QUOTED_WEIGHT = 0.2
POINT_WEIGHT = 0.3


Counts = defaultdict[str, float]


@dataclass(frozen=True, slots=True)
class Line:
    """A name, alias, phrasing or sentence of a topic or point, with its terms, each once."""

    kind: Kind
    id: str
    cause: Cause
    text: str
    terms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Documents:
    """The indexes, each with the ids its document numbers stand for, and the idf of each term.

    ``own`` are the terms of the names and sentences of a topic or point, without its quotes'.
    """

    quotes: Index
    quote_ids: tuple[str, ...]
    points: Index
    point_ids: tuple[str, ...]
    topics: Index
    topic_ids: tuple[str, ...]
    lines: tuple[Line, ...]
    own: Mapping[tuple[Kind, str], frozenset[str]]
    texts: Mapping[str, frozenset[str]]
    rarities: Mapping[str, float]
    unknown_rarity: float


def documents_of(library: Library, lexicon: Lexicon, names: Sequence[Name]) -> Documents:
    """The documents of a library."""
    texts = {quote.id: lexicon.terms(quote.text) for quote in library.quotes.values()}
    by_quote = [
        _quote(quote, texts[quote.id], library, lexicon) for quote in library.quotes.values()
    ]
    own_points = {point.id: _own_point(point, lexicon) for point in library.points.values()}
    own_topics = {topic.id: _own_topic(topic, lexicon) for topic in library.topics.values()}
    by_point = [
        _joined(own_points[point], [texts[quote] for quote in _quotes_on(point, library)])
        for point in library.points
    ]
    by_topic = [
        _topic(topic, own_topics[topic.id], own_points) for topic in library.topics.values()
    ]
    everything = [*by_quote, *by_point, *by_topic]
    holding = Counter(term for document in everything for term in document)
    rarities = {term: rarity(count, len(everything)) for term, count in holding.items()}
    return Documents(
        quotes=build(by_quote, rarities),
        quote_ids=tuple(library.quotes),
        points=build(by_point, rarities),
        point_ids=tuple(library.points),
        topics=build(by_topic, rarities),
        topic_ids=tuple(library.topics),
        lines=tuple(_lines(names, lexicon)),
        own={
            **{(Kind.POINT, point): frozenset(own) for point, own in own_points.items()},
            **{(Kind.TOPIC, topic): frozenset(own) for topic, own in own_topics.items()},
        },
        texts={quote: frozenset(terms) for quote, terms in texts.items()},
        rarities=rarities,
        unknown_rarity=rarity(0, len(everything)),
    )


def _quote(quote: Quote, text: list[str], library: Library, lexicon: Lexicon) -> Document:
    speaker, source = library.speakers[quote.speaker], library.sources[quote.source]
    return _counted(
        (TEXT_WEIGHT, text),
        (SPEAKER_WEIGHT, lexicon.terms(speaker.name)),
        (SOURCE_WEIGHT, lexicon.terms(source.title)),
    )


def _own_point(point: Point, lexicon: Lexicon) -> Counts:
    sides = f"{point.side_for}. {point.side_against}"
    return _counted(
        (NAME_WEIGHT, _each(point.aliases, lexicon)),
        (NAME_WEIGHT, lexicon.terms(point.id.replace("-", " "))),
        (SENTENCE_WEIGHT, lexicon.terms(point.sentence)),
        (SIDE_WEIGHT, lexicon.terms(sides)),
        (PHRASING_WEIGHT, _each(point.phrasings, lexicon)),
    )


def _own_topic(topic: Topic, lexicon: Lexicon) -> Counts:
    return _counted(
        (NAME_WEIGHT, lexicon.terms(topic.name)),
        (NAME_WEIGHT, lexicon.terms(topic.id.replace("-", " "))),
        (NAME_WEIGHT, _each(topic.aliases, lexicon)),
    )


def _topic(topic: Topic, own: Document, points: Mapping[str, Document]) -> Document:
    document = defaultdict(float, own)
    for point in topic.points:
        for term, count in points[point].items():
            document[term] += count * POINT_WEIGHT
    return document


def _joined(own: Document, texts: Iterable[list[str]]) -> Document:
    document = defaultdict(float, own)
    for text in texts:
        for term in text:
            document[term] += QUOTED_WEIGHT
    return document


def _each(texts: Iterable[str], lexicon: Lexicon) -> list[str]:
    return [term for text in texts for term in lexicon.terms(text)]


def _counted(*fields: tuple[float, Iterable[str]]) -> Counts:
    counts: Counts = defaultdict(float)
    for weight, terms in fields:
        for term in terms:
            counts[term] += weight
    return counts


def _quotes_on(point: str, library: Library) -> tuple[str, ...]:
    sides = library.sides(point)
    return (*sides.for_, *sides.against, *sides.mixed)


def _lines(names: Iterable[Name], lexicon: Lexicon) -> Iterable[Line]:
    for name in names:
        if name.kind in {Kind.TOPIC, Kind.POINT}:
            yield Line(
                name.kind, name.id, name.cause, name.text, frozenset(lexicon.terms(name.text))
            )
