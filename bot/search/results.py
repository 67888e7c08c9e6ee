"""The results of a search: suggestions, the order of excerpts, and reasons in readers' words."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

import regex
from msgspec import Struct
from msgspec.structs import replace

from bot.library.library import Library, debated
from bot.library.model import Kind, Point, Quote, Source, Speaker, Stance, State, Topic
from bot.search.scope import Scope, quotes_in
from bot.search.text import fold, reading_language

# Few enough to be read.
MOST_SUGGESTED = 5


class Cause(StrEnum):
    """Cause of a match; kinds of names come in the order in which one wins over another."""

    NAME = "name"
    ALIAS = "alias"
    PHRASING = "phrasing"
    SPEAKER = "speaker"
    SOURCE = "source"
    ABBREVIATION = "abbreviation"
    CORRECTION = "correction"
    WORDS = "words"
    MEANING = "meaning"
    QUOTES = "quotes"
    DATE = "date"
    PASSAGE = "passage"


class Why(Struct, frozen=True):
    """One reason for a match: the words typed (``asked``) and what they matched (``found``).

    NAME, ALIAS, PHRASING, SPEAKER, SOURCE: ``found`` is that name. CORRECTION: the word it was read
    as. ABBREVIATION: the long form (or the short one). WORDS: ``asked`` lists the words of the
    request that the result has, with comma and space between; ``found`` is empty. MEANING: the line
    of a point that means nearly the same, though it shares hardly a word. QUOTES: the point that
    most quotes of ``asked`` are on, a topic that has no points of its own.
    DATE: the time that ``asked`` names. PASSAGE: the quote has ``asked`` in this order.
    """

    cause: Cause
    asked: str
    found: str = ""


class Suggestion(Struct, frozen=True):
    """A thing to try: ``name`` is the text to type and to show, ``quotes`` its excerpts."""

    kind: Kind
    id: str
    name: str
    quotes: int = 0


class Miss(StrEnum):
    """Reason why there is nothing to show."""

    NOTHING = "nothing"  # no excerpt on that
    UNSURE = "unsure"  # "did you mean": something is near
    BLANK = "blank"  # nothing that could be looked up was typed
    UNDEBATED = "undebated"  # excerpts on that topic, but no point with any
    UNOPPOSED = "unopposed"  # nobody in the library opposes this excerpt
    NO_SIDE = "no side"  # the excerpt takes no side that somebody could oppose
    NO_SPEAKER = "no speaker"  # nobody is called that
    NO_SOURCE = "no source"  # no source is called that
    GONE = "gone"  # the excerpt is no longer in the library
    NOT_BY = "not_by"  # the speaker is known, but not with a quote on that
    NOT_FROM = "not_from"  # no quote from that time
    GREETING = "greeting"
    SMALL_TALK = "small_talk"  # thanks, a call for help, words of chat
    FOLLOW_UP = "follow_up"  # words that refer to an answer before, and there is none


NO_REQUEST = (Miss.BLANK, Miss.GREETING, Miss.SMALL_TALK, Miss.FOLLOW_UP)
"""Misses of texts that ask for nothing a library could have."""


def name_of(kind: Kind, id_: str, library: Library) -> str:
    """Return the name of a thing, the sentence of a point. Raises KeyError for an unknown id."""
    match library.things(kind)[id_]:
        case Topic(name=name) | Point(sentence=name) | Speaker(name=name) | Source(title=name):
            return name


def suggestion(kind: Kind, id_: str, library: Library) -> Suggestion:
    """Return the suggestion of a thing. Raises KeyError for an unknown id."""
    quotes = len(quotes_in(Scope(kind, id_), library))
    return Suggestion(kind, id_, name_of(kind, id_, library), quotes)


def most_debated(library: Library, most: int = MOST_SUGGESTED) -> tuple[Suggestion, ...]:
    """Return the topics with most to say on both sides, then with most quotes; none without quotes.

    A point counts with its thinner side: so many pairs can be shown.
    """
    ranked = sorted(
        (topic for topic in library.topics.values() if library.by_topic[topic.id]),
        key=lambda topic: (
            -sum(debatability(point, library)[0] for point in topic.points),
            -len(library.by_topic[topic.id]),
        ),
    )
    return tuple(suggestion(Kind.TOPIC, topic.id, library) for topic in ranked[:most])


def debatability(point_id: str, library: Library) -> tuple[int, int]:
    """Return the excerpts on the thinner side of a point and in all: more is more debated."""
    heard = debated(point_id, library)
    return min(len(heard.for_), len(heard.against)), library.sides(point_id).total


MOST_EXCERPTS = 6
# The best length, in words: read at a glance, but enough to say something.
_SHORTEST, _LONGEST = 20, 45
_LENGTH_STEP = 5
# The strength of so many quotes is kept: some 2 MB.
_MOST_KEPT = 1 << 14
_STATES = (State.VERIFIED, State.UNCHECKED, State.DIFFERS)


class StrengthOrder:
    """The quotes of a library ordered by strength; see :func:`weakness`."""

    def __init__(self, library: Library, numbers: Mapping[str, int]) -> None:
        """``numbers`` are the places of quotes in library order, which decides between equals."""
        self._library = library
        # An answer orders all quotes of a point, and the same points are asked for again.
        self._key = lru_cache(maxsize=_MOST_KEPT)(
            lambda id_: (weakness(library.quotes[id_], library), numbers[id_])
        )

    def strongest(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return the quotes, strongest first, each once."""
        return tuple(sorted(set(ids), key=self._key))

    def alternate_speakers(self, ids: Sequence[str], heard: Iterable[str] = ()) -> tuple[str, ...]:
        """Return the same quotes with speakers alternating.

        Next is always the first quote left of the speaker with fewest turns so far; so the first
        stays first. ``heard`` are speakers who have had a turn already.
        """
        turns = Counter(heard)
        order: list[tuple[int, int, str]] = []
        for place, quote in enumerate(ids):
            speaker = self._library.quotes[quote].speaker
            order.append((turns[speaker], place, quote))
            turns[speaker] += 1
        order.sort()
        return tuple([quote for _, _, quote in order])

    def strongest_alternating(
        self, ids: Iterable[str], heard: Iterable[str] = ()
    ) -> tuple[str, ...]:
        """Return the quotes, strongest first as far as speakers alternate."""
        return self.alternate_speakers(self.strongest(ids), heard)

    def with_opponent(
        self,
        ids: Sequence[str],
        allowed: Callable[[Iterable[str]], Iterable[str]] = tuple,
    ) -> tuple[str, ...]:
        """Return as many quotes as an answer holds, an opponent of the first one among them.

        ``allowed`` filters the opponents; if none is left, none is added.
        """
        chosen = tuple(ids[:MOST_EXCERPTS])
        if not chosen:
            return ()
        opposed = [
            quote
            for quotes in opponents(chosen[0], self._library).values()
            for quote in self.strongest(allowed(quotes))
        ]
        if not opposed or any(quote in chosen for quote in opposed):
            return chosen
        return (*chosen[: MOST_EXCERPTS - 1], opposed[0])


def led(first: Sequence[str], ids: Sequence[str]) -> tuple[str, ...]:
    """Return the same quotes with those of ``first`` that are among them in front, in its order."""
    among = set(ids) if first else set()
    return tuple(dict.fromkeys((*(id_ for id_ in first if id_ in among), *ids)))


def weakness(quote: Quote, library: Library) -> tuple[int, int, int, int]:
    """Return a sort key, lower for stronger quotes; the curator's order decides between equals.

    Its parts: disputed or misattributed; then verified, unchecked, differing; then a side taken, a
    mixed stance, a report of others' views, none; then the distance of its length from 20 to 45
    words, in steps of 5.
    """
    verdict = library.verdicts.get(quote.id)
    words = len(quote.text.split())
    too_far = max(_SHORTEST - words, words - _LONGEST, 0)
    return (
        int(quote.status is not None),
        _STATES.index(verdict.state if verdict else State.UNCHECKED),
        _hesitation(quote),
        -(-too_far // _LENGTH_STEP),
    )


def _hesitation(quote: Quote) -> int:
    if not quote.positions:
        return 3
    own = [held.stance for held in quote.positions if not held.reported]
    if quote.reported or not own:
        return 2
    return 0 if any(stance is not Stance.MIXED for stance in own) else 1


def opponents(quote_id: str, library: Library) -> dict[str, tuple[str, ...]]:
    """Return the quotes that oppose a quote by point, in its order of points; no empty groups.

    None do on a point where a side is only reported by the other: see :func:`debated`.
    """
    found = {}
    for position in library.quotes[quote_id].positions:
        if position.stance is Stance.MIXED:
            continue
        sides = debated(position.point, library)
        against = sides.of(position.stance.opposite)
        if against and quote_id in sides.of(position.stance):
            found[position.point] = against
    return found


# Reasons with folded words, which readers are never shown.
_CORRECTED = (Cause.CORRECTION, Cause.ABBREVIATION)
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*")
_Answer = TypeVar("_Answer")


def as_written(answer: _Answer, library: Library) -> _Answer:
    """Return the answer with the words of its corrections as the request and the library have them.

    A word that stands neither in the request nor in a name or an excerpt shown stays folded.
    """
    why = getattr(answer, "why", ())
    if not any(one.cause in _CORRECTED for one in why):
        return answer
    asked: str = getattr(answer, "asked", "")
    changed = tuple(_written(one, asked, answer, library) for one in why)
    return replace(answer, why=changed)  # type: ignore[type-var] # only records have reasons


def _written(why: Why, asked: str, answer: object, library: Library) -> Why:
    if why.cause not in _CORRECTED:
        return why
    typed = _like(why.asked, (asked,))
    if why.cause is Cause.ABBREVIATION:
        return replace(why, asked=typed)
    return replace(why, asked=typed, found=_like(why.found, _texts(answer, library)))


def _like(folded: str, texts: Iterable[str]) -> str:
    """Return the first word that is folded so; in English only one with other letters."""
    for text in texts:
        if folded not in fold(text):
            continue
        for word in _WORD.findall(text):
            if fold(word) == folded:
                return word if reading_language() is not None or word.lower() != folded else folded
    return folded


def _texts(answer: object, library: Library) -> Iterator[str]:
    """Yield the texts shown in which a word that was found may stand, then the names around them.

    The library as a whole is not searched: that takes a tenth of a second with 100,000 quotes.
    """
    shown = [excerpt for excerpt, _ in getattr(answer, "in_turn", ())]
    quotes = [excerpt.quote for excerpt in (*getattr(answer, "excerpts", ()), *shown)]
    yield from (quote.text for quote in quotes)
    yield from (why.found for why in getattr(answer, "why", ()) if why.cause not in _CORRECTED)
    yield from (offered.name for offered in getattr(answer, "suggestions", ()))
    for quote in quotes:
        points = [library.points[position.point] for position in quote.positions]
        topics = [library.topics[id_] for id_ in (*quote.topics, *(one.topic for one in points))]
        for point in points:
            yield from (point.sentence, *point.aliases, *point.phrasings)
        for topic in topics:
            yield from (topic.name, *topic.aliases)
        yield from (library.speakers[quote.speaker].name, library.sources[quote.source].title)
