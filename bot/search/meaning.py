"""The similarity in meaning of a question to the topics, points and quotes of a library.

It counts most where words find least: all of it for the share of a question's weight that the
library has no word for, and :data:`_ALWAYS` of it where all words are known. (0.15 to 1 were tried,
also on phrasings that were left out of the library. Taking away from each direction the mean of
all, or the two that they have most in common, was tried too: it changed which is nearest for few
questions, as often for the worse.)
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from bot.library.model import Kind
from bot.search.confidence import WeightedWord
from bot.search.documents import Documents
from bot.search.index import (
    InvertedIndex,
    Numbers,
    Postings,
    RaggedArray,
    Scores,
    distinct,
    most_of,
    numbers_of,
    top_scores,
)
from bot.search.names import Name

Vectors = npt.NDArray[np.float32]
"""One vector a row."""
# Texts whose vectors are unpacked at once: those of all of a large library would take gigabytes.
_AT_ONCE = 64


class WordVectors(Struct, frozen=True):
    """A vector for each of many stems, as :func:`bot.search.text.stem` makes them.

    ``rows`` is the row of each stem. A row of ``packed`` has two numbers to a byte: those of the
    vector's first half in the low four bits, of its second in the high, 8 added to each. ``scales``
    are the factors of the rows. The last row, of zeros, is for stems without a vector.
    """

    rows: Mapping[str, int]
    packed: npt.NDArray[np.uint8]
    scales: npt.NDArray[np.float32]

    @property
    def dimensions(self) -> int:
        """The number of dimensions of a vector."""
        return 2 * int(self.packed.shape[1])

    def rows_of(self, stems: Iterable[str]) -> npt.NDArray[np.int32]:
        """Return the row of each stem."""
        known, none = self.rows, len(self.rows)
        return np.array([known.get(stem, none) for stem in stems], dtype=np.int32)

    def direction(self, stems: Iterable[str]) -> Vectors:
        """Return the direction of a text, of length 1, or 0 where no stem of it has a vector."""
        return unit(self.unpacked(self.rows_of(stems)).sum(axis=0))

    def directions(
        self, texts: RaggedArray, weights: npt.NDArray[np.float32] | None = None
    ) -> Vectors:
        """Return the directions of texts, given as rows of the table, each with its weight."""
        summed = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        full = texts.lengths.nonzero()[0]
        for begin in range(0, len(full), _AT_ONCE):
            some = full[begin : begin + _AT_ONCE]
            held = slice(texts.starts[some[0]], texts.starts[some[-1] + 1])
            vectors = self.unpacked(texts.values[held])
            if weights is not None:
                vectors *= weights[held, None]
            summed[some] = np.add.reduceat(vectors, texts.starts[some] - held.start)
        return unit(summed)

    def unpacked(self, rows: npt.NDArray[np.integer]) -> Vectors:
        """Return the vectors of some rows."""
        held, half = self.packed[rows], self.packed.shape[1]
        numbers = np.empty((len(rows), 2 * half), dtype=np.float32)
        numbers[:, :half] = held & 15
        numbers[:, half:] = held >> 4
        numbers -= 8
        numbers *= self.scales[rows, None]
        return numbers


def unit(vectors: Vectors) -> Vectors:
    """Scale the vectors to length 1; one of length 0 stays."""
    lengths = np.sqrt(np.einsum("...i,...i->...", vectors, vectors))[..., None]
    scaled: Vectors = vectors / np.maximum(lengths, np.float32(1e-12))
    return scaled


@cache
def word_vectors() -> WordVectors:
    """Return the table that ships; it takes some 10 ms to read, once."""
    path = Path(__file__).parent / "vectors" / "vectors.npz"
    with np.load(path, allow_pickle=False) as held:
        stems = held["stems"].tobytes().decode("ascii").split("\n")
        return WordVectors(
            rows=dict(zip(stems, range(len(stems)), strict=True)),
            packed=held["vectors"],
            # Stored in half as many bits; converting them for each request would take longer than
            # everything else done with a vector.
            scales=held["scales"].astype(np.float32),
        )


_ALWAYS = 0.6
# The share of a question's weight that a cosine of 1 above the least adds. (1 to 4 were tried for
# points, 0 to 2.5 for quotes, 0.05 to 0.3 for the least.)
_POINTS, _TOPICS, _QUOTES = 2.0, 0.5, 0.7
_LEAST, _LEAST_OF_QUOTES = 0.2, 0.1
# The share of a word's worth that a word of the same meaning in a point adds, the least cosine of
# the two, and how many points are compared word by word. (0.3 to 1.5, 0.15 to 0.45 and 20 were
# tried; for quotes it is no gain.)
_WORDS, _LEAST_OF_WORDS, _MOST_WORDED = 0.5, 0.4, 4
# The share of the cosine of a quote's nearest phrasing that counts as that of the quote, if it is
# more: a question is nearer to any question than to a text. (1 was tried, and the mean of both.)
_PHRASED = 0.8
# The cosine from which a line is told as a reason.
_TOLD = 0.4
# The lines of so many topics and of so many points are compared, the nearest as a whole.
_MOST_COMPARED = 100
# The phrasings of so many quotes are kept, as they are likely asked for again.
_MOST_KEPT = 4096


class Directions(Struct, frozen=True):
    """The directions of one layer of documents.

    Those of topics and points are by number; those of names and of the texts of quotes are of all
    that the layer adds, in order. Those of texts are kept in half as many bits: there are many.
    """

    topics: tuple[Numbers, Vectors]
    points: tuple[Numbers, Vectors]
    lines: Vectors
    texts: npt.NDArray[np.float16]


class Similarity(Struct, frozen=True):
    """The similarity of one question to everything: cosines for each topic and point.

    ``of_lines`` are the cosines of some ``lines``: those of the topics and points that are nearest
    as a whole. ``asked`` is the direction of the question, ``weight`` what a cosine of 1 may add to
    a score.
    """

    meaning: "Meaning"
    asked: Vectors
    topics: Scores
    points: Scores
    lines: Numbers
    of_lines: Scores
    weight: float

    def add(self, topics: Scores, points: Scores) -> None:
        """Add to the score of each topic and point what its similarity is worth, at least 0."""
        topics += _above(self.topics, _LEAST, _TOPICS * self.weight)
        points += _above(self.points, _LEAST, _POINTS * self.weight)

    @property
    def closest(self) -> float:
        """The cosine of the nearest point or topic."""
        return float(max(self.points.max(initial=0), self.topics.max(initial=0)))

    def quote_scores(self, quotes: Sequence[str], phrased: int) -> Scores:
        """Return the addition to the score of each of these quotes, at least 0.

        The nearest phrasings of the first ``phrased`` quotes count too.
        """
        cosines: Scores = self.meaning.texts(quotes) @ self.asked
        for place, quote in enumerate(quotes[:phrased]):
            if quote in self.meaning.documents.phrasings:
                nearest = (self.meaning.phrasings(quote) @ self.asked).max(initial=-1)
                cosines[place] = max(cosines[place], np.float32(_PHRASED) * nearest)
        return _above(cosines, _LEAST_OF_QUOTES, _QUOTES * self.weight)

    def add_likely_words(self, points: Scores, words: Sequence[WeightedWord]) -> None:
        """Add to the best points what the words that they lack mean nearly.

        A word counts by the nearest of the point's own words: "dear" by "price", whatever else the
        question says.
        """
        best = top_scores(points, _MOST_WORDED)
        terms = [self.meaning.own_terms(number) for number in best]
        of_all = self.meaning.words(chain.from_iterable(map(sorted, terms)))
        cosines = self.meaning.words(one.word.term for one in words) @ of_all.T
        end = 0
        for number, own in zip(best, terms, strict=True):
            begin, end = end, end + len(own)
            nearest = cosines[:, begin:end].max(axis=1, initial=0).tolist()
            points[number] += _WORDS * sum(
                one.worth * max(cosine - _LEAST_OF_WORDS, 0) / (1 - _LEAST_OF_WORDS)
                for one, cosine in zip(words, nearest, strict=True)
                if one.word.term not in own
            )

    def line(self, point: int) -> Name | None:
        """Return the nearest name of a point that is close enough to tell as a reason."""
        if self.points[point] < _TOLD:
            return None
        held = self.meaning.documents.lines
        own = (held.owners[self.lines] == -1 - point).nonzero()[0]
        return held.names[self.lines[own[self.of_lines[own].argmax()]]] if len(own) else None


def _highest(cosines: Scores) -> Numbers:
    """Return the numbers of the highest, in no order."""
    if len(cosines) <= _MOST_COMPARED:
        return np.arange(len(cosines), dtype=np.int32)
    return cosines.argpartition(-_MOST_COMPARED)[-_MOST_COMPARED:].astype(np.int32)


def _above(cosines: Scores, least: float, weight: float) -> Scores:
    added: Scores = np.maximum(cosines - np.float32(least), np.float32(0)) * np.float32(weight)
    return added


class Meaning:
    """Compare questions with the topics, points and quotes of a library."""

    def __init__(
        self, documents: Documents, vectors: WordVectors, base: "Meaning | None" = None
    ) -> None:
        """Compare with these documents; those of ``base`` are the layers beneath the last one."""
        self.documents = documents
        self.vectors = vectors
        self._base = base
        self.phrasings = lru_cache(maxsize=_MOST_KEPT)(self._phrasings)

    @cached_property
    def layers(self) -> tuple[Directions, ...]:
        """The directions of the layers of the documents; later ones replace earlier.

        Made when first needed: a request without a known word needs none.
        """
        below = self._base.layers if self._base else ()
        return (*below, _own_directions(self, self._base))

    def similarity(
        self, words: Iterable[WeightedWord], worths: Mapping[str, float], asked_weight: float
    ) -> Similarity | None:
        """Compare words with everything; None where none has a vector.

        ``worths`` are the worths of the known words, ``asked_weight`` is the weight of all.
        """
        direction = self.vectors.direction([one.word.term for one in words])
        if not asked_weight or not direction.any():
            return None
        unknown = 1 - min(sum(worths.values()) / asked_weight, 1.0)
        documents, layers = self.documents, self.layers

        def whole(size: int, held: Iterable[tuple[Numbers, Vectors]]) -> Scores:
            found: Scores = np.zeros(size, dtype=np.float32)
            for numbers, vectors in held:
                found[numbers] = vectors @ direction
            return found

        topics = whole(documents.topics.size, (one.topics for one in layers))
        points = whole(documents.points.size, (one.points for one in layers))
        numbers = self._lines_near(topics, points)
        owners, lines = documents.lines.owners[numbers], self._lines(numbers) @ direction
        # Half of each is its cosine as a whole, half that of its nearest line.
        topics += most_of(len(topics), owners, lines)
        points += most_of(len(points), -1 - owners, lines)
        return Similarity(
            meaning=self,
            asked=direction,
            topics=topics / np.float32(2),
            points=points / np.float32(2),
            lines=numbers,
            of_lines=lines,
            weight=asked_weight * (_ALWAYS + (1 - _ALWAYS) * unknown),
        )

    def _lines_near(self, topics: Scores, points: Scores) -> Numbers:
        """Return the numbers of the lines of the topics and points that are nearest as a whole.

        The directions of all lines of a large library are more than a processor's cache holds.
        """
        held = self.documents.lines
        near = np.zeros(len(topics) + len(points), dtype=np.bool_)
        near[_highest(topics)] = True
        near[-1 - _highest(points)] = True
        lines = near[held.owners]
        for layer in held.index.layers:
            lines[layer.gone] = False
        return lines.nonzero()[0].astype(np.int32)

    def _lines(self, numbers: Numbers) -> Vectors:
        """Return the directions of these lines."""
        return _rows([layer.lines for layer in self.layers], numbers)

    def own_terms(self, number: int) -> frozenset[str]:
        """Return the terms of a point's own names and sentences."""
        return self.documents.own_terms[Kind.POINT, self.documents.point_ids[number]]

    def words(self, stems: Iterable[str]) -> Vectors:
        """Return the direction of each stem; zeros for one without a vector."""
        return unit(self.vectors.unpacked(self.vectors.rows_of(stems)))

    def texts(self, quotes: Sequence[str]) -> Vectors:
        """Return the directions of the texts of these quotes."""
        numbers = numbers_of(quotes, self.documents.quote_numbers)
        return _rows([layer.texts for layer in self.layers], numbers)

    def _phrasings(self, quote: str) -> Vectors:
        """Return the directions of a quote's phrasings."""
        held = self.documents.phrasings.get(quote, ())
        own = [self.vectors.direction(one.terms) for one in held]
        return np.array(own, dtype=np.float32).reshape(len(own), self.vectors.dimensions)


def _rows(layers: Sequence[npt.NDArray[np.floating]], numbers: Numbers) -> Vectors:
    """Return the rows of these numbers, counted through all layers, of which there are one or two.

    Most requests over a server's changes need no row of them.
    """
    below, own = layers[0], layers[-1]
    changed = numbers >= len(below)
    if not changed.any():
        return below[numbers].astype(np.float32, copy=False)
    found: Vectors = np.empty((len(numbers), below.shape[1]), dtype=np.float32)
    found[~changed] = below[numbers[~changed]]
    found[changed] = own[numbers[changed] - len(below)]
    return found


def _own_directions(meaning: Meaning, base: Meaning | None) -> Directions:
    """Return the directions of what was indexed last, over what is in ``base``."""
    documents, vectors = meaning.documents, meaning.vectors
    known = len(base.documents.lines.owners) if base else 0
    owners = documents.lines.owners[known:]

    def wholes(index: InvertedIndex, owners: Numbers) -> tuple[Numbers, Vectors]:
        postings = index.layers[-1].part
        numbers = np.arange(index.size, dtype=np.int32)
        if base:
            numbers = distinct(np.concatenate([postings.documents, owners[owners >= 0]]))
        return numbers, _directions(postings, numbers, vectors)

    def added(index: InvertedIndex, known: int) -> Vectors:
        numbers = np.arange(known, index.size, dtype=np.int32)
        return _directions(index.layers[-1].part, numbers, vectors)

    return Directions(
        topics=wholes(documents.topics, owners),
        points=wholes(documents.points, -1 - owners),
        lines=added(documents.lines.index, known),
        texts=added(documents.text_index, base.documents.text_index.size if base else 0).astype(
            np.float16
        ),
    )


def _directions(postings: Postings, documents: Numbers, vectors: WordVectors) -> Vectors:
    """Return the directions of these documents, ascending; the postings have no others."""
    lengths = np.diff(postings.starts)
    rows = np.repeat(vectors.rows_of(postings.numbers)[: len(lengths)], lengths)
    order = np.argsort(postings.documents, kind="stable")
    starts = np.searchsorted(postings.documents[order], documents)
    weights = None if postings.impacts is None else postings.impacts[order]
    ends = np.append(starts, len(order)).astype(np.int64)
    return vectors.directions(RaggedArray(ends, rows[order]), weights)
