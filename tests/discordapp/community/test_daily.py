"""The daily point end to end: set, posted once, caught up, turned off."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.store.records import utc_now
from tests.discordapp.community.conftest import Start, StartProcess, Turn
from tests.discordapp.moderation.desks import opened
from tests.loopback import LoopbackDiscord, Member, Permission, Post, Reply
from tests.loopback.limits import ORDINARY
from tests.loopback.places import Channel
from tests.loopback.server_events import allow_bot, close_channel, remove_bot, remove_channel

DAY = timedelta(days=1)
# A Wednesday far in the future, so that every setting was made before it.
NOON = datetime(2040, 3, 7, 12, 0, tzinfo=UTC)


def at(moment: datetime) -> timedelta:
    """Return how far ahead a clock must be to show the moment now."""
    return moment - utc_now()


@pytest.fixture
def mod(discord: LoopbackDiscord) -> Member:
    return discord.member("Mod", permissions=ORDINARY | Permission.MANAGE_MESSAGES)


def posted(discord: LoopbackDiscord, channel: Channel) -> list[Post]:
    said = [Post(discord, discord.world.messages[one]) for one in list(channel.messages)]
    return [one for one in said if "The point of the day" in one.text]


def wait_for_point(discord: LoopbackDiscord, channel: Channel, count: int = 1) -> Post:
    discord.until(lambda: len(posted(discord, channel)) >= count, "the point of the day")
    return posted(discord, channel)[-1]


def motion(post: Post) -> str:
    found = re.search(r"^-# The point of the day: \*\*(.*)\*\*$", post.text, re.MULTILINE)
    assert found
    return found[1]


def set_daily(mod: Member, channel: Channel, time: str = "12:00", **more: object) -> str:
    given = {"time": time, "time_zone": "UTC", "channel": channel, **more}
    shown = mod.slash("library daily", **given)  # type: ignore[arg-type] # values of options
    return read(saved(mod, shown))


def saved(mod: Member, preview: Reply) -> Reply:
    """Save the settings of a preview; a refusal stays as it is."""
    labels = preview.message.labels
    return mod.click(preview.message, "Save") if "Save" in labels else preview


def read(reply: Reply) -> str:
    """Return the text without the backslashes that escape markdown."""
    return reply.text.replace("\\", "")


def test_point_is_posted_at_its_time_once_and_another_the_next_day(
    discord: LoopbackDiscord, start: Start, mod: Member
) -> None:
    news = discord.add_channel("news")
    bot = start(at(NOON - timedelta(hours=3)))
    said = set_daily(mod, news)
    assert "every day at 12:00" in said
    assert "Next post: <t:2214734400:f>." in said
    bot.stop()
    bot = start(at(NOON - timedelta(seconds=1)))
    today = wait_for_point(discord, news)
    bot.stop()
    assert "**For · " in today.text or "**Against · " in today.text
    start(at(NOON + timedelta(minutes=30))).stop()
    assert len(posted(discord, news)) == 1
    start(at(NOON + DAY - timedelta(milliseconds=1)))
    tomorrow = wait_for_point(discord, news, 2)
    assert motion(tomorrow) != motion(today)


def test_next_post_is_shown_before_anything_is_saved(start: Start, mod: Member) -> None:
    start(at(NOON - timedelta(hours=3)))
    preview = mod.slash("library daily", time="12:00", time_zone="UTC", channel=mod.channel)
    assert preview.ephemeral
    assert read(preview) == (
        "I would post the point of the day in #general: every day at 12:00 (UTC).\n"
        "First post: <t:2214734400:f>.\n-# Nothing is saved yet."
    )
    assert "no daily point yet" in mod.slash("library daily").text
    assert "Nothing was saved" in mod.click(preview.message, "Cancel").text
    preview = mod.slash("library daily", time="12:00", time_zone="UTC", channel=mod.channel)
    done = mod.click(preview.message, "Save")
    assert done.message.id == preview.message.id
    assert "I post the point of the day in #general" in done.text
    assert done.message.labels == []
    assert "Next post: <t:2214734400:f>." in read(mod.slash("library daily"))


def test_preview_of_a_channel_deleted_meanwhile_is_refused(
    discord: LoopbackDiscord, start: Start, mod: Member
) -> None:
    start(at(NOON - timedelta(hours=3)))
    news = discord.add_channel("news")
    preview = mod.slash("library daily", time="12:00", time_zone="UTC", channel=news)
    remove_channel(discord, news)
    discord.settle()
    assert "That channel is gone" in mod.click(preview.message, "Save").text
    assert "no daily point yet" in mod.slash("library daily").text


def test_curator_without_the_role_any_more_hears_of_their_right_and_not_of_the_bots(
    discord: LoopbackDiscord, start: Start, mod: Member
) -> None:
    start(at(NOON - timedelta(hours=3)))
    curators = discord.add_role("Curators")
    mod.slash("library settings", curator_role=curators)
    cy = discord.member("Cy", roles=[curators])
    mod.slash("library settings", clear="curator role")
    allow_bot(discord, discord.guild, ORDINARY & ~Permission.SEND_MESSAGES)
    discord.settle()
    opened(discord, cy)
    said = cy.slash("library daily", time="12:00", time_zone="UTC", channel=cy.channel).text
    assert "you need Manage Messages or the curator role" in said
    assert "Send Messages" not in said


def test_point_missed_by_more_than_an_hour_is_left_out(
    discord: LoopbackDiscord, start: Start, mod: Member
) -> None:
    news = discord.add_channel("news")
    bot = start(at(NOON - timedelta(hours=3)))
    set_daily(mod, news)
    bot.stop()
    bot = start(at(NOON + timedelta(minutes=61)))
    assert "Next post: <t:2214820800:f>." in read(mod.slash("library daily"))
    bot.stop()
    assert posted(discord, news) == []


def test_two_processes_post_it_once(
    discord: LoopbackDiscord, start: Start, start_process: StartProcess, mod: Member
) -> None:
    news = discord.add_channel("news")
    bot = start(at(NOON - timedelta(hours=3)))
    set_daily(mod, news)
    bot.stop()
    one = start_process(at(NOON + timedelta(minutes=5)))
    two = start_process(at(NOON + timedelta(minutes=5)))
    wait_for_point(discord, news)
    one.stop()
    two.stop()
    assert len(posted(discord, news)) == 1


def test_bot_that_sleeps_posts_when_the_time_comes(
    discord: LoopbackDiscord, start: Start, turn: Turn, mod: Member
) -> None:
    start(at(NOON - timedelta(hours=3)))
    set_daily(mod, mod.channel)
    turn(at(NOON - timedelta(seconds=1)))
    remove_bot(discord, discord.add_guild("Elsewhere"))  # the scheduler looks at its clock
    card = wait_for_point(discord, mod.channel)
    assert mod.click(card, "Open a discussion").message.links["Go to the discussion"]


def test_deleted_channel_turns_it_off_and_tells_the_review_channel(
    discord: LoopbackDiscord, start: Start, mod: Member
) -> None:
    news, review = discord.add_channel("news"), discord.add_channel("review")
    bot = start(at(NOON - timedelta(hours=3)))
    set_daily(mod, news)
    mod.slash("library settings", review_channel=review)
    bot.stop()
    remove_channel(discord, news)
    start(at(NOON + timedelta(minutes=1)))
    told = mod.at(review).hears(Post(discord, discord.world.messages[review.messages[0]]))
    assert "turned off the daily point of Readers: its channel is gone" in told.text
    assert "no daily point yet" in mod.slash("library daily").text


def test_lost_rights_turn_it_off_and_tell_whoever_set_it(
    discord: LoopbackDiscord, start: Start, mod: Member
) -> None:
    news = discord.add_channel("news")
    bot = start(at(NOON - timedelta(hours=3)))
    set_daily(mod, news)
    bot.stop()
    allow_bot(discord, discord.guild, ORDINARY & ~Permission.SEND_MESSAGES)
    start(at(NOON + timedelta(minutes=1)))
    alone = mod.in_private().channel
    discord.until(lambda: bool(alone.messages), "a direct message to whoever set it")
    told = Post(discord, discord.world.messages[alone.messages[0]])
    assert "I’m missing Send Messages in its channel" in told.text
    assert posted(discord, news) == []


def test_one_refusal_by_discord_does_not_turn_it_off(
    discord: LoopbackDiscord, start: Start, mod: Member, caplog: pytest.LogCaptureFixture
) -> None:
    news = discord.add_channel("news")
    bot = start(at(NOON - timedelta(hours=3)))
    set_daily(mod, news)
    bot.stop()
    discord.refuse_next("POST", "/channels/{channel_id}/messages")
    bot = start(at(NOON + timedelta(minutes=1)))
    discord.until(lambda: "no daily point in server" in caplog.text, "the refusal in the log")
    bot.stop()
    assert posted(discord, news) == []
    start(at(NOON + DAY))
    wait_for_point(discord, news)
    assert "every day at 12:00" in read(mod.slash("library daily"))


def test_what_cannot_be_is_refused_with_what_to_write(
    discord: LoopbackDiscord, start: Start, mod: Member
) -> None:
    start(at(NOON - timedelta(hours=3)))
    news = discord.add_channel("news")
    assert "no daily point yet" in mod.slash("library daily").text
    said = mod.slash("library daily", channel=news).text
    assert "also need a time and a time zone." in said
    said = mod.slash("library daily", time="9:00", time_zone="UTC").text
    assert "also need a channel." in said
    assert "is not a time of day" in set_daily(mod, news, "25:00")
    assert "no time zone" in set_daily(mod, news, time_zone="Europe/Atlantis")
    assert "Did you mean Europe/London?" in set_daily(mod, news, time_zone="Londn")
    assert "as days of the week" in set_daily(mod, news, days="some day")
    assert "no daily point yet" in mod.slash("library daily").text
    said = set_daily(mod, news, "9 pm", days="mon-wed", time_zone="new york")
    assert "Monday, Tuesday and Wednesday at 21:00 (America/New York)" in said
    changed = saved(mod, mod.slash("library daily", time="7.30"))
    assert "at 07:30 (America/New York)" in read(changed)
    assert "off now" in mod.slash("library daily", off=True).text
    assert "no daily point yet" in mod.slash("library daily").text


def test_channel_in_which_the_bot_may_not_post_is_refused(
    discord: LoopbackDiscord, start: Start, mod: Member
) -> None:
    start()
    allow_bot(discord, discord.guild, ORDINARY & ~Permission.SEND_MESSAGES)
    discord.settle()
    assert "I’m missing Send Messages" in set_daily(mod, mod.channel)


def test_channel_in_which_the_moderator_may_not_post_is_refused(
    discord: LoopbackDiscord, start: Start, mod: Member
) -> None:
    start()
    secret = discord.add_channel("secret")
    close_channel(discord, secret)
    discord.settle()
    assert "you’re missing View Channel and Send Messages there yourself" in set_daily(mod, secret)


def test_time_zones_and_days_are_completed(start: Start, mod: Member) -> None:
    start()
    offered = mod.complete("library daily", "time_zone", "new y")
    assert offered[0] == {"name": "America/New York", "value": "America/New_York"}
    assert len(mod.complete("library daily", "time_zone", "a")) == 25
    assert {"name": "UTC", "value": "UTC"} in mod.complete("library daily", "time_zone", "")
    assert [one["value"] for one in mod.complete("library daily", "days", "week")] == [
        "weekdays",
        "weekends",
    ]
    offered = mod.complete("library daily", "days", "Mon, thu")
    assert [one["value"] for one in offered] == ["Mon, Thursday"]


def test_only_who_may_curate_sets_it(discord: LoopbackDiscord, start: Start) -> None:
    start()
    ada = discord.member("Ada")
    assert "library" not in ada.commands
