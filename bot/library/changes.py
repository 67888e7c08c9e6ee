"""The closed set of changes that a moderator can make to a server's collection, and their JSON.

Each change is complete: the last one decides the whole of a thing. Only quotes can be taken out,
and only out of sight, so that no reference can dangle. Something erased leaves a tombstone in the
place of each of its changes.

The store keeps a change as one line of JSON in ASCII. Its keys, sorted, are ``version``, ``deed``
(the kind of change) and the fields of the change without defaults. Reading is strict: no unknown
key, no coerced type. A line that was written must stay readable: a field may be added if it has a
default; for any other change of form, raise ``VERSION`` and convert older lines first.
"""

import json
import re
from collections.abc import Mapping
from enum import Enum, StrEnum
from functools import cache
from hashlib import blake2b
from typing import Any

from msgspec import DecodeError, Struct
from msgspec.json import decode
from msgspec.structs import fields

from bot.errors import StoreError
from bot.library.model import Kind, Point, Quote, Source, Speaker, Stored
from bot.library.text_cleaning import well_formed

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

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of things with ids of this namespace; none for quotes."""
        if self is Shelf.QUOTE:
            return ()
        return (Kind.TOPIC, Kind.POINT) if self is Shelf.TOPIC else (Kind(self.value),)


class Subject(Stored, frozen=True):
    """The thing that a change is about."""

    shelf: Shelf
    id: str


class PutQuote(Stored, frozen=True):
    """Add a quote, or replace the one with the same id, a shared one in this server only."""

    quote: Quote


class RemoveQuote(Stored, frozen=True):
    """Take a quote of the server's own out of the answers; it can be restored."""

    quote: str
    reason: str


class RestoreQuote(Stored, frozen=True):
    """Bring back a removed quote, unchanged."""

    quote: str


class HideQuote(Stored, frozen=True):
    """Hide a shared quote in this server's answers; it can be shown again."""

    quote: str
    reason: str = ""


class ShowQuote(Stored, frozen=True):
    """Show a hidden shared quote again."""

    quote: str


class PutTopic(Stored, frozen=True):
    """Add a topic, or give the one with this id another name and aliases; it keeps its points.

    None leaves the quotes shown ``first`` as they are.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    first: tuple[str, ...] | None = None


class PutPoint(Stored, frozen=True):
    """Add a point at the end of its topic, or replace the one with its id in the same topic."""

    point: Point


class PutSpeaker(Stored, frozen=True):
    """Add a speaker, or replace the one with the same id."""

    speaker: Speaker


class PutSource(Stored, frozen=True):
    """Add a source, or replace the one with the same id; its text stays the shared one."""

    source: Source


class Right(StrEnum):
    """The person at whose wish something was erased. The values are stored: never rename one."""

    AUTHOR = "author"
    MEMBER = "member"
    OPERATOR = "operator"  # whom a member had asked


class Erased(Stored, frozen=True):
    """A tombstone in the place of a change, with the day (YYYY-MM-DD) and the ground of erasure.

    ``id`` is the :func:`digest` of a quote's or source's id, which is never free again; else empty.
    """

    shelf: Shelf
    id: str
    right: Right
    on: str


class Unreadable(Stored, frozen=True):
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


VERSION = 1
_TYPES: Mapping[str, type[Change]] = {
    "put-quote": PutQuote,
    "remove-quote": RemoveQuote,
    "restore-quote": RestoreQuote,
    "hide-quote": HideQuote,
    "show-quote": ShowQuote,
    "put-topic": PutTopic,
    "put-point": PutPoint,
    "put-speaker": PutSpeaker,
    "put-source": PutSource,
    "erased": Erased,
}
_KINDS = {type_: kind for kind, type_ in _TYPES.items()}


def kind_of_change(change: Change) -> str:
    """Return the kind of a change by its stored name, such as ``put-quote``."""
    return _KINDS[type(change)]


def dump_change(change: Change) -> str:
    """Return the change as one line of JSON."""
    line = {"version": VERSION, "deed": kind_of_change(change), **plain(change)}
    return json.dumps(line, sort_keys=True, separators=(",", ":"))


def plain(value: Any) -> Any:
    """Return a value as JSON values; a change or a term without its empty and default fields."""
    if isinstance(value, Struct):
        held = ((name, getattr(value, name), default) for name, default in _defaults(type(value)))
        return {name: plain(it) for name, it, default in held if it not in (default, {})}
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if isinstance(value, Mapping):
        return dict(value)
    return value.value if isinstance(value, Enum) else value


@cache
def _defaults(type_: type[Struct]) -> tuple[tuple[str, Any], ...]:
    return tuple((one.name, one.default) for one in fields(type_))


def load_change(line: str) -> Change:
    """Return the change that a line of :func:`dump_change` holds. Raises StoreError for any other.

    Half a surrogate pair is read as ``�``.
    """
    try:
        held = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise StoreError("a stored change is not JSON") from error
    if not isinstance(held, dict):
        raise StoreError("a stored change is not a JSON object")
    version, kind = held.pop("version", None), held.pop("deed", None)
    if type(version) is not int or version < 1:  # isinstance() would take true for a number
        raise StoreError("a stored change has no version")
    if version > VERSION:
        raise StoreError(
            f"a stored change has version {version}, but this program reads versions up to "
            f"{VERSION}; install the newer program that wrote it"
        )
    if not isinstance(kind, str) or kind not in _TYPES:
        raise StoreError("a stored change is of a kind that this program does not know")
    try:
        text = well_formed(json.dumps(held, ensure_ascii=False))
        return decode(text, type=_TYPES[kind])
    except (RecursionError, DecodeError) as error:
        # The fault and its key; never the value, which is not for a log.
        fault = re.sub("'.*'", "…", str(error), flags=re.DOTALL)
        raise StoreError(f"a stored change cannot be read: {fault}") from error
