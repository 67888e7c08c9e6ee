"""What the store is given and what it answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from bot.library.changes import Change


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a server: the id Discord gives, and the name seen at the time."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Act:
    """Who changes something, and what they had before their eyes.

    ``seen`` is the revision of the view they looked at. ``token`` is the id of the interaction:
    what comes twice under one token is saved once.
    """

    member: Member
    seen: int
    token: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a server's history."""

    revision: int
    at: datetime
    member: Member
    why: str
    change: Change


@dataclass(frozen=True, slots=True)
class Saved:
    """Changes are in the history, durably: as revisions ``first`` to ``last``."""

    first: int
    last: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Conflict:
    """Nothing was saved: the same subject was changed since, last by ``entry``."""

    entry: Entry


@dataclass(frozen=True, slots=True)
class News:
    """What happened to a server since a revision, oldest first; ``revision`` is the one now.

    ``anew`` says that the history does not go on from the revision asked for (all was forgotten,
    or a backup restored): then these are all entries there are, to be folded from the start.
    """

    revision: int
    entries: tuple[Entry, ...]
    anew: bool = False

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes alone."""
        return tuple(entry.change for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a member suggests: the fields of the form as they were filled in.

    ``channel`` is where they did, so that they can be told there; empty where that is not known.
    """

    member: Member
    fields: Mapping[str, str]
    token: str
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a moderator decided. ``saved`` is None where it was declined."""

    member: Member
    at: datetime
    reason: str
    saved: Saved | None

    @property
    def accepted(self) -> bool:
        """Whether it was accepted."""
        return self.saved is not None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A member's suggestion; ``number`` counts from 1 in each server.

    ``decision`` is None while it is open.
    """

    number: int
    at: datetime
    member: Member
    channel: str
    fields: Mapping[str, str] = field(default_factory=dict)
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class TooMany:
    """Nothing was saved: the member suggested enough for now; the next may come at ``next_at``."""

    next_at: datetime


@dataclass(frozen=True, slots=True)
class Decided:
    """The suggestion as it was decided now."""

    suggestion: Suggestion


@dataclass(frozen=True, slots=True)
class AlreadyDecided:
    """Nothing was done: another decided before; the suggestion says who, when and what."""

    suggestion: Suggestion


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that found nothing, how often it was asked, and on which day last."""

    question: str
    asked: int
    last_day: date


Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return this moment in UTC. Everything else is handed a :data:`Clock`."""
    return datetime.now(UTC)  # noqa: TID251 - the one place that reads the clock
