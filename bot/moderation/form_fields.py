"""Single fields of a form as they were typed: each read into what may be kept, or refused.

A reader returns the value; where it cannot be one it raises :class:`Refused` with a sentence that
says what to do. Nothing typed is ever shown at more than a line.
"""

import re
from collections.abc import Sequence
from datetime import date

from bot.library.model import Stance, Status
from bot.library.rules import LONGEST_PASSAGE, LONGEST_URL, check_url

LONGEST_NAME = 120
LONGEST_TITLE = 300
LONGEST_PHRASE = 200
LONGEST_NOTE = 1000
_LONGEST_ECHO = 60

# Nobody sees them: zero-width space, word joiner, byte order mark, soft hyphen, and what turns the
# direction of all that follows. Joiners and the marks U+200E, U+200F belong to some scripts.
_UNSEEN = re.compile(r"[\u00ad\u200b\u2060-\u2064\ufeff\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]")
_MARKS_AND_JOINERS = "\u200c\u200d\u200e\u200f\u061c"
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_BETWEEN_NAMES = re.compile(r"[,;]")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_MENTION = re.compile(r"<(?:@[!&]?|#|/)[^<>\s]{1,60}>|@everyone\b|@here\b")
_MARKS = {"“": "”", '"': '"', "„": "“", "«": "»", "‘": "’"}


class Refused(Exception):  # noqa: N818 - no error: one of several things wrong in a form
    """A field cannot be taken; the message is the sentence for the one who typed it."""


def echoed(typed: str) -> str:
    """What was typed, in marks, at most 60 characters of it on one line."""
    line = " ".join(_UNSEEN.sub("", _CONTROL.sub(" ", typed[: 8 * _LONGEST_ECHO])).split())
    shown = line if len(line) <= _LONGEST_ECHO else f"{line[: _LONGEST_ECHO - 1].rstrip()}…"
    return f"“{shown}”"


def without_unseen(typed: str) -> tuple[str, int]:
    """The text without characters nobody sees and white space at its ends; how many were left out.

    There is one kind of line end afterwards, and tabs are spaces.
    """
    lines = _LINE_ENDS.sub("\n", typed).replace("\t", " ")
    seen, left_out = _UNSEEN.subn("", lines)
    stripped = seen.strip()
    while stripped and (stripped[0] in _MARKS_AND_JOINERS or stripped[-1] in _MARKS_AND_JOINERS):
        stripped = stripped.strip(_MARKS_AND_JOINERS).strip()
    return stripped, left_out


def without_marks(text: str) -> str:
    """The text without one pair of quotation marks around the whole of it."""
    closing = _MARKS.get(text[:1])
    if closing is None or len(text) < 3 or not text.endswith(closing):
        return text
    inner = text[1:-1]
    return text if text[0] in inner or closing in inner else inner.strip()


def mentions(text: str) -> bool:
    """Whether a text holds what Discord would take for a mention."""
    return _MENTION.search(text) is not None


def passage(typed: str) -> str:
    """The words of a quote, as they were typed but for white space at the ends."""
    if len(typed) > LONGEST_PASSAGE:
        text = typed.strip()
        if len(text) > LONGEST_PASSAGE:
            raise Refused(
                f"The text has {len(text):,} characters, and {LONGEST_PASSAGE:,} are the most. "
                "Take the part that says it, with […] where words are left out."
            )
        typed = text
    if not _seen(typed):
        raise Refused("The text is empty. Paste the words as they stand in the source.")
    if not any(map(str.isalnum, typed)):
        raise Refused("The text has no words. Paste the words as they stand in the source.")
    _refuse_control("The text", typed)
    return typed


def line(called: str, typed: str, longest: int = LONGEST_NAME) -> str:
    """A field of one line, runs of white space as one space; empty where nothing is filled in.

    ``called`` begins the sentences: "The speaker".
    """
    if len(typed) > 2 * longest and len(typed.strip()) > longest:
        raise Refused(_too_long(called, len(typed.strip()), longest))
    text = " ".join(without_unseen(typed)[0].split())
    if not _seen(text):
        return ""
    if len(text) > longest:
        raise Refused(_too_long(called, len(text), longest))
    _refuse_control(called, text)
    return text


def name(called: str, typed: str, longest: int = LONGEST_NAME) -> str:
    """A name: a line with a letter or a figure in it, and no mention; empty for nothing."""
    text = line(called, typed, longest)
    if not text:
        return ""
    if mentions(text):
        raise Refused(f"{called} is a mention. Write the name as people read it.")
    if not any(map(str.isalnum, text)):
        raise Refused(
            f"{called} is {echoed(text)}, which has no letter in it. Write the name in words."
        )
    return text


def note(typed: str) -> str:
    """A note of several lines; empty for nothing."""
    if len(typed) > 2 * LONGEST_NOTE:
        raise Refused(_too_long("The note", len(typed), LONGEST_NOTE))
    text, _ = without_unseen(typed)
    if not _seen(text):
        return ""
    if len(text) > LONGEST_NOTE:
        raise Refused(_too_long("The note", len(text), LONGEST_NOTE))
    _refuse_control("The note", text)
    return text


def link(typed: str) -> str:
    """The address of a web page; empty for nothing."""
    address = without_unseen(typed[: 2 * LONGEST_URL])[0].strip(_MARKS_AND_JOINERS)
    # How people keep Discord from showing a preview of the page.
    if address.startswith("<") and address.endswith(">"):
        address = address[1:-1].strip()
    if not address:
        return ""
    try:
        return check_url(address)
    except ValueError as error:
        if len(address) > LONGEST_URL:
            raise Refused(_too_long("The link", len(typed.strip()), LONGEST_URL)) from error
        raise Refused(
            f"{echoed(address)} is not the address of a web page. Write it from https:// on, as "
            "a browser shows it, or leave it empty."
        ) from error


def stance(typed: str) -> Stance | None:
    """The stance; None where nothing is filled in."""
    text = line("The stance", typed).casefold()
    if not text:
        return None
    try:
        return Stance(text)
    except ValueError as error:
        raise Refused(f"{echoed(text)} is no stance. Write for, against or mixed.") from error


def status(typed: str) -> Status | None:
    """What is known against the attribution; None where nothing is filled in."""
    text = line("The status", typed).casefold()
    if not text:
        return None
    try:
        return Status(text)
    except ValueError as error:
        raise Refused(
            f"{echoed(text)} is no status. Write disputed or misattributed, or leave it empty."
        ) from error


def several(
    called: str, typed: str, known: Sequence[str] = (), longest: int = LONGEST_PHRASE
) -> tuple[str, ...]:
    """Names with commas or line ends between, each once, in the order typed.

    A line that is one of the ``known`` names is that one, commas and all.
    """
    parts: list[str] = []
    for text in _LINE_ENDS.sub("\n", typed).split("\n"):
        parts += [text] if text.strip() in known else _BETWEEN_NAMES.split(text)
    return _each_once(called, parts, longest)


def together(names: Sequence[str]) -> str:
    """The names as a form shows them, so that :func:`several` reads the same ones again."""
    return ("\n" if any(map(_BETWEEN_NAMES.search, names)) else ", ").join(names)


def lines(called: str, typed: str, longest: int = LONGEST_PHRASE) -> tuple[str, ...]:
    """Lines, each once, in the order typed."""
    return _each_once(called, _LINE_ENDS.sub("\n", typed).split("\n"), longest)


def today_or_before(day: str, today: date) -> bool:
    """Whether a date, as much of it as is known, has begun; a day's grace for time zones."""
    return day <= date.fromordinal(today.toordinal() + 1).isoformat()


def _each_once(called: str, parts: list[str], longest: int) -> tuple[str, ...]:
    read = (line(called, part, longest) for part in parts if part.strip())
    kept: dict[str, str] = {}
    for text in read:
        if text:
            kept.setdefault(text.casefold(), text)
    return tuple(kept.values())


def _seen(text: str) -> bool:
    return any(letter.isprintable() and not letter.isspace() for letter in text)


def _too_long(called: str, length: int, longest: int) -> str:
    return f"{called} has {length:,} characters, and {longest:,} are the most. Shorten it."


def _refuse_control(called: str, text: str) -> None:
    found = _CONTROL.search(text)
    if found:
        raise Refused(
            f"{called} holds a control character (U+{ord(found[0]):04X}) that nobody sees. "
            "Take it out, or type that part anew."
        )
