"""The bot erases what it left behind in a server, over the loopback."""

from datetime import timedelta

import pytest

from bot.store.store import open_store
from tests.discordapp.community.conftest import Start, clock, discord, start
from tests.discordapp.moderation.desks import add, shown, suggest
from tests.loopback import LoopbackDiscord, Member, Permission
from tests.loopback.bot_thread import BotThread
from tests.loopback.places import Guild
from tests.loopback.server_events import invite_bot, remove_bot

__all__ = ["clock", "discord", "start"]

DAY = timedelta(days=1)
WORDS = "Curlews come back in March."


@pytest.fixture
def burrow(discord: LoopbackDiscord) -> Guild:
    return discord.add_guild("Burrow")


@pytest.fixture
def eli(discord: LoopbackDiscord, burrow: Guild) -> Member:
    """A moderator of the burrow."""
    return discord.member("Eli", permissions=Permission.MANAGE_MESSAGES, guild=burrow)


def noted(discord: LoopbackDiscord, bot: BotThread, here: int, left: int, erased: int) -> None:
    """Wait until the bot says how many servers it joined, left and erased."""
    line = f"servers with a collection: in {here} more, left {left}, erased {erased}"
    discord.until(lambda: line in bot.output, line)


def rows(discord: LoopbackDiscord, guild: Guild) -> int:
    with open_store(discord.env["DATABASE_URL"]) as store:
        return store.rows_of(str(guild.id))


def test_collection_is_erased_thirty_days_after_the_bot_was_removed(
    discord: LoopbackDiscord, start: Start, burrow: Guild, eli: Member
) -> None:
    bot = start()
    add(eli, WORDS)
    bot.stop()
    bot = start()
    noted(discord, bot, 1, 0, 0)
    remove_bot(discord, burrow)
    noted(discord, bot, 0, 1, 0)
    bot.stop()
    start(29 * DAY).stop()
    assert rows(discord, burrow) > 0
    bot = start(31 * DAY)
    noted(discord, bot, 0, 0, 1)
    bot.stop()
    assert rows(discord, burrow) == 0


def test_removal_while_the_bot_is_stopped_is_noticed_and_joining_again_keeps_all(
    discord: LoopbackDiscord, start: Start, burrow: Guild, eli: Member
) -> None:
    bot = start()
    add(eli, WORDS)
    bot.stop()
    bot = start()
    noted(discord, bot, 1, 0, 0)
    bot.stop()
    remove_bot(discord, burrow)
    bot = start(DAY)
    noted(discord, bot, 0, 1, 0)
    invite_bot(discord, burrow)
    noted(discord, bot, 1, 0, 0)
    bot.stop()
    bot = start(90 * DAY)
    assert shown(eli, WORDS)
    bot.stop()


def test_declined_suggestions_are_only_counted_after_ninety_days(
    discord: LoopbackDiscord, start: Start, eli: Member
) -> None:
    bot = start()
    suggest(eli, "Godwits are declined.")
    review = eli.slash("library review")
    eli.submit(eli.click(review.message, "Decline").form, {"Why?": "No source."})
    bot.stop()
    bot = start(91 * DAY)
    noted(discord, bot, 1, 0, 0)
    assert "1 older one is only counted" in eli.slash("library settings").text
    bot.stop()
