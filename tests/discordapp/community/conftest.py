"""A Discord for each test, in which the bot starts and stops with an adjustable clock."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.store.records import utc_now
from tests.loopback import BotProcess, LoopbackDiscord
from tests.loopback.bot_thread import BotThread

Start = Callable[..., BotThread]
StartProcess = Callable[..., BotProcess]
Turn = Callable[[timedelta], None]


class ShiftedClock:
    """A clock that runs ahead of the real one by ``ahead``."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def __call__(self) -> datetime:
        return utc_now() + self.ahead


@pytest.fixture
def discord() -> Iterator[LoopbackDiscord]:
    """A Discord with no bot connected; a fault of any bot fails the test."""
    with LoopbackDiscord() as loopback:
        yield loopback
        loopback.settle()
        loopback.assert_no_faults()
        loopback.assert_mentions_nobody()


@pytest.fixture
def clock() -> ShiftedClock:
    return ShiftedClock()


@pytest.fixture
def turn(clock: ShiftedClock) -> Turn:
    """Set the clock of the bot in its thread ahead by a time."""

    def turned(ahead: timedelta) -> None:
        clock.ahead = ahead

    return turned


@pytest.fixture
def start(discord: LoopbackDiscord, clock: ShiftedClock) -> Start:
    """Start the bot in a thread with its clock ahead by a time."""

    def started(ahead: timedelta = timedelta(0)) -> BotThread:
        clock.ahead = ahead
        return discord.start_thread(clock)

    return started


@pytest.fixture
def start_process(discord: LoopbackDiscord, tmp_path: Path) -> StartProcess:
    """Start the bot as a process with its clock ahead by a time."""

    def started(ahead: timedelta) -> BotProcess:
        file = tmp_path / "ahead"
        file.write_text(str(ahead.total_seconds()))
        script = "tests.discordapp.community.shifted_bot"
        return discord.start_bot(("-m", script, str(file)))

    return started
