"""Forms that moderators and members fill in, and the functions that read their fields.

Every string of a form is as typed. A function returns a value that may be stored, or raises
:class:`Refused` with a sentence that says what to do; no sentence repeats more than 60 characters
of what was typed.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TypeVar

from bot.i18n import gettext as _
from bot.i18n import number, pgettext, quoted
from bot.library.model import Stance, Status
from bot.library.rules import LONGEST_PASSAGE, LONGEST_URL, MOST_PHRASINGS, check_url, fault_of_host
from bot.library.text_cleaning import CONTROL, plain_lines, shortened, without_invisible
from bot.store.types import Member

LONGEST_NAME = 120
LONGEST_TITLE = 300
LONGEST_PHRASE = 200
LONGEST_NOTE = 1000
_LONGEST_ECHO = 60
# No text of a source has more passages.
_MOST_DIGITS = 6

# Joiners and direction marks belong to some scripts within a word, but never at the ends of a text.
_MARKS_AND_JOINERS = "\u200c\u200d\u200e\u200f\u061c"
_BETWEEN_NAMES = re.compile(r"[,;]")
_MENTION = re.compile(r"<(?:@[!&]?|#|/)[^<>\s]{1,60}>|@everyone\b|@here\b")
_QUOTATION_MARKS = {"“": "”", '"': '"', "„": "“", "«": "»", "‘": "’"}


_Choice = TypeVar("_Choice", Stance, Status)


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
    blank ``topic`` change nothing; every other field replaces what is there. ``reported`` is who
    holds the view, if the words only report it; ``phrasings`` are questions that they answer,
    separated by ``|`` or line ends; ``occurrence`` is which passage is meant, from 1.

    ``message`` and ``author`` are the ids of a message saved as a quote and of the member who wrote
    it, who is unknown if it was forwarded. The front end sets them; they are never typed.
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

    @property
    def forwarded(self) -> bool:
        """Whether it is a forwarded message, whose author Discord does not say."""
        return bool(self.message and not self.author)


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


class Refused(Exception):  # noqa: N818 - not an error: one of several problems of a form
    """A field cannot be stored; the message is a sentence for the person who filled it in."""


def echoed(typed: str) -> str:
    """Return what was typed on one line in quotation marks, cut to 60 characters."""
    seen = without_invisible(CONTROL.sub(" ", typed[: 8 * _LONGEST_ECHO]))
    return quoted(shortened(seen, _LONGEST_ECHO))


def without_unseen(typed: str) -> tuple[str, int]:
    r"""Return the text without invisible characters, and how many of them were removed.

    White space at the ends is removed too; every line end becomes ``\n`` and a tab a space.
    """
    if typed.isascii() and typed.isprintable():
        return typed.strip(), 0  # nearly every cell of a table
    lines = plain_lines(typed)
    seen = without_invisible(lines)
    stripped = seen.strip()
    while stripped and (stripped[0] in _MARKS_AND_JOINERS or stripped[-1] in _MARKS_AND_JOINERS):
        stripped = stripped.strip(_MARKS_AND_JOINERS).strip()
    return stripped, len(lines) - len(seen)


def without_marks(text: str) -> str:
    """Return the text without one pair of quotation marks around the whole of it."""
    closing = _QUOTATION_MARKS.get(text[:1])
    if closing is None or len(text) < 3 or not text.endswith(closing):
        return text
    inner = text[1:-1]
    return text if text[0] in inner or closing in inner else inner.strip()


def mentions(text: str) -> bool:
    """Whether the text contains a mention, in Discord's notation."""
    return _MENTION.search(text) is not None


def passage(typed: str) -> str:
    """Return the text of a quote unchanged, but for white space around one that is too long."""
    if len(typed) > LONGEST_PASSAGE:
        text = typed.strip()
        if len(text) > LONGEST_PASSAGE:
            raise Refused(
                _(
                    "The text has {count} characters; the limit is {longest_passage}. Keep the "
                    "part that matters, with […] for words you leave out."
                ).format(count=number(len(text)), longest_passage=number(LONGEST_PASSAGE))
            )
        typed = text
    if not _is_visible(typed):
        raise Refused(_("The text is empty. Paste the words exactly as the source has them."))
    if not any(map(str.isalnum, typed)):
        raise Refused(_("The text has no words. Paste the words exactly as the source has them."))
    _refuse_control(_("The text"), typed)
    return typed


def line(label: str, typed: str, longest: int = LONGEST_NAME) -> str:
    """Return a field on one line, runs of white space as one space; empty if blank.

    ``label`` begins the sentences: "The speaker".
    """
    return _limited(label, typed, longest, lambda text: " ".join(text.split()))


def name(label: str, typed: str, longest: int = LONGEST_NAME) -> str:
    """Return a name: a line with a letter or a digit and no mention; empty if blank."""
    text = line(label, typed, longest)
    if not text:
        return ""
    if mentions(text):
        raise Refused(
            _("{label} is a mention. Write the name as people read it.").format(label=label)
        )
    if not any(map(str.isalnum, text)):
        raise Refused(
            _("{label} is {text}, which has no letter in it. Write the name in words.").format(
                label=label, text=echoed(text)
            )
        )
    return text


def note(typed: str) -> str:
    """Return a note, perhaps of several lines; empty if blank."""
    return _limited(_("The note"), typed, LONGEST_NOTE, lambda text: text)


def _limited(label: str, typed: str, longest: int, tidy: Callable[[str], str]) -> str:
    if not typed:
        return ""
    if len(typed) > 2 * longest and len(typed.strip()) > longest:
        raise Refused(_too_long(label, len(typed.strip()), longest))
    text = tidy(without_unseen(typed)[0])
    if not _is_visible(text):
        return ""
    if len(text) > longest:
        raise Refused(_too_long(label, len(text), longest))
    _refuse_control(label, text)
    return text


def phrasings(typed: str) -> tuple[str, ...]:
    """Return questions separated by ``|`` or line ends, twelve at most."""
    read = lines(_("A question"), typed.replace("|", "\n"))
    if len(read) > MOST_PHRASINGS:
        raise Refused(
            _("There are {count} questions; the limit is {most_phrasings}.").format(
                count=len(read), most_phrasings=MOST_PHRASINGS
            )
        )
    return read


def occurrence(typed: str) -> int:
    """Return which passage is meant, from 1; the first if blank."""
    text = line(_("The occurrence"), typed)
    if not text:
        return 1
    if not (text.isascii() and text.isdecimal() and 0 < len(text.lstrip("0")) <= _MOST_DIGITS):
        raise Refused(
            _(
                "{text} is not the number of a passage. Write 2 for the second, or leave it "
                "empty for the first."
            ).format(text=echoed(text))
        )
    return int(text)


def link(typed: str) -> str:
    """Return the address of a web page; empty if blank."""
    address = without_unseen(typed[: 2 * LONGEST_URL])[0].strip(_MARKS_AND_JOINERS)
    # People write angle brackets to keep Discord from showing a preview of the page.
    if address.startswith("<") and address.endswith(">"):
        address = address[1:-1].strip()
    if not address:
        return ""
    try:
        return check_url(address)
    except ValueError as error:
        if len(address) > LONGEST_URL:
            raise Refused(_too_long(_("The link"), len(typed.strip()), LONGEST_URL)) from error
        fault = fault_of_host(address) if address.startswith(("http://", "https://")) else ""
        if fault:
            raise Refused(
                _(
                    "{address} {fault}. Write the address of a page that everybody can open, or "
                    "leave it empty."
                ).format(address=echoed(address), fault=fault)
            ) from error
        raise Refused(
            _(
                "{address} is not the address of a web page. Copy it from the browser, starting "
                "with https://, or leave it empty."
            ).format(address=echoed(address))
        ) from error


def stance(typed: str) -> Stance | None:
    """Return the stance; None if blank."""
    refusal = _("{text} is not a stance. Write for, against or mixed.")
    return _one_of(Stance, _("The stance"), typed, refusal)


def status(typed: str) -> Status | None:
    """Return the status of the attribution; None if blank."""
    refusal = _("{text} is not a status. Write disputed or misattributed, or leave it empty.")
    return _one_of(Status, _("The status"), typed, refusal)


def _one_of(choices: type[_Choice], label: str, typed: str, refusal: str) -> _Choice | None:
    text = line(label, typed).casefold()
    if not text:
        return None
    # Typed in the language of the answers, or in English, as in files.
    named = {pgettext("choice", one.value).casefold(): one.value for one in choices}
    text = named.get(text, text)
    try:
        return choices(text)
    except ValueError as error:
        raise Refused(refusal.format(text=echoed(text))) from error


def several(label: str, typed: str, known: Sequence[str] = ()) -> tuple[str, ...]:
    """Return names separated by commas or line ends, each once, in the order typed.

    A line equal to one of the ``known`` names is that name, commas included.
    """
    parts: list[str] = []
    for text in plain_lines(typed).split("\n"):
        parts += [text] if text.strip() in known else _BETWEEN_NAMES.split(text)
    return _unique(label, parts)


def together(names: Sequence[str]) -> str:
    """Return the names as one field, so that :func:`several` reads the same ones again."""
    return ("\n" if any(map(_BETWEEN_NAMES.search, names)) else ", ").join(names)


def lines(label: str, typed: str) -> tuple[str, ...]:
    """Return lines, each once, in the order typed."""
    return _unique(label, plain_lines(typed).split("\n"))


def _unique(label: str, parts: list[str]) -> tuple[str, ...]:
    read = (line(label, part, LONGEST_PHRASE) for part in parts if part.strip())
    kept: dict[str, str] = {}
    for text in read:
        if text:
            kept.setdefault(text.casefold(), text)
    return tuple(kept.values())


def _is_visible(text: str) -> bool:
    return any(letter.isprintable() and not letter.isspace() for letter in text)


def _too_long(label: str, length: int, longest: int) -> str:
    return _("{label} has {length} characters; the limit is {longest}. Please shorten it.").format(
        label=label, length=number(length), longest=number(longest)
    )


def _refuse_control(label: str, text: str) -> None:
    found = CONTROL.search(text)
    if found:
        raise Refused(
            _(
                "{label} contains an invisible control character (U+{found}). Delete it, or "
                "type that part again."
            ).format(label=label, found=f"{ord(found[0]):04X}")
        )
