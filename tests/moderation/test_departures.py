"""Collections of servers that removed the bot are kept for a time; then they are erased."""

from datetime import timedelta

import pytest

from bot.moderation.servers import note_departures
from bot.moderation.service import ModerationService
from bot.store.store import Store
from tests.clocks import ManualClock
from tests.moderation.making import HERE, THERE, added

OURS, OTHERS = "app-1", "app-2"
KEEP = timedelta(days=30)


pytestmark = pytest.mark.usefixtures("noted")


@pytest.fixture
def noted(service: ModerationService, store: Store, clock: ManualClock) -> None:
    """Note that a bot is in two servers."""
    for server in (HERE, THERE):
        added(service, server=server)
    note_departures(store, KEEP, OURS, lambda _server: True, clock())
    assert store.settings.of_key("presence") == {
        HERE: {"bot": OURS},
        THERE: {"bot": OURS},
    }


def only_there(server: str) -> bool:
    return server == THERE


def test_a_server_is_erased_after_the_days_that_it_is_kept(
    store: Store, clock: ManualClock
) -> None:
    before = store.history.changes(HERE)
    assert note_departures(store, KEEP, OURS, only_there, clock()) == ()
    clock.turn(KEEP - timedelta(seconds=1))
    assert note_departures(store, KEEP, OURS, only_there, clock()) == ()
    assert store.history.changes(HERE) == before
    clock.turn(timedelta(seconds=1))
    assert note_departures(store, KEEP, OURS, only_there, clock()) == (HERE,)
    assert (store.rows_of(HERE), store.servers()) == (0, (THERE,))
    assert note_departures(store, KEEP, OURS, only_there, clock()) == ()


def test_a_server_that_comes_back_is_kept_and_its_days_begin_anew(
    store: Store, clock: ManualClock
) -> None:
    note_departures(store, KEEP, OURS, only_there, clock())
    clock.turn(KEEP)
    assert note_departures(store, KEEP, OURS, lambda _server: True, clock()) == ()
    assert note_departures(store, KEEP, OURS, only_there, clock()) == ()
    clock.turn(KEEP - timedelta(seconds=1))
    assert note_departures(store, KEEP, OURS, only_there, clock()) == ()
    assert store.rows_of(HERE) > 0


def test_a_bot_never_erases_a_server_of_another_one(store: Store, clock: ManualClock) -> None:
    note_departures(store, KEEP, OURS, only_there, clock())
    for _ in range(3):
        clock.turn(KEEP)
        assert note_departures(store, KEEP, OTHERS, lambda _server: False, clock()) == ()
    note_departures(store, KEEP, OTHERS, lambda server: server == HERE, clock())
    clock.turn(KEEP)
    assert note_departures(store, KEEP, OURS, only_there, clock()) == ()
    assert store.rows_of(HERE) > 0


def test_a_server_of_another_process_is_left_alone(store: Store, clock: ManualClock) -> None:
    before = store.settings.of_key("presence")
    for _ in range(3):
        clock.turn(KEEP)
        assert note_departures(store, KEEP, OURS, lambda _server: None, clock()) == ()
    assert store.settings.of_key("presence") == before
