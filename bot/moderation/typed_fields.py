"""The fields of a form as typed, read into values.

A function returns a value that may be stored, or raises
:class:`Refused` with a sentence that says what to do; no sentence repeats more than 60 characters
of what was typed.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from bot.i18n import N_, gettext as _, number, pgettext, quoted
from bot.library.changes import SOURCE_OF_MESSAGE
from bot.library.model import Stance, Status
from bot.library.rules import LONGEST_PASSAGE, LONGEST_URL, MOST_PHRASINGS, check_url, fault_of_host
from bot.library.text_cleaning import CONTROL, plain_lines, shortened, without_invisible

LONGEST_NAME = 120
LONGEST_TITLE = 300
LONGEST_PHRASE = 200
LONGEST_NOTE = 1000
_LONGEST_ECHO = 60
_LONGEST_DISCORD_ID = 20
# No text of a source has more passages.
_MOST_DIGITS = 6

# Joiners and direction marks belong to some scripts within a word, but never at the ends of a text.
_MARKS_AND_JOINERS = "\u200c\u200d\u200e\u200f\u061c"
_BETWEEN_NAMES = re.compile(r"[,;]")
_MENTION = re.compile(r"<(?:@[!&]?|#|/)[^<>\s]{1,60}>|@everyone\b|@here\b")
_QUOTATION_MARKS = {"“": "”", '"': '"', "„": "“", "«": "»", "‘": "’"}


_Choice = TypeVar("_Choice", Stance, Status)


class Refused(Exception):  # noqa: N818 - not an error: one of several problems of a form
    """A field cannot be stored; a sentence with its parts, for the person who filled it in."""

    def __init__(self, sentence: str, /, **parts: object) -> None:
        super().__init__(sentence.format(**parts) if parts else sentence)


def is_discord_id(text: str) -> bool:
    """Whether a text is an id of Discord, a number of 64 bits."""
    return text.isascii() and text.isdecimal() and len(text) <= _LONGEST_DISCORD_ID


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
                ),
                count=number(len(text)),
                longest_passage=number(LONGEST_PASSAGE),
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
        raise Refused(_("{label} is a mention. Write the name as people read it."), label=label)
    if not any(map(str.isalnum, text)):
        raise Refused(
            _("{label} is {text}, which has no letter in it. Write the name in words."),
            label=label,
            text=echoed(text),
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
            _("There are {count} questions; the limit is {most_phrasings}."),
            count=len(read),
            most_phrasings=MOST_PHRASINGS,
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
            ),
            text=echoed(text),
        )
    return int(text)


def discord_id(id_: str) -> str:
    """Return the id of a message or a member, unchanged."""
    if is_discord_id(id_):
        return id_
    raise Refused(_("That message can’t be found any more. Save it again from the message itself."))


def source_of_message(message: str) -> str:
    """Return the id of the source that is a message."""
    return f"{SOURCE_OF_MESSAGE}{discord_id(message)}"


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
                ),
                address=echoed(address),
                fault=fault,
            ) from error
        raise Refused(
            _(
                "{address} is not the address of a web page. Copy it from the browser, starting "
                "with https://, or leave it empty."
            ),
            address=echoed(address),
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
        raise Refused(refusal, text=echoed(text)) from error


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
            ),
            label=label,
            found=f"{ord(found[0]):04X}",
        )


_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_ISO = re.compile(r"(\d{4})(?:([-/])(\d{1,2})(?:\2(\d{1,2}))?)?")
# A time after a date in figures, and a day of the week before one in words, say no more of it.
_TIME_OF_DAY = re.compile(
    r"(?<=\d)(?:t|,? +(?:at +)?)\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?\s*(?:z|utc|[+-]\d\d:?\d\d)?$"
)
_WEEKDAY = re.compile(r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+")
_FIGURES = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.?\s+([a-z]{3,9})\.?,?\s+(\d{4})")
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_MONTH = re.compile(r"([a-z]{3,9})\.?,?\s+(\d{4})")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_EARLIEST = 1
# A year with its era is kept in words; before Christ there is no year to sort by.
_ERA = re.compile(r"(?:(?:c|ca|circa|about|around)\.? *)?(\d{1,4}) *(bce?|b\.c\.|ad|ce|a\.d\.)")
_HOW = N_("Write 2025, 2025-03 or 2025-03-24, as much as you know, or leave it empty.")


def read_date(typed: str, today: date) -> tuple[str, str]:
    """Return the date (``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``) and its wording.

    Both are empty if blank. The wording is empty if the date says it all; words with one year in
    them ("spring 2024") are kept beside the year. Raises Refused if it is not a date, not on the
    calendar, in the future (with a day's grace for time zones), or ambiguous.
    """
    text = line(_("The date"), typed)
    if not text:
        return "", ""
    parts = _date_parts(text.casefold(), text)
    wording = ""
    if parts is None:
        era = _ERA.fullmatch(text.casefold())
        if era and era[2].startswith("b"):
            return "", text
        years = {era[1]} if era else set(_YEAR.findall(text))
        if len(years) != 1:
            raise Refused(_("{text} is not a date. {how}"), text=echoed(text), how=_(_HOW))
        parts, wording = (int(years.pop()),), text
    found = _on_the_calendar(parts, text)
    if found > date.fromordinal(today.toordinal() + 1).isoformat():
        raise Refused(_("{text} is in the future. {how}"), text=echoed(text), how=_(_HOW))
    return found, wording


def _date_parts(text: str, typed: str) -> tuple[int, ...] | None:
    """Return year, month and day, as many as given; None for an unknown notation."""
    text = _WEEKDAY.sub("", _TIME_OF_DAY.sub("", text), count=1)
    if found := _ISO.fullmatch(text):
        return tuple(int(figures) for figures in found.group(1, 3, 4) if figures)
    if found := _FIGURES.fullmatch(text):
        return _day_and_month(int(found[1]), int(found[2]), int(found[3]), typed)
    for form, day, month, year in ((_DAY_FIRST, 1, 2, 3), (_MONTH_FIRST, 2, 1, 3)):
        if (found := form.fullmatch(text)) and (number := _month(found[month])):
            return int(found[year]), number, int(found[day])
    if (found := _MONTH.fullmatch(text)) and (number := _month(found[1])):
        return int(found[2]), number
    return None


def _day_and_month(first: int, second: int, year: int, typed: str) -> tuple[int, ...]:
    if first <= 12 and second <= 12 and first != second:
        raise Refused(
            _(
                "{typed} can be read two ways. Write {year}-{second}-{first} or "
                "{year}-{first}-{second}."
            ),
            typed=echoed(typed),
            year=year,
            second=f"{second:02}",
            first=f"{first:02}",
        )
    return (year, second, first) if second <= 12 else (year, first, second)


def _month(name: str) -> int:
    """Return the number of a month by its name or at least three letters of it; 0 if none."""
    return next((at for at, month in enumerate(_MONTHS, 1) if month.startswith(name)), 0)


def _on_the_calendar(parts: tuple[int, ...], typed: str) -> str:
    year, month, day = (*parts, 1, 1)[:3]
    refusal = Refused(_("{typed} is not on the calendar. {how}"), typed=echoed(typed), how=_(_HOW))
    if year < _EARLIEST:
        raise refusal
    try:
        date(year, month, day)
    except ValueError as error:
        raise refusal from error
    figures = (f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:]))
    return "-".join(figures)
