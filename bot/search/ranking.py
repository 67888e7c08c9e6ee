"""The words of a request against the documents of a library: what they rank highest, how surely."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from bot.library.library import Library
from bot.search.confidence import (
    ConfidenceFeatures,
    WeightedWord,
    confidence,
    point_fields,
    quote_fields,
    share_held,
)
from bot.search.documents import Documents
from bot.search.index import Scores, best
from bot.search.meaning import Meaning
from bot.search.names import Name
from bot.search.nearness import Nearness
from bot.search.position_groups import PositionGroups
from bot.search.query import Sought, sought_in
from bot.search.ragged import Numbers
from bot.search.results import Cause, Why
from bot.search.text_coverage import TextCoverage

# A question shares most of a phrasing's weight before the phrasing counts as the reason (Dice's
# coefficient, 0 to 1).
LIKE_A_LINE = 0.6
# What the line most like the question adds to the score of what it names.
# (0.5 to 3 were tried; many phrasings to a point make a chance likeness likelier.)
_LINE_WEIGHT = 1.25
# Nearness adds to a quote at most so many times what its words and its point have: what is barely
# found is not raised high. (2 to 8 were tried.)
_RAISED = 2.0
# Points that score so much of the best one's score are as good.
_AS_GOOD = 0.9
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

    ``score`` is the confidence, 0 to 1. ``meant`` is the name of the best point that is nearest in
    meaning, where that is near; ``closest`` how near the nearest of all is, a cosine.
    """

    points: tuple[Scored, ...]
    topics: tuple[Scored, ...]
    quotes: tuple[Scored, ...]
    line: Name | None
    score: float
    meant: Name | None = None
    closest: float = 0.0


NO_RANKING = Ranking((), (), (), None, 0.0)


class Ranker:
    """Ranks the quotes, points and topics of one library."""

    def __init__(
        self,
        library: Library,
        documents: Documents,
        groups: tuple[PositionGroups, ...],
        meaning: Meaning | None = None,
    ) -> None:
        self._library = library
        self._meaning = meaning
        self._documents = documents
        self._groups = groups
        self._numbers = {point: number for number, point in enumerate(documents.point_ids)}

    def rank(self, words: tuple[WeightedWord, ...]) -> Ranking:
        """The ranking for these words."""
        documents = self._documents
        sought = sought_in(documents, words, self._meaning)
        near, worths, asked = sought.near, sought.worths, sought.asked
        of_points, of_topics = self._scores(sought)
        points = _ranked(of_points, documents.point_ids, _MOST_POINTS)
        quotes = self._quotes(worths, of_points, of_topics, near)
        meant = self._numbers[points[0].id] if near and points else None
        evidence = ConfidenceFeatures(
            around=self._around(worths, asked, points, quotes),
            line=sought.held / documents.unknown_rarity,
            text=self.coverage(words).highest,
            words=len(words),
            near=self._nearest(near, points),
        )
        return Ranking(
            points=points,
            topics=_ranked(of_topics, documents.topic_ids, _MOST_TOPICS),
            quotes=quotes,
            line=self._line(sought.lines, sought.likeness),
            score=confidence(evidence),
            meant=near.line(meant, documents) if near and meant is not None else None,
            closest=near.closest if near else 0.0,
        )

    def coverage(self, words: tuple[WeightedWord, ...]) -> TextCoverage:
        """The share of the words that the text of each quote has."""
        worths = {one.word.term: one.worth for one in words if one.known}
        return TextCoverage(self._documents, worths, sum(one.weight for one in words))

    def _nearest(self, near: Nearness | None, points: tuple[Scored, ...]) -> float | None:
        """The cosine of the nearest of the best points, so that a tie does not decide it."""
        if near is None or not points:
            return None
        least = _AS_GOOD * points[0].score
        best = [self._numbers[one.id] for one in points if one.score >= least]
        return float(near.near.points[best].max())

    def _scores(self, sought: Sought) -> tuple[Scores, Scores]:
        """The score of each point and each topic: its words, the line most like, its meaning."""
        documents, near = self._documents, sought.near
        terms = tuple(sought.worths.items())
        added = sought.likeness * np.float32(_LINE_WEIGHT * sought.asked)
        owners = documents.lines.owners[sought.lines]
        topics, points = documents.topics.scores(terms), documents.points.scores(terms)
        topics += _most_of(len(topics), owners, added)
        points += _most_of(len(points), -1 - owners, added)
        if near:
            topics += near.topics
            points += near.points
        return points, topics

    def _quotes(
        self, worths: Mapping[str, float], points: Scores, topics: Scores, near: Nearness | None
    ) -> tuple[Scored, ...]:
        """The quotes that score highest by words and positions, reordered by nearness."""
        index = self._documents.quotes
        scores = index.scores(worths.items())
        scores += np.concatenate([groups.bonus(points, topics) for groups in self._groups])
        scores[index.gone] = 0
        first = best(scores, _MOST_QUOTES)
        ids = [self._documents.quote_ids[number] for number in first]
        reached = scores[list(first)].astype(np.float64)
        if near:
            reached += np.minimum(near.quotes(ids), _RAISED * reached)
        order = np.argsort(-reached, kind="stable")
        return tuple(map(Scored, [ids[place] for place in order], reached[order].tolist()))

    def _line(self, lines: Numbers, likeness: Scores) -> Name | None:
        if not len(likeness):
            return None
        closest = int(likeness.argmax())
        found = self._documents.lines.names[lines[closest]]
        return found if likeness[closest] >= LIKE_A_LINE else None

    def _around(
        self,
        worths: Mapping[str, float],
        asked: float,
        points: tuple[Scored, ...],
        quotes: tuple[Scored, ...],
    ) -> float:
        """The most that a quote or point near the top holds, with what stands around it."""
        library, documents = self._library, self._documents
        near = [one.id for one in quotes[:_MOST_WEIGHED]]
        above = [one.id for one in points[:_MOST_WEIGHED]]
        said = documents.text_index.held(worths, _numbered(near, documents.quote_numbers))
        quoted = documents.points.held(worths, _numbered(above, self._numbers))
        fields = chain(
            (quote_fields(*one, library, documents) for one in zip(near, said, strict=True)),
            (point_fields(*one, library, documents) for one in zip(above, quoted, strict=True)),
        )
        return max((share_held(worths, asked, held) for held in fields), default=0.0)


def _most_of(size: int, owners: Numbers, added: Scores) -> Scores:
    """The most that is added to each owner, 0 where nothing is; those below 0 are another's."""
    most = np.zeros(size, dtype=np.float32)
    own = owners >= 0
    np.maximum.at(most, owners[own], added[own])
    return most


def _numbered(ids: Sequence[str], numbers: Mapping[str, int]) -> Numbers:
    return np.array([numbers[id_] for id_ in ids], dtype=np.int32)


def reasons(words: tuple[WeightedWord, ...], ranking: Ranking, asked: str) -> tuple[Why, ...]:
    """Why these words matched: the line they nearly repeat, how they were read, and which stood.

    Without such a line, the one that means nearly the same.
    """
    line, meant = ranking.line, ranking.meant
    found = [Why(line.cause, asked, line.text)] if line else []
    if meant and not line:
        found.append(Why(Cause.MEANING, asked, meant.text))
    known = [weighed.word for weighed in words if weighed.known]
    found += [why for word in known if (why := word.why) is not None]
    plain = ", ".join(word.asked for word in known if word.cause is None)
    if plain:
        found.append(Why(Cause.WORDS, plain))
    return tuple(found)


def _ranked(scores: Scores, ids: tuple[str, ...], most: int) -> tuple[Scored, ...]:
    return tuple(Scored(ids[number], float(scores[number])) for number in best(scores, most))
