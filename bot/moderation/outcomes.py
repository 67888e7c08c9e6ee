"""The closed set of moderation's answers, from the preview of a form to a server's settings."""

from enum import StrEnum
from typing import Generic, TypeVar

from msgspec import Struct

from bot.answers.model import PointTally, TopicTally
from bot.library.changes import Change, PutSource, PutSpeaker, Subject
from bot.library.model import Excerpt, Point, Source, Speaker, Stance, Topic
from bot.moderation.form_values import Form, PointForm, TopicForm
from bot.moderation.servers import Preferences
from bot.search.results import Suggestion
from bot.store.records import Entry, Saved, StoredSuggestion, TooMany, Unanswered

_Thing = TypeVar("_Thing", bound=Speaker | Source)


class FormProblem(Struct, frozen=True):
    """One problem in a form; ``field`` is empty for one of the form as a whole."""

    field: str
    sentence: str


class InvalidForm(Struct, frozen=True):
    """A form that cannot be saved, with everything that is wrong in it."""

    form: Form | TopicForm | PointForm
    problems: tuple[FormProblem, ...]


class SideEffectKind(StrEnum):
    """The ways in which saving a quote adds or changes a speaker or a source."""

    NEW_SPEAKER = "new speaker"
    NEW_SOURCE = "new source"
    CHANGED_SPEAKER = "changed speaker"
    CHANGED_SOURCE = "changed source"


class Resolved(Struct, Generic[_Thing], frozen=True):
    """A speaker or a source named in a form, with the change that adds or corrects it, if any.

    ``kind`` says what the moderator is told of the change; None for nothing. ``near`` are known
    ones with a name like that of a new one. ``quotes`` counts the other quotes of a changed one:
    they change with it.
    """

    thing: _Thing
    change: PutSpeaker | PutSource | None = None
    kind: SideEffectKind | None = None
    near: tuple[Suggestion, ...] = ()
    quotes: int = 0


class DuplicateQuote(Struct, frozen=True):
    """A quote with nearly the same text (``likeness`` 0 to 100), perhaps under another name."""

    excerpt: Excerpt
    likeness: float
    other_name: bool
    out: str = ""  # "removed", "hidden" or empty

    @property
    def same_words(self) -> bool:
        """Whether the texts differ only in white space, capitals and typography."""
        return self.likeness >= 100


class Remark(StrEnum):
    """A hint for the moderator before saving; none of them prevents it."""

    NO_DATE = "no date"
    NO_LINK = "no link"
    NO_POINT = "no point"
    INVISIBLE = "invisible characters were left out"
    MARKS = "the quotation marks around the text were left out"
    MENTION = "a mention in the text"
    DATE_IN_WORDS = "the date is kept in words"


class Preview(Struct, frozen=True):
    """The effect of a form, shown to its moderator before anything is stored.

    With ``problems`` it cannot be saved, and ``excerpt`` may be None. ``excerpt`` is the quote as
    members will see it, with its verdict; ``before`` the quote as it is now, if one is edited.
    ``seen`` is the revision it was made from.
    """

    server: str
    member: str
    token: str
    form: Form
    seen: int
    problems: tuple[FormProblem, ...] = ()
    excerpt: Excerpt | None = None
    before: Excerpt | None = None
    positions: tuple[tuple[Point, Stance], ...] = ()
    topics: tuple[Topic, ...] = ()
    changes: tuple[Change, ...] = ()
    side_effects: tuple[Resolved[Speaker] | Resolved[Source], ...] = ()
    duplicates: tuple[DuplicateQuote, ...] = ()
    remarks: tuple[Remark, ...] = ()


class SaveKind(StrEnum):
    """The kind of change that was saved."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    RESTORED = "restored"
    HIDDEN = "hidden"
    SHOWN = "shown"
    ERASED = "erased"
    TOGETHER = "together"  # several changes at once, such as an import


class SaveResult(Struct, frozen=True):
    """A saved change: durable, and live in the next answer.

    ``name`` is the first words of a quote, a topic's name or a point's sentence; empty if several
    things changed or it was erased. ``excerpt`` is the quote, even if it is out of the answers now.
    ``from_message``: it was saved from a message.
    """

    kind: SaveKind
    subject: Subject
    name: str
    saved: Saved
    excerpt: Excerpt | None = None
    reason: str = ""
    from_message: bool = False


class EditConflict(Struct, frozen=True):
    """Nothing was saved, because somebody else changed the same thing first: ``entry``.

    ``now`` is the quote as it is now, if it is in the answers. ``again`` is a new preview of the
    form: saving it overwrites.
    """

    entry: Entry
    name: str
    now: Excerpt | None = None
    again: Preview | None = None


class HistoryStep(Struct, frozen=True):
    """One entry, the change before it, and the name of its subject, perhaps ``known`` before."""

    entry: Entry
    before: Change | None
    name: str
    known: bool


class HistoryPage(Struct, frozen=True):
    """A page of the history of a server or of one quote (``excerpt``), newest first.

    ``older`` is the ``before`` of the next page, 0 on the last. ``out`` is ``removed``, ``hidden``
    or empty.
    """

    quote: str
    steps: tuple[HistoryStep, ...]
    older: int
    excerpt: Excerpt | None = None
    out: str = ""
    from_message: bool = False


class Review(Struct, frozen=True):
    """An open suggestion to decide, its preview, and how many others are open (25 at most)."""

    suggestion: StoredSuggestion
    preview: Preview
    behind: int


class DecisionMade(Struct, frozen=True):
    """This request decided, and accepted if there is a ``result``; others may be ``waiting``."""

    suggestion: StoredSuggestion
    result: SaveResult | None = None
    waiting: bool = False


class DecidedEarlier(Struct, frozen=True):
    """Nothing was done: another moderator decided first. Other suggestions may be waiting."""

    suggestion: StoredSuggestion
    waiting: bool = False


class Gaps(Struct, frozen=True):
    """Points without both sides, topics with at most one speaker, and unanswered questions.

    The points and topics with the most quotes come first, and the most frequent questions.
    ``noted``: the server counts them.
    """

    one_sided: tuple[PointTally, ...]
    one_voice: tuple[TopicTally, ...]
    unanswered: tuple[Unanswered, ...]
    noted: bool


class SettingsShown(Struct, frozen=True):
    """A server's settings; ``declined`` suggestions are only counted, no longer kept."""

    preferences: Preferences
    changed: bool = False
    declined: int = 0


ModerationAnswer = (
    Preview
    | SaveResult
    | EditConflict
    | InvalidForm
    | HistoryPage
    | StoredSuggestion
    | TooMany
    | Review
    | DecisionMade
    | DecidedEarlier
    | Gaps
    | SettingsShown
)
