"""Schedule the daily point: when it is due, and which point is next. The time is an argument.

Days are calendar days in the time zone of the setting. If clocks are put forward over the time set,
the point is due at the next moment that exists; if they are put back over it, at the first of two.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from zoneinfo import ZoneInfo

from bot.library.library import Library

# A point that could not be posted in time is posted up to an hour late, or skipped that day.
CATCH_UP = timedelta(hours=1)
EVERY_DAY = frozenset(range(7))
_SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)
# Two weeks contain every day of the week, even if the calendar skips a day.
_DAYS_AHEAD = 15


@dataclass(frozen=True, slots=True)
class DailySettings:
    """A server's settings: the id of a channel, a time of day in a time zone, days of the week.

    ``days`` counts from 0 for Monday and is not empty. ``since`` is when it was set: nothing
    is due before. ``by`` is the id of the member who set it.
    """

    channel: str
    at: time
    zone: ZoneInfo
    since: datetime
    days: frozenset[int] = EVERY_DAY
    by: str = ""


def due(daily: DailySettings, now: datetime, posted: date | None) -> date | None:
    """Return the day whose point is due now, the latest of several; None if none is.

    ``posted`` is the last day whose point was posted.
    """
    today = now.astimezone(daily.zone).date()
    for day in (today, today - _DAY):
        moment = moment_of(daily, day)
        if moment is None or not (moment <= now < moment + CATCH_UP and moment > daily.since):
            continue
        return day if posted is None or posted < day else None
    return None


def next_due(daily: DailySettings, now: datetime, posted: date | None) -> datetime | None:
    """Return the next moment after ``now`` at which a point is due; None if there is none."""
    today = now.astimezone(daily.zone).date()
    for ahead in range(-1, _DAYS_AHEAD):
        day = today + timedelta(days=ahead)
        moment = moment_of(daily, day)
        if moment and moment > max(now, daily.since) and (posted is None or posted < day):
            return moment
    return None


def moment_of(daily: DailySettings, day: date) -> datetime | None:
    """Return the moment in UTC at which the point of a day is due; None if the day has none.

    A day has none if it is another day of the week, or if the time zone's calendar skips it, like
    30 December 2011 in Samoa.
    """
    if day.weekday() not in daily.days:
        return None
    wall = datetime.combine(day, daily.at)
    # The moments before and after a change of the clocks (PEP 495); equal if there is no change.
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
    """Return the first second between two moments at which clocks show ``wall`` or more."""
    while after - before > _SECOND:
        middle = before + timedelta(seconds=(after - before) // _SECOND // 2)
        if middle.astimezone(zone).replace(tzinfo=None) >= wall:
            after = middle
        else:
            before = middle
    return after


def next_point(library: Library, server: str, posted: tuple[str, ...]) -> str:
    """Return the id of the point to post after those of this round; empty without any points.

    Points with quotes on both sides come first, then points with one side; each group in a random
    order that is fixed for the server. After all of them a new round begins.
    """
    held = [point for point in library.points if _debated(library, point)]
    ranked = sorted(held, key=lambda point: (not library.sides(point).both, _draw(server, point)))
    fresh = [point for point in ranked if point not in set(posted)]
    return next(iter(fresh or ranked), "")


def round_after(library: Library, posted: tuple[str, ...], point: str) -> tuple[str, ...]:
    """Return the points of this round with ``point`` added; drop ids that no longer exist."""
    return (
        (point,) if point in posted else (*(one for one in posted if one in library.points), point)
    )


def _debated(library: Library, point: str) -> bool:
    sides = library.sides(point)
    return bool(sides.for_ or sides.against or sides.mixed)


def _draw(server: str, point: str) -> bytes:
    return blake2b(f"{server}:{point}".encode(), digest_size=8).digest()
