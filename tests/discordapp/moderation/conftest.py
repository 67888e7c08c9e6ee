"""The moderators of the tests."""

import pytest

from tests.loopback import LoopbackDiscord, Member, Permission


@pytest.fixture
def mo(discord: LoopbackDiscord) -> Member:
    """A moderator."""
    return discord.member("Mo", permissions=Permission.MANAGE_MESSAGES)


@pytest.fixture
def mia(discord: LoopbackDiscord) -> Member:
    """Another moderator."""
    return discord.member("Mia", permissions=Permission.MANAGE_MESSAGES)
