"""The forms that moderators and members fill in. Every string is as typed: nothing is checked."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from bot.store.types import Member

SOURCE_OF_MESSAGE = "message-"
SPEAKER_OF_MEMBER = "member-"


@dataclass(frozen=True, slots=True)
class Moderator:
    """A person who asks, and whether they may moderate: Manage Messages or the curator role."""

    id: str
    name: str
    may_curate: bool

    @property
    def member(self) -> Member:
        """The person, as the history stores them."""
        return Member(self.id, self.name)


@dataclass(frozen=True, slots=True)
class Form:
    """A quote as typed.

    ``point``, ``topic`` (several separated by commas), ``speaker``, ``source`` and ``writer`` are
    names, aliases or ids. ``stance`` is for, against, mixed, or none, which takes an edited quote
    off the point. ``role`` describes a new speaker. ``writer`` wrote the source, if that is not the
    speaker. ``status`` is disputed or misattributed. For an edited quote a blank ``point`` and a
    blank ``topic`` change nothing; every other field replaces what is there.

    ``message`` and ``author`` are the ids of a message saved as a quote and of the member who wrote
    it. The front end sets them; they are never typed.
    """

    text: str = ""
    speaker: str = ""
    source: str = ""
    date: str = ""
    link: str = ""
    point: str = ""
    stance: str = ""
    topic: str = ""
    note: str = ""
    status: str = ""
    role: str = ""
    writer: str = ""
    place: str = ""
    publication: str = ""
    message: str = ""
    author: str = ""


def form_in_fields(form: Form) -> Mapping[str, str]:
    """Return the filled-in fields by name, the form in which the store keeps a suggestion."""
    return {held.name: value for held in fields(form) if (value := getattr(form, held.name))}


def form_from_fields(given: Mapping[str, str]) -> Form:
    """Return the form of :func:`form_in_fields`; unknown names are left out."""
    known = {held.name for held in fields(Form)}
    return Form(**{name: str(value) for name, value in given.items() if name in known})


@dataclass(frozen=True, slots=True)
class TopicForm:
    """A topic as typed: ``topic`` names the one to change; blank adds one.

    A blank field is blank afterwards. ``aliases`` are separated by commas or line ends.
    """

    name: str = ""
    aliases: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class PointForm:
    """A point as typed: ``point`` names the one to change; blank adds one under ``topic``.

    A blank field is blank afterwards. ``aliases`` are separated by commas or line ends,
    ``phrasings`` by line ends.
    """

    sentence: str = ""
    side_for: str = ""
    side_against: str = ""
    aliases: str = ""
    phrasings: str = ""
    topic: str = ""
    point: str = ""


@dataclass(frozen=True, slots=True)
class Editing:
    """The form changes this quote: the server's own, or a shared one for this server only."""

    quote: str


@dataclass(frozen=True, slots=True)
class Accepting:
    """The form is the suggestion of this number, perhaps changed first."""

    number: int


Purpose = Editing | Accepting | None
"""None adds a quote."""
