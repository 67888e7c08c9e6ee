"""The daily point: when it is due, which point is next, and a server's settings of it.

Days are calendar days in the time zone of the setting. If clocks are put forward over the time set,
the point is due at the next moment that exists; if they are put back over it, at the first of two.
"""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from hashlib import blake2b
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from rapidfuzz import fuzz, process

from bot.errors import RequestError
from bot.i18n import N_
from bot.i18n import gettext as _
from bot.library.library import Library
from bot.library.voices import debated
from bot.moderation.servers import preferences_of
from bot.store.store import Store

logger = logging.getLogger(__name__)

# A point that could not be posted in time is posted up to an hour late, or skipped that day.
CATCH_UP = timedelta(hours=1)
EVERY_DAY = frozenset(range(7))
_SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)
# Two weeks contain every day of the week, even if the calendar skips a day.
_DAYS_AHEAD = 15
_KEY, _POSTED, _JOB = "daily", "daily-posted", "daily point"
_REFUSED, _MOST_REFUSED = "daily-refused", 10
# ``fuzz.ratio``, 0 to 100, from which a city may be a mistyped one.
_MISTYPED = 70.0
_TIME = re.compile(r"([0-9]{1,2})(?:[:.h]([0-9]{2}))?\s*(am|pm|a\.m\.|p\.m\.)?", re.IGNORECASE)
DAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
NAMES_OF_DAYS = (N_("every day"), N_("weekdays"), N_("weekends"))
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
    ranked = sorted(
        held, key=lambda point: (not debated(point, library).both, _draw(server, point))
    )
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


@dataclass(frozen=True, slots=True)
class PostedPoints:
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
        read = {
            server: _load(stored) for server, stored in self._store.settings.of_key(_KEY).items()
        }
        return {
            server: (daily, _load_posted(posted.get(server)))
            for server, daily in read.items()
            if daily is not None
        }

    def of(self, server: str) -> tuple[DailySettings | None, PostedPoints]:
        """Return one server's settings, None without a daily point, and the points posted there."""
        stored = self._store.settings.all(server)
        return _load(stored.get(_KEY)), _load_posted(stored.get(_POSTED))

    def put(self, server: str, daily: DailySettings | None) -> None:
        """Store a server's settings; None turns the daily point off. Posted points stay stored."""
        self._store.settings.put(server, _KEY, _dump(daily) if daily else None)

    def turn_off(self, server: str, day: date) -> str | None:
        """Turn a server's daily point off; return the id of the channel to say so, perhaps empty.

        None if another process turned it off that day, and says so.
        """
        self.put(server, None)
        if not self._store.claims.claim(server, f"{_JOB} off", day):
            return None
        return preferences_of(self._store, server).review_channel

    def claim(self, server: str, day: date) -> bool:
        """Return whether the caller is to post the point of that day: true for one caller only."""
        return self._store.claims.claim(server, _JOB, day)

    def forget_refused(self, server: str) -> None:
        """Forget earlier refusals, as a point was posted."""
        if _REFUSED in self._store.settings.all(server):
            self._store.settings.put(server, _REFUSED, None)

    def put_refused(self, server: str, day: date) -> int:
        """Store that Discord refused the point of a day; return how many days it did in a row."""
        stored = self._store.settings.all(server).get(_REFUSED)
        days = [day.isoformat()]
        if isinstance(stored, list):
            days = sorted({*(str(one) for one in stored), *days})[-_MOST_REFUSED:]
        self._store.settings.put(server, _REFUSED, days)
        return len(days)

    def put_posted(self, server: str, posted: PostedPoints) -> None:
        """Store the points that were posted."""
        day = posted.day.isoformat() if posted.day else None
        self._store.settings.put(server, _POSTED, {"day": day, "points": list(posted.points)})


def read_time(typed: str) -> time:
    """Return a time of day: ``9:30``, ``09.30``, ``9 pm``. Raises RequestError for other text."""
    found = _TIME.fullmatch(typed.strip()[:_LONGEST])
    if found:
        hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "")[:1].lower()
        right = 1 <= hour <= 12 if half else hour < 24
        if right and minute < 60:
            return time(hour % 12 + 12 * (half == "p") if half else hour, minute)
    raise RequestError(
        _("“{typed}” is not a time of day. Write it like 09:30.").format(typed=typed[:_LONGEST])
    )


def read_zone(typed: str) -> ZoneInfo:
    """Return a time zone by its name, city, abbreviation or hours from UTC. Raises RequestError.

    ``GMT+2`` is two hours east; the zone database calls that ``Etc/GMT-2``. An abbreviation stands
    for the place that people mean by it, with its summer time.
    """
    wanted = _folded(typed[:_LONGEST])
    if wanted in _ABBREVIATIONS:
        return ZoneInfo(_ABBREVIATIONS[wanted])
    if ahead := _HOURS_FROM_UTC.fullmatch(wanted):
        sign, hours = ("-" if ahead[1] == "+" else "+"), int(ahead[2])
        if hours <= (14 if ahead[1] == "+" else 12):
            return ZoneInfo(f"Etc/GMT{sign}{hours}" if hours else "UTC")
    name = {_folded(name): name for name in zones()}.get(wanted) or _cities().get(wanted)
    if name:
        return ZoneInfo(name)
    near = near_zones(typed, 1)
    meant = _("Did you mean {name}?").format(name=near[0].replace("_", " ")) + " " if near else ""
    raise RequestError(
        _(
            "There is no time zone called “{typed}”. {meant}Choose one from the list; they "
            "are named after cities, such as Europe/London."
        ).format(typed=typed[:_LONGEST], meant=meant)
    )


def zone_in_words(zone: ZoneInfo) -> str:
    """Return ``Europe/London``, or ``GMT+2`` for two hours east."""
    hours = _HOURS_FROM_UTC.fullmatch(zone.key.casefold().removeprefix("etc/"))
    if hours:
        return f"GMT{'-' if hours[1] == '+' else '+'}{hours[2]}"
    return zone.key.replace("_", " ")


def near_zones(typed: str, most: int) -> tuple[str, ...]:
    """Return the time zones whose names contain these letters, cities that start with them first.

    If there are none, the time zones of cities with a similar name.
    """
    wanted = _folded(typed[:_LONGEST])
    found = [name for name in zones() if wanted in _folded(name)]
    if not found:
        cities = _cities()
        city = wanted.rpartition("/")[2]
        alike = process.extract(
            city, list(cities), scorer=fuzz.ratio, score_cutoff=_MISTYPED, limit=most
        )
        return tuple(cities[name] for name, _likeness, _number in alike)
    found.sort(key=lambda name: not _folded(name).rpartition("/")[2].startswith(wanted))
    return tuple(found[:most])


_HOURS_FROM_UTC = re.compile(r"(?:utc|gmt) ?([+-]) ?(\d{1,2})(?::?00)?")
_ABBREVIATIONS = {
    "est": "America/New_York",
    "edt": "America/New_York",
    "et": "America/New_York",
    "cst": "America/Chicago",
    "cdt": "America/Chicago",
    "mst": "America/Denver",
    "mdt": "America/Denver",
    "pst": "America/Los_Angeles",
    "pdt": "America/Los_Angeles",
    "bst": "Europe/London",
    "gmt": "Europe/London",
    "wet": "Europe/Lisbon",
    "cet": "Europe/Berlin",
    "cest": "Europe/Berlin",
    "mez": "Europe/Berlin",
    "eet": "Europe/Athens",
    "msk": "Europe/Moscow",
    "ist": "Asia/Kolkata",
    "jst": "Asia/Tokyo",
    "aest": "Australia/Sydney",
    "aedt": "Australia/Sydney",
}


@cache
def zones() -> tuple[str, ...]:
    """Return the names of all time zones: cities by continent, then UTC and deprecated names."""
    return tuple(sorted(available_timezones(), key=lambda name: ("/" not in name, name)))


@cache
def _cities() -> dict[str, str]:
    return {_folded(name).rpartition("/")[2]: name for name in reversed(zones())}


def read_days(typed: str) -> frozenset[int]:
    """Return days of the week from ``every day``, ``weekdays``, ``Mon, Thu`` or ``Fri-Sun``.

    They count from 0 for Monday. Raises RequestError for other text.
    """
    text = " ".join(typed[:_LONGEST].casefold().replace("–", "-").split())
    named = _NAMED | {_(name).casefold(): _NAMED[name] for name in NAMES_OF_DAYS}
    if text in named:
        return named[text]
    days: set[int] = set()
    also = re.escape(_("{others} and {last}").format(others="", last="").strip().casefold())
    between = rf"\s*(?:,|;|\b(?:and|{also})\b|\s)\s*"
    for part in re.split(between, re.sub(r"\s*-\s*", "-", text)):
        first, dash, last = part.partition("-")
        start, end = _day(first, typed), _day(last if dash else first, typed)
        days.update((start + ahead) % 7 for ahead in range((end - start) % 7 + 1))
    return frozenset(days)


def days_in_words(days: frozenset[int]) -> str:
    """Return the days in words: ``every day``, ``weekdays``, ``Monday and Thursday``."""
    for name in NAMES_OF_DAYS:
        if days == _NAMED[name]:
            return _(name)
    *others, last = (_(DAYS[day]) for day in sorted(days))
    return _("{others} and {last}").format(others=", ".join(others), last=last) if others else last


def _day(typed: str, whole: str) -> int:
    for number, name in enumerate(DAYS):
        # Each name in English too, which is what the completion sends.
        for known in (name, _(name)):
            if len(typed) > 1 and known.casefold().startswith(typed.removesuffix("s")[:9]):
                return number
    raise RequestError(
        _("I can’t read “{whole}” as days of the week. Write Mon, Thu or Mon-Fri.").format(
            whole=whole[:_LONGEST]
        )
    )


def _folded(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").split())


def _load(stored: Any) -> DailySettings | None:
    if not isinstance(stored, Mapping):
        return None
    if stored["zone"] not in zones():
        logger.warning("there is no time zone %s on this machine", stored["zone"])
        return None
    return DailySettings(
        channel=stored["channel"],
        at=time.fromisoformat(stored["at"]),
        zone=ZoneInfo(stored["zone"]),
        since=datetime.fromisoformat(stored["since"]),
        days=frozenset(stored["days"]),
        by=stored["by"],
    )


def _dump(daily: DailySettings) -> dict[str, Any]:
    return {
        "channel": daily.channel,
        "at": daily.at.isoformat("minutes"),
        "zone": daily.zone.key,
        "since": daily.since.isoformat(),
        "days": sorted(daily.days),
        "by": daily.by,
    }


def _load_posted(stored: Any) -> PostedPoints:
    if not isinstance(stored, Mapping):
        return PostedPoints()
    day = date.fromisoformat(stored["day"]) if stored["day"] else None
    return PostedPoints(day, tuple(stored["points"]))
