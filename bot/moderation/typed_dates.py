"""Read dates as people type them."""

import re
from datetime import date

from bot.i18n import N_
from bot.i18n import gettext as _
from bot.moderation.typed_fields import Refused, echoed, line

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
            raise Refused(_("{text} is not a date. {how}").format(text=echoed(text), how=_(_HOW)))
        parts, wording = (int(years.pop()),), text
    found = _on_the_calendar(parts, text)
    if found > date.fromordinal(today.toordinal() + 1).isoformat():
        raise Refused(_("{text} is in the future. {how}").format(text=echoed(text), how=_(_HOW)))
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
            ).format(typed=echoed(typed), year=year, second=f"{second:02}", first=f"{first:02}")
        )
    return (year, second, first) if second <= 12 else (year, first, second)


def _month(name: str) -> int:
    """Return the number of a month by its name or at least three letters of it; 0 if none."""
    return next((at for at, month in enumerate(_MONTHS, 1) if month.startswith(name)), 0)


def _on_the_calendar(parts: tuple[int, ...], typed: str) -> str:
    year, month, day = (*parts, 1, 1)[:3]
    refusal = Refused(
        _("{typed} is not on the calendar. {how}").format(typed=echoed(typed), how=_(_HOW))
    )
    if year < _EARLIEST:
        raise refusal
    try:
        date(year, month, day)
    except ValueError as error:
        raise refusal from error
    figures = (f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:]))
    return "-".join(figures)
