"""Parts of search results: reasons, scopes, misses, and suggestions of things in a library."""

from dataclasses import dataclass
from enum import StrEnum

from bot.library.library import Library
from bot.library.model import Kind, Point, Source, Speaker, Topic

# Few enough to be read.
MOST_SUGGESTED = 5


class Cause(StrEnum):
    """Cause of a match."""

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


@dataclass(frozen=True, slots=True)
class Why:
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


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A thing to try: ``name`` is the text to type and to show, ``quotes`` its excerpts."""

    kind: Kind
    id: str
    name: str
    quotes: int = 0


@dataclass(frozen=True, slots=True)
class Scope:
    """A set of quotes to walk through: those of a topic, a point, a speaker or a source."""

    kind: Kind
    id: str


class Miss(StrEnum):
    """Reason why there is nothing to show."""

    NOTHING = "nothing"  # no excerpt on that
    UNSURE = "unsure"  # "did you mean": something is near
    BLANK = "blank"  # nothing that could be looked up was typed
    UNOPPOSED = "unopposed"  # nobody in the library opposes this excerpt
    GONE = "gone"  # the excerpt is no longer in the library
    NOT_BY = "not_by"  # the speaker is known, but not with a quote on that
    NOT_FROM = "not_from"  # no quote from that time
    SMALL_TALK = "small_talk"  # a greeting, thanks, a call for help
    FOLLOW_UP = "follow_up"  # words that refer to an answer before, and there is none


def quotes_in(scope: Scope, library: Library) -> tuple[str, ...]:
    """Return the quotes of a scope in library order; none if it is no longer there."""
    match scope.kind:
        case Kind.TOPIC:
            return library.by_topic.get(scope.id, ())
        case Kind.POINT:
            sides = library.sides(scope.id)
            return (*sides.for_, *sides.against, *sides.mixed)
        case Kind.SPEAKER:
            return library.by_speaker.get(scope.id, ())
        case Kind.SOURCE:
            return library.by_source.get(scope.id, ())


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
    sides = library.sides(point_id)
    for_, against = len(sides.for_), len(sides.against)
    return min(for_, against), for_ + against + len(sides.mixed)
