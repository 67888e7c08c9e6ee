"""What nearness in meaning adds to what the words of a question find.

It counts most where words find least: ``thin`` is the share of a question's weight that the
library has no word for, and a question all of whose words are known still gets :data:`_ALWAYS`.
(0.15 to 1 were tried, also on phrasings that were left out of the library.)
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.search.confidence import WeightedWord
from bot.search.documents import Documents
from bot.search.index import Scores
from bot.search.meaning import Meaning, Near
from bot.search.names import Name

_ALWAYS = 0.6
# What is added for each cosine above the least one, as shares of a question's weight. (1 to 4
# were tried for points, 0 to 2.5 for quotes, 0.05 to 0.3 for the least.)
_POINTS, _TOPICS, _QUOTES = 2.0, 0.5, 0.7
_LEAST, _LEAST_OF_QUOTES = 0.2, 0.1
# From here a line is told as a reason.
_TOLD = 0.4


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near one question is to everything; ``weight`` is what a cosine of 1 may add."""

    meaning: Meaning
    near: Near
    weight: float

    @property
    def points(self) -> Scores:
        """What it adds to each point, at least 0."""
        return _above(self.near.points, _LEAST, _POINTS * self.weight)

    @property
    def topics(self) -> Scores:
        """What it adds to each topic, at least 0."""
        return _above(self.near.topics, _LEAST, _TOPICS * self.weight)

    @property
    def closest(self) -> float:
        """The cosine of the nearest point or topic."""
        near = self.near
        return float(max(near.points.max(initial=0), near.topics.max(initial=0)))

    def quotes(self, quotes: Sequence[str]) -> Scores:
        """What it adds to each of these quotes, at least 0."""
        cosines = self.meaning.of_quotes(self.near, quotes)
        return _above(cosines, _LEAST_OF_QUOTES, _QUOTES * self.weight)

    def line(self, point: int, documents: Documents) -> Name | None:
        """The name of the point of this number that is close enough to tell as a reason."""
        if self.near.points[point] < _TOLD:
            return None
        number = self.meaning.line(self.near, point)
        return None if number is None else documents.lines.names[number]


def nearness(
    meaning: Meaning | None,
    words: Iterable[WeightedWord],
    worths: Mapping[str, float],
    asked: float,
) -> Nearness | None:
    """How near these words are; None without a meaning of any."""
    near = meaning.similar([one.word.term for one in words]) if meaning and asked else None
    if meaning is None or near is None:
        return None
    thin = 1 - min(sum(worths.values()) / asked, 1.0)
    return Nearness(meaning, near, asked * (_ALWAYS + (1 - _ALWAYS) * thin))


def _above(cosines: Scores, least: float, weight: float) -> Scores:
    added: Scores = np.maximum(cosines - np.float32(least), np.float32(0)) * np.float32(weight)
    return added
