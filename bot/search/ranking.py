"""Rank the quotes, points and topics of a library by the words and the meaning of a request.

:mod:`bot.search.confidence` computes how sure a ranking is.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import numpy as np
from msgspec import Struct

from bot.library.library import Library
from bot.library.model import Kind, Quote
from bot.search.confidence import (
    LONGEST_DOUBTED,
    Standing,
    WeightedWord,
    confidence,
    doubted,
    share_held,
    terms_around,
)
from bot.search.documents import Documents
from bot.search.index import Numbers, Places, Scores, most_of, numbers_of, top_scores
from bot.search.meaning import Meaning, Similarity
from bot.search.names import Name
from bot.search.results import Cause, Why

# The share of a line's weight and the question's that both have, from which the line is told as
# the reason (Dice's coefficient, 0 to 1).
LIKE_A_LINE = 0.6
# The weight of the line most like the question in the score of what it names.
# (0.5 to 3 were tried; many phrasings to a point make a chance likeness likelier.)
_LINE_WEIGHT = 1.25
# The share of the score of its best point, and of its best topic, that is added to a quote's own.
# (0.3 to 0.8 were tried: more hides which quote of a point was meant, less hides the point.)
_FROM_POINT = 0.45
_FROM_TOPIC = 0.3
# Similarity adds to the score of a quote at most so many times what it has by words and its point,
# so that a quote that is barely found does not come first. (2 to 8 were tried.)
_RAISED = 2.0
# The weight of the phrasing of a quote that is most like the question. (0.3 to 1.2 were tried.)
_PHRASING_WEIGHT = 0.5
# Points that score so much of the best one's score are as good.
_AS_GOOD = 0.9
_MOST_QUOTES, _MOST_POINTS, _MOST_TOPICS = 40, 20, 10
# The phrasings of so many quotes are compared, the best by other evidence.
_MOST_PHRASED = 24
_MOST_WEIGHED = 8
# The share of a name's weight from which it is whole, less rounding.
_WHOLE_NAME = np.float32(0.999)
# A quote that has less of the words, by weight, does not say them.
_SAYS_IT = 0.5


class Scored(Struct, frozen=True):
    """An id with its score, above 0; scores of one ranking can be compared, others not."""

    id: str
    score: float


class Query(Struct, frozen=True):
    """The weighted terms of a request, and the ``lines`` of a library that share one of them.

    ``worths`` are the worths of known terms, ``asked_weight`` is the weight of all ``words``.
    ``likeness`` is how like the request each line is, 0 to 1: twice the weight they share over the
    weight of both (Dice). ``shared`` is the most weight that one line shares.
    """

    words: tuple[WeightedWord, ...]
    worths: Mapping[str, float]
    asked_weight: float
    lines: Numbers
    likeness: Scores
    shared: float
    similarity: Similarity | None


class TextCoverage:
    """The share of some words, by weight, that quotes have in their own text."""

    def __init__(
        self, documents: Documents, worths: Mapping[str, float], asked_weight: float
    ) -> None:
        """``worths`` are the worths of the known words, ``asked_weight`` is the weight of all."""
        self._documents = documents
        self._held = documents.text_index.scores(worths.items())
        self._whole = np.float32(asked_weight or 1.0)
        # The highest share of any quote, 0 to 1.
        self.highest = float(self._held.max(initial=0.0) / self._whole)

    def shares(self, quotes: Sequence[str]) -> dict[str, float]:
        """Return the share of each of these quotes, in tenths: 0.5 to 1, or 0 for less."""
        held = self._held[numbers_of(quotes, self._documents.quote_numbers)]
        shares = (held / self._whole).tolist()
        return {
            quote: round(share, 1) if share >= _SAYS_IT else 0.0
            for quote, share in zip(quotes, shares, strict=True)
        }

    def whole(self) -> Iterator[str]:
        """Return the quotes that have all of the words: those whose share rounds to 1."""
        for number in (self._held > np.float32(0.95) * self._whole).nonzero()[0].tolist():
            yield self._documents.quote_ids[number]


class Ranking(Struct, frozen=True):
    """The highest by the words of a request, best first.

    ``line`` is the name that they nearly repeat, if any. ``score`` is the confidence, 0 to 1.
    ``meant`` is the name of the best point that is nearest in meaning, where that is near;
    ``closest`` is the cosine of the nearest of all. ``coverage`` is that of the words by quotes.
    """

    points: tuple[Scored, ...]
    topics: tuple[Scored, ...]
    quotes: tuple[Scored, ...]
    line: Name | None
    score: float
    meant: Name | None = None
    closest: float = 0.0
    coverage: TextCoverage | None = None


NO_RANKING = Ranking((), (), (), None, 0.0)


class PositionGroups(Struct, frozen=True):
    """Quotes that stand on the same points and under the same topics.

    ``points`` and ``topics`` are numbers, a column for each group, filled up with -1; ``group`` is
    the group of each quote.
    """

    points: Places
    topics: Places
    group: Places

    def bonus(self, points: Scores, topics: Scores) -> Scores:
        """Return what the scores of points and topics add to each quote."""
        added: Scores = np.float32(_FROM_POINT) * _best_of(points, self.points)
        added += np.float32(_FROM_TOPIC) * _best_of(topics, self.topics)
        bonus: Scores = added.take(self.group, mode="wrap")
        return bonus


def position_groups(
    quotes: Sequence[Quote], library: Library, documents: Documents
) -> PositionGroups:
    """Group these quotes, numbered in their order."""
    points, topics = documents.point_numbers, documents.topic_numbers
    numbers: dict[tuple[tuple[str, ...], tuple[str, ...]], int] = {}
    group = [
        numbers.setdefault(
            (tuple([held.point for held in quote.positions]), quote.topics), len(numbers)
        )
        for quote in quotes
    ]
    return PositionGroups(
        points=_columns([[points[point] for point in held] for held, _ in numbers]),
        topics=_columns(
            [
                [topics[one] for one in (*own, *(library.points[at].topic for at in held))]
                for held, own in numbers
            ]
        ),
        group=np.array(group, dtype=np.intp),
    )


def _columns(rows: list[list[int]]) -> Places:
    """Return the rows as the columns of one table, filled up with -1."""
    width = max((len(row) for row in rows), default=0) or 1
    filled = [row + [-1] * (width - len(row)) for row in rows]
    return np.array(filled, dtype=np.intp).reshape(len(rows), width).T.copy()


def _best_of(scores: Scores, columns: Places) -> Scores:
    """Return the highest of the scores that each column names, 0 where it names none."""
    highest: Scores = np.append(scores, np.float32(0)).take(columns, mode="wrap").max(axis=0)
    return highest


class Ranker:
    """Rank the quotes, points and topics of one library."""

    def __init__(
        self,
        library: Library,
        documents: Documents,
        groups: tuple[PositionGroups, ...],
        meaning: Meaning | None = None,
    ) -> None:
        """``groups`` are those of the quotes of each layer."""
        self._library = library
        self._documents = documents
        self._groups = groups
        self._meaning = meaning

    def rank(
        self, words: tuple[WeightedWord, ...], *, alone: bool = False, asks: bool = False
    ) -> Ranking:
        """Rank everything by these words.

        ``alone`` says that one word was typed and no other, ``asks`` that they are a question.
        """
        documents, query = self._documents, self._query(words)
        similarity = query.similarity
        of_points, of_topics = self._scores(query)
        points = _ranked(of_points, documents.point_ids, _MOST_POINTS)
        quotes = self._quotes(query, of_points, of_topics)
        coverage = TextCoverage(documents, query.worths, query.asked_weight)
        around = self._around(query, points, quotes)
        line, near = query.shared / documents.idf.unknown, self._nearest(similarity, points)
        striking = alone or any(one.is_striking for one in words)
        score = confidence(around, line, coverage.highest, len(words), near, striking=striking)
        if asks and near is not None and 1 < len(words) <= LONGEST_DOUBTED:
            score = doubted(score, around, line, near, self._standing(query))
        return Ranking(
            points=points,
            topics=_ranked(of_topics, documents.topic_ids, _MOST_TOPICS),
            quotes=quotes,
            line=self._line(query),
            score=score,
            meant=similarity.line(self._documents.point_numbers[points[0].id])
            if similarity and points
            else None,
            closest=similarity.closest if similarity else 0.0,
            coverage=coverage,
        )

    def _query(self, words: tuple[WeightedWord, ...]) -> Query:
        worths = {one.word.term: one.worth for one in words if one.known}
        asked_weight, meaning = sum(one.weight for one in words), self._meaning
        shared = self._documents.lines.index.scores(worths.items())
        lines = shared.nonzero()[0].astype(np.int32)
        both = np.float32(asked_weight) + self._documents.lines.weights[lines]
        return Query(
            words=words,
            worths=worths,
            asked_weight=asked_weight,
            lines=lines,
            likeness=np.float32(2) * shared[lines] / np.maximum(both, np.float32(1e-9)),
            shared=float(shared.max(initial=0.0)),
            similarity=meaning.similarity(words, worths, asked_weight) if meaning else None,
        )

    def _scores(self, query: Query) -> tuple[Scores, Scores]:
        """Score each point and topic by its words, the line most like and its meaning."""
        documents = self._documents
        added = query.likeness * np.float32(_LINE_WEIGHT * query.asked_weight)
        owners = documents.lines.owners[query.lines]
        topics = documents.topics.scores(query.worths.items())
        points = documents.points.scores(query.worths.items())
        topics += most_of(len(topics), owners, added)
        points += most_of(len(points), -1 - owners, added)
        if query.similarity:
            query.similarity.add(topics, points)
            query.similarity.add_likely_words(points, query.words)
        return points, topics

    def _quotes(self, query: Query, points: Scores, topics: Scores) -> tuple[Scored, ...]:
        """Return the quotes that score highest by words and positions, reordered by similarity."""
        index = self._documents.quotes
        scores = index.scores(query.worths.items())
        scores += np.concatenate([groups.bonus(points, topics) for groups in self._groups])
        for layer in index.layers:
            scores[layer.gone] = 0
        first = top_scores(scores, _MOST_QUOTES)
        ids = [self._documents.quote_ids[number] for number in first]
        reached = scores[first].astype(np.float64)
        if query.similarity:
            near = query.similarity.quote_scores(ids, _MOST_PHRASED)
            reached += np.minimum(near, _RAISED * reached)
        for place, quote in enumerate(ids[:_MOST_PHRASED]):
            if quote in self._documents.phrasings:
                likeness = self._phrased(quote, query)
                reached[place] += _PHRASING_WEIGHT * query.asked_weight * likeness
        order = np.argsort(-reached, kind="stable")
        return tuple(map(Scored, [ids[place] for place in order], reached[order].tolist()))

    def _phrased(self, quote: str, query: Query) -> float:
        """Return how like the request the phrasing of a quote most like it is, 0 to 1 (Dice).

        A quote says what is so, and its phrasings ask for it: "How much did the review cost?" is
        nearer to "what was the price of the review" than the quote that has the sum in it.
        """
        shares = (
            2
            * sum(worth for term, worth in query.worths.items() if term in phrasing.terms)
            / ((query.asked_weight + phrasing.weight) or 1)
            for phrasing in self._documents.phrasings[quote]
        )
        return max(shares, default=0.0)

    def _line(self, query: Query) -> Name | None:
        if not len(query.likeness):
            return None
        closest = int(query.likeness.argmax())
        found = self._documents.lines.names[query.lines[closest]]
        return found if query.likeness[closest] >= LIKE_A_LINE else None

    def _nearest(self, similarity: Similarity | None, points: tuple[Scored, ...]) -> float | None:
        """Return the cosine of the nearest of the best points, so that a tie does not decide it."""
        if similarity is None or not points:
            return None
        least = _AS_GOOD * points[0].score
        best = [one.id for one in points if one.score >= least]
        numbers = numbers_of(best, self._documents.point_numbers)
        return float(similarity.points[numbers].max())

    def _standing(self, query: Query) -> Standing:
        """Return how many words stand together, and if the name of a topic or point is whole."""
        idf, lines = self._documents.idf, self._documents.lines
        terms = [(term, 1.0) for term in query.worths]
        held = (lines.index.scores(terms), self._documents.text_index.scores(terms))
        weights = lines.index.scores((term, idf.get(term) or 0.0) for term in query.worths)
        whole = query.lines[weights[query.lines] >= _WHOLE_NAME * lines.weights[query.lines]]
        named = any(lines.names[line].cause is not Cause.PHRASING for line in whole)
        together = max(float(one.max(initial=0)) for one in held)
        return Standing(len(query.words), round(together), named)

    def _around(
        self, query: Query, points: tuple[Scored, ...], quotes: tuple[Scored, ...]
    ) -> float:
        """Return the most that a quote or point near the top holds, with what stands around it."""
        library, documents = self._library, self._documents
        above = [one.id for one in points[:_MOST_WEIGHED]]
        numbers = numbers_of(above, documents.point_numbers)
        quoted = documents.points.held(tuple(query.worths), numbers)
        held = partial(share_held, query.worths, query.asked_weight)
        own = documents.own_terms
        shares = [held(terms_around(one.id, library, documents)) for one in quotes[:_MOST_WEIGHED]]
        shares += [
            held((own[Kind.POINT, point], own[Kind.TOPIC, library.points[point].topic]), terms)
            for point, terms in zip(above, quoted, strict=True)
        ]
        return max(shares, default=0.0)


def _ranked(scores: Scores, ids: tuple[str, ...], most: int) -> tuple[Scored, ...]:
    return tuple(Scored(ids[number], float(scores[number])) for number in top_scores(scores, most))


def reasons(words: tuple[WeightedWord, ...], ranking: Ranking, asked: str) -> tuple[Why, ...]:
    """Return why these words matched: a line, how each word was read, and the words found.

    The line is the one that they nearly repeat, else the one that means nearly the same.
    """
    line, meant = ranking.line, ranking.meant
    found = [Why(line.cause, asked, line.text)] if line else []
    if meant and not line:
        found.append(Why(Cause.MEANING, asked, meant.text))
    known = [weighted.word for weighted in words if weighted.known]
    found += [why for word in known if (why := word.why) is not None]
    plain = ", ".join(word.asked for word in known if word.cause is None)
    if plain:
        found.append(Why(Cause.WORDS, plain))
    return tuple(found)
