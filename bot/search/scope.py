"""Scopes: the quotes that one answer after another walks through."""

from enum import StrEnum

from msgspec import Struct

from bot.i18n import gettext as _
from bot.library.library import Library, debated
from bot.library.model import Kind, Stance


class Period(Struct, frozen=True):
    """A stretch of time; each end is ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, or empty for open."""

    first: str = ""
    last: str = ""

    def __str__(self) -> str:
        if not self.first:
            return _("until {last}").format(last=self.last)
        if not self.last:
            return _("from {first}").format(first=self.first)
        if self.first == self.last:
            return self.first
        return _("{first} to {last}").format(first=self.first, last=self.last)

    def holds(self, date: str) -> bool:
        """Whether a date that may be known only roughly lies in the period, by what is known.

        A year alone is in a period that has any part of it. An empty date is in none.
        """
        if not date:
            return False
        return (not self.first or _cut(date, self.first) >= _cut(self.first, date)) and (
            not self.last or _cut(date, self.last) <= _cut(self.last, date)
        )

    @property
    def is_backwards(self) -> bool:
        """Whether it ends before it begins."""
        ends = (self.first, self.last)
        return all(ends) and _cut(ends[1], ends[0]) < _cut(ends[0], ends[1])


def _cut(date: str, other: str) -> str:
    """Return the date, no more exact than the other one."""
    return date[: len(other)]


class ByDate(StrEnum):
    """An order of quotes by the date of their source."""

    NEWEST = "newest"
    OLDEST = "oldest"


class Scope(Struct, frozen=True):
    """A set of quotes to walk through: those of a topic, a point, a speaker or a source.

    An empty ``id`` stands for the whole library. If given, ``speaker``, ``source`` and ``period``
    leave only quotes by that speaker, from that source and that time; ``by_date`` leaves those with
    a date, and puts them in its order. ``stance`` leaves those on that side of a point.
    """

    kind: Kind
    id: str
    speaker: str = ""
    source: str = ""
    period: Period | None = None
    by_date: ByDate | None = None
    stance: Stance | None = None


EVERYTHING = Scope(Kind.SOURCE, "")


def quotes_in(scope: Scope, library: Library) -> tuple[str, ...]:
    """Return the quotes of a scope, by date or in library order; none if it is no longer there."""
    found = _of_a_thing(scope, library)
    if scope.speaker or scope.source or scope.period:
        quotes, sources = library.quotes, _sources_in(scope, library)
        found = tuple(
            one
            for one in found
            if quotes[one].source in sources and scope.speaker in ("", quotes[one].speaker)
        )
    if scope.by_date is None:
        return found

    def date(quote: str) -> str:
        return library.sources[library.quotes[quote].source].date

    newest = sorted(filter(date, found), key=date, reverse=True)
    return tuple(newest if scope.by_date is ByDate.NEWEST else reversed(newest))


def _sources_in(scope: Scope, library: Library) -> frozenset[str]:
    return frozenset(
        source.id
        for source in library.sources.values()
        if scope.source in ("", source.id)
        and (scope.period is None or scope.period.holds(source.date))
    )


def _of_a_thing(scope: Scope, library: Library) -> tuple[str, ...]:
    if not scope.id:
        return tuple(library.quotes)
    match scope.kind:
        case Kind.TOPIC:
            return library.by_topic.get(scope.id, ())
        case Kind.POINT if scope.stance:
            return debated(scope.id, library).of(scope.stance)
        case Kind.POINT:
            sides = library.sides(scope.id)
            return (*sides.for_, *sides.against, *sides.mixed)
        case Kind.SPEAKER:
            return library.by_speaker.get(scope.id, ())
        case Kind.SOURCE:
            return library.by_source.get(scope.id, ())
