"""The daily point: when it is due, which point is next, and a server's settings of it.

Days are calendar days in the time zone of the setting. If clocks are put forward over the time set,
the point is due at the next moment that exists; if they are put back over it, at the first of two.
"""

import logging
from bisect import bisect_left
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct, convert, to_builtins

from bot.community.typed_times import EVERY_DAY, zones
from bot.library.library import Library, debated
from bot.library.model import Sides
from bot.moderation.servers import preferences_of
from bot.store.store import Store

logger = logging.getLogger(__name__)

# A point that could not be posted in time is posted up to an hour late, or skipped that day.
CATCH_UP = timedelta(hours=1)
_SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)
# Two weeks contain every day of the week, even if the calendar skips a day.
_DAYS_AHEAD = 15
_KEY, _POSTED, _JOB = "daily", "daily-posted", "daily point"
_REFUSED, _MOST_REFUSED = "daily-refused", 10


class DailySettings(Struct, frozen=True):
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
    # The first second between the two at which clocks show the time or more.
    ahead = bisect_left(
        range((early - late) // _SECOND),
        wall,
        key=lambda ahead: (late + ahead * _SECOND).astimezone(daily.zone).replace(tzinfo=None),
    )
    opened = late + ahead * _SECOND
    closed = (opened - _SECOND).astimezone(daily.zone).date()
    left_out = closed < day < opened.astimezone(daily.zone).date()
    return None if left_out else opened


def next_point(library: Library, server: str, posted: tuple[str, ...]) -> str:
    """Return the id of the point to post after those of this round; empty without any points.

    Points with quotes on both sides come first, then points with one side; each group in a random
    order that is fixed for the server. After all of them a new round begins.
    """

    def rank(point: str) -> tuple[bool, bytes]:
        drawn = blake2b(f"{server}:{point}".encode(), digest_size=8).digest()
        return (not debated(point, library).both, drawn)

    held = [point for point in library.points if library.sides(point) != Sides()]
    ranked = sorted(held, key=rank)
    fresh = [point for point in ranked if point not in set(posted)]
    return next(iter(fresh or ranked), "")


def round_after(library: Library, posted: tuple[str, ...], point: str) -> tuple[str, ...]:
    """Return the points of this round with ``point`` added; drop ids that no longer exist."""
    return (
        (point,) if point in posted else (*(one for one in posted if one in library.points), point)
    )


class PostedPoints(Struct, frozen=True):
    """The last day whose point was posted, and the points of this round, oldest first."""

    day: date | None = None
    points: tuple[str, ...] = ()


class DailyStore:
    """The daily points of servers. Every method raises StoreError if the store cannot be used."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> dict[str, tuple[DailySettings, PostedPoints]]:
        """Return the settings of every server with a daily point, and the points posted there."""
        posted = self._store.settings.of_key(_POSTED)
        return {
            server: (daily, convert(posted.get(server) or {}, PostedPoints))
            for server, stored in self._store.settings.of_key(_KEY).items()
            if (daily := _load(stored)) is not None
        }

    def of(self, server: str) -> tuple[DailySettings | None, PostedPoints]:
        """Return one server's settings, None without a daily point, and the points posted there."""
        stored = self._store.settings.all(server)
        return _load(stored.get(_KEY)), convert(stored.get(_POSTED) or {}, PostedPoints)

    def put(self, server: str, daily: DailySettings | None) -> None:
        """Store a server's settings; None turns the daily point off. Posted points stay stored."""
        stored = to_builtins(daily, enc_hook=str) if daily else None  # the name of the time zone
        self._store.settings.put(server, _KEY, stored)

    def turn_off(self, server: str, day: date) -> str | None:
        """Turn a server's daily point off; return the id of the channel to say so, perhaps empty.

        None if another process turned it off that day, and says so.
        """
        self.put(server, None)
        if not self._store.claim(server, f"{_JOB} off", day):
            return None
        return preferences_of(self._store, server).review_channel

    def claim(self, server: str, day: date) -> bool:
        """Return whether the caller is to post the point of that day: true for one caller only."""
        return self._store.claim(server, _JOB, day)

    def forget_refused(self, server: str) -> None:
        """Forget earlier refusals, as a point was posted."""
        if _REFUSED in self._store.settings.all(server):
            self._store.settings.put(server, _REFUSED, None)

    def put_refused(self, server: str, day: date) -> int:
        """Store that Discord refused the point of a day; return how many days it did in a row."""
        refused = self._store.settings.all(server).get(_REFUSED) or ()
        days = sorted({*refused, day.isoformat()})[-_MOST_REFUSED:]
        self._store.settings.put(server, _REFUSED, days)
        return len(days)

    def put_posted(self, server: str, posted: PostedPoints) -> None:
        """Store the points that were posted."""
        self._store.settings.put(server, _POSTED, to_builtins(posted))


def _load(stored: Any) -> DailySettings | None:
    if not isinstance(stored, Mapping):
        return None
    if stored["zone"] not in zones():
        logger.warning("there is no time zone %s on this machine", stored["zone"])
        return None
    # 0.2.0 stored a time without seconds, which msgspec does not read.
    read = {**stored, "at": time.fromisoformat(stored["at"])}
    return convert(read, DailySettings, dec_hook=lambda zone, key: zone(key))
