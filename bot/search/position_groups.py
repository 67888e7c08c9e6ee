"""Quotes grouped by their positions, so that points and topics raise the scores of their quotes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.library.model import Point, Quote
from bot.search.index import Scores
from bot.search.ragged import Numbers

# The share of the score of its best point, and of its best topic, that is added to a quote's own
# score. (0.3 to 0.8 were tried: more hides which quote of a point was meant, less hides the point.)
_FROM_POINT = 0.45
_FROM_TOPIC = 0.3


@dataclass(frozen=True, slots=True)
class PositionGroups:
    """Quotes that stand on the same points and under the same topics.

    ``points`` and ``topics`` are numbers, a column for each group, filled up with -1; ``group`` is
    the group of each quote.
    """

    points: Numbers
    topics: Numbers
    group: Numbers

    def bonus(self, points: Scores, topics: Scores) -> Scores:
        """Return what the scores of points and topics add to each quote."""
        added: Scores = np.float32(_FROM_POINT) * _best_of(points, self.points)
        added += np.float32(_FROM_TOPIC) * _best_of(topics, self.topics)
        return added[self.group]


def groups_of(
    quotes: Sequence[Quote],
    points: Mapping[str, Point],
    point_numbers: Mapping[str, int],
    topic_numbers: Mapping[str, int],
) -> PositionGroups:
    """Group these quotes, numbered in their order."""
    numbers: dict[tuple[tuple[str, ...], tuple[str, ...]], int] = {}
    group = [
        numbers.setdefault(
            (tuple([at.point for at in quote.positions]), quote.topics), len(numbers)
        )
        for quote in quotes
    ]
    return PositionGroups(
        points=_padded([[point_numbers[point] for point in held] for held, _ in numbers]),
        topics=_padded(
            [
                [topic_numbers[topic] for topic in (*own, *(points[point].topic for point in held))]
                for held, own in numbers
            ]
        ),
        group=np.array(group, dtype=np.int32),
    )


def _padded(rows: list[list[int]]) -> Numbers:
    """Return the rows as the columns of one table, filled up with -1."""
    width = max((len(row) for row in rows), default=0) or 1
    filled = [row + [-1] * (width - len(row)) for row in rows]
    return np.array(filled, dtype=np.int32).reshape(len(rows), width).T.copy()


def _best_of(scores: Scores, columns: Numbers) -> Scores:
    """Return the highest of the scores that each column names, 0 where it names none."""
    highest: Scores = np.append(scores, np.float32(0))[columns].max(axis=0)
    return highest
