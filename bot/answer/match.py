"""A request against a library: what it is about, how sure that is, and why.

The stages, each a function of its own: read the words (``reading``), the whole against names
(``names``), the words against lines, points, topics and quotes (``bm25``), how much of the
question was found (``evidence``). No clock, no chance: the same request has the same answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from bot.answer.answers import Cause, Kind, Suggestion, Why
from bot.answer.bm25 import best
from bot.answer.documents import Line, documents_of
from bot.answer.english import english
from bot.answer.evidence import (
    Weighed,
    likeness,
    point_fields,
    quote_fields,
    share_held,
    weigh,
)
from bot.answer.lexicon import lexicon_of
from bot.answer.names import MEANT, Name, names_of
from bot.answer.reading import Reading, read
from bot.answer.suggest import suggestion
from bot.library.catalogue import Library

# Confidence (0 to 1) from which a request is answered, and from which something is offered.
ANSWERED = 0.55
OFFERED = 0.3
# A question shares most of a phrasing's weight before the phrasing counts as the reason.
LIKE_A_LINE = 0.6
# One word shared with a longer question is worth at most this.
_ONE_WORD_SHARED = 0.45
# What a quote has from the best of its points and topics, beside its own words.
_FROM_POINT = 0.6
_FROM_TOPIC = 0.3
_MOST_RANKED = 60
_MOST_WEIGHED = 12


class Outcome(StrEnum):
    """What can be done with a request."""

    ANSWER = "answer"
    UNSURE = "unsure"
    NOTHING = "nothing"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Matched:
    """What a request matched. ``name`` is what it names, if it does.

    ``points``, ``topics`` and ``quotes`` are ids, best first; ``score`` is 0 to 1;
    ``suggestions`` are near things, nearest first.
    """

    outcome: Outcome
    score: float
    reading: Reading
    name: Name | None
    points: tuple[str, ...]
    topics: tuple[str, ...]
    quotes: tuple[str, ...]
    why: tuple[Why, ...]
    suggestions: tuple[Suggestion, ...]


class Matcher:
    """Matches requests against one library."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._english = english()
        self.lexicon = lexicon_of(library, self._english)
        self.names = names_of(library)
        self.documents = documents_of(library, self.lexicon, self.names.all)
        self._lines_by_owner: dict[tuple[Kind, str], list[Line]] = {}
        for line in self.documents.lines:
            self._lines_by_owner.setdefault((line.kind, line.id), []).append(line)
        quotes = library.quotes.values()
        point_number = {point: number for number, point in enumerate(library.points)}
        topic_number = {topic: number for number, topic in enumerate(library.topics)}
        self._points_of = _padded(
            [[point_number[held.point] for held in quote.positions] for quote in quotes]
        )
        self._topics_of = _padded(
            [
                [
                    topic_number[topic]
                    for topic in (
                        *quote.topics,
                        *(library.points[held.point].topic for held in quote.positions),
                    )
                ]
                for quote in quotes
            ]
        )

    def read(self, text: str) -> Reading:
        """The words of a request as the library reads them."""
        return read(text, self.lexicon)

    def match(self, text: str) -> Matched:
        """What a request is about."""
        reading = self.read(text)
        if reading.blank:
            return Matched(Outcome.BLANK, 0.0, reading, None, (), (), (), (), self.most_debated(5))
        named = self.named(reading)
        ranked = self._ranked(reading)
        if named is None:
            return ranked
        name, score, why = named
        return Matched(
            outcome=Outcome.ANSWER,
            score=max(score, 0.0),
            reading=reading,
            name=name,
            points=_first(name.id if name.kind is Kind.POINT else "", ranked.points),
            topics=_first(name.id if name.kind is Kind.TOPIC else "", ranked.topics),
            quotes=ranked.quotes,
            why=why,
            suggestions=(),
        )

    def named(
        self,
        reading: Reading,
        kinds: tuple[Kind, ...] = (Kind.TOPIC, Kind.POINT, Kind.SPEAKER, Kind.SOURCE),
    ) -> tuple[Name, float, tuple[Why, ...]] | None:
        """What the whole request names, how surely (0 to 1), and why."""
        readings = tuple(word.why for word in reading.words if word.why)
        exact = self.names.exact(reading.key, kinds)
        if exact:
            return exact, 1.0, (Why(exact.cause, reading.text.strip(), exact.text),)
        exact = self.names.exact(reading.read_key, kinds)
        if exact:
            return exact, 0.95, (Why(exact.cause, reading.text.strip(), exact.text), *readings)
        for name, ratio in self.names.near(reading.read_key, kinds, cutoff=MEANT, most=3):
            if self._only_slips_apart(reading, name):
                why = Why(name.cause, reading.text.strip(), name.text)
                return name, ratio / 100, (why, *readings)
        return None

    def _only_slips_apart(self, reading: Reading, name: Name) -> bool:
        """Whether all real words of the request stand in the name: a real word is no slip."""
        held = set(self.lexicon.terms(name.text))
        return all(
            any(term in held for term in word.terms)
            for word in reading.words
            if self.lexicon.vocabulary.knows(word.read)
        )

    def _ranked(self, reading: Reading) -> Matched:
        words = weigh(reading, self.documents, self._english)
        terms = [
            (term, weighed.worth / weighed.weight)
            for weighed in words
            if weighed.known
            for term in weighed.word.terms
        ]
        points = self.documents.points.scores(terms)
        topics = self.documents.topics.scores(terms)
        quotes = self.documents.quotes.scores(terms)
        quotes += _FROM_POINT * _best_of(points, self._points_of)
        quotes += _FROM_TOPIC * _best_of(topics, self._topics_of)
        point_ids = [self.documents.point_ids[number] for number in best(points, _MOST_RANKED)]
        topic_ids = [self.documents.topic_ids[number] for number in best(topics, _MOST_RANKED)]
        quote_ids = [self.documents.quote_ids[number] for number in best(quotes, _MOST_RANKED)]
        score, line = self._confidence(words, point_ids, topic_ids, quote_ids)
        if line and line.kind is Kind.POINT:
            point_ids = list(_first(line.id, point_ids))
        outcome = Outcome.NOTHING
        if score >= ANSWERED and quote_ids:
            outcome = Outcome.ANSWER
        elif score >= OFFERED:
            outcome = Outcome.UNSURE
        return Matched(
            outcome=outcome,
            score=score,
            reading=reading,
            name=None,
            points=tuple(point_ids),
            topics=tuple(topic_ids),
            quotes=tuple(quote_ids),
            why=_why(words, line, reading),
            suggestions=()
            if outcome is Outcome.ANSWER
            else self._suggestions(reading, point_ids, topic_ids),
        )

    def _confidence(
        self, words: tuple[Weighed, ...], points: list[str], topics: list[str], quotes: list[str]
    ) -> tuple[float, Line | None]:
        held = [
            share_held(words, quote_fields(quote, self.library, self.documents))
            for quote in quotes[:_MOST_WEIGHED]
        ]
        held += [
            share_held(words, point_fields(point, self.library, self.documents))
            for point in points[:_MOST_WEIGHED]
        ]
        score = max(held, default=0.0)
        found = sum(weighed.known for weighed in words)
        if found == 1 and len(words) > 1:
            score = min(score, _ONE_WORD_SHARED)
        line, like = self._closest_line(words, points, topics)
        if like >= LIKE_A_LINE:
            return min(1.0, max(score, like)), line
        return min(1.0, score), None

    def _closest_line(
        self, words: tuple[Weighed, ...], points: list[str], topics: list[str]
    ) -> tuple[Line | None, float]:
        owners = [(Kind.TOPIC, topic) for topic in topics[:_MOST_WEIGHED]]
        owners += [(Kind.POINT, point) for point in points[:_MOST_WEIGHED]]
        closest: Line | None = None
        highest = 0.0
        for owner in owners:
            for line in self._lines_by_owner.get(owner, ()):
                like = likeness(words, line, self.documents)
                if like > highest:
                    closest, highest = line, like
        return closest, highest

    def _suggestions(
        self, reading: Reading, points: list[str], topics: list[str]
    ) -> tuple[Suggestion, ...]:
        near = self.names.near(reading.read_key, (Kind.TOPIC, Kind.POINT, Kind.SPEAKER))
        found = [(name.kind, name.id) for name, _ in near]
        found += [(Kind.POINT, point) for point in points[:3]]
        found += [(Kind.TOPIC, topic) for topic in topics[:2]]
        distinct = tuple(dict.fromkeys(found))[:5]
        return tuple(self.suggestion(kind, id_) for kind, id_ in distinct) or self.most_debated(5)

    def suggestion(self, kind: Kind, id_: str) -> Suggestion:
        """Something of the library as a suggestion."""
        return suggestion(kind, id_, self.library)

    def most_debated(self, most: int) -> tuple[Suggestion, ...]:
        """The topics with most to say on both sides, then with most quotes, at least one each."""
        library = self.library
        ranked = sorted(
            (topic for topic in library.topics.values() if library.by_topic[topic.id]),
            key=lambda topic: (
                -sum(
                    min(len(library.sides(point).for_), len(library.sides(point).against))
                    for point in topic.points
                ),
                -len(library.by_topic[topic.id]),
            ),
        )
        return tuple(self.suggestion(Kind.TOPIC, topic.id) for topic in ranked[:most])


def _why(words: Iterable[Weighed], line: Line | None, reading: Reading) -> tuple[Why, ...]:
    words = tuple(words)
    reasons = [why for weighed in words if weighed.known and (why := weighed.word.why) is not None]
    if line:
        reasons.insert(0, Why(line.cause, reading.text.strip(), line.text))
    plain = [weighed.word.asked for weighed in words if weighed.known and not weighed.word.why]
    if plain:
        reasons.append(Why(Cause.WORDS, ", ".join(plain)))
    return tuple(reasons)


def _first(id_: str, others: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*((id_,) if id_ else ()), *others)))


def _padded(rows: list[list[int]]) -> npt.NDArray[np.int32]:
    """The rows as one table, -1 where a row is shorter than the longest."""
    width = max((len(row) for row in rows), default=0) or 1
    return np.array([row + [-1] * (width - len(row)) for row in rows], dtype=np.int32).reshape(
        len(rows), width
    )


def _best_of(
    scores: npt.NDArray[np.float32], rows: npt.NDArray[np.int32]
) -> npt.NDArray[np.float32]:
    """For each row the highest of the scores it names, 0 where it names none."""
    padded = np.append(scores, np.float32(0))
    highest: npt.NDArray[np.float32] = padded[rows].max(axis=1)
    return highest
