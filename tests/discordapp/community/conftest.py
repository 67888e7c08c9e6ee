"""A Discord for each test, in which the bot starts and stops, and its clock can be set."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.loopback import BotProcess, LoopbackDiscord

Start = Callable[..., BotProcess]
Turn = Callable[[timedelta], None]


@pytest.fixture
def discord() -> Iterator[LoopbackDiscord]:
    """A Discord with nobody connected; the test fails if a bot did anything wrong."""
    with LoopbackDiscord() as loopback:
        yield loopback
        loopback.settle()
        loopback.assert_no_faults()
        loopback.assert_mentions_nobody()


@pytest.fixture
def turn(tmp_path: Path) -> Turn:
    """Sets the clock of the bots so much ahead."""

    def turned(ahead: timedelta) -> None:
        fresh = tmp_path / "fresh"
        fresh.write_text(str(ahead.total_seconds()))
        fresh.replace(tmp_path / "ahead")

    return turned


@pytest.fixture
def start(discord: LoopbackDiscord, turn: Turn, tmp_path: Path) -> Start:
    """Starts the bot, its clock so much ahead."""

    def started(ahead: timedelta = timedelta(0)) -> BotProcess:
        turn(ahead)
        script = "tests.discordapp.community.shifted_bot"
        return discord.start_bot(("-m", script, str(tmp_path / "ahead")))

    return started
