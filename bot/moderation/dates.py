"""Dates as people type them, read only where they can mean one thing."""

import re
from datetime import date

from bot.moderation.form_fields import Refused, echoed, line, today_or_before

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_FIGURES = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.?\s+([a-z]{3,9})\.?,?\s+(\d{4})")
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_MONTH = re.compile(r"([a-z]{3,9})\.?,?\s+(\d{4})")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_EARLIEST = 1000
_HOW = "Write 2025, 2025-03 or 2025-03-24, as much as is known, or leave it empty."


def read_date(typed: str, today: date) -> tuple[str, str]:
    """The date (``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``) and how it was said in words.

    Both are empty for nothing; the words are empty where the figures say the same. Words with one
    year in them ("spring 2024") are kept beside the year. Raises Refused for what is no date, not
    on the calendar, still to come, or can be read two ways.
    """
    text = line("The date", typed)
    if not text:
        return "", ""
    parts = _parts(text.casefold(), text)
    words = ""
    if parts is None:
        years = set(_YEAR.findall(text))
        if len(years) != 1:
            raise Refused(f"{echoed(text)} is no date. {_HOW}")
        parts, words = (int(years.pop()),), text
    found = _on_the_calendar(parts, text)
    if not today_or_before(found, today):
        raise Refused(f"{echoed(text)} is still to come. {_HOW}")
    return found, words


def _parts(text: str, typed: str) -> tuple[int, ...] | None:
    """Year, month, day, as many as there are; None where the text is not of a known form."""
    if found := _ISO.fullmatch(text):
        return tuple(int(figures) for figures in found.groups() if figures)
    if found := _FIGURES.fullmatch(text):
        return _in_figures(int(found[1]), int(found[2]), int(found[3]), typed)
    for form, day, month, year in ((_DAY_FIRST, 1, 2, 3), (_MONTH_FIRST, 2, 1, 3)):
        if (found := form.fullmatch(text)) and (number := _month(found[month])):
            return int(found[year]), number, int(found[day])
    if (found := _MONTH.fullmatch(text)) and (number := _month(found[1])):
        return int(found[2]), number
    return None


def _in_figures(first: int, second: int, year: int, typed: str) -> tuple[int, ...]:
    if first <= 12 and second <= 12 and first != second:
        raise Refused(
            f"{echoed(typed)} can be read two ways. "
            f"Write {year}-{second:02}-{first:02} or {year}-{first:02}-{second:02}."
        )
    return (year, second, first) if second <= 12 else (year, first, second)


def _month(name: str) -> int:
    """The number of a month by its name or the first three letters of it and more; 0 for none."""
    return next((at for at, month in enumerate(_MONTHS, 1) if month.startswith(name)), 0)


def _on_the_calendar(parts: tuple[int, ...], typed: str) -> str:
    year, month, day = (*parts, 1, 1)[:3]
    refusal = Refused(f"{echoed(typed)} is not on the calendar. {_HOW}")
    if year < _EARLIEST:
        raise refusal
    try:
        date(year, month, day)
    except ValueError as error:
        raise refusal from error
    figures = (f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:]))
    return "-".join(figures)
