"""The words of a request against the documents of a library: what they rank highest, how surely."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from bot.answer.answers import Cause, Why
from bot.answer.bm25 import Scores, best
from bot.answer.documents import Documents
from bot.answer.evidence import (
    Evidence,
    Weighed,
    confidence,
    point_fields,
    quote_fields,
    share_held,
)
from bot.answer.names import Name
from bot.library.catalogue import Library

# A question shares most of a phrasing's weight before the phrasing counts as the reason (Dice's
# coefficient, 0 to 1).
LIKE_A_LINE = 0.6
# What the line most like the question adds to the score of what it names.
# (0.7 to 3 were tried; many phrasings to a point make a chance likeness likelier.)
_LINE_WEIGHT = 1.0
# What a quote has from the best of its points and topics, beside its own words. (0.3 to 0.8 were
# tried: more hides which quote of a point was meant, less hides the point.)
_FROM_POINT = 0.45
_FROM_TOPIC = 0.3
_SAYS_IT = 0.5
_MOST_QUOTES, _MOST_POINTS, _MOST_TOPICS = 60, 20, 10
_MOST_WEIGHED = 8


@dataclass(frozen=True, slots=True)
class Scored:
    """An id with its score, above 0; scores of one ranking can be compared, others not."""

    id: str
    score: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """What the words rank highest, best first; ``line`` is what they nearly repeat, if anything.

    ``score`` is the confidence, 0 to 1.
    """

    points: tuple[Scored, ...]
    topics: tuple[Scored, ...]
    quotes: tuple[Scored, ...]
    line: Name | None
    score: float


class Ranker:
    """Ranks the quotes, points and topics of one library."""

    def __init__(self, library: Library, documents: Documents) -> None:
        self._library = library
        self._documents = documents
        points = {point: number for number, point in enumerate(library.points)}
        topics = {topic: number for number, topic in enumerate(library.topics)}
        quotes = library.quotes.values()
        positions = [[held.point for held in quote.positions] for quote in quotes]
        self._points_of = _padded([[points[point] for point in held] for held in positions])
        self._topics_of = _padded(
            [
                [
                    topics[topic]
                    for topic in (*quote.topics, *(library.points[p].topic for p in held))
                ]
                for quote, held in zip(quotes, positions, strict=True)
            ]
        )

    def rank(self, words: tuple[Weighed, ...]) -> Ranking:
        """The ranking for these words."""
        documents = self._documents
        worths = {one.word.term: one.worth for one in words if one.known}
        asked = sum(one.weight for one in words)
        shared = documents.lines.index.scores(worths.items())
        likeness = self._likeness(shared, asked)
        points, topics, quotes = self._scores(worths, asked, likeness)
        evidence = Evidence(
            around=self._around(worths, asked, points, quotes),
            line=_highest(shared) / documents.unknown_rarity,
            text=_highest(documents.text_index.scores(worths.items())) / asked if asked else 0.0,
            words=len(words),
        )
        return Ranking(points, topics, quotes, self._line(likeness), confidence(evidence))

    def saying(self, words: tuple[Weighed, ...]) -> dict[str, float]:
        """The quotes that have at least half of the words, by weight, in their own text.

        With the share they have, 0.5 to 1, in tenths.
        """
        documents = self._documents
        worths = {one.word.term: one.worth for one in words if one.known}
        asked = sum(one.weight for one in words)
        held = documents.text_index.scores(worths.items())
        enough = np.flatnonzero(held >= np.float32(_SAYS_IT * asked)) if asked else ()
        return {
            documents.quote_ids[number]: round(float(held[number]) / asked, 1) for number in enough
        }

    def _likeness(self, shared: Scores, asked: float) -> Scores:
        """How like each line is by weight: twice what is shared over both (Dice), 0 to 1."""
        both = np.float32(asked) + self._documents.lines.weights
        likeness: Scores = np.float32(2) * shared / np.maximum(both, np.float32(1e-9))
        return likeness

    def _scores(
        self, worths: Mapping[str, float], asked: float, likeness: Scores
    ) -> tuple[tuple[Scored, ...], tuple[Scored, ...], tuple[Scored, ...]]:
        """The points, topics and quotes that score highest."""
        documents = self._documents
        terms = [(term, worth / documents.rarities[term]) for term, worth in worths.items()]
        first_point = len(documents.topic_ids)
        named = np.zeros(first_point + len(documents.point_ids), dtype=np.float32)
        np.maximum.at(named, documents.lines.owners, likeness)
        named *= np.float32(_LINE_WEIGHT * asked)
        topics = documents.topics.scores(terms) + named[:first_point]
        points = documents.points.scores(terms) + named[first_point:]
        quotes = documents.quotes.scores(terms)
        quotes += np.float32(_FROM_POINT) * _best_of(points, self._points_of)
        quotes += np.float32(_FROM_TOPIC) * _best_of(topics, self._topics_of)
        return (
            _ranked(points, documents.point_ids, _MOST_POINTS),
            _ranked(topics, documents.topic_ids, _MOST_TOPICS),
            _ranked(quotes, documents.quote_ids, _MOST_QUOTES),
        )

    def _line(self, likeness: Scores) -> Name | None:
        if not len(likeness):
            return None
        closest = int(likeness.argmax())
        return self._documents.lines.names[closest] if likeness[closest] >= LIKE_A_LINE else None

    def _around(
        self,
        worths: Mapping[str, float],
        asked: float,
        points: tuple[Scored, ...],
        quotes: tuple[Scored, ...],
    ) -> float:
        """The most that a quote or point near the top holds, with what stands around it."""
        library, documents = self._library, self._documents
        fields = chain(
            (quote_fields(one.id, library, documents) for one in quotes[:_MOST_WEIGHED]),
            (point_fields(one.id, library, documents) for one in points[:_MOST_WEIGHED]),
        )
        return max((share_held(worths, asked, held) for held in fields), default=0.0)


def reasons(words: tuple[Weighed, ...], line: Name | None, asked: str) -> tuple[Why, ...]:
    """Why these words matched: the line they nearly repeat, how they were read, and which stood."""
    found = [Why(line.cause, asked, line.text)] if line else []
    known = [weighed.word for weighed in words if weighed.known]
    found += [why for word in known if (why := word.why) is not None]
    plain = ", ".join(word.asked for word in known if word.cause is None)
    if plain:
        found.append(Why(Cause.WORDS, plain))
    return tuple(found)


def _ranked(scores: Scores, ids: tuple[str, ...], most: int) -> tuple[Scored, ...]:
    return tuple(Scored(ids[number], float(scores[number])) for number in best(scores, most))


def _highest(scores: Scores) -> float:
    return float(scores.max()) if len(scores) else 0.0


def _padded(rows: list[list[int]]) -> npt.NDArray[np.int32]:
    """The rows as one table, -1 where a row is shorter than the longest."""
    width = max((len(row) for row in rows), default=0) or 1
    filled = [row + [-1] * (width - len(row)) for row in rows]
    return np.array(filled, dtype=np.int32).reshape(len(rows), width)


def _best_of(scores: Scores, rows: npt.NDArray[np.int32]) -> Scores:
    """For each row the highest of the scores it names, 0 where it names none."""
    highest: Scores = np.append(scores, np.float32(0))[rows].max(axis=1)
    return highest
