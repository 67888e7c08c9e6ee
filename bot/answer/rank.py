"""The words of a request against the documents of a library: what they rank highest, how surely."""

from dataclasses import dataclass

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
_LINE_WEIGHT = 2.0
# What a quote has from the best of its points and topics, beside its own words.
_FROM_POINT = 0.6
_FROM_TOPIC = 0.3
_MOST_RANKED = 60
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
        asked = [
            (weighed.word.term, weighed.worth / documents.rarities[weighed.word.term])
            for weighed in words
            if weighed.known
        ]
        shared = documents.lines.index.scores(
            (weighed.word.term, weighed.worth) for weighed in words
        )
        weight = sum(weighed.weight for weighed in words)
        both = np.float32(weight) + documents.lines.weights
        likeness = np.float32(2) * shared / np.maximum(both, np.float32(1e-9))
        named = np.zeros(len(documents.topic_ids) + len(documents.point_ids), dtype=np.float32)
        np.maximum.at(named, documents.lines.owners, likeness)
        named *= _LINE_WEIGHT * weight
        topics = documents.topics.scores(asked) + named[: len(documents.topic_ids)]
        points = documents.points.scores(asked) + named[len(documents.topic_ids) :]
        quotes = documents.quotes.scores(asked)
        quotes += _FROM_POINT * _best_of(points, self._points_of)
        quotes += _FROM_TOPIC * _best_of(topics, self._topics_of)
        ranked_points = _ranked(points, documents.point_ids)
        ranked_quotes = _ranked(quotes, documents.quote_ids)
        return Ranking(
            points=ranked_points,
            topics=_ranked(topics, documents.topic_ids),
            quotes=ranked_quotes,
            line=self._line(likeness),
            score=confidence(
                Evidence(
                    around=self._around(words, ranked_points, ranked_quotes),
                    line=_highest(shared) / weight if weight else 0.0,
                    text=self._in_a_text(words, weight),
                    words=len(words),
                )
            ),
        )

    def _line(self, likeness: Scores) -> Name | None:
        if not len(likeness):
            return None
        closest = int(likeness.argmax())
        return self._documents.lines.names[closest] if likeness[closest] >= LIKE_A_LINE else None

    def _in_a_text(self, words: tuple[Weighed, ...], weight: float) -> float:
        held = self._documents.text_index.scores(
            (weighed.word.term, weighed.worth) for weighed in words
        )
        return _highest(held) / weight if weight else 0.0

    def _around(
        self, words: tuple[Weighed, ...], points: tuple[Scored, ...], quotes: tuple[Scored, ...]
    ) -> float:
        fields = [
            *(
                quote_fields(quote.id, self._library, self._documents)
                for quote in quotes[:_MOST_WEIGHED]
            ),
            *(
                point_fields(point.id, self._library, self._documents)
                for point in points[:_MOST_WEIGHED]
            ),
        ]
        return max((share_held(words, held) for held in fields), default=0.0)


def reasons(words: tuple[Weighed, ...], line: Name | None, asked: str) -> tuple[Why, ...]:
    """Why these words matched: the line they nearly repeat, how they were read, and which stood."""
    found = [Why(line.cause, asked, line.text)] if line else []
    known = [weighed.word for weighed in words if weighed.known]
    found += [why for word in known if (why := word.why) is not None]
    plain = ", ".join(word.asked for word in known if word.cause is None)
    if plain:
        found.append(Why(Cause.WORDS, plain))
    return tuple(found)


def _ranked(scores: Scores, ids: tuple[str, ...]) -> tuple[Scored, ...]:
    return tuple(
        Scored(ids[number], float(scores[number])) for number in best(scores, _MOST_RANKED)
    )


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
