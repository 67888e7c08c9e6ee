"""A library as documents to search: quotes, points and topics, and the lines that name them.

Fields are weighted by how surely they say what a thing is about: names and aliases above the
sentence and the phrasings of a point, these above the text of its quotes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.library.library import Library
from bot.library.model import Kind, Point, Quote, Topic
from bot.search.index import Index, Part, Segment, bm25, part, presence, whole
from bot.search.lexicon import Lexicon
from bot.search.names import Name
from bot.search.ragged import Numbers, Rows, contained, rows_of
from bot.search.term_reader import TermReader
from bot.search.term_statistics import Counts, Rarities, TermSets
from bot.search.token_cache import Worded

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

Thing = tuple[Kind, str]
_Fields = tuple[tuple[float, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """The names, aliases, phrasings and sentences of topics and points, one document each.

    ``weights`` are the summed idfs of their terms. ``owners`` are what they name: the number n
    of a topic as n, of a point as -1 - n. ``index`` only knows which terms a line has.
    """

    names: Sequence[Name]
    index: Index
    weights: npt.NDArray[np.float32]
    owners: Numbers


@dataclass(frozen=True, slots=True)
class Documents:
    """The indexes, each with the ids its document numbers stand for, and the idf of each term.

    ``texts`` and ``text_index`` hold the words of quotes alone; ``own`` the words of the names
    and sentences of a topic or point. ``text_rows`` are the terms of the first segment's quotes,
    ``terms`` by number.
    """

    quotes: Index
    quote_ids: Sequence[str]
    quote_numbers: Mapping[str, int]
    points: Index
    point_ids: tuple[str, ...]
    topics: Index
    topic_ids: tuple[str, ...]
    lines: Lines
    text_index: Index
    texts: Mapping[str, frozenset[str]]
    own: Mapping[Thing, frozenset[str]]
    rarities: Rarities
    unknown_rarity: float
    text_rows: Rows
    terms: Sequence[str]


@dataclass(frozen=True, slots=True)
class Read:
    """What is to be indexed, as rows of terms.

    ``texts``, ``speakers`` and ``sources`` have a row for each quote; ``fields`` one for each
    field of the topics and points, with its weight, and ``owners`` whose it is; ``lines`` one for
    each name.
    """

    texts: Rows
    speakers: Rows
    sources: Rows
    fields: Rows
    weights: npt.NDArray[np.float32]
    owners: Numbers
    lines: Rows

    def parts(
        self, owners: Iterable[int], documents: Numbers, share: float = 1.0
    ) -> Iterator[Part]:
        """The fields of some owners as words of documents, numbered by owner; -1 for none."""
        wanted = contained(self.owners, np.fromiter(owners, dtype=np.int32))
        for weight in sorted(set(self.weights.tolist())):
            rows = np.flatnonzero(wanted & (self.weights == np.float32(weight)))
            yield part(weight * share, self.fields.taken(rows), documents[self.owners[rows]])


def read(
    reader: TermReader,
    library: Library,
    quotes: Sequence[Quote],
    owners: Sequence[Topic | Point],
    names: Sequence[Name],
    worded: Worded | None = None,
) -> Read:
    """These quotes, topics and points, and names, read by one reader.

    ``worded`` are the texts of the quotes in words, if these are at hand.
    """
    speakers = {speaker: number for number, speaker in enumerate({q.speaker: 0 for q in quotes})}
    sources = {source: number for number, source in enumerate({q.source: 0 for q in quotes})}
    fields = [
        (number, weight, text)
        for number, owner in enumerate(owners)
        for weight, texts in _fields(owner)
        for text in texts
    ]
    texts = [] if worded else [quote.text for quote in quotes]
    texts += [library.speakers[speaker].name for speaker in speakers]
    texts += [library.sources[source].title for source in sources]
    texts += [text for _, _, text in fields]
    texts += [name.text for name in names]
    rows = reader.rows(texts, worded)
    ends = np.cumsum([len(quotes), len(speakers), len(sources), len(fields), len(names)]).tolist()
    said_by = np.array([speakers[quote.speaker] for quote in quotes], dtype=np.int32)
    said_in = np.array([sources[quote.source] for quote in quotes], dtype=np.int32)
    return Read(
        texts=rows.between(0, ends[0]),
        speakers=rows.between(ends[0], ends[1]).taken(said_by),
        sources=rows.between(ends[1], ends[2]).taken(said_in),
        fields=rows.between(ends[2], ends[3]),
        weights=np.array([weight for _, weight, _ in fields], dtype=np.float32),
        owners=np.array([number for number, _, _ in fields], dtype=np.int32),
        lines=rows.between(ends[3], ends[4]),
    )


def _fields(owner: Topic | Point) -> _Fields:
    match owner:
        case Topic():
            return ((NAME_WEIGHT, (owner.name, owner.id, *owner.aliases)),)
        case Point():
            return (
                (NAME_WEIGHT, (*owner.aliases, owner.id)),
                (SENTENCE_WEIGHT, (owner.sentence,)),
                (SIDE_WEIGHT, (owner.side_for, owner.side_against)),
                (PHRASING_WEIGHT, owner.phrasings),
            )


def quote_parts(found: Read, documents: Numbers) -> list[Part]:
    """The words of quotes, of the documents of these numbers."""
    return [
        part(TEXT_WEIGHT, found.texts, documents),
        part(SPEAKER_WEIGHT, found.speakers, documents),
        part(SOURCE_WEIGHT, found.sources, documents),
    ]


def own_rows(found: Read, owners: int) -> Rows:
    """The terms of each owner's fields."""
    # Fields stand in the order of their owners, so only the ends of the rows change.
    ends = np.searchsorted(found.owners, np.arange(owners + 1))
    return Rows(found.fields.starts[ends], found.fields.values)


def documents_of(
    library: Library, lexicon: Lexicon, names: Iterable[Name], worded: Worded | None = None
) -> Documents:
    """The documents of a library; ``worded`` as for :func:`read`."""
    reader = TermReader(lexicon)
    quotes = tuple(library.quotes.values())
    topics, points = tuple(library.topics), tuple(library.points)
    owners: tuple[Topic | Point, ...] = (*library.topics.values(), *library.points.values())
    named = tuple(name for name in names if name.kind in (Kind.TOPIC, Kind.POINT))
    found = read(reader, library, quotes, owners, named, worded)
    terms = reader.terms
    numbers = {quote.id: number for number, quote in enumerate(quotes)}
    by_quote = bm25(quote_parts(found, np.arange(len(quotes), dtype=np.int32)), terms, len(quotes))
    by_point = bm25(_point_parts(library, found, numbers), terms, len(points))
    by_topic = bm25(_topic_parts(library, found), terms, len(topics))
    holding = sum(np.diff(one.starts) for one in (by_quote, by_point, by_topic))
    counts = Counts(len(quotes) + len(owners), terms, np.asarray(holding), {})
    rarities = Rarities(counts)
    own = own_rows(found, len(owners))
    words = tuple(terms)
    things = [*((Kind.TOPIC, id_) for id_ in topics), *((Kind.POINT, id_) for id_ in points)]
    place = {thing: number for number, thing in enumerate(things)}
    topic_numbers = {topic: number for number, topic in enumerate(topics)}
    point_numbers = {point: number for number, point in enumerate(points)}
    lines = presence([part(1.0, found.lines)], terms)
    return Documents(
        quotes=whole(by_quote, len(quotes)),
        quote_ids=tuple(numbers),
        quote_numbers=numbers,
        points=whole(by_point, len(points)),
        point_ids=points,
        topics=whole(by_topic, len(topics)),
        topic_ids=topics,
        lines=Lines(
            names=named,
            index=whole(lines, len(named)),
            weights=line_weights(lines, len(named), idfs(counts)),
            owners=line_owners(named, topic_numbers, point_numbers),
        ),
        text_index=whole(presence([part(1.0, found.texts)], terms), len(quotes)),
        texts=TermSets(numbers, found.texts, words),
        own=TermSets(place, own, words),
        rarities=rarities,
        unknown_rarity=unknown_rarity(counts),
        text_rows=found.texts,
        terms=words,
    )


def _point_parts(library: Library, found: Read, numbers: Mapping[str, int]) -> list[Part]:
    first = len(library.topics)
    places = np.arange(-first, len(library.points), dtype=np.int32)
    members = rows_of(
        map(numbers.__getitem__, quotes_on(point, library)) for point in library.points
    )
    quoted = members.expanded(found.texts)
    return [
        *found.parts(range(first, first + len(library.points)), places),
        part(QUOTED_WEIGHT, quoted),
    ]


def _topic_parts(library: Library, found: Read) -> list[Part]:
    first = len(library.topics)
    places = np.arange(first + len(library.points), dtype=np.int32)
    number = {topic: number for number, topic in enumerate(library.topics)}
    for place, point in enumerate(library.points.values(), start=first):
        places[place] = number[point.topic]
    return [
        *found.parts(range(first), places),
        *found.parts(range(first, len(places)), places, POINT_WEIGHT),
    ]


def quotes_on(point: str, library: Library) -> tuple[str, ...]:
    """The quotes that take a position on a point."""
    sides = library.sides(point)
    return (*sides.for_, *sides.against, *sides.mixed)


def line_owners(
    names: Iterable[Name], topics: Mapping[str, int], points: Mapping[str, int]
) -> Numbers:
    """What names are names of, by the numbers of topics and points; see :class:`Lines`."""
    found = (topics[name.id] if name.kind is Kind.TOPIC else -1 - points[name.id] for name in names)
    return np.fromiter(found, dtype=np.int32)


def line_weights(
    lines: Segment, size: int, worths: npt.NDArray[np.float64]
) -> npt.NDArray[np.float32]:
    """The summed idfs of the terms of each line; ``worths`` are these by term."""
    each = np.repeat(worths, np.diff(lines.starts))
    return np.bincount(lines.documents, each, minlength=size).astype(np.float32)


def idfs(counts: Counts) -> npt.NDArray[np.float64]:
    """The idf of each numbered term; see :func:`bot.search.index.rarity`."""
    holding = counts.holding.astype(np.float64)
    for term, held in counts.changed.items():
        number = counts.numbers.get(term)
        if number is not None:
            holding[number] = held
    worths: npt.NDArray[np.float64] = np.log1p((counts.documents - holding + 0.5) / (holding + 0.5))
    return worths


def unknown_rarity(counts: Counts) -> float:
    """The idf of a term that no document has."""
    return float(np.log1p((counts.documents + 0.5) / 0.5))
