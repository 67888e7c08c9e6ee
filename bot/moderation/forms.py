"""What moderators and members fill in. Every string is as it was typed: nothing is checked yet."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime

from bot.store import Member

SOURCE_OF_MESSAGE = "message-"
SPEAKER_OF_MEMBER = "member-"


@dataclass(frozen=True, slots=True)
class Moderator:
    """Who asks, and whether they may curate: Manage Messages, or the server's curator role."""

    id: str
    name: str
    may_curate: bool

    @property
    def member(self) -> Member:
        """The one who goes into the history."""
        return Member(self.id, self.name)


@dataclass(frozen=True, slots=True)
class Form:
    """A quote as it is typed.

    ``point`` (with ``stance``: for, against, mixed, or none to take it off that point), ``topic``
    (several with commas between), ``speaker``, ``source`` and ``writer`` are names, aliases or ids.
    Where a quote is edited, a blank ``point`` and a blank ``topic`` leave its filing as it is; all
    else is taken as it stands in the form. ``role`` is a new speaker's. ``writer`` is who wrote the
    source where that is not the speaker. ``status`` is disputed or misattributed.

    ``message`` and ``author`` are the ids of a message saved as a quote and of the member who wrote
    it: set by the front end, never typed.
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
    """What is filled in, by name: as the store keeps a suggestion."""
    return {held.name: value for held in fields(form) if (value := getattr(form, held.name))}


def form_from_fields(given: Mapping[str, str]) -> Form:
    """The form of :func:`form_in_fields`; names it does not know are left out."""
    known = {held.name for held in fields(Form)}
    return Form(**{name: str(value) for name, value in given.items() if name in known})


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """A message to be saved as a quote: ``author`` is a member's id, ``name`` the one displayed.

    ``server`` is the server's name; ``channel`` the channel's, without ``#``.
    """

    id: str
    text: str
    author: str
    name: str
    link: str
    at: datetime
    channel: str = ""
    server: str = ""


def form_from_message(message: ChatMessage) -> Form:
    """The form filled from a message; what it is about is left to fill in."""
    return Form(
        text=message.text,
        speaker=message.name,
        source=f"message in #{message.channel}" if message.channel else "message",
        publication=message.server,
        date=message.at.date().isoformat(),
        link=message.link,
        message=message.id,
        author=message.author,
    )


@dataclass(frozen=True, slots=True)
class TopicForm:
    """A topic as it is typed: ``topic`` names the one to change; blank adds one.

    The form is whole: what is blank in it is blank afterwards. ``aliases`` have commas or line ends
    between.
    """

    name: str = ""
    aliases: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class PointForm:
    """A point as it is typed: ``point`` names the one to change; blank adds one under ``topic``.

    The form is whole. ``aliases`` have commas or line ends between, ``phrasings`` stand one a line.
    """

    sentence: str = ""
    side_for: str = ""
    side_against: str = ""
    aliases: str = ""
    phrasings: str = ""
    topic: str = ""
    point: str = ""


@dataclass(frozen=True, slots=True)
class Adding:
    """The form adds a quote."""


@dataclass(frozen=True, slots=True)
class Editing:
    """The form changes the quote of this id: the server's own, or a shared one here alone."""

    quote: str


@dataclass(frozen=True, slots=True)
class Accepting:
    """The form is the suggestion of this number, perhaps changed first."""

    number: int


ADDING = Adding()
Purpose = Adding | Editing | Accepting
