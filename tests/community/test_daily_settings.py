"""The daily point's settings: as typed, and as stored."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.community.daily import DailySettings, DailyStore, PostedPoints
from bot.community.discussions import Discussion, DiscussionStore
from bot.community.typed_times import (
    EVERY_DAY,
    days_in_words,
    near_zones,
    read_days,
    read_time,
    read_zone,
    zone_in_words,
)
from bot.errors import RequestError
from bot.i18n import speaking
from bot.store.store import Store, open_store

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path}/counterpoint.db", lambda: NOW) as opened:
        yield opened


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("09:30", time(9, 30)),
        (" 9.30 ", time(9, 30)),
        ("9h05", time(9, 5)),
        ("17", time(17)),
        ("00:00", time(0)),
        ("9 pm", time(21)),
        ("12am", time(0)),
        ("12:15 p.m.", time(12, 15)),
    ],
)
def test_time_is_read_as_people_write_it(typed: str, read: time) -> None:
    assert read_time(typed) == read


@pytest.mark.parametrize(
    "typed", ["", "24:00", "9:60", "13 pm", "0am", "noon", "9:5", "٩", "x" * 999]
)
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(RequestError, match="not a time of day"):
        read_time(typed)


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("every day", EVERY_DAY),
        ("Weekdays", {0, 1, 2, 3, 4}),
        ("weekend", {5, 6}),
        ("Mon, Thu", {0, 3}),
        ("mondays and fridays", {0, 4}),
        ("tue wed", {1, 2}),
        ("Fri - Mon", {4, 5, 6, 0}),
        ("Sun–Tues; Sat", {6, 0, 1, 5}),
        ("Mon to Wed and Sat", {0, 1, 2, 5}),
    ],
)
def test_days_are_read_as_people_write_them(typed: str, days: frozenset[int]) -> None:
    assert read_days(typed) == days
    assert read_days(days_in_words(frozenset(days))) == days


@pytest.mark.parametrize(
    ("language", "typed", "days"),
    [
        ("fr", "lundi et jeudi", {0, 3}),
        ("fr", "mer, ven", {2, 4}),
        ("fr", "Mon and Thu", {0, 3}),
        ("fr", "du lundi au vendredi", {0, 1, 2, 3, 4}),
        ("fr", "le week-end", {5, 6}),
        ("fr", "ven - lun", {4, 5, 6, 0}),
        ("de", "montags bis freitags", {0, 1, 2, 3, 4}),
        ("de", "unter der Woche", {0, 1, 2, 3, 4}),
        ("de", "Mo und Do", {0, 3}),
    ],
)
def test_days_are_read_in_the_language_of_the_server(
    language: str, typed: str, days: set[int]
) -> None:
    with speaking(language):
        assert read_days(typed) == days
        assert read_days(days_in_words(frozenset(days))) == days


@pytest.mark.parametrize("typed", ["", "m", "never", "mon-", "mon,,thu", "1"])
def test_what_names_no_days_is_refused(typed: str) -> None:
    with pytest.raises(RequestError, match="as days of the week"):
        read_days(typed)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/London", "Europe/London"),
        ("europe/LONDON", "Europe/London"),
        ("new york", "America/New_York"),
        ("UTC", "UTC"),
        ("GMT+2", "Etc/GMT-2"),
        ("utc -5", "Etc/GMT+5"),
        ("UTC+0", "UTC"),
        ("EST", "America/New_York"),
        ("bst", "Europe/London"),
        ("CET", "Europe/Berlin"),
    ],
)
def test_zone_is_found_by_its_name_or_city(typed: str, zone: str) -> None:
    assert read_zone(typed) == ZoneInfo(zone)


@pytest.mark.parametrize("typed", ["", "../../etc/passwd", "Europe", "London ", "Ætlantis"])
def test_no_other_file_is_taken_for_a_zone(typed: str) -> None:
    if typed == "London ":
        assert read_zone(typed) == ZoneInfo("Europe/London")
        return
    with pytest.raises(RequestError, match="no time zone"):
        read_zone(typed)


@pytest.mark.parametrize(
    ("zone", "words"),
    [("Etc/GMT-2", "GMT+2"), ("Etc/GMT+5", "GMT-5"), ("America/New_York", "America/New York")],
)
def test_zone_is_shown_as_people_write_it(zone: str, words: str) -> None:
    assert zone_in_words(ZoneInfo(zone)) == words


def test_hours_that_no_zone_has_are_refused() -> None:
    with pytest.raises(RequestError, match="no time zone"):
        read_zone("GMT+15")


def test_zones_of_a_city_come_before_those_with_the_letters_elsewhere() -> None:
    assert near_zones("lo", 25)[0].rpartition("/")[2].startswith("Lo")
    assert "Europe/London" in near_zones("lond", 25)
    assert len(near_zones("", 25)) == 25
    assert near_zones("nowhere at all", 25) == ()
    assert near_zones("Londn", 25)[0] == "Europe/London"
    assert near_zones("new yrok", 1) == ("America/New_York",)


def test_daily_point_is_kept_as_it_was_set_and_off_is_off(store: Store) -> None:
    dailies = DailyStore(store)
    daily = DailySettings("7", time(9, 30), ZoneInfo("Asia/Tokyo"), NOW, frozenset({0, 6}), "5")
    dailies.put("1", daily)
    dailies.put_posted("1", PostedPoints(date(2026, 3, 1), ("a", "b")))
    dailies.put("2", None)
    assert dailies.all() == {"1": (daily, PostedPoints(date(2026, 3, 1), ("a", "b")))}
    assert dailies.of("2") == (None, PostedPoints())
    assert dailies.turn_off("1", date(2026, 3, 2)) == ""
    assert dailies.turn_off("1", date(2026, 3, 2)) is None
    assert dailies.of("1") == (None, PostedPoints(date(2026, 3, 1), ("a", "b")))


def test_daily_point_that_0_2_0_stored_is_read(store: Store) -> None:
    stored = {"channel": "7", "at": "09:30", "zone": "Asia/Tokyo", "days": [0, 6], "by": "5"}
    store.settings.put("1", "daily", {**stored, "since": "2026-03-01T12:00:00+00:00"})
    daily = DailySettings("7", time(9, 30), ZoneInfo("Asia/Tokyo"), NOW, frozenset({0, 6}), "5")
    assert DailyStore(store).of("1")[0] == daily


def test_zone_this_machine_does_not_know_is_no_daily_point(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    DailyStore(store).put("1", DailySettings("7", time(9), ZoneInfo("UTC"), NOW))
    kept = store.settings.all("1")["daily"] | {"zone": "Mars/Olympus"}
    store.settings.put("1", "daily", kept)
    assert DailyStore(store).of("1")[0] is None
    assert "Mars/Olympus" in caplog.text


def a_discussion(number: int, *, point: str = "kerbs", over: bool = False) -> Discussion:
    return Discussion(f"t{number}", f"p{number}", f"m{number}", point, NOW, over)


def test_discussion_is_found_by_its_message_or_while_it_is_open(store: Store) -> None:
    kept = DiscussionStore(store)
    kept.add("1", a_discussion(1))
    assert kept.on("1", "m1", "kerbs") == kept.on("1", "elsewhere", "kerbs") == a_discussion(1)
    assert kept.on("1", "m1", "helmets") is kept.on("2", "m1", "kerbs") is None
    assert kept.end("1", "t1")
    assert kept.on("1", "m1", "kerbs") == a_discussion(1, over=True)
    assert kept.on("1", "elsewhere", "kerbs") is None
    kept.forget("1", "t1")
    assert kept.on("1", "m1", "kerbs") is None


def test_result_is_one_callers_to_tell(store: Store) -> None:
    kept = DiscussionStore(store)
    kept.add("1", a_discussion(1))
    assert [kept.end("1", "t1") for _ in range(2)] == [True, False]
    assert not kept.end("1", "unheard-of")


def test_open_discussions_are_kept_and_of_those_over_the_latest_fifty(store: Store) -> None:
    kept = DiscussionStore(store)
    for number in range(60):
        kept.add("1", a_discussion(number, over=number > 2))
    threads = [one.thread for one in kept.of("1")]
    assert threads[:3] == ["t0", "t1", "t2"]
    assert threads[3:] == [f"t{number}" for number in range(10, 60)]
    assert kept.all() == {"1": kept.of("1")}
