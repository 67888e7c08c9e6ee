"""Arguments and results of the store."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum

from msgspec import Struct, field

from bot.library.changes import Change

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return this moment in UTC. Everything else is handed a :data:`Clock`."""
    return datetime.now(UTC)  # noqa: TID251 - the one place that reads the clock


class Member(Struct, frozen=True):
    """A person's Discord id and their name at the time; both empty if they were forgotten."""

    id: str
    name: str


class Act(Struct, frozen=True):
    """The person who changes something, the revision they looked at, and their reason.

    ``token`` is the id of the interaction: two acts with one token are saved once.
    """

    member: Member
    seen: int
    token: str
    why: str = ""


class Entry(Struct, frozen=True):
    """One row of a server's history."""

    revision: int
    at: datetime
    member: Member
    why: str
    change: Change


class Saved(Struct, frozen=True):
    """Changes that are durably in the history, as revisions ``first`` to ``last``."""

    first: int
    last: int
    at: datetime


class Conflict(Struct, frozen=True):
    """Nothing was saved: the same subject was changed since, most recently by ``entry``."""

    entry: Entry


class News(Struct, frozen=True):
    """A server's last revision, and its entries since another one, oldest first.

    They are all entries if ``anew``: the server was forgotten or a backup restored in between.
    """

    revision: int
    entries: tuple[Entry, ...]
    anew: bool = False

    @property
    def changes(self) -> tuple[Change, ...]:
        """The change of each entry."""
        return tuple(entry.change for entry in self.entries)


class Decision(Struct, frozen=True):
    """A moderator's decision. ``saved`` is None if they declined."""

    member: Member
    at: datetime
    reason: str
    saved: Saved | None

    @property
    def accepted(self) -> bool:
        """Whether the suggestion was accepted."""
        return self.saved is not None


class StoredSuggestion(Struct, frozen=True):
    """A member's suggestion, numbered from 1 in each server; open without a decision."""

    number: int
    at: datetime
    member: Member
    channel: str
    fields: Mapping[str, str] = field(default_factory=dict)
    decision: Decision | None = None


class TooMany(Struct, frozen=True):
    """Nothing was saved: the member suggested enough for now and may again at ``next_at``."""

    next_at: datetime


class Decided(Struct, frozen=True):
    """A suggestion with its decision, which another request may have made ``earlier``."""

    suggestion: StoredSuggestion
    earlier: bool = False


class Unanswered(Struct, frozen=True):
    """A question that found nothing, how often it was asked, and on which day last."""

    question: str
    asked: int
    last_day: date


class PersonalKind(StrEnum):
    """The ways in which a record is about a member."""

    WORDS = "words"  # saved from a message of theirs
    CHANGE = "change"  # a change they made
    SUGGESTION = "suggestion"  # one they made
    DECISION = "decision"  # theirs, on another's suggestion
    SETTING = "setting"  # one that names them
    MENTION = "mention"  # somebody else wrote their id or name


class PersonalRecord(Struct, frozen=True):
    """One record about a member: the words of a quote or suggestion, or the id of the subject.

    ``at`` is None for a setting and a question; only an entry of the history has a ``change``.
    """

    server: str
    kind: PersonalKind
    at: datetime | None
    text: str
    change: Change | None = None


class Forgotten(Struct, frozen=True):
    """How much was erased about a member: servers, records in them, and their quotes."""

    servers: int
    records: int
    quotes: int


class Health(Struct, frozen=True):
    """The state of a database: its file (empty for PostgreSQL), and what is damaged, in sentences.

    Its tables are ``made``, and of the newest schema if ``current``; ``servers`` counts those that
    changed or set something.
    """

    file: str
    made: bool = False
    current: bool = False
    servers: int = 0
    faults: tuple[str, ...] = ()
