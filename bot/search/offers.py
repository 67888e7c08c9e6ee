"""Something of a library, as it is offered to an asker."""

from bot.library.library import Library
from bot.library.model import Kind
from bot.search.results import Scope, Suggestion

# Few enough to be read.
MOST_SUGGESTED = 5


def members(scope: Scope, library: Library) -> tuple[str, ...]:
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
    quotes = len(members(Scope(kind, id_), library))
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
