"""What is answered to a change: a preview first, then what came of it."""

from dataclasses import dataclass
from enum import StrEnum

from bot.library.changes import Change, Subject
from bot.library.model import Excerpt, Point, Stance, Topic
from bot.moderation.forms import Form, PointForm, Purpose, TopicForm
from bot.search.results import Suggestion
from bot.store import Entry, Saved


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
