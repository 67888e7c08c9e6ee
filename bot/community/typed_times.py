"""Read times of day, time zones and days of the week as people type them, and write them."""

import re
from datetime import time
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from rapidfuzz import fuzz, process

from bot.errors import RequestError
from bot.i18n import N_, gettext as _, listed

EVERY_DAY = frozenset(range(7))
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


def read_time(typed: str) -> time:
    """Return a time of day: ``9:30``, ``09.30``, ``9 pm``. Raises RequestError for other text."""
    found = _TIME.fullmatch(typed.strip()[:_LONGEST])
    if found:
        hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "")[:1].lower()
        right = 1 <= hour <= 12 if half else hour < 24
        if right and minute < 60:
            return time(hour % 12 + 12 * (half == "p") if half else hour, minute)
    raise RequestError(
        _("“{typed}” is not a time of day. Write it like 09:30."), typed=typed[:_LONGEST]
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
        hours = int(ahead[1] + ahead[2])
        if -12 <= hours <= 14:
            return ZoneInfo(f"Etc/GMT{-hours:+}" if hours else "UTC")
    name = {_folded(name): name for name in zones()}.get(wanted) or _cities().get(wanted)
    if name:
        return ZoneInfo(name)
    near = near_zones(typed, 1)
    meant = _("Did you mean {name}?").format(name=near[0].replace("_", " ")) + " " if near else ""
    raise RequestError(
        _(
            "There is no time zone called “{typed}”. {meant}Choose one from the list; they "
            "are named after cities, such as Europe/London."
        ),
        typed=typed[:_LONGEST],
        meant=meant,
    )


def zone_in_words(zone: ZoneInfo) -> str:
    """Return ``Europe/London``, or ``GMT+2`` for two hours east."""
    hours = _HOURS_FROM_UTC.fullmatch(zone.key.casefold().removeprefix("etc/"))
    return f"GMT{-int(hours[1] + hours[2]):+}" if hours else zone.key.replace("_", " ")


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
    abbreviation: zone
    for zone, abbreviations in (
        ("America/New_York", ("est", "edt", "et")),
        ("America/Chicago", ("cst", "cdt")),
        ("America/Denver", ("mst", "mdt")),
        ("America/Los_Angeles", ("pst", "pdt")),
        ("Europe/London", ("bst", "gmt")),
        ("Europe/Lisbon", ("wet",)),
        ("Europe/Berlin", ("cet", "cest", "mez")),
        ("Europe/Athens", ("eet",)),
        ("Europe/Moscow", ("msk",)),
        ("Asia/Kolkata", ("ist",)),
        ("Asia/Tokyo", ("jst",)),
        ("Australia/Sydney", ("aest", "aedt")),
    )
    for abbreviation in abbreviations
}


@cache
def zones() -> tuple[str, ...]:
    """Return the names of all time zones: cities by continent, then UTC and deprecated names."""
    return tuple(sorted(available_timezones(), key=lambda name: ("/" not in name, name)))


@cache
def _cities() -> dict[str, str]:
    return {_folded(name).rpartition("/")[2]: name for name in reversed(zones())}


def read_days(typed: str) -> frozenset[int]:
    """Return days of the week from ``every day``, ``Mon, Thu``, ``Fri-Sun`` or ``Fri to Sun``.

    They count from 0 for Monday. Raises RequestError for other text.
    """
    text = " ".join(typed[:_LONGEST].casefold().replace("–", "-").split())
    named = _NAMED | {_(name).casefold(): _NAMED[name] for name in NAMES_OF_DAYS}
    if text in named:
        return named[text]
    days: set[int] = set()
    also = re.escape(_("{others} and {last}").format(others="", last="").strip().casefold())
    between = rf"\s*(?:,|;|\b(?:and|{also})\b|\s)\s*"
    to = re.escape(_("{first} to {last}").format(first="", last="").strip().casefold())
    for part in re.split(between, re.sub(rf"\s*(?:-|\b(?:to|{to})\b)\s*", "-", text)):
        first, dash, last = part.partition("-")
        start, end = _day(first, typed), _day(last if dash else first, typed)
        days.update((start + ahead) % 7 for ahead in range((end - start) % 7 + 1))
    return frozenset(days)


def days_in_words(days: frozenset[int]) -> str:
    """Return the days in words: ``every day``, ``weekdays``, ``Monday and Thursday``."""
    for name in NAMES_OF_DAYS:
        if days == _NAMED[name]:
            return _(name)
    return listed([_(DAYS[day]) for day in sorted(days)])


def _day(typed: str, whole: str) -> int:
    for number, name in enumerate(DAYS):
        # Each name in English too, which is what the completion sends.
        for known in (name, _(name)):
            if len(typed) > 1 and known.casefold().startswith(typed.removesuffix("s")[:9]):
                return number
    raise RequestError(
        _("I can’t read “{whole}” as days of the week. Write Mon, Thu or Mon-Fri."),
        whole=whole[:_LONGEST],
    )


def _folded(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").split())
