"""The fields of a form as typed, read into values.

A function returns a value that may be stored, or raises RequestError with a sentence that says what
to do; no sentence repeats more than 60 characters of what was typed.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

from bot.errors import RequestError
from bot.i18n import N_, gettext as _, number, pgettext, quoted
from bot.library.model import Stance, Status
from bot.library.rules import (
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_PASSAGE,
    LONGEST_PHRASE,
    LONGEST_URL,
    MOST_PHRASINGS,
    URL,
    Rule,
    RuleError,
    text_rule,
)
from bot.library.text_cleaning import CONTROL, is_visible, plain_lines, shortened, without_invisible

_LONGEST_ECHO = 60
# No text of a source has a million passages.
_OCCURRENCE = re.compile(r"0*[1-9][0-9]{0,5}")

_WHITE_SPACE = "".join(filter(str.isspace, map(chr, range(0x3001))))
# Joiners and direction marks belong to some scripts within a word, but never at the ends of a text.
_NOT_AT_THE_ENDS = _WHITE_SPACE + "\u200c\u200d\u200e\u200f\u061c"
_BETWEEN_NAMES = re.compile(r"[,;]")
_MENTION = re.compile(r"<(?:@[!&]?|#|/)[^<>\s]{1,60}>|@everyone\b|@here\b")
_QUOTATION_MARKS = {"“": "”", '"': '"', "„": "“", "«": "»", "‘": "’"}
_Choice = TypeVar("_Choice", Stance, Status)


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
    return seen.strip(_NOT_AT_THE_ENDS), len(lines) - len(seen)


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
    """Return the text of a quote unchanged; only if it is too long, without white space around it.

    Raises RequestError if it is still too long, is empty or without words, or has a control
    character.
    """
    if len(typed) > LONGEST_PASSAGE:
        typed = typed.strip()
    if len(typed) > LONGEST_PASSAGE:
        long = _(
            "The text has {count} characters; the limit is {longest_passage}. Keep the "
            "part that matters, with […] for words you leave out."
        )
        count, most = number(len(typed)), number(LONGEST_PASSAGE)
        raise RequestError(long, count=count, longest_passage=most)
    if not is_visible(typed):
        raise RequestError(_("The text is empty. Paste the words exactly as the source has them."))
    if not any(map(str.isalnum, typed)):
        raise RequestError(
            _("The text has no words. Paste the words exactly as the source has them.")
        )
    return _checked(_("The text"), typed, text_rule(LONGEST_PASSAGE, lines=True))


def line(label: str, typed: str, longest: int = LONGEST_NAME) -> str:
    """Return a field on one line, runs of white space as one space; empty if blank.

    ``label`` begins the sentences: "The speaker".
    """
    text = " ".join(without_unseen(typed)[0].split())
    return _checked(label, text, text_rule(longest)) if is_visible(text) else ""


def name(label: str, typed: str, longest: int = LONGEST_NAME) -> str:
    """Return a name: a line with a letter or a digit and no mention; empty if blank."""
    text = line(label, typed, longest)
    if not text:
        return ""
    if mentions(text):
        raise RequestError(
            _("{label} is a mention. Write the name as people read it."), label=label
        )
    if not any(map(str.isalnum, text)):
        wrong = _("{label} is {text}, which has no letter in it. Write the name in words.")
        raise RequestError(wrong, label=label, text=echoed(text))
    return text


def note(label: str, typed: str) -> str:
    """Return a note or a reason, perhaps of several lines; empty if blank."""
    text = without_unseen(typed)[0]
    return _checked(label, text, text_rule(LONGEST_NOTE, lines=True)) if is_visible(text) else ""


def _checked(label: str, text: str, rule: Rule) -> str:
    """Return a text that obeys a rule of library files, unchanged."""
    try:
        rule.check(text)
    except RuleError as error:
        wrong, remedy = error.wrong, error.remedy
        raise RequestError(f"{label} {wrong}. {remedy[:1].upper()}{remedy[1:]}.") from error
    return text


def phrasings(typed: str) -> tuple[str, ...]:
    """Return questions separated by ``|`` or line ends, twelve at most."""
    read = lines(_("A question"), typed.replace("|", "\n"))
    if len(read) > MOST_PHRASINGS:
        many = _("There are {count} questions; the limit is {most_phrasings}.")
        raise RequestError(many, count=len(read), most_phrasings=MOST_PHRASINGS)
    return read


def occurrence(typed: str) -> int:
    """Return which passage is meant, from 1; the first if blank."""
    text = line(_("The occurrence"), typed)
    if not text:
        return 1
    if not _OCCURRENCE.fullmatch(text):
        wrong = _(
            "{text} is not the number of a passage. Write 2 for the second, or leave it "
            "empty for the first."
        )
        raise RequestError(wrong, text=echoed(text))
    return int(text)


def link(typed: str) -> str:
    """Return the address of a web page; empty if blank."""
    address = without_unseen(typed)[0]
    # People write angle brackets to keep Discord from showing a preview of the page.
    if address.startswith("<") and address.endswith(">"):
        address = address[1:-1].strip()
    label = _("The link") if len(address) > LONGEST_URL else echoed(address)
    return _checked(label, address, URL) if address else ""


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
        raise RequestError(refusal, text=echoed(text)) from error


def several(label: str, typed: str, known: Sequence[str] = ()) -> tuple[str, ...]:
    """Return names separated by commas or line ends, each once, in the order typed.

    A line equal to one of the ``known`` names is that name, commas included.
    """
    parts = (
        text if text.strip() in known else _BETWEEN_NAMES.sub("\n", text)
        for text in plain_lines(typed).split("\n")
    )
    return lines(label, "\n".join(parts))


def joined_names(names: Sequence[str]) -> str:
    """Return the names as one field, so that :func:`several` reads the same ones again."""
    return ("\n" if any(map(_BETWEEN_NAMES.search, names)) else ", ").join(names)


def lines(label: str, typed: str) -> tuple[str, ...]:
    """Return lines, each once, in the order typed."""
    kept: dict[str, str] = {}
    for part in plain_lines(typed).split("\n"):
        text = line(label, part, LONGEST_PHRASE)
        if text:
            kept.setdefault(text.casefold(), text)
    return tuple(kept.values())


_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
# A time after a date in figures, and a day of the week before one in words, say no more of it.
_TIME_OF_DAY = re.compile(
    r"(?<=\d)(?:t|,? +(?:at +)?)\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?\s*(?:z|utc|[+-]\d\d:?\d\d)?$"
)
_WEEKDAY = re.compile(r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+")
_NOTATIONS = (
    re.compile(r"(?P<year>\d{4})(?:([-/])(?P<month>\d{1,2})(?:\2(?P<day>\d{1,2}))?)?"),
    re.compile(
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\.?\s+(?P<month>[a-z]{3,9})\.?,?\s+(?P<year>\d{4})"
    ),
    re.compile(
        r"(?P<month>[a-z]{3,9})\.?(?:\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?)?,?\s+(?P<year>\d{4})"
    ),
)
_FIGURES = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
# A year with its era is kept in words; before Christ there is no year to sort by.
_ERA = re.compile(r"(?:(?:c|ca|circa|about|around)\.? *)?(\d{1,4}) *(bce?|b\.c\.|ad|ce|a\.d\.)")
_HOW_TO_WRITE_A_DATE = N_(
    "Write 2025, 2025-03 or 2025-03-24, as much as you know, or leave it empty."
)


def read_date(typed: str, today: date) -> tuple[str, str]:
    """Return the date (``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``) and its wording.

    Both are empty if blank. The wording is empty if the date says it all; words with one year in
    them ("spring 2024") are kept beside the year. RequestError if it is not a date, not on the
    calendar, in the future (with a day's grace for time zones), or ambiguous.
    """
    text = line(_("The date"), typed)
    if not text:
        return "", ""
    parts, wording = _date_parts(text), ""
    how = _(_HOW_TO_WRITE_A_DATE)
    if parts is None:
        era = _ERA.fullmatch(text.casefold())
        if era and era[2].startswith("b"):
            return "", text
        years = {era[1]} if era else set(_YEAR.findall(text))
        if len(years) != 1:
            raise RequestError(_("{text} is not a date. {how}"), text=echoed(text), how=how)
        parts, wording = [int(years.pop())], text
    try:
        date(*(*parts, 1, 1)[:3])
    except ValueError as error:
        off = _("{typed} is not on the calendar. {how}")
        raise RequestError(off, typed=echoed(text), how=how) from error
    found = "-".join((f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:])))
    if found > (today + timedelta(days=1)).isoformat():
        raise RequestError(_("{text} is in the future. {how}"), text=echoed(text), how=how)
    return found, wording


def _date_parts(typed: str) -> list[int] | None:
    """Return year, month and day, as many as given; None for an unknown notation."""
    text = _WEEKDAY.sub("", _TIME_OF_DAY.sub("", typed.casefold()), count=1)
    if found := _FIGURES.fullmatch(text):
        first, second, year = map(int, found.groups())
        if first <= 12 and second <= 12 and first != second:
            ways = _(
                "{typed} can be read two ways. Write {year}-{second}-{first} or "
                "{year}-{first}-{second}."
            )
            raise RequestError(
                ways, typed=echoed(typed), year=year, second=f"{second:02}", first=f"{first:02}"
            )
        return [year, second, first] if second <= 12 else [year, first, second]
    for notation in _NOTATIONS:
        if found := notation.fullmatch(text):
            month = _month(found["month"] or "")
            if month or not found["month"]:
                return [int(part) for part in (found["year"], month, found["day"]) if part]
    return None


def _month(typed: str) -> str:
    """Return the number of a month, given so or by at least three letters; empty if none."""
    if typed.isdecimal():
        return typed
    named = (str(at) for at, month in enumerate(_MONTHS, 1) if typed and month.startswith(typed))
    return next(named, "")
