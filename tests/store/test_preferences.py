from datetime import date
from typing import Any

import pytest

from bot.store.store import Store

MONDAY = date(2026, 3, 2)
TUESDAY = date(2026, 3, 3)


@pytest.mark.parametrize("value", ["7", 7, True, 1.5, [1, "two"], {"zone": "Europe/London"}, ""])
def test_a_setting_comes_back_as_it_was_put(store: Store, server: str, value: Any) -> None:
    store.settings.put(server, "curator", value)
    assert store.settings.all(server) == {"curator": value}


def test_the_last_value_put_holds(store: Store, server: str) -> None:
    store.settings.put(server, "curator", "7")
    store.settings.put(server, "curator", "8")
    store.settings.put(server, "channel", "9")
    assert store.settings.all(server) == {"channel": "9", "curator": "8"}


def test_none_takes_a_setting_out(store: Store, server: str) -> None:
    store.settings.put(server, "curator", "7")
    store.settings.put(server, "curator", None)
    store.settings.put(server, "never", None)
    assert store.settings.all(server) == {}


def test_settings_of_servers_are_apart(store: Store, server: str) -> None:
    store.settings.put(server, "curator", "7")
    assert store.settings.all(f"{server}-other") == {}


def test_a_key_is_found_in_every_server_that_set_it(store: Store, server: str) -> None:
    other = f"{server}-other"
    store.settings.put(server, f"{server}-key", "7")
    store.settings.put(server, "other", "8")
    store.settings.put(other, f"{server}-key", [9])
    assert store.settings.of_key(f"{server}-key") == {server: "7", other: [9]}


def test_a_setting_that_is_no_json_is_logged_and_the_others_go_on(
    store: Store, server: str, caplog: pytest.LogCaptureFixture
) -> None:
    store.settings.put(server, "curator", "7")
    with store.database.write() as connection:
        connection.exec_driver_sql(f"UPDATE settings SET value = '{{' WHERE server = '{server}'")  # noqa: S608 - the test's own words
    store.settings.put(server, "channel", "9")
    assert store.settings.all(server) == {"channel": "9"}
    assert "a setting is left out, because it is not JSON: curator" in caplog.text


def test_a_job_of_a_day_is_claimed_once(store: Store, server: str) -> None:
    assert store.claim(server, "daily-point", MONDAY)
    assert not store.claim(server, "daily-point", MONDAY)


def test_another_day_job_or_server_is_another_claim(store: Store, server: str) -> None:
    assert store.claim(server, "daily-point", MONDAY)
    assert store.claim(server, "daily-point", TUESDAY)
    assert store.claim(server, "digest", MONDAY)
    assert store.claim(f"{server}-other", "daily-point", MONDAY)
