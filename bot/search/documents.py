"""A library as documents to search: quotes, points and topics, and the lines that name them.

Fields are weighted by how surely they say what a thing is about: names and aliases above the
sentence and the phrasings of a point, these above the text of its quotes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain

import numpy as np
from msgspec import Struct, field

from bot.library.library import Library
from bot.library.model import Kind, Point, Topic
from bot.library.overlay import LibraryDiff, Thing, lay_over, overlaid
from bot.search.index import (
    NO_NUMBERS,
    Field,
    InverseFrequencies,
    InvertedIndex,
    Numbers,
    Postings,
    RaggedArray,
    Scores,
    bm25,
    contained,
    interner,
    numbers_of,
    presence,
    ragged,
    weighted_field,
)
from bot.search.lexicon import Lexicon, Text
from bot.search.names import Name, Names
from bot.search.scope import Scope, quotes_in

_NAME_WEIGHT = 3.0
_SENTENCE_WEIGHT = 2.0
_SIDE_WEIGHT = 1.5
_PHRASING_WEIGHT = 1.0
_TEXT_WEIGHT = 1.0
# The weight of the questions that a quote answers. (0.3 and 0.6 were tried.)
_PHRASED_WEIGHT = 1.0
_SPEAKER_WEIGHT = 0.6
_SOURCE_WEIGHT = 0.3
# The weights of what a topic has from its points, and a point from its quotes.
_POINT_WEIGHT = 0.3
_QUOTED_WEIGHT = 0.2


class Lines(Struct, frozen=True):
    """The names, aliases, phrasings and sentences of topics and points, one document each.

    ``index`` only knows which terms a line has; ``weights`` are the summed idfs of these. Under a
    server's changes the weights of the shared library stay. ``owners`` are the things named: the
    number n of a topic as n, of a point as -1 - n.
    """

    names: Sequence[Name]
    index: InvertedIndex
    weights: Scores
    owners: Numbers


class PhrasedQuestion(Struct, frozen=True):
    """A question that a quote answers: its terms, and the summed idfs of these, each once."""

    terms: tuple[str, ...]
    weight: float


_NO_INDEX, _NO_FREQUENCIES = InvertedIndex(), InverseFrequencies()
_NO_LINES = Lines((), _NO_INDEX, np.zeros(0, dtype=np.float32), NO_NUMBERS)


class Documents(Struct, frozen=True):
    """The indexes of a library, each with the ids that its document numbers stand for.

    ``text_index`` only knows which terms the text of a quote has. ``text_terms`` are the terms of
    each quote's text, ``own_terms`` those of the names and sentences of each topic and point.
    ``phrasings`` are those of quotes that have any; under a server's changes their weights stay, as
    those of lines do.
    """

    quotes: InvertedIndex = _NO_INDEX
    quote_ids: Sequence[str] = ()
    quote_numbers: Mapping[str, int] = field(default_factory=dict)
    points: InvertedIndex = _NO_INDEX
    point_ids: tuple[str, ...] = ()
    point_numbers: Mapping[str, int] = field(default_factory=dict)
    topics: InvertedIndex = _NO_INDEX
    topic_ids: tuple[str, ...] = ()
    topic_numbers: Mapping[str, int] = field(default_factory=dict)
    lines: Lines = _NO_LINES
    text_index: InvertedIndex = _NO_INDEX
    text_terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    own_terms: Mapping[Thing, frozenset[str]] = field(default_factory=dict)
    phrasings: Mapping[str, tuple[PhrasedQuestion, ...]] = field(default_factory=dict)
    idf: InverseFrequencies = _NO_FREQUENCIES


NO_DOCUMENTS = Documents()


class Indexer:
    """Index what changed in a library, over the documents of the library before.

    A quote that is added has a number after those of the base, also when it was in the base; topics
    and points keep the numbers they have there. The mean lengths of documents stay those of the
    base.
    """

    def __init__(
        self,
        library: Library,
        change: LibraryDiff,
        lexicon: Lexicon,
        base: Documents = NO_DOCUMENTS,
    ) -> None:
        self._library = library
        self._change = change
        self._lexicon = lexicon
        self._base = base
        self._terms = interner()
        # A name is in several fields.
        self._terms_in = cache(lexicon.terms)
        self._topic_numbers = {topic: number for number, topic in enumerate(library.topics)}
        self._point_numbers = {point: number for number, point in enumerate(library.points)}

    def documents(self, names: Names, texts: Sequence[Text]) -> Documents:
        """Return the documents; ``texts`` are those of the quotes added."""
        base, library, change = self._base, self._library, self._change
        known, size = len(base.quote_ids), len(base.quote_ids) + len(change.added)
        at = np.arange(known, size, dtype=np.int32)
        terms = [tuple(self._lexicon.terms_of(text)) for text in texts]
        rows, quoted = self._text_rows(terms)
        own_rows = rows.first(len(texts))
        # All fields are read before any is indexed, as that numbers their terms.
        quote_fields = [weighted_field(_TEXT_WEIGHT, own_rows, at), *self._attributions(at)]
        points_anew = numbers_of(change.points, self._point_numbers)
        topics_anew = numbers_of(change.topics, self._topic_numbers)
        point_fields = [
            *self._fields((self._point_numbers[id_], library.points[id_]) for id_ in change.points),
            weighted_field(_QUOTED_WEIGHT, quoted, points_anew),
        ]
        topic_fields = [*self._topic_fields()]
        gone = np.sort(numbers_of(change.dropped, base.quote_numbers))
        quotes = self._bm25(base.quotes, quote_fields, gone, size)
        points = self._bm25(base.points, point_fields, points_anew, len(library.points))
        topics = self._bm25(base.topics, topic_fields, topics_anew, len(library.topics))
        documents = size - len(gone) + len(library.points) + len(library.topics)
        frequencies = InverseFrequencies((quotes, points, topics), documents)
        own_texts = presence([weighted_field(1.0, own_rows, at)], self._terms)
        numbers = {id_: number for number, id_ in enumerate(change.added, start=known)}
        return Documents(
            quotes=quotes,
            quote_ids=(*base.quote_ids, *change.added),
            quote_numbers=overlaid(base.quote_numbers, numbers),
            points=points,
            point_ids=tuple(library.points),
            point_numbers=self._point_numbers,
            topics=topics,
            topic_ids=tuple(library.topics),
            topic_numbers=self._topic_numbers,
            lines=self._lines(names, frequencies),
            text_index=_laid(base.text_index, own_texts, gone, size),
            text_terms=overlaid(base.text_terms, dict(zip(change.added, terms, strict=True))),
            own_terms=overlaid(base.own_terms, self._own_terms()),
            phrasings=overlaid(base.phrasings, self._phrasings(frequencies)),
            idf=frequencies,
        )

    def _numbers(self, terms: Iterable[str]) -> list[int]:
        return [self._terms[term] for term in terms]

    def _row(self, text: str) -> list[int]:
        return self._numbers(self._terms_in(text))

    def _text_rows(self, terms: Iterable[Iterable[str]]) -> tuple[RaggedArray, RaggedArray]:
        """Return the terms of the texts added, and those of all quotes on each point to index.

        The rows of the first are followed by those of quotes that are indexed in the base.
        """
        change, base = self._change, self._base
        members = [quotes_in(Scope(Kind.POINT, point), self._library) for point in change.points]
        numbers = {id_: number for number, id_ in enumerate(change.added)}
        borrowed = [id_ for id_ in dict.fromkeys(chain(*members)) if id_ not in numbers]
        numbers |= {id_: number for number, id_ in enumerate(borrowed, start=len(numbers))}
        known = (base.text_terms[id_] for id_ in borrowed)
        rows = ragged(map(self._numbers, chain(terms, known)))
        return rows, ragged(map(numbers.__getitem__, ids) for ids in members).expanded(rows)

    def _attributions(self, documents: Numbers) -> Iterator[Field]:
        """Return the speakers, sources and phrasings of the quotes added."""
        library = self._library
        quotes = [library.quotes[id_] for id_ in self._change.added]
        speakers = (self._row(library.speakers[quote.speaker].name) for quote in quotes)
        sources = (self._row(library.sources[quote.source].title) for quote in quotes)
        yield weighted_field(_SPEAKER_WEIGHT, ragged(speakers), documents)
        yield weighted_field(_SOURCE_WEIGHT, ragged(sources), documents)
        phrased = (self._row(" ".join(quote.phrasings)) for quote in quotes)
        yield weighted_field(_PHRASED_WEIGHT, ragged(phrased), documents)

    def _topic_fields(self) -> Iterator[Field]:
        """Return the fields of the topics to index, and those of their points."""
        library, change = self._library, self._change
        topics = [(self._topic_numbers[id_], library.topics[id_]) for id_ in change.topics]
        yield from self._fields(topics)
        under = (
            (number, library.points[point]) for number, topic in topics for point in topic.points
        )
        yield from self._fields(under, _POINT_WEIGHT)

    def _fields(
        self, owners: Iterable[tuple[int, Topic | Point]], share: float = 1.0
    ) -> Iterator[Field]:
        """Return the fields of topics and points, each the words of a document of a number."""
        by_weight: dict[float, list[tuple[int, list[int]]]] = defaultdict(list)
        for number, owner in owners:
            for weight, texts in _weighted_texts(owner):
                by_weight[weight * share] += [(number, self._row(text)) for text in texts]
        for weight, held in by_weight.items():
            documents = np.array([number for number, _ in held], dtype=np.int32)
            yield weighted_field(weight, ragged(row for _, row in held), documents)

    def _own_terms(self) -> dict[Thing, frozenset[str]]:
        """Return the terms of the names and sentences of each topic and point that changed."""
        return {
            (kind, id_): frozenset(
                term
                for _, texts in _weighted_texts(owner)
                for text in texts
                for term in self._terms_in(text)
            )
            for kind, id_ in self._change.things
            if isinstance(owner := self._library.things(kind)[id_], (Topic, Point))
        }

    def _phrasings(self, frequencies: InverseFrequencies) -> dict[str, tuple[PhrasedQuestion, ...]]:
        """Return the phrasings of the quotes added; none for one that had some in the base."""
        quotes = [self._library.quotes[id_] for id_ in self._change.added]
        terms = {text: tuple(self._terms_in(text)) for quote in quotes for text in quote.phrasings}
        distinct = list(dict.fromkeys(chain.from_iterable(terms.values())))
        idfs = dict(zip(distinct, frequencies.of(distinct), strict=True))

        def read(text: str) -> PhrasedQuestion:
            return PhrasedQuestion(terms[text], sum(idfs[term] for term in set(terms[text])))

        return {
            quote.id: tuple(map(read, quote.phrasings))
            for quote in quotes
            if quote.phrasings or quote.id in self._base.phrasings
        }

    def _lines(self, names: Names, frequencies: InverseFrequencies) -> Lines:
        """Index the names of topics and points that changed; they replace all that these had."""
        base = self._base.lines
        own = [name for name in names.of(self._change.things) if name.kind in _LINE_KINDS]
        own.sort(key=names.place)
        owners = np.array(
            [
                self._topic_numbers[name.id]
                if name.kind is Kind.TOPIC
                else -1 - self._point_numbers[name.id]
                for name in own
            ],
            dtype=np.int32,
        )
        known, size = len(base.names), len(base.names) + len(own)
        at = np.arange(known, size, dtype=np.int32)
        index = presence(
            [weighted_field(1.0, ragged(self._row(name.text) for name in own), at)], self._terms
        )
        lengths, idfs = np.diff(index.starts), frequencies.of(list(self._terms))
        weights = np.bincount(index.documents - known, np.repeat(idfs, lengths), minlength=len(own))
        gone = np.flatnonzero(contained(base.owners, np.sort(owners))).astype(np.int32)
        return Lines(
            names=(*base.names, *own),
            index=_laid(base.index, index, gone, size),
            weights=np.concatenate([base.weights, weights.astype(np.float32)]),
            owners=np.concatenate([base.owners, owners]),
        )

    def _bm25(
        self, base: InvertedIndex, fields: Sequence[Field], anew: Numbers, size: int
    ) -> InvertedIndex:
        """Lay the fields over ``base``, in which the documents ``anew`` do not count any more."""
        average = base.layers[0].part.average if base.layers else 0.0
        gone = np.sort(anew[anew < base.size])
        return _laid(base, bm25(fields, self._terms, size, average), gone, size)


_LINE_KINDS = (Kind.TOPIC, Kind.POINT)


def _laid(base: InvertedIndex, own: Postings, gone: Numbers, size: int) -> InvertedIndex:
    return InvertedIndex(lay_over(base.layers, own, gone, nothing=NO_NUMBERS), size)


def _weighted_texts(owner: Topic | Point) -> tuple[tuple[float, tuple[str, ...]], ...]:
    match owner:
        case Topic():
            return ((_NAME_WEIGHT, (owner.name, owner.id, *owner.aliases)),)
        case Point():
            return (
                (_NAME_WEIGHT, (*owner.aliases, owner.id)),
                (_SENTENCE_WEIGHT, (owner.sentence,)),
                (_SIDE_WEIGHT, (owner.side_for, owner.side_against)),
                (_PHRASING_WEIGHT, owner.phrasings),
            )
