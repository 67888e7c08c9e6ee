"""What the moderators' desk answers: the closed set of things :class:`Curation` returns."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.answer.answers import PointTally, Suggestion, TopicTally
from bot.curation.forms import Form, PointForm, Preferences, Purpose, TopicForm
from bot.library.changes import Change, Subject, subject_of
from bot.library.model import Excerpt, Point, Stance, Topic
from bot.store import Entry, Saved, Unanswered
from bot.store import Suggestion as StoredSuggestion


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something in a form that must be changed: the field's name, and one sentence to show.

    ``field`` is empty for the form as a whole.
    """

    field: str
    sentence: str


class MadeKind(StrEnum):
    """What saving a form does besides: a thing not known before, or known and changed by it."""

    NEW_SPEAKER = "new speaker"
    NEW_SOURCE = "new source"
    CHANGED_SPEAKER = "changed speaker"
    CHANGED_SOURCE = "changed source"


@dataclass(frozen=True, slots=True)
class Made:
    """A speaker or source that is made or changed, with the known ones that are called nearly so.

    ``quotes`` is how many other quotes a changed one has: they change with it.
    """

    kind: MadeKind
    name: str
    near: tuple[Suggestion, ...] = ()
    quotes: int = 0


@dataclass(frozen=True, slots=True)
class Twin:
    """A quote of the collection that says nearly the same: ``likeness`` from 0 to 100.

    ``other_name`` says that it stands under another speaker than the form's. ``removed`` and
    ``hidden`` ones are looked at too, since they can come back.
    """

    excerpt: Excerpt
    likeness: float
    other_name: bool
    out: str = ""  # "removed", "hidden" or empty

    @property
    def same_words(self) -> bool:
        """Whether nothing but white space, capitals and typography differs."""
        return self.likeness >= 100


class Remark(StrEnum):
    """What a moderator should know before saving; nothing here keeps a form from being saved."""

    NO_DATE = "no date"
    NO_LINK = "no link"
    NO_POINT = "no point"
    INVISIBLE = "invisible characters were left out"
    MARKS = "the quotation marks around the text were left out"
    MENTION = "a mention in the text"
    DATE_IN_WORDS = "the date is kept in words"


@dataclass(frozen=True, slots=True)
class Preview:
    """What a form would do, for the moderator alone; nothing is stored.

    With ``troubles`` it cannot be saved, and there may be no ``excerpt``. ``excerpt`` is the quote
    as members will see it, the verdict in it; ``before`` the quote as it stands, where one is
    edited. ``seen`` is the revision all this was looked up in. ``token`` is what it is saved under
    (once, however often) and what :meth:`Curation.kept` finds it by.
    """

    server: str
    member: str
    token: str
    purpose: Purpose
    form: Form
    seen: int
    troubles: tuple[Trouble, ...] = ()
    excerpt: Excerpt | None = None
    before: Excerpt | None = None
    positions: tuple[tuple[Point, Stance], ...] = ()
    topics: tuple[Topic, ...] = ()
    changes: tuple[Change, ...] = ()
    made: tuple[Made, ...] = ()
    twins: tuple[Twin, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether it can be saved."""
        return not self.troubles


class Did(StrEnum):
    """What was done."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    RESTORED = "restored"
    HIDDEN = "hidden"
    SHOWN = "shown"
    WITHDRAWN = "withdrawn"
    TOGETHER = "together"  # several changes at once, as by an import


@dataclass(frozen=True, slots=True)
class Done:
    """It is saved, durably, and live in the next answer.

    ``name`` is what to call the subject: the beginning of a quote, a topic's name, a point's
    sentence; empty where several things were changed. ``excerpt`` is the quote, also one that is
    out of the answers now.
    """

    did: Did
    subject: Subject
    name: str
    saved: Saved
    excerpt: Excerpt | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Clash:
    """Nothing was saved: another changed the same thing since it was looked at.

    ``entry`` says who, when and what; ``name`` what to call it; ``now`` the quote as it is now, if
    it is in the answers. ``again`` is the form looked at anew: saving it saves over that change.
    """

    entry: Entry
    name: str
    now: Excerpt | None = None
    again: Preview | None = None


@dataclass(frozen=True, slots=True)
class Unfit:
    """A form that cannot be taken as it stands, with everything that is wrong in it."""

    form: Form | TopicForm | PointForm
    troubles: tuple[Trouble, ...]


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

    What to tell them is the page of ``suggestion``: :func:`bot.pages.curation.told_page`.
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
