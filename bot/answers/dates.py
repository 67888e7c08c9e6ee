"""Dates as a request names them, and which quotes are from then."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.answers.model import NotFound
from bot.errors import RequestError
from bot.i18n import gettext as _
from bot.library.library import Library
from bot.search.frames import FrameParser
from bot.search.results import Miss, most_debated
from bot.search.text import fold

_TYPED = re.compile(
    r"(?:(?P<day>\d{1,2})\.? +(?:de +)?)?(?:(?P<month>[^\W\d_]{3,12}) +(?:de +)?)?(?P<year>\d{4})"
    r"(?:-(?P<month_number>\d\d))?(?:-(?P<day_number>\d\d))?\Z"
)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time; each end is ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, or empty for open."""

    first: str = ""
    last: str = ""

    def __str__(self) -> str:
        if self.first and self.last:
            return (
                self.first
                if self.first == self.last
                else _("{first} to {last}").format(first=self.first, last=self.last)
            )
        return (
            _("from {first}").format(first=self.first)
            if self.first
            else _("until {last}").format(last=self.last)
        )

    def holds(self, date: str) -> bool:
        """Whether a date that may be known only roughly lies in the period, by what is known.

        A year alone is in a period that has any part of it. An empty date is in none.
        """
        if not date:
            return False
        return (not self.first or _cut(date, self.first) >= _cut(self.first, date)) and (
            not self.last or _cut(date, self.last) <= _cut(self.last, date)
        )


def _cut(date: str, other: str) -> str:
    """Return the date, no more exact than the other one."""
    return date[: len(other)]


def read_typed_date(typed: str, parser: FrameParser) -> str | None:
    """Read a year, "May 2019", "3 May 2019", "2019-05" or "2019-05-03"; None for anything else.

    The parser knows the names of the months.
    """
    found = _TYPED.match(fold(typed).strip())
    if found is None:
        return None
    month, day = found["month_number"], found["day_number"] or found["day"]
    if found["month"]:
        number = next((one for name, one in parser.months if found["month"].startswith(name)), None)
        if number is None:
            return None
        month = f"{number:02}"
    if (month and not 1 <= int(month) <= 12) or (day and not (month and 1 <= int(day) <= 31)):
        return None
    parts = (found["year"], month, f"{int(day):02}" if day else None)
    return "-".join(part for part in parts if part)


def read_period(first: str, last: str, parser: FrameParser) -> Period | None:
    """Return the period between two dates as typed, either of them empty; None for none.

    The parser knows the names of the months.

    Raises RequestError for a date that cannot be read, and for an end before the beginning.
    """
    ends = []
    for typed in (first, last):
        date = read_typed_date(typed, parser) if typed.strip() else ""
        if date is None:
            raise RequestError(
                _("I can’t read the date “{typed}”. Write 2019, May 2019 or 2019-05-03.").format(
                    typed=typed.strip()[:40]
                )
            )
        ends.append(date)
    if all(ends) and _cut(ends[1], ends[0]) < _cut(ends[0], ends[1]):
        raise RequestError(
            _("{last} is before {first}. Swap the two dates.").format(last=ends[1], first=ends[0])
        )
    return Period(*ends) if any(ends) else None


def quotes_from(period: Period, library: Library) -> frozenset[str]:
    """Return the ids of the quotes whose source is from the period."""
    return frozenset(
        quote
        for source in library.sources.values()
        if period.holds(source.date)
        for quote in library.by_source.get(source.id, ())
    )


def newest_first(ids: Iterable[str], library: Library) -> tuple[str, ...]:
    """Return the quotes that have a date, newest first, in library order within a date."""
    dated = [one for one in ids if library.sources[library.quotes[one].source].date]
    return tuple(
        sorted(
            dated, key=lambda one: library.sources[library.quotes[one].source].date, reverse=True
        )
    )


def nothing_from(asked: str, library: Library) -> NotFound:
    """Return the answer for a time that no quote is from: it names the years that there are."""
    return NotFound(asked, Miss.NOT_FROM, most_debated(library), years=years(library))


def years(library: Library) -> tuple[str, ...]:
    """Return the years that there are quotes from, in order."""
    found = {library.sources[source].date[:4] for source in library.by_source}
    return tuple(sorted(year for year in found if year))
