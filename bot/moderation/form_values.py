"""The forms that moderators and members fill in; every string is as typed."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct


class Form(Struct, frozen=True):
    """A quote as typed.

    ``point``, ``topic`` (several separated by commas), ``speaker``, ``source`` and ``writer`` (of
    the source, if that is not the speaker) are names, aliases or ids. ``stance`` is for, against,
    mixed, or none, which takes an edited quote off the point. For an edited quote a blank ``point``
    and a blank ``topic`` change nothing; every other field replaces what is there. ``reported`` is
    who holds the view, if the words only report it; ``phrasings`` are separated by ``|`` or line
    ends; ``occurrence`` is which passage is meant, from 1. ``message`` and ``author`` are the ids
    of a message and of the member who wrote it, unknown if it was forwarded. ``quote`` is the id of
    the quote that the form changes, ``suggestion`` the number of the one that it accepts; without
    either it adds a quote. These four are never typed.
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
    reported: str = ""
    phrasings: str = ""
    occurrence: str = ""
    message: str = ""
    author: str = ""
    quote: str = ""
    suggestion: str = ""


FORM_FIELDS = Form.__struct_fields__


def form_from_fields(given: Mapping[str, str]) -> Form:
    """Return the form with these fields, as stored with a suggestion; others are left out."""
    return Form(**{name: str(given[name]) for name in FORM_FIELDS if name in given})


class TopicForm(Struct, frozen=True):
    """A topic as typed, its ``aliases`` with commas or line ends; without the id ``topic`` new."""

    name: str = ""
    aliases: str = ""
    topic: str = ""


class PointForm(Struct, frozen=True):
    """A point as typed, ``phrasings`` on lines, under the id ``topic``; without ``point`` new."""

    sentence: str = ""
    side_for: str = ""
    side_against: str = ""
    aliases: str = ""
    phrasings: str = ""
    topic: str = ""
    point: str = ""


class FormKind(StrEnum):
    """The kinds of forms. The value is part of a form's custom_id, so it never changes."""

    QUOTE = "quote"
    FILING = "filing"
    SUGGESTION = "suggest"
    TOPIC = "topic"
    POINT = "point"
    REMOVAL = "remove"
    DECLINING = "decline"


class PendingForm(Struct, frozen=True):
    """A form as filled in so far; a topic or point was read from the revision ``seen``."""

    kind: FormKind
    form: Form | TopicForm | PointForm
    seen: int | None = None


FormKey = tuple[str, str, str]
"""The ids of a server and a member, and the token of the form."""
