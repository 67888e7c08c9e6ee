"""The results of a search: kinds of things, the reasons for a match, and suggestions."""

from dataclasses import dataclass
from enum import StrEnum

from bot.library.library import Library
from bot.library.model import Kind

# Few enough to be read.
MOST_SUGGESTED = 5


class Cause(StrEnum):
    """Why something matched."""

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


@dataclass(frozen=True, slots=True)
class Why:
    """One reason for a match: ``asked`` is what was typed, ``found`` what it was found to be.

    NAME, ALIAS, PHRASING, SPEAKER, SOURCE: ``found`` is that name. CORRECTION: the word it was
    read as. ABBREVIATION: the long form (or the short one). WORDS: ``asked`` lists the words of
    the request that stand in what was found, comma and space between; ``found`` is empty. MEANING:
    the line of a point that means nearly the same, though it shares hardly a word. QUOTES:
    the point that most quotes filed under ``asked``, which has no points of its own, are on.
    """

    cause: Cause
    asked: str
    found: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something near: ``name`` is what to type and show, ``quotes`` how many excerpts it has."""

    kind: Kind
    id: str
    name: str
    quotes: int = 0


@dataclass(frozen=True, slots=True)
class Scope:
    """A set of quotes that can be walked through: those of a topic, point, speaker or source."""

    kind: Kind
    id: str


class Miss(StrEnum):
    """Why there is nothing to show."""

    NOTHING = "nothing"  # no excerpt on that
    UNSURE = "unsure"  # "did you mean": something is near
    BLANK = "blank"  # nothing that could be looked up was typed
    UNOPPOSED = "unopposed"  # nobody in the library opposes this excerpt
    GONE = "gone"  # the excerpt is no longer in the library


def quotes_in(scope: Scope, library: Library) -> tuple[str, ...]:
    """The quotes of a scope in library order; none of one that is no longer there."""
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
    """What to call it. Raises KeyError for an unknown id."""
    match kind:
        case Kind.TOPIC:
            return library.topics[id_].name
        case Kind.POINT:
            return library.points[id_].sentence
        case Kind.SPEAKER:
            return library.speakers[id_].name
        case Kind.SOURCE:
            return library.sources[id_].title


def suggestion(kind: Kind, id_: str, library: Library) -> Suggestion:
    """It with its name and how many quotes it has. Raises KeyError for an unknown id."""
    quotes = len(quotes_in(Scope(kind, id_), library))
    return Suggestion(kind, id_, name_of(kind, id_, library), quotes)


def most_debated(library: Library, most: int = MOST_SUGGESTED) -> tuple[Suggestion, ...]:
    """The topics with most to say on both sides, then with most quotes; none without quotes.

    What a point adds is what its thinner side holds: that much can be shown against each other.
    """
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
    return tuple(suggestion(Kind.TOPIC, topic.id, library) for topic in ranked[:most])


def debatability(point_id: str, library: Library) -> tuple[int, int]:
    """How much there is to show of both sides, then at all: the higher, the more debated."""
    sides = library.sides(point_id)
    for_, against = len(sides.for_), len(sides.against)
    return min(for_, against), for_ + against + len(sides.mixed)
