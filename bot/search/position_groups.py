"""Where quotes stand, as numbers: all quotes on the same points and topics are one group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.library.model import Point, Quote
from bot.search.index import Scores, best
from bot.search.ragged import Numbers, Rows

# What a quote has from the best of its points and topics, beside its own words. (0.3 to 0.8 were
# tried: more hides which quote of a point was meant, less hides the point.)
_FROM_POINT = 0.45
_FROM_TOPIC = 0.3


@dataclass(frozen=True, slots=True)
class Groups:
    """Quotes that stand on the same points and under the same topics.

    ``points`` and ``topics`` are the numbers of these for each group in a column, -1 to fill it up;
    groups are in the order of their first quotes. ``group`` is by quote, ``quotes`` by group.
    """

    points: Numbers
    topics: Numbers
    group: Numbers
    quotes: Rows

    def scores(self, points: Scores, topics: Scores) -> Scores:
        """What each group adds to its quotes: the best of its points, and of its topics."""
        added: Scores = np.float32(_FROM_POINT) * _best_of(points, self.points)
        added += np.float32(_FROM_TOPIC) * _best_of(topics, self.topics)
        return added

    def first_quotes(self, scores: Scores, most: int, gone: Numbers) -> Numbers:
        """All quotes that may be among the ``most`` best by these scores of groups alone.

        In a tie the quote of the lower number is better, so of ``most`` groups and of as many
        quotes of each, the first, and of some more where quotes in them are ``gone``.
        """
        without = np.bincount(self.group[gone]) if len(gone) else np.zeros(1, dtype=np.int64)
        groups = np.array(best(scores, most + int(np.count_nonzero(without))), dtype=np.int64)
        most += int(without.max())
        starts = self.quotes.starts[groups]
        lengths = np.minimum(self.quotes.starts[groups + 1] - starts, most)
        ends = np.cumsum(lengths)
        shift = np.repeat(starts - (ends - lengths), lengths)
        found: Numbers = self.quotes.values[shift + np.arange(ends[-1] if len(ends) else 0)]
        return found

    def standing(self, scores: Scores, least: float) -> int:
        """How many quotes stand in groups of such a score or a higher one."""
        return int(self.quotes.lengths[scores >= np.float32(least)].sum())

    def quotes_from(self, scores: Scores, least: float) -> Numbers:
        """The quotes in groups of such a score or a higher one."""
        return self.quotes.taken(np.flatnonzero(scores >= np.float32(least))).values


def groups_of(
    quotes: Sequence[Quote],
    points: Mapping[str, Point],
    point_numbers: Mapping[str, int],
    topic_numbers: Mapping[str, int],
) -> Groups:
    """The groups of these quotes, which are numbered in their order."""
    numbers: dict[tuple[tuple[str, ...], tuple[str, ...]], int] = {}
    group = np.fromiter(
        (
            numbers.setdefault(
                (tuple([at.point for at in quote.positions]), quote.topics), len(numbers)
            )
            for quote in quotes
        ),
        dtype=np.int32,
        count=len(quotes),
    )
    order = np.argsort(group, kind="stable").astype(np.int32)
    starts = np.searchsorted(group[order], np.arange(len(numbers) + 1))
    return Groups(
        points=_padded([[point_numbers[point] for point in held] for held, _ in numbers]),
        topics=_padded(
            [
                [topic_numbers[topic] for topic in (*own, *(points[point].topic for point in held))]
                for held, own in numbers
            ]
        ),
        group=group,
        quotes=Rows(starts, order),
    )


def _padded(rows: list[list[int]]) -> Numbers:
    """The rows as the columns of one table, -1 where one is shorter than the longest."""
    width = max((len(row) for row in rows), default=0) or 1
    filled = [row + [-1] * (width - len(row)) for row in rows]
    return np.array(filled, dtype=np.int32).reshape(len(rows), width).T.copy()


def _best_of(scores: Scores, columns: Numbers) -> Scores:
    """For each column the highest of the scores it names, 0 where it names none."""
    highest: Scores = np.append(scores, np.float32(0))[columns].max(axis=0)
    return highest


@dataclass(frozen=True, slots=True)
class Filing:
    """Groups of quotes numbered from 0, then of those laid over them; ``gone`` do not count."""

    groups: tuple[Groups, ...]
    gone: Numbers

    def added(self, points: Scores, topics: Scores) -> "Added":
        """What points and topics of these scores add to their quotes."""
        return Added(self, tuple(groups.scores(points, topics) for groups in self.groups))


@dataclass(frozen=True, slots=True)
class Added:
    """What each group adds to the scores of its quotes."""

    filing: Filing
    scores: tuple[Scores, ...]

    def to(self, quotes: Numbers) -> Scores:
        """What is added to these quotes."""
        first, own = self.filing.groups[0], self.filing.groups[1:]
        if not own:
            return self.scores[0][first.group[quotes]]
        known = len(first.group)
        late = quotes >= known
        found: Scores = np.zeros(len(quotes), dtype=np.float32)
        found[~late] = self.scores[0][first.group[quotes[~late]]]
        found[late] = self.scores[1][own[0].group[quotes[late] - known]]
        return found

    def standing(self, least: float) -> int:
        """How many quotes have so much by what is added alone, what is gone among them."""
        both = zip(self.filing.groups, self.scores, strict=True)
        return sum(groups.standing(scores, least) for groups, scores in both)

    def quotes_from(self, least: float) -> Numbers:
        """The quotes that have so much by what is added alone, what is gone among them."""
        known = np.int32(len(self.filing.groups[0].group))
        first, *own = (
            groups.quotes_from(scores, least)
            for groups, scores in zip(self.filing.groups, self.scores, strict=True)
        )
        return np.concatenate([first, *(quotes + known for quotes in own)])

    def first_quotes(self, most: int) -> Numbers:
        """All quotes that may be among the ``most`` best by what is added alone."""
        nothing = np.zeros(0, dtype=np.int32)
        first = self.filing.groups[0].first_quotes(self.scores[0], most, self.filing.gone)
        own = [
            groups.first_quotes(scores, most, nothing) + np.int32(len(self.filing.groups[0].group))
            for groups, scores in zip(self.filing.groups[1:], self.scores[1:], strict=True)
        ]
        return np.concatenate([first, *own])
