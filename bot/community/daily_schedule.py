"""The daily point: when it is due, and which point comes next. Pure: the time is an argument.

A day is the calendar's in the time zone that was set. Where clocks are put forward over the time
set, the point comes at the next moment there is; where they are put back over it, at the first of
the two.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from zoneinfo import ZoneInfo

from bot.library.library import Library

# A point that could not be posted is caught up for so long; later it is left out that day.
CATCH_UP = timedelta(hours=1)
EVERY_DAY = frozenset(range(7))
_SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)
# Two weeks hold every day of the week, also where the calendar leaves a day out.
_DAYS_AHEAD = 15


@dataclass(frozen=True, slots=True)
class DailySettings:
    """What a server set: the id of a channel, a time of the day in a time zone, days of the week.

    ``days`` counts from 0 for Monday and is not empty. ``since`` is when it was set: nothing is due
    before. ``by`` is the id of the member who set it.
    """

    channel: str
    at: time
    zone: ZoneInfo
    since: datetime
    days: frozenset[int] = EVERY_DAY
    by: str = ""


def due(daily: DailySettings, now: datetime, posted: date | None) -> date | None:
    """The day whose point is to be posted now; None where none is.

    ``posted`` is the last day that had its point. Of several days the latest is due.
    """
    today = now.astimezone(daily.zone).date()
    for day in (today, today - _DAY):
        moment = moment_of(daily, day)
        if moment is None or not (moment <= now < moment + CATCH_UP and moment > daily.since):
            continue
        return day if posted is None or posted < day else None
    return None


def next_due(daily: DailySettings, now: datetime, posted: date | None) -> datetime | None:
    """The first moment after ``now`` at which a point falls due; None for a calendar without it."""
    today = now.astimezone(daily.zone).date()
    for ahead in range(-1, _DAYS_AHEAD):
        day = today + timedelta(days=ahead)
        moment = moment_of(daily, day)
        if moment and moment > max(now, daily.since) and (posted is None or posted < day):
            return moment
    return None


def moment_of(daily: DailySettings, day: date) -> datetime | None:
    """When the point of that day is due, in UTC; None where the day has none.

    That is on other days of the week, and on a day that a time zone's calendar leaves out, as
    Samoa's did 30 December 2011.
    """
    if day.weekday() not in daily.days:
        return None
    wall = datetime.combine(day, daily.at)
    # Before a change of the clocks and after it, as PEP 495 has it: the same but near a change.
    early, late = (wall.replace(tzinfo=daily.zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if early <= late:
        return early
    opened = _first_at_or_after(wall, daily.zone, late, early)
    closed = (opened - _SECOND).astimezone(daily.zone).date()
    left_out = closed < day < opened.astimezone(daily.zone).date()
    return None if left_out else opened


def _first_at_or_after(
    wall: datetime, zone: ZoneInfo, before: datetime, after: datetime
) -> datetime:
    """The first second from which clocks show ``wall`` or more, between two moments around it."""
    while after - before > _SECOND:
        middle = before + timedelta(seconds=(after - before) // _SECOND // 2)
        if middle.astimezone(zone).replace(tzinfo=None) >= wall:
            after = middle
        else:
            before = middle
    return after


def next_point(library: Library, server: str, posted: tuple[str, ...]) -> str:
    """The id of the point to post after those posted in this round; empty for an empty library.

    Points with both sides first, then those with one; of either, in an order of the server's own
    that is the same in every process. When all have been posted, a new round begins.
    """
    held = [point for point in library.points if _debated(library, point)]
    ranked = sorted(held, key=lambda point: (not library.sides(point).both, _draw(server, point)))
    fresh = [point for point in ranked if point not in set(posted)]
    return next(iter(fresh or ranked), "")


def round_after(library: Library, posted: tuple[str, ...], point: str) -> tuple[str, ...]:
    """What has been posted in this round once ``point`` has; ids no longer there are forgotten."""
    return (
        (point,) if point in posted else (*(one for one in posted if one in library.points), point)
    )


def _debated(library: Library, point: str) -> bool:
    sides = library.sides(point)
    return bool(sides.for_ or sides.against or sides.mixed)


def _draw(server: str, point: str) -> bytes:
    return blake2b(f"{server}:{point}".encode(), digest_size=8).digest()
