"""The daily point on days when clocks are put forward or back, end to end."""

from datetime import UTC, datetime, timedelta

from tests.discordapp.community.conftest import Start, Turn
from tests.discordapp.community.test_daily import at, posted, read, set_daily, wait_for_point
from tests.loopback import LoopbackDiscord, Permission
from tests.loopback.server_events import remove_bot

# In London clocks go from 01:00 to 02:00 at the first, and from 02:00 to 01:00 half an hour after
# the second of these, so 01:30 is left out of one day and comes twice on the other.
FORWARD = datetime(2040, 3, 25, 1, 0, tzinfo=UTC)
FIRST_HALF_PAST = datetime(2040, 10, 28, 0, 30, tzinfo=UTC)


def test_point_comes_once_where_its_time_is_left_out_and_once_where_it_comes_twice(
    discord: LoopbackDiscord, start: Start, turn: Turn
) -> None:
    news = discord.add_channel("news")
    mod = discord.member("Mod", permissions=Permission.MANAGE_MESSAGES)
    bot = start(at(FORWARD - timedelta(minutes=5)))
    said = set_daily(mod, news, "01:30", time_zone="London")
    assert "every day at 01:30 (Europe/London)" in said
    assert "Next post: <t:2216250000:f>." in said
    turn(at(FORWARD))
    remove_bot(discord, discord.add_guild("Elsewhere"))  # the scheduler looks at its clock
    wait_for_point(discord, news)
    assert "Next post: <t:2216334600:f>." in read(mod.slash("library daily"))
    bot.stop()
    bot = start(at(FIRST_HALF_PAST))
    wait_for_point(discord, news, 2)
    bot.stop()
    start(at(FIRST_HALF_PAST + timedelta(hours=1, minutes=1)))
    assert "Next post: <t:2235087000:f>." in read(mod.slash("library daily"))
    assert len(posted(discord, news)) == 2
