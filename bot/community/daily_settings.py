"""What servers set for their daily point, and what was posted, as it is kept."""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from difflib import get_close_matches
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from bot.community.daily_schedule import EVERY_DAY, DailySettings
from bot.errors import RequestError
from bot.moderation.server_settings import preferences_of
from bot.store import Store

logger = logging.getLogger(__name__)

_KEY, _POSTED, _JOB = "daily", "daily-posted", "daily point"
# How alike, of 1, two names of cities are when one is the other mistyped.
_A_SLIP = 0.7
_TIME = re.compile(r"([0-9]{1,2})(?:[:.h]([0-9]{2}))?\s*(am|pm|a\.m\.|p\.m\.)?", re.IGNORECASE)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NAMED = {
    "every day": EVERY_DAY,
    "daily": EVERY_DAY,
    "all": EVERY_DAY,
    "weekdays": frozenset(range(5)),
    "weekends": frozenset({5, 6}),
    "weekend": frozenset({5, 6}),
}
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class PostedPoints:
    """The last day that had its point, and the points of this round so far, oldest first."""

    day: date | None = None
    points: tuple[str, ...] = ()


class DailyStore:
    """The daily points of servers. Raises StoreError where the store cannot be used."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> dict[str, tuple[DailySettings, PostedPoints]]:
        """What every server set that has a daily point, and what was posted there."""
        posted = self._store.settings.of_key(_POSTED)
        read = {server: _read(kept) for server, kept in self._store.settings.of_key(_KEY).items()}
        return {
            server: (daily, _read_posted(posted.get(server)))
            for server, daily in read.items()
            if daily is not None
        }

    def of(self, server: str) -> tuple[DailySettings | None, PostedPoints]:
        """What one server set, None for no daily point, and what was posted there."""
        kept = self._store.settings.all(server)
        return _read(kept.get(_KEY)), _read_posted(kept.get(_POSTED))

    def put(self, server: str, daily: DailySettings | None) -> None:
        """Set a server's daily point, or turn it off. What was posted stays known."""
        self._store.settings.put(server, _KEY, _written(daily) if daily else None)

    def turn_off(self, server: str, day: date) -> str | None:
        """Turn a server's daily point off; the id of the channel to tell it in, perhaps empty.

        None where another process has turned it off that day, and tells it.
        """
        self.put(server, None)
        if not self._store.claims.claim(server, f"{_JOB} off", day):
            return None
        return preferences_of(self._store, server).review_channel

    def claim(self, server: str, day: date) -> bool:
        """Whether the point of that day is the caller's to post: true for one caller only."""
        return self._store.claims.claim(server, _JOB, day)

    def put_posted(self, server: str, posted: PostedPoints) -> None:
        """Keep what was posted."""
        day = posted.day.isoformat() if posted.day else None
        self._store.settings.put(server, _POSTED, {"day": day, "points": list(posted.points)})


def read_time(typed: str) -> time:
    """A time of the day as people write it: ``9:30``, ``09.30``, ``9 pm``. Else RequestError."""
    found = _TIME.fullmatch(typed.strip()[:_LONGEST])
    if found:
        hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "")[:1].lower()
        right = 1 <= hour <= 12 if half else hour < 24
        if right and minute < 60:
            return time(hour % 12 + 12 * (half == "p") if half else hour, minute)
    raise RequestError(f"“{typed[:_LONGEST]}” is no time of the day. Write it as 09:30.")


def read_zone(typed: str) -> ZoneInfo:
    """A time zone by its name, whatever the case, spaces for underscores. Else RequestError."""
    wanted = _folded(typed[:_LONGEST])
    cities = {_folded(name).rpartition("/")[2]: name for name in reversed(zones())}
    name = {_folded(name): name for name in zones()}.get(wanted) or cities.get(wanted)
    if name:
        return ZoneInfo(name)
    near = near_zones(typed, 1)
    meant = f"Did you mean {near[0].replace('_', ' ')}? " if near else ""
    raise RequestError(
        f"There is no time zone called “{typed[:_LONGEST]}”. {meant}Choose one from the list: they "
        "are called after cities, such as Europe/London."
    )


def near_zones(typed: str, most: int) -> tuple[str, ...]:
    """The names of time zones with these letters, those that begin with them first.

    Where none has, those of cities called nearly so.
    """
    wanted = _folded(typed[:_LONGEST])
    found = [name for name in zones() if wanted in _folded(name)]
    if not found:
        cities = {_folded(name).rpartition("/")[2]: name for name in reversed(zones())}
        alike = get_close_matches(wanted.rpartition("/")[2], cities, n=most, cutoff=_A_SLIP)
        return tuple(cities[city] for city in alike)
    city = [_folded(name).rpartition("/")[2].startswith(wanted) for name in found]
    ranked = sorted(zip(found, city, strict=True), key=lambda one: not one[1])
    return tuple(name for name, _ in ranked[:most])


@cache
def zones() -> tuple[str, ...]:
    """The names of all time zones: cities by continent, then UTC and the old names."""
    return tuple(sorted(available_timezones(), key=lambda name: ("/" not in name, name)))


def read_days(typed: str) -> frozenset[int]:
    """Days of the week: ``every day``, ``weekdays``, ``Mon, Thu``, ``Fri-Sun``. Else RequestError.

    They count from 0 for Monday.
    """
    said = " ".join(typed[:_LONGEST].casefold().replace("–", "-").split())
    if said in _NAMED:
        return _NAMED[said]
    days: set[int] = set()
    for part in re.split(r"\s*(?:,|;|\band\b|\s)\s*", re.sub(r"\s*-\s*", "-", said)):
        first, dash, last = part.partition("-")
        start, end = _day(first, typed), _day(last if dash else first, typed)
        days.update((start + ahead) % 7 for ahead in range((end - start) % 7 + 1))
    return frozenset(days)


def days_in_words(days: frozenset[int]) -> str:
    """The days as they are said: ``every day``, ``weekdays``, ``Monday and Thursday``."""
    for name in ("every day", "weekdays", "weekends"):
        if days == _NAMED[name]:
            return name
    *others, last = (DAYS[day] for day in sorted(days))
    return f"{', '.join(others)} and {last}" if others else last


def _day(typed: str, whole: str) -> int:
    for number, name in enumerate(DAYS):
        if len(typed) > 1 and name.casefold().startswith(typed.removesuffix("s")[:9]):
            return number
    raise RequestError(
        f"“{whole[:_LONGEST]}” names no days of the week. Write them as Mon, Thu or Mon-Fri."
    )


def _folded(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").split())


def _read(kept: Any) -> DailySettings | None:
    if not isinstance(kept, Mapping):
        return None
    if kept["zone"] not in zones():
        logger.warning("there is no time zone %s on this machine", kept["zone"])
        return None
    return DailySettings(
        channel=kept["channel"],
        at=time.fromisoformat(kept["at"]),
        zone=ZoneInfo(kept["zone"]),
        since=datetime.fromisoformat(kept["since"]),
        days=frozenset(kept["days"]),
        by=kept["by"],
    )


def _written(daily: DailySettings) -> dict[str, Any]:
    return {
        "channel": daily.channel,
        "at": daily.at.isoformat("minutes"),
        "zone": daily.zone.key,
        "since": daily.since.isoformat(),
        "days": sorted(daily.days),
        "by": daily.by,
    }


def _read_posted(kept: Any) -> PostedPoints:
    if not isinstance(kept, Mapping):
        return PostedPoints()
    day = date.fromisoformat(kept["day"]) if kept["day"] else None
    return PostedPoints(day, tuple(kept["points"]))
