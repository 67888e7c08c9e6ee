"""Collections of servers that removed the bot are kept for a time; then they are erased."""

from datetime import timedelta

import pytest

from bot.moderation.servers import Departures
from bot.moderation.service import ModerationService
from bot.store.store import Store
from tests.clocks import ManualClock
from tests.moderation.making import HERE, THERE, added

OURS, OTHERS = "app-1", "app-2"
KEEP = timedelta(days=30)


@pytest.fixture
def departures(service: ModerationService, store: Store, clock: ManualClock) -> Departures:
    """Departures of a bot that is noted to be in two servers."""
    for server in (HERE, THERE):
        added(service, server=server)
    made = Departures(store, KEEP)
    made.check(OURS, lambda _server: True, clock())
    assert store.settings.of_key("presence") == {
        HERE: {"bot": OURS},
        THERE: {"bot": OURS},
    }
    return made


def only_there(server: str) -> bool:
    return server == THERE


def test_a_server_is_erased_after_the_days_that_it_is_kept(
    departures: Departures, store: Store, clock: ManualClock
) -> None:
    before = store.history.changes(HERE)
    assert departures.check(OURS, only_there, clock()) == ()
    clock.turn(KEEP - timedelta(seconds=1))
    assert departures.check(OURS, only_there, clock()) == ()
    assert store.history.changes(HERE) == before
    clock.turn(timedelta(seconds=1))
    assert departures.check(OURS, only_there, clock()) == (HERE,)
    assert (store.rows_of(HERE), store.servers()) == (0, (THERE,))
    assert departures.check(OURS, only_there, clock()) == ()


def test_a_server_that_comes_back_is_kept_and_its_days_begin_anew(
    departures: Departures, store: Store, clock: ManualClock
) -> None:
    departures.check(OURS, only_there, clock())
    clock.turn(KEEP)
    assert departures.check(OURS, lambda _server: True, clock()) == ()
    assert departures.check(OURS, only_there, clock()) == ()
    clock.turn(KEEP - timedelta(seconds=1))
    assert departures.check(OURS, only_there, clock()) == ()
    assert store.rows_of(HERE) > 0


def test_a_bot_never_erases_a_server_of_another_one(
    departures: Departures, store: Store, clock: ManualClock
) -> None:
    departures.check(OURS, only_there, clock())
    for _ in range(3):
        clock.turn(KEEP)
        assert departures.check(OTHERS, lambda _server: False, clock()) == ()
    departures.check(OTHERS, lambda server: server == HERE, clock())
    clock.turn(KEEP)
    assert departures.check(OURS, only_there, clock()) == ()
    assert store.rows_of(HERE) > 0


def test_a_server_of_another_process_is_left_alone(
    departures: Departures, store: Store, clock: ManualClock
) -> None:
    before = store.settings.of_key("presence")
    for _ in range(3):
        clock.turn(KEEP)
        assert departures.check(OURS, lambda _server: None, clock()) == ()
    assert store.settings.of_key("presence") == before
