"""The documents of a library that lies over another: the few that changed, indexed beside it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TypeVar

import numpy as np

from bot.library.diff import Changed
from bot.library.library import Library
from bot.library.model import Kind, Point, Topic
from bot.library.overlay import Overlay
from bot.search.documents import (
    POINT_WEIGHT,
    QUOTED_WEIGHT,
    Documents,
    Lines,
    Read,
    idfs,
    line_owners,
    line_weights,
    own_rows,
    quote_parts,
    quotes_on,
    read,
    unknown_rarity,
)
from bot.search.index import Index, Part, Segment, bm25, part, presence
from bot.search.lexicon import Lexicon
from bot.search.names import LaidNames, Name
from bot.search.ragged import Numbers, Rows, contained, rows_of
from bot.search.term_reader import TermReader
from bot.search.term_statistics import Counts, Rarities, TermSets

T = TypeVar("T")


class Chained(Sequence[T]):
    """One sequence after another, without a copy."""

    def __init__(self, first: Sequence[T], second: Sequence[T]) -> None:
        self._first = first
        self._second = second

    def __getitem__(self, place: int) -> T:  # type: ignore[override]
        known = len(self._first)
        return self._first[place] if place < known else self._second[place - known]

    def __len__(self) -> int:
        return len(self._first) + len(self._second)


@dataclass(frozen=True, slots=True)
class Beneath:
    """What is laid over: a library with its words and documents."""

    library: Library
    lexicon: Lexicon
    documents: Documents


class _Laying:
    """One library over another; what is needed on the way."""

    def __init__(
        self, beneath: Beneath, library: Library, lexicon: Lexicon, change: Changed
    ) -> None:
        base, before = beneath.documents, beneath.library
        self.base = base
        self.before = before
        self._terms_before = cache(beneath.lexicon.terms)
        self.library = library
        self.reader = TermReader(lexicon)
        self.quotes = tuple(library.quotes[id_] for id_ in change.arrived)
        self.points = _touched_points(before, library, change)
        self.topics = _touched_topics(library, change)
        # A topic's document has the words of all its points.
        self.owners: tuple[Topic | Point, ...] = (
            *(library.topics[topic] for topic in self.topics),
            *(
                library.points[point]
                for point in dict.fromkeys(
                    chain(self.points, *(library.topics[topic].points for topic in self.topics))
                )
            ),
        )
        self.point_numbers = {point: number for number, point in enumerate(library.points)}
        self.topic_numbers = {topic: number for number, topic in enumerate(library.topics)}
        self.known = len(base.quote_ids)
        self.quote_numbers = {id_: self.known + at for at, id_ in enumerate(change.arrived)}
        self.gone = np.array([base.quote_numbers[id_] for id_ in change.gone], dtype=np.int32)

    def point_parts(self, found: Read) -> list[Part]:
        """The words of the points that are touched: their own, and those of their quotes."""
        first, touched = (
            len(self.topics),
            range(len(self.topics), len(self.topics) + len(self.points)),
        )
        places = np.full(len(self.owners), -1, dtype=np.int32)
        for place, point in enumerate(self.points, start=first):
            places[place] = self.point_numbers[point]
        numbers = np.array([self.point_numbers[point] for point in self.points], dtype=np.int32)
        held = [quotes_on(point, self.library) for point in self.points]
        late = rows_of(
            [self.quote_numbers[q] - self.known for q in ids if q in self.quote_numbers]
            for ids in held
        )
        early = rows_of(
            [self.base.quote_numbers[q] for q in ids if q not in self.quote_numbers] for ids in held
        )
        beneath = self._in_own_terms(early.expanded(self.base.text_rows))
        return [
            *found.parts(touched, places),
            part(QUOTED_WEIGHT, late.expanded(found.texts), numbers),
            part(QUOTED_WEIGHT, beneath, numbers),
        ]

    def _in_own_terms(self, rows: Rows) -> Rows:
        """Rows of the base's terms in this reader's numbers."""
        distinct, places = np.unique(rows.values, return_inverse=True)
        numbers = np.array(
            [self.reader.terms[self.base.terms[number]] for number in distinct.tolist()],
            dtype=np.int32,
        )
        return Rows(rows.starts, numbers[places])

    def topic_parts(self, found: Read) -> list[Part]:
        """The words of the topics that are touched: their own, and those of their points."""
        first = len(self.topics)
        places = np.full(len(self.owners), -1, dtype=np.int32)
        for place, topic in enumerate(self.topics):
            places[place] = self.topic_numbers[topic]
        touched = set(self.topics)
        for place, owner in enumerate(self.owners[first:], start=first):
            topic = self.library.points[owner.id].topic
            if topic in touched:
                places[place] = self.topic_numbers[topic]
        under = [place for place in range(first, len(places)) if places[place] >= 0]
        return [
            *found.parts(range(first), places),
            *found.parts(under, places, POINT_WEIGHT),
        ]

    def counts(self, segments: Iterable[Segment]) -> Counts:
        """In how many documents each term stands now."""
        fresh = np.zeros(len(self.reader.terms), dtype=np.int64)
        for segment in segments:
            fresh[: len(segment.starts) - 1] += np.diff(segment.starts)
        holding = Counter(dict(zip(self.reader.terms, fresh.tolist(), strict=True)))
        gone: Counter[str] = Counter(chain.from_iterable(self._gone_terms()))
        before = self.base.rarities.counts
        changed = {
            term: before.of(term) + holding[term] - gone[term]
            for term in {**holding, **gone}
            if holding[term] != gone[term]
        }
        documents = (
            self.known
            - len(self.gone)
            + len(self.quotes)
            + len(self.library.topics)
            + len(self.library.points)
        )
        return Counts(documents, before.numbers, before.holding, changed)

    def _gone_terms(self) -> Iterator[frozenset[str]]:
        """The terms of each document of the base that does not count any more."""
        base, before = self.base, self.before
        for number in self.gone.tolist():
            id_ = base.quote_ids[number]
            quote = before.quotes[id_]
            names = before.speakers[quote.speaker].name, before.sources[quote.source].title
            yield base.texts[id_].union(*map(self._terms_before, names))
        for point in self.points:
            if point in before.points:
                yield base.own[Kind.POINT, point].union(
                    *(base.texts[id_] for id_ in quotes_on(point, before))
                )
        for topic in self.topics:
            if topic in before.topics:
                points = before.topics[topic].points
                yield base.own[Kind.TOPIC, topic].union(
                    *(base.own[Kind.POINT, one] for one in points)
                )


def documents_over(
    beneath: Beneath, library: Library, lexicon: Lexicon, names: LaidNames, change: Changed
) -> Documents:
    """The documents of a library that lies over the one of ``beneath``."""
    base, laying = beneath.documents, _Laying(beneath, library, lexicon, change)
    own_names = tuple(name for name in names.own if name.kind in (Kind.TOPIC, Kind.POINT))
    found = read(laying.reader, library, laying.quotes, laying.owners, own_names)
    points, topics = laying.point_parts(found), laying.topic_parts(found)
    terms = laying.reader.terms
    size, known = laying.known + len(laying.quotes), laying.known
    at = np.arange(known, size, dtype=np.int32)
    quote_segment = bm25(quote_parts(found, at), terms, size, _average(base.quotes))
    point_segment = bm25(points, terms, len(library.points), _average(base.points))
    topic_segment = bm25(topics, terms, len(library.topics), _average(base.topics))
    counts = laying.counts((quote_segment, point_segment, topic_segment))
    gone_points = _known(laying.points, base.point_ids, laying.point_numbers)
    gone_topics = _known(laying.topics, base.topic_ids, laying.topic_numbers)
    words = tuple(terms)
    owner_numbers = {
        (Kind.TOPIC if isinstance(owner, Topic) else Kind.POINT, owner.id): number
        for number, owner in enumerate(laying.owners)
    }
    own_texts = {id_: number - known for id_, number in laying.quote_numbers.items()}
    return Documents(
        quotes=_laid(base.quotes, quote_segment, laying.gone, size),
        quote_ids=Chained(base.quote_ids, change.arrived),
        quote_numbers=Overlay(base.quote_numbers, laying.quote_numbers, frozenset()),
        points=_laid(base.points, point_segment, gone_points, len(library.points)),
        point_ids=tuple(library.points),
        topics=_laid(base.topics, topic_segment, gone_topics, len(library.topics)),
        topic_ids=tuple(library.topics),
        lines=_lines(base.lines, found.lines, own_names, laying, counts),
        text_index=_laid(
            base.text_index, presence([part(1.0, found.texts, at)], terms), laying.gone, size
        ),
        texts=Overlay(base.texts, TermSets(own_texts, found.texts, words), frozenset()),
        own=Overlay(
            base.own,
            TermSets(owner_numbers, own_rows(found, len(laying.owners)), words),
            frozenset(),
        ),
        rarities=Rarities(counts),
        unknown_rarity=unknown_rarity(counts),
        text_rows=base.text_rows,
        terms=base.terms,
    )


def _lines(base: Lines, rows: Rows, own: Sequence[Name], laying: _Laying, counts: Counts) -> Lines:
    """The names of topics and points, those that changed after those beneath."""
    known, size = len(base.names), len(base.names) + len(own)
    at = np.arange(known, size, dtype=np.int32)
    terms = laying.reader.terms
    segment = presence([part(1.0, rows, at)], terms)
    fresh = line_owners(own, laying.topic_numbers, laying.point_numbers)
    # Whatever has names anew is told by the new ones: nothing is left without a name.
    gone = np.flatnonzero(contained(base.owners, fresh)).astype(np.int32)
    rarities = Rarities(counts)
    worths = np.array([rarities.get(term, 0.0) for term in terms], dtype=np.float64)
    return Lines(
        names=Chained(base.names, own),
        index=_laid(base.index, segment, gone, size),
        weights=np.concatenate(
            [
                line_weights(base.index.segments[0], known, idfs(counts)),
                line_weights(segment, size, worths)[known:],
            ]
        ),
        owners=np.concatenate([base.owners, fresh]),
    )


def _laid(base: Index, segment: Segment, gone: Numbers, size: int) -> Index:
    return Index((base.segments[0], segment), gone, size)


def _average(base: Index) -> float:
    return base.segments[0].average


def _known(ids: Iterable[str], before: Sequence[str], numbers: Mapping[str, int]) -> Numbers:
    """The numbers of those ids that were known before: new ones have later numbers."""
    found = (numbers[id_] for id_ in ids)
    return np.array([number for number in found if number < len(before)], dtype=np.int32)


def _touched_points(before: Library, library: Library, change: Changed) -> tuple[str, ...]:
    """The points that changed, or on which a quote came or went."""
    then = (held.point for id_ in change.gone for held in before.quotes[id_].positions)
    now = (held.point for id_ in change.arrived for held in library.quotes[id_].positions)
    return tuple(dict.fromkeys((*change.points, *then, *now)))


def _touched_topics(library: Library, change: Changed) -> tuple[str, ...]:
    """The topics that changed, or one of whose points did."""
    return tuple(
        dict.fromkeys((*change.topics, *(library.points[point].topic for point in change.points)))
    )
