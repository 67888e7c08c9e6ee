"""A library as documents to search: quotes, points and topics, and the lines that name them.

Fields are weighted by how surely they say what a thing is about: names and aliases above the
sentence and the phrasings of a point, these above the text of its quotes.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial

import numpy as np
import numpy.typing as npt

from bot.answer.answers import Kind
from bot.answer.bm25 import Document, Index, bm25, presence, rarity
from bot.answer.lexicon import Lexicon, Reader
from bot.answer.names import Name
from bot.answer.words import tokens
from bot.library.catalogue import Library
from bot.library.model import Point, Quote, Topic

NAME_WEIGHT = 3.0
SENTENCE_WEIGHT = 2.0
SIDE_WEIGHT = 1.5
PHRASING_WEIGHT = 1.0
TEXT_WEIGHT = 1.0
SPEAKER_WEIGHT = 0.6
SOURCE_WEIGHT = 0.3
# What a topic has from its points, and a point from its quotes.
POINT_WEIGHT = 0.3
QUOTED_WEIGHT = 0.2

Terms = Callable[[str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Lines:
    """The names, aliases, phrasings and sentences of topics and points, one document each.

    ``weights`` are the summed idfs of their terms. ``owners`` are what they name, as numbers of
    ``topic_ids`` followed by ``point_ids`` of the Documents.
    """

    names: tuple[Name, ...]
    index: Index
    weights: npt.NDArray[np.float32]
    owners: npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Documents:
    """The indexes, each with the ids its document numbers stand for, and the idf of each term.

    ``texts`` and ``text_index`` hold the words of quotes alone; ``own`` the words of the names
    and sentences of a topic or point, without its quotes', which ``quoted`` has by point.
    """

    quotes: Index
    quote_ids: tuple[str, ...]
    points: Index
    point_ids: tuple[str, ...]
    topics: Index
    topic_ids: tuple[str, ...]
    lines: Lines
    text_index: Index
    texts: Mapping[str, frozenset[str]]
    own: Mapping[tuple[Kind, str], frozenset[str]]
    quoted: Mapping[str, frozenset[str]]
    rarities: Mapping[str, float]
    unknown_rarity: float


def documents_of(
    library: Library, lexicon: Lexicon, names: Sequence[Name], reader: Reader = tokens
) -> Documents:
    """The documents of a library."""
    terms = cache(partial(lexicon.terms, reader=reader))
    texts = {quote.id: terms(quote.text) for quote in library.quotes.values()}
    by_quote = [_quote(quote, texts[quote.id], library, terms) for quote in library.quotes.values()]
    own_points = {point.id: _own_point(point, terms) for point in library.points.values()}
    own_topics = {topic.id: _own_topic(topic, terms) for topic in library.topics.values()}
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
        quotes=bm25(by_quote, rarities),
        quote_ids=tuple(library.quotes),
        points=bm25(by_point, rarities),
        point_ids=tuple(library.points),
        topics=bm25(by_topic, rarities),
        topic_ids=tuple(library.topics),
        lines=_lines(names, library, terms, rarities),
        text_index=presence(tuple(texts.values())),
        texts={quote: frozenset(held) for quote, held in texts.items()},
        own={
            **{(Kind.POINT, point): frozenset(own) for point, own in own_points.items()},
            **{(Kind.TOPIC, topic): frozenset(own) for topic, own in own_topics.items()},
        },
        quoted={
            point: frozenset(term for quote in _quotes_on(point, library) for term in texts[quote])
            for point in library.points
        },
        rarities=rarities,
        unknown_rarity=rarity(0, len(everything)),
    )


def _quote(quote: Quote, text: Iterable[str], library: Library, terms: Terms) -> Document:
    speaker, source = library.speakers[quote.speaker], library.sources[quote.source]
    return _counted(
        (TEXT_WEIGHT, text),
        (SPEAKER_WEIGHT, terms(speaker.name)),
        (SOURCE_WEIGHT, terms(source.title)),
    )


def _own_point(point: Point, terms: Terms) -> Document:
    return _counted(
        (NAME_WEIGHT, _each(point.aliases, terms)),
        (NAME_WEIGHT, terms(point.id)),
        (SENTENCE_WEIGHT, terms(point.sentence)),
        (SIDE_WEIGHT, _each((point.side_for, point.side_against), terms)),
        (PHRASING_WEIGHT, _each(point.phrasings, terms)),
    )


def _own_topic(topic: Topic, terms: Terms) -> Document:
    return _counted(
        (NAME_WEIGHT, terms(topic.name)),
        (NAME_WEIGHT, terms(topic.id)),
        (NAME_WEIGHT, _each(topic.aliases, terms)),
    )


def _topic(topic: Topic, own: Document, points: Mapping[str, Document]) -> Document:
    document = defaultdict(float, own)
    for point in topic.points:
        for term, count in points[point].items():
            document[term] += count * POINT_WEIGHT
    return document


def _joined(own: Document, texts: Iterable[Iterable[str]]) -> Document:
    document = defaultdict(float, own)
    for text in texts:
        for term in text:
            document[term] += QUOTED_WEIGHT
    return document


def _each(texts: Iterable[str], terms: Terms) -> list[str]:
    return [term for text in texts for term in terms(text)]


def _counted(*fields: tuple[float, Iterable[str]]) -> Document:
    counts: defaultdict[str, float] = defaultdict(float)
    for weight, terms in fields:
        for term in terms:
            counts[term] += weight
    return counts


def _quotes_on(point: str, library: Library) -> tuple[str, ...]:
    sides = library.sides(point)
    return (*sides.for_, *sides.against, *sides.mixed)


def _lines(
    names: Iterable[Name], library: Library, terms: Terms, rarities: Mapping[str, float]
) -> Lines:
    numbers = {(Kind.TOPIC, topic): number for number, topic in enumerate(library.topics)}
    numbers |= {
        (Kind.POINT, point): len(library.topics) + number
        for number, point in enumerate(library.points)
    }
    kept = tuple(name for name in names if (name.kind, name.id) in numbers)
    held = [frozenset(terms(name.text)) for name in kept]
    return Lines(
        names=kept,
        index=presence(held),
        weights=np.array(
            [sum(rarities.get(term, 0.0) for term in line) for line in held], dtype=np.float32
        ),
        owners=np.array([numbers[name.kind, name.id] for name in kept], dtype=np.int32),
    )
