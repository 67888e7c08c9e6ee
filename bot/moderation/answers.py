"""What the moderators' desk answers: the closed set of things :class:`Curation` returns."""

from dataclasses import dataclass
from datetime import datetime

from bot.answers.model import PointTally, TopicTally
from bot.library.changes import Change, Subject, subject_of
from bot.library.model import Excerpt
from bot.moderation.forms import Preferences
from bot.moderation.outcomes import Clash, Done, Preview, Unfit
from bot.store import Entry, Unanswered
from bot.store import Suggestion as StoredSuggestion


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of a history: ``before`` is the change it came after, None for the first.

    ``shared`` says that its subject stands in the shared library; ``name`` what to call it.
    """

    entry: Entry
    before: Change | None
    name: str
    shared: bool

    @property
    def subject(self) -> Subject:
        """What it is about."""
        return subject_of(self.entry.change)


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """The history of a server or of one quote, newest first.

    ``older`` is what to ask for next, 0 where there is nothing older. ``excerpt`` is the quote
    asked for, None for a server's; ``out`` is ``removed``, ``hidden`` or empty.
    """

    quote: str
    steps: tuple[Step, ...]
    older: int
    excerpt: Excerpt | None = None
    out: str = ""


@dataclass(frozen=True, slots=True)
class Suggested:
    """The suggestion is in the queue."""

    suggestion: StoredSuggestion


@dataclass(frozen=True, slots=True)
class Enough:
    """Nothing was put into the queue: that member's next suggestion may come at ``next_at``."""

    next_at: datetime


@dataclass(frozen=True, slots=True)
class Queue:
    """The open suggestions, oldest first; ``more`` says that others follow."""

    waiting: tuple[StoredSuggestion, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Review:
    """An open suggestion to decide, its preview, and how many others are open (25 at most)."""

    suggestion: StoredSuggestion
    preview: Preview
    behind: int


@dataclass(frozen=True, slots=True)
class Tell:
    """Whom to tell: the id of a member, and the channel they suggested in (perhaps empty).

    What to tell them is the page of ``suggestion``: :func:`bot.pages.moderation.told_page`.
    """

    member: str
    channel: str
    suggestion: StoredSuggestion
    excerpt: Excerpt | None = None


@dataclass(frozen=True, slots=True)
class DecidedNow:
    """The suggestion is decided by this; ``done`` is what was saved, None where it was declined.

    ``waiting`` says whether others are open.
    """

    suggestion: StoredSuggestion
    tell: Tell
    done: Done | None = None
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class DecidedBefore:
    """Nothing was done: another moderator decided before; the suggestion says who, when, what.

    ``waiting`` says whether others are open.
    """

    suggestion: StoredSuggestion
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class Fates:
    """What became of a member's own suggestions, newest first."""

    suggestions: tuple[StoredSuggestion, ...]


@dataclass(frozen=True, slots=True)
class Gaps:
    """Where a collection has little: points with one side, topics with one voice.

    ``unanswered`` are the questions that found nothing, most asked first; ``noted`` says whether
    those are counted.
    """

    one_sided: tuple[PointTally, ...]
    one_voice: tuple[TopicTally, ...]
    unanswered: tuple[Unanswered, ...]
    noted: bool


@dataclass(frozen=True, slots=True)
class SettingsShown:
    """A server's settings; ``changed`` says that they were changed by this."""

    preferences: Preferences
    changed: bool = False


CurationAnswer = (
    Preview
    | Done
    | Clash
    | Unfit
    | HistoryPage
    | Suggested
    | Enough
    | Queue
    | Review
    | DecidedNow
    | DecidedBefore
    | Fates
    | Gaps
    | SettingsShown
)
