"""The daily point: its due time and its order."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, strategies as st

from bot.community.daily import (
    CATCH_UP,
    DailySettings,
    due,
    moment_of,
    next_due,
    next_point,
    round_after,
)
from bot.community.typed_times import EVERY_DAY
from tests.libraries import nothing, town

LONG_AGO = datetime(1990, 1, 1, tzinfo=UTC)


def a_daily(at: str, zone: str, days: frozenset[int] = EVERY_DAY) -> DailySettings:
    return DailySettings("1", time.fromisoformat(at), ZoneInfo(zone), LONG_AGO, days)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "zone", "day", "moment"),
    [
        ("09:00", "Europe/London", "2026-01-15", "2026-01-15T09:00"),
        ("09:00", "Europe/London", "2026-07-15", "2026-07-15T08:00"),
        # 01:00 becomes 02:00: 01:30 does not exist; the post is at 02:00 summer time.
        ("01:30", "Europe/London", "2026-03-29", "2026-03-29T01:00"),
        ("01:00", "Europe/London", "2026-03-29", "2026-03-29T01:00"),
        ("00:59", "Europe/London", "2026-03-29", "2026-03-29T00:59"),
        ("02:00", "Europe/London", "2026-03-29", "2026-03-29T01:00"),
        # 02:00 becomes 01:00: 01:30 comes twice, and the first counts.
        ("01:30", "Europe/London", "2026-10-25", "2026-10-25T00:30"),
        # Lord Howe's clocks change by half an hour.
        ("02:15", "Australia/Lord_Howe", "2026-10-04", "2026-10-03T15:30"),
        # Beirut's day begins at 01:00 when clocks change.
        ("00:00", "Asia/Beirut", "2026-03-29", "2026-03-28T22:00"),
        ("12:00", "Asia/Kathmandu", "2026-05-05", "2026-05-05T06:15"),
        ("23:59", "Pacific/Kiritimati", "2026-05-05", "2026-05-05T09:59"),
    ],
)
def test_moment_is_the_time_set_in_the_zone_set(at: str, zone: str, day: str, moment: str) -> None:
    assert moment_of(a_daily(at, zone), date.fromisoformat(day)) == utc(moment)


def test_day_that_a_calendar_leaves_out_has_no_point() -> None:
    daily = a_daily("09:00", "Pacific/Apia")
    assert moment_of(daily, date(2011, 12, 30)) is None
    assert next_due(daily, utc("2011-12-29T20:00"), date(2011, 12, 29)) == utc("2011-12-30T19:00")


def test_other_days_of_the_week_have_no_point() -> None:
    daily = a_daily("09:00", "UTC", frozenset({0, 4}))
    assert moment_of(daily, date(2026, 11, 24)) is None  # a Tuesday
    assert next_due(daily, utc("2026-11-24T00:00"), None) == utc("2026-11-27T09:00")


@pytest.mark.parametrize(
    ("now", "posted", "expected"),
    [
        ("2026-11-24T08:59:59", None, None),
        ("2026-11-24T09:00:00", None, date(2026, 11, 24)),
        ("2026-11-24T09:59:59", date(2026, 11, 23), date(2026, 11, 24)),
        ("2026-11-24T10:00:00", date(2026, 11, 23), None),
        ("2026-11-24T09:30:00", date(2026, 11, 24), None),
        ("2026-11-24T09:30:00", date(2026, 11, 25), None),
    ],
)
def test_point_is_due_for_an_hour_from_its_moment_unless_posted(
    now: str, posted: date | None, expected: date | None
) -> None:
    assert due(a_daily("09:00", "UTC"), utc(now), posted) == expected


def test_point_of_the_evening_is_caught_up_after_midnight() -> None:
    daily = a_daily("23:45", "UTC")
    assert due(daily, utc("2026-11-25T00:20"), date(2026, 11, 23)) == date(2026, 11, 24)
    assert due(daily, utc("2026-11-25T00:20"), date(2026, 11, 24)) is None


def test_nothing_is_due_at_a_moment_before_it_was_set() -> None:
    daily = DailySettings("1", time(9), ZoneInfo("UTC"), utc("2026-11-24T09:20"))
    assert due(daily, utc("2026-11-24T09:30"), None) is None
    assert next_due(daily, utc("2026-11-24T09:30"), None) == utc("2026-11-25T09:00")


dailies = st.builds(
    DailySettings,
    channel=st.just("1"),
    at=st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    zone=st.sampled_from(sorted(available_timezones())).map(ZoneInfo),
    since=st.just(LONG_AGO),
    days=st.frozensets(st.integers(0, 6), min_size=1),
)
moments = st.datetimes(datetime(1995, 1, 1), datetime(2037, 1, 1)).map(  # noqa: DTZ001 - made UTC
    lambda naive: naive.replace(tzinfo=UTC)
)


@given(dailies, moments)
def test_moment_is_the_first_at_which_clocks_show_the_time(
    daily: DailySettings, now: datetime
) -> None:
    day = now.astimezone(daily.zone).date()
    moment = moment_of(daily, day)
    if moment is None:
        assert day.weekday() not in daily.days or _is_left_out(daily, day)
        return
    wall = datetime.combine(day, daily.at)
    shown = moment.astimezone(daily.zone).replace(tzinfo=None)
    before = (moment - timedelta(seconds=1)).astimezone(daily.zone).replace(tzinfo=None)
    assert shown >= wall
    assert before < wall or (moment - timedelta(days=1)).astimezone(daily.zone).date() > day
    assert shown == wall or shown - before > timedelta(seconds=1)


def _is_left_out(daily: DailySettings, day: date) -> bool:
    noon = datetime.combine(day, time(12), daily.zone)
    return noon.astimezone(UTC).astimezone(daily.zone).date() != day


@given(dailies, moments, st.lists(st.integers(1, 200_000), min_size=1, max_size=60))
def test_each_day_is_posted_once_at_most_and_missed_only_when_nobody_looked_for_an_hour(
    daily: DailySettings, start: datetime, steps: list[int]
) -> None:
    now, posted, days = start, start.astimezone(daily.zone).date(), []
    looked = [now]
    for step in steps:
        now += timedelta(seconds=step)
        looked.append(now)
        day = due(daily, now, posted)
        if day is not None:
            days.append(day)
            posted = day
    assert days == sorted(set(days))
    assert all(day.weekday() in daily.days for day in days)
    first = start.astimezone(daily.zone).date()
    for ahead in range(1, (now - start).days + 1):
        day = first + timedelta(days=ahead)
        moment = moment_of(daily, day)
        if moment and any(moment <= at < moment + CATCH_UP for at in looked):
            assert day in days


@given(dailies, moments)
def test_what_sleeps_until_the_next_moment_finds_a_point_due_then(
    daily: DailySettings, now: datetime
) -> None:
    moment = next_due(daily, now, None)
    assert moment is not None
    assert now < moment
    assert due(daily, moment, None) is not None
    assert moment - now <= timedelta(days=15)


def all_posted(server: str, rounds: int) -> list[str]:
    library = town()
    posted: tuple[str, ...] = ()
    said: list[str] = []
    points = sum(any((it.for_, it.against, it.mixed)) for it in library.by_point.values())
    for _ in range(points * rounds):
        point = next_point(library, server, posted)
        posted = round_after(library, posted, point)
        said.append(point)
    return said


def test_no_point_comes_twice_until_all_have_been_and_then_all_come_again() -> None:
    said = all_posted("7", 2)
    half = len(said) // 2
    assert len(set(said[:half])) == half
    assert said[:half] == said[half:]


def test_points_with_both_sides_come_first_and_those_without_quotes_never() -> None:
    library = town()
    said = all_posted("7", 1)
    both = [library.sides(point).both for point in said]
    assert both == sorted(both, reverse=True)
    assert "trams-back" not in said


def test_order_is_each_servers_own_and_not_the_alphabets() -> None:
    orders = {tuple(all_posted(server, 1)) for server in ("1", "2", "3", "4")}
    assert len(orders) == 4
    assert all(list(order) != sorted(order) for order in orders)
    assert all_posted("1", 1) == all_posted("1", 1)


def test_library_without_points_has_none_for_the_day() -> None:
    assert next_point(nothing(), "1", ()) == ""


def test_points_that_are_gone_are_forgotten() -> None:
    assert round_after(town(), ("gone", "kerbs"), "helmets") == ("kerbs", "helmets")
