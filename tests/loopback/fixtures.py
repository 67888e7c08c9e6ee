"""Fixtures for tests over the loopback: one Discord and one bot for each module."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.loopback.contract import Contract, contract
from tests.loopback.members import Member
from tests.loopback.server import LoopbackDiscord

if TYPE_CHECKING:
    from tests.loopback.bot_thread import BotThread


@pytest.fixture(scope="session")
def api_contract() -> Contract:
    """Discord's API document; without it, tests that need it are skipped."""
    found = contract()
    if found is None:
        pytest.skip("Discord's API document is neither in DISCORD_OPENAPI nor ../shared/discord")
    return found


@pytest.fixture(scope="module")
def loopback() -> Iterator[LoopbackDiscord]:
    """The module's Discord, with no bot connected."""
    with LoopbackDiscord() as discord:
        yield discord


@pytest.fixture(scope="module")
def live_bot(loopback: LoopbackDiscord) -> "Iterator[BotThread]":
    """The bot, connected to the module's Discord; it must end cleanly with the module."""
    bot = loopback.start_thread()
    yield bot
    bot.stop()


@pytest.fixture
def discord(loopback: LoopbackDiscord, live_bot: "BotThread") -> Iterator[LoopbackDiscord]:
    """The module's Discord with the bot connected; a fault of the bot fails the test."""
    yield loopback
    loopback.settle()
    loopback.assert_no_faults()
    loopback.assert_mentions_nobody()
    assert live_bot.running, live_bot.output


@pytest.fixture
def ada(discord: LoopbackDiscord) -> Member:
    """An ordinary member."""
    return discord.member("Ada")
