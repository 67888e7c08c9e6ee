"""How near in meaning a question is to the topics and points of a library, and to its quotes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.search.documents import Documents
from bot.search.index import Scores, Segment
from bot.search.ragged import Numbers, Rows, places_of
from bot.search.word_vectors import Vectors, WordVectors

# Up to so many lines are all compared; of more, those of so many topics or points that are
# nearest as a whole.
_MOST_LINES = 4096
_NEAREST = 64
_LAST = np.iinfo(np.int32).max
# Where a quote points is likely asked for again; so many take 2 MB.
_MOST_KEPT = 4096


@dataclass(frozen=True, slots=True)
class Near:
    """How near a question is to each topic and point, -1 to 1: see :meth:`Meaning.similar`.

    ``asked`` is where the question points, for :meth:`Meaning.of_texts` and ``line``.
    """

    asked: Vectors
    topics: Scores
    points: Scores


@dataclass(frozen=True, slots=True)
class Layer:
    """Topics, or points, of these numbers: where each points, and each of its lines.

    ``wholes`` has a direction for each of ``numbers``, of its document. Those of its lines are
    ``lines[starts[i]:starts[i + 1]]``, ``names`` the numbers of the lines there.
    """

    numbers: Numbers
    wholes: Vectors
    lines: Vectors
    starts: npt.NDArray[np.int64]
    names: Numbers

    def cosines(self, asked: Vectors) -> Scores:
        """For each, half the cosine of its nearest line, half that of the whole."""
        wholes: Scores = self.wholes @ asked
        if len(self.lines) <= _MOST_LINES:
            cosines = self.lines @ asked
            return (wholes + _highest(cosines, self.starts)) / np.float32(2)
        found: Scores = wholes.copy()
        nearest = np.argpartition(-wholes, _NEAREST)[:_NEAREST]
        starts, places = places_of(self.starts, nearest)
        highest = _highest(self.lines[places] @ asked, starts)
        found[nearest] = (wholes[nearest] + np.maximum(highest, 0)) / np.float32(2)
        return found

    def line(self, number: int, asked: Vectors) -> int | None:
        """The number of the nearest line of one; None where it is not here or has none."""
        place = int(np.searchsorted(self.numbers, number))
        if place == len(self.numbers) or self.numbers[place] != number:
            return None
        held = slice(self.starts[place], self.starts[place + 1])
        cosines = self.lines[held] @ asked
        return int(self.names[held][cosines.argmax()]) if len(cosines) else None


class Texts:
    """Where the texts of quotes point; ``rows`` of the table by the number of a term."""

    def __init__(self, vectors: WordVectors, rows: Numbers, documents: Documents) -> None:
        self.vectors = vectors
        self.rows = rows
        self._documents = documents
        self._kept: dict[str, Vectors] = {}

    def directions(self, quotes: Sequence[str]) -> Vectors:
        """The direction of each of these quotes."""
        kept = self._kept
        found = {quote: kept[quote] for quote in quotes if quote in kept}
        new = [quote for quote in quotes if quote not in found]
        if new:
            read = dict(zip(new, self._read(new), strict=True))
            if len(kept) + len(read) > _MOST_KEPT:
                kept.clear()
            kept.update(read)
            found |= read
        return np.array([found[quote] for quote in quotes], dtype=np.float32).reshape(
            len(quotes), self.vectors.dimensions
        )

    def _read(self, quotes: Sequence[str]) -> Vectors:
        held, known = self._documents, len(self._documents.text_rows)
        numbers = np.array([held.quote_numbers[quote] for quote in quotes], dtype=np.int64)
        beneath = numbers < known
        shared = held.text_rows.taken(numbers[beneath])
        found = np.empty((len(quotes), self.vectors.dimensions), dtype=np.float32)
        words = Rows(shared.starts, self.rows[shared.values]).distinct()
        found[beneath] = self.vectors.directions(words)
        for place in (~beneath).nonzero()[0]:
            found[place] = self.vectors.direction(held.texts[quotes[int(place)]])
        return found


class Meaning:
    """Compares questions with topics and points, by layers: of a later one, each counts instead.

    (Taking away from each direction the mean of all, or the two that they have most in common,
    was tried: it changed which is nearest for few questions, as often for the worse.)
    """

    def __init__(
        self,
        texts: Texts,
        topics: tuple[Layer, ...],
        points: tuple[Layer, ...],
    ) -> None:
        self.texts = texts
        self.topics = topics
        self.points = points

    def similar(self, terms: Iterable[str]) -> Near | None:
        """What the terms of a question are near to; None where no term has a vector."""
        asked = self.texts.vectors.direction(terms)
        if not asked.any():
            return None
        return Near(asked, _all(self.topics, asked), _all(self.points, asked))

    def of_quotes(self, near: Near, quotes: Sequence[str]) -> Scores:
        """How near a question is to the text of each of these quotes."""
        cosines: Scores = self.texts.directions(quotes) @ near.asked
        return cosines

    def line(self, near: Near, point: int) -> int | None:
        """The number of the line of a point that is nearest to a question."""
        found = (layer.line(point, near.asked) for layer in reversed(self.points))
        return next((line for line in found if line is not None), None)


def _all(layers: tuple[Layer, ...], asked: Vectors) -> Scores:
    if len(layers) == 1:
        # The first has all that there is, in order.
        return layers[0].cosines(asked)
    size = max((int(layer.numbers[-1]) + 1 for layer in layers if len(layer.numbers)), default=0)
    found: Scores = np.zeros(size, dtype=np.float32)
    for layer in layers:
        found[layer.numbers] = layer.cosines(asked)
    return found


def _highest(cosines: Scores, starts: npt.NDArray[np.int64]) -> Scores:
    """The highest of each, 0 where there is none."""
    found: Scores = np.zeros(len(starts) - 1, dtype=np.float32)
    full = np.diff(starts).nonzero()[0]
    if len(full):
        found[full] = np.maximum.reduceat(cosines, starts[full])
    return found


def meaning_of(documents: Documents, vectors: WordVectors) -> Meaning:
    """What the topics and points of a library mean; of a library that is laid over none."""
    owners = documents.lines.owners
    lines = _Directions(documents.lines.index.segments[0], vectors).of(_upto(len(owners)))
    layers = [
        _layer(_upto(size), _Directions(segment, vectors).of(_upto(size)), lines, numbers)
        for segment, size, numbers in (
            (documents.topics.segments[0], len(documents.topic_ids), owners),
            (documents.points.segments[0], len(documents.point_ids), -1 - owners),
        )
    ]
    texts = Texts(vectors, vectors.rows_of(documents.terms), documents)
    return Meaning(texts, (layers[0],), (layers[1],))


def laid_over(base: Meaning, documents: Documents) -> Meaning:
    """The same of a library whose ``documents`` lie over those of ``base``; soon made."""
    vectors = base.texts.vectors
    known = len(base.topics[0].names) + len(base.points[0].names)
    fresh = _upto(len(documents.lines.owners))[known:]
    owners = documents.lines.owners[fresh]
    lines = _Directions(documents.lines.index.segments[1], vectors).of(fresh)
    layers = []
    for below, segment, numbers in (
        (base.topics[0], documents.topics.segments[1], owners),
        (base.points[0], documents.points.segments[1], -1 - owners),
    ):
        things = np.union1d(segment.documents, numbers[numbers >= 0]).astype(np.int32)
        wholes = _Directions(segment, vectors).of(things)
        layers.append(_with_lines_below(_layer(things, wholes, lines, numbers, known), below))
    texts = Texts(vectors, base.texts.rows, documents)
    return Meaning(texts, (*base.topics[:1], layers[0]), (*base.points[:1], layers[1]))


def _upto(size: int) -> Numbers:
    return np.arange(size, dtype=np.int32)


def _layer(
    things: Numbers, wholes: Vectors, lines: Vectors, owners: Numbers, first: int = 0
) -> Layer:
    """The layer of these; ``owners`` of lines that are below 0 are of the other kind."""
    order = np.argsort(owners, kind="stable")
    order = order[np.searchsorted(owners[order], 0) :]
    sorted_owners = owners[order]
    starts = np.append(np.searchsorted(sorted_owners, things), len(order)).astype(np.int64)
    return Layer(things, wholes, lines[order], starts, (order + first).astype(np.int32))


def _with_lines_below(layer: Layer, below: Layer) -> Layer:
    """The layer, the lines of those that have none in it taken from the one below."""
    parts: list[tuple[Vectors, Numbers]] = []
    for place, number in enumerate(layer.numbers.tolist()):
        source, at = (layer, place)
        if layer.starts[place] == layer.starts[place + 1] and number < len(below.numbers):
            source, at = below, number
        held = slice(source.starts[at], source.starts[at + 1])
        parts.append((source.lines[held], source.names[held]))
    if not parts:
        return layer
    return Layer(
        layer.numbers,
        layer.wholes,
        np.concatenate([lines for lines, _ in parts]),
        np.cumsum([0, *(len(names) for _, names in parts)]),
        np.concatenate([names for _, names in parts]),
    )


class _Directions:
    """The directions of the documents of a segment."""

    def __init__(self, segment: Segment, vectors: WordVectors) -> None:
        self._vectors = vectors
        counts = np.diff(segment.starts)
        held = np.repeat(vectors.rows_of(segment.numbers)[: len(counts)], counts)
        order = np.argsort(segment.documents, kind="stable")
        self._documents = segment.documents[order]
        self._rows = held[order]
        self._weights = None if segment.impacts is None else segment.impacts[order]

    def of(self, documents: Numbers) -> Vectors:
        """The directions of these, in ascending order; no other documents are in the segment."""
        starts = np.searchsorted(self._documents, [*documents.tolist(), _LAST]).astype(np.int64)
        return self._vectors.directions(Rows(starts, self._rows), self._weights)
