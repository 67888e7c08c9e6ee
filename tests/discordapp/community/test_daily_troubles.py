"""Everything that Discord and the network can answer to the point of the day: it comes once."""

from datetime import timedelta

import pytest

from tests.discordapp.community.conftest import Start, Turn
from tests.discordapp.community.test_daily import NOON, at, posted, set_daily, wait_for_point
from tests.discordapp.test_troubles import CHANNEL, HARD, PASSING
from tests.loopback import LoopbackDiscord, Permission
from tests.loopback.limits import ORDINARY
from tests.loopback.places import Channel
from tests.loopback.server_events import remove_bot
from tests.loopback.troubles import Trouble


def channel_with_a_daily_point(discord: LoopbackDiscord, start: Start) -> Channel:
    """Set the daily point of a new channel to noon; the bot is stopped then."""
    mod = discord.member("Mod", permissions=ORDINARY | Permission.MANAGE_MESSAGES)
    news = discord.add_channel("news")
    bot = start(at(NOON - timedelta(hours=3)))
    set_daily(mod, news)
    bot.stop()
    return news


@pytest.mark.parametrize("trouble", PASSING.values(), ids=PASSING)
def test_the_point_of_the_day_comes_once_whatever_the_network_does(
    discord: LoopbackDiscord, start: Start, trouble: Trouble
) -> None:
    news = channel_with_a_daily_point(discord, start)
    discord.trouble_next("POST", CHANNEL, trouble)
    bot = start(at(NOON - timedelta(seconds=1)))
    wait_for_point(discord, news)
    discord.until(lambda: discord.http.troubles.over, "the fault", 8)
    discord.settle()
    bot.stop()
    # Nor does it come again at the next start.
    start(at(NOON + timedelta(minutes=2))).stop()
    assert len(posted(discord, news)) == 1


def test_the_point_of_the_day_comes_a_minute_late_after_an_outage(
    discord: LoopbackDiscord, start: Start, turn: Turn, caplog: pytest.LogCaptureFixture
) -> None:
    news = channel_with_a_daily_point(discord, start)
    discord.trouble_next("POST", CHANNEL, *[HARD["reset before"]] * 3)
    start(at(NOON))
    discord.until(lambda: "no daily point in server" in caplog.text, "the outage in the log", 8)
    turn(at(NOON + timedelta(minutes=1)))
    remove_bot(discord, discord.add_guild("Elsewhere"))  # the scheduler looks at its clock
    wait_for_point(discord, news)
    remove_bot(discord, discord.add_guild("Somewhere"))
    discord.settle()
    assert len(posted(discord, news)) == 1
