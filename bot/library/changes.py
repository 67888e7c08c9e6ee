"""The closed set of changes that a moderator can make to a server's collection.

Each change is complete: the last one decides the whole of a thing. Only quotes can be taken out,
and only out of sight, so that no reference can dangle. Something erased leaves a tombstone in the
place of each of its changes.
"""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b

from bot.library.model import Point, Quote, Source, Speaker

# A message saved as a quote is a source, and its author a speaker, under these and their ids.
SOURCE_OF_MESSAGE = "message-"
SPEAKER_OF_MEMBER = "member-"


class Shelf(StrEnum):
    """A namespace of ids. Topics and points share one: no id is both a topic's and a point's.

    The values are stored with the history: never rename one.
    """

    QUOTE = "quote"
    TOPIC = "topic"
    SPEAKER = "speaker"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Subject:
    """The thing that a change is about."""

    shelf: Shelf
    id: str


@dataclass(frozen=True, slots=True)
class PutQuote:
    """Add a quote, or replace the server's own or a shared quote with the same id.

    A shared quote is replaced in this server only.
    """

    quote: Quote


@dataclass(frozen=True, slots=True)
class RemoveQuote:
    """Take a quote of the server's own out of the answers; it can be restored."""

    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class RestoreQuote:
    """Bring back a removed quote, unchanged."""

    quote: str


@dataclass(frozen=True, slots=True)
class HideQuote:
    """Hide a shared quote in this server's answers; it can be shown again."""

    quote: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ShowQuote:
    """Show a hidden shared quote again."""

    quote: str


@dataclass(frozen=True, slots=True)
class PutTopic:
    """Add a topic, or give the one with this id another name and aliases; it keeps its points.

    ``first`` are the quotes shown first; None leaves them as they are.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    first: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class PutPoint:
    """Add a point at the end of its topic, or replace the one with its id.

    A point never moves to another topic.
    """

    point: Point


@dataclass(frozen=True, slots=True)
class PutSpeaker:
    """Add a speaker, or replace the one with the same id."""

    speaker: Speaker


@dataclass(frozen=True, slots=True)
class PutSource:
    """Add a source, or replace the one with the same id.

    Quotes of a shared source are still checked against the shared source text.
    """

    source: Source


class Right(StrEnum):
    """The ground on which something was erased. The values are stored: never rename one."""

    AUTHOR = "author"  # its author took it out
    MEMBER = "member"  # a member asked to be forgotten
    OPERATOR = "operator"  # the operator forgot a member, who had asked for it


@dataclass(frozen=True, slots=True)
class Erased:
    """A tombstone in the place of a change: nothing is known of it but when and why it was erased.

    ``id`` is the :func:`digest` of the id of a quote or a source, so that neither comes back under
    it; empty for a speaker. ``on`` is a day, YYYY-MM-DD.
    """

    shelf: Shelf
    id: str
    right: Right
    on: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A stored change that cannot be read; never written."""

    shelf: Shelf
    id: str


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
    | Erased
    | Unreadable
)


def subject_of(change: Change) -> Subject:  # noqa: PLR0911 - one case for each change
    """Return the thing that a change is about."""
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
        case Erased(shelf, id_) | Unreadable(shelf, id_):
            return Subject(shelf, id_)


def digest(id_: str) -> str:
    """Return the digest of an id, which may hold the first words of a quote."""
    return blake2b(id_.encode(), digest_size=16).hexdigest()
