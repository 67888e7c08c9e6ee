"""What a moderator can do to a server's collection: the closed set of changes.

Each is whole in itself: put again, a thing is what the last change says. Nothing but quotes is ever
taken out, and a quote only out of sight, so that no reference can come to dangle.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.library.model import Point, Quote, Source, Speaker


class Shelf(StrEnum):
    """Where an id is unique. Topics and points share theirs: no id is both a topic's and a point's.

    The values are stored with the history: never rename one.
    """

    QUOTE = "quote"
    TOPIC = "topic"
    SPEAKER = "speaker"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a change is about."""

    shelf: Shelf
    id: str


@dataclass(frozen=True, slots=True)
class PutQuote:
    """Add a quote, or put it in the place of the one with its id: the server's own or a shared one.

    A shared one is replaced in this server alone.
    """

    quote: Quote


@dataclass(frozen=True, slots=True)
class RemoveQuote:
    """Take a quote the server put out of the answers; it can be restored."""

    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class RestoreQuote:
    """Bring a removed quote back, as it was."""

    quote: str


@dataclass(frozen=True, slots=True)
class HideQuote:
    """Take a shared quote out of this server's answers; it can be shown again."""

    quote: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ShowQuote:
    """Show a hidden shared quote again."""

    quote: str


@dataclass(frozen=True, slots=True)
class PutTopic:
    """Add a topic, or give the one with this id another name and aliases. It keeps its points."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PutPoint:
    """Add a point at the end of its topic, or put it in the place of the one with its id.

    A point stays under its topic.
    """

    point: Point


@dataclass(frozen=True, slots=True)
class PutSpeaker:
    """Add a speaker, or put it in the place of the one with its id."""

    speaker: Speaker


@dataclass(frozen=True, slots=True)
class PutSource:
    """Add a source, or put it in the place of the one with its id.

    The text held of a shared source stays the one its quotes are checked against.
    """

    source: Source


Change = (
    PutQuote
    | RemoveQuote
    | RestoreQuote
    | HideQuote
    | ShowQuote
    | PutTopic
    | PutPoint
    | PutSpeaker
    | PutSource
)


def subject_of(change: Change) -> Subject:
    """What a change is about."""
    match change:
        case PutQuote(quote):
            return Subject(Shelf.QUOTE, quote.id)
        case RemoveQuote(quote=id_) | RestoreQuote(id_) | HideQuote(quote=id_) | ShowQuote(id_):
            return Subject(Shelf.QUOTE, id_)
        case PutTopic(id=id_):
            return Subject(Shelf.TOPIC, id_)
        case PutPoint(point):
            return Subject(Shelf.TOPIC, point.id)
        case PutSpeaker(speaker):
            return Subject(Shelf.SPEAKER, speaker.id)
        case PutSource(source):
            return Subject(Shelf.SOURCE, source.id)
