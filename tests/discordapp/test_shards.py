"""Shards in several processes: each server is served, and each job done, by one of them."""

import json
import signal
from datetime import timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.cli import main
from bot.community.daily import DailySettings, DailyStore
from bot.community.discussions import Discussion, DiscussionStore
from bot.errors import ExitStatus
from bot.store.records import utc_now
from bot.store.store import open_store
from tests.discordapp.test_health import fetched, free_port, servers_of, start
from tests.loopback import LoopbackDiscord
from tests.loopback.bot_thread import BotThread
from tests.loopback.places import Guild
from tests.loopback.process import BotProcess
from tests.loopback.server import TOKEN
from tests.terminal.terminal import piped, written

NO_THREAD = "1"


def of_shard(discord: LoopbackDiscord, shard: int) -> Guild:
    """Return a new server of a shard, of two."""
    while True:
        guild = discord.add_guild("Guild")
        # Of a server's id, all but the lowest 22 bits decide on its shard.
        if (guild.id >> 22) % 2 == shard:
            return guild


def set_jobs(database: str, guild: Guild) -> None:
    """Make a daily point due, and the result of a poll in a thread that is gone."""
    now, server = utc_now(), str(guild.id)
    daily = DailySettings(
        channel=str(next(iter(guild.channels))),
        at=(now - timedelta(minutes=1)).time().replace(second=0, microsecond=0),
        zone=ZoneInfo("UTC"),
        since=now - timedelta(days=2),
    )
    with open_store(database) as store:
        DailyStore(store).put(server, daily)
        # Long enough ago that the first run closes it: the next is at a full minute.
        ends = now - timedelta(minutes=5)
        ended = Discussion(NO_THREAD, NO_THREAD, "", "merge-into-nhs-england", ends)
        DiscussionStore(store).add(server, ended)


def ended(bot: BotThread) -> bool:
    return "ends without a result" in bot.output


def jobs_done(database: str, discord: LoopbackDiscord, guild: Guild) -> tuple[int, bool]:
    """Return how many daily points a server got, and whether its discussion is over."""
    channel = next(iter(guild.channels.values()))
    sent = [discord.world.messages[one] for one in list(channel.messages)]
    with open_store(database) as store:
        (discussion,) = DiscussionStore(store).of(str(guild.id))
    points = sum("The point of the day" in str(message.components) for message in sent)
    return points, discussion.over


def test_daily_points_and_discussions_are_the_job_of_the_process_with_the_shard(
    tmp_path: Path,
) -> None:
    database = f"sqlite:///{tmp_path}/counterpoint.db"
    with LoopbackDiscord() as discord:
        ours, theirs = of_shard(discord, 0), of_shard(discord, 1)
        for guild in (theirs, ours):
            set_jobs(database, guild)
        with discord.expecting_faults() as faults:
            for shard, done in ((0, [(1, True), (0, False)]), (1, [(1, True), (1, True)])):
                bot = discord.start_thread(
                    env={"DATABASE_URL": database, "COUNTERPOINT_SHARDS": f"{shard}/2"}
                )
                # The scheduler comes to discussions last.
                discord.until(partial(ended, bot), "the jobs")
                bot.stop()
                assert [jobs_done(database, discord, guild) for guild in (ours, theirs)] == done
        assert [fault.what for fault in faults] == [f"GET /channels/{NO_THREAD}"] * 2


def test_the_process_with_shard_0_registers_the_commands() -> None:
    with LoopbackDiscord() as discord, start(discord, COUNTERPOINT_SHARDS="1/2") as other:
        discord.until(lambda: "is live" in other.output, "the other process")
        assert discord.registrations == []
        first = discord.start_bot(env={"COUNTERPOINT_SHARDS": "0/2"})
        assert len(discord.registrations) == 1
        first.stop()
        other.stop()


def test_shards_of_a_process_identify_five_seconds_apart() -> None:
    with LoopbackDiscord(identify_s=5.0) as discord:
        bot = discord.start_thread(env={"COUNTERPOINT_SHARDS": "0-1/2"})
        discord.until(lambda: discord.gateway.identified == 2, "both shards")
        bot.stop()
        discord.assert_no_faults()


def test_two_processes_share_the_shards_and_one_that_was_killed_comes_back(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/counterpoint.db"
    ports = [free_port(), free_port()]
    with LoopbackDiscord() as discord:
        others = [discord.add_guild(f"Guild {one}") for one in range(8)]
        # Of a server's id, all but the lowest 22 bits decide on its shard.
        homes = [(guild.id >> 22) % 2 for guild in others]

        def start(shard: int) -> BotProcess:
            return discord.start_bot(
                env={
                    "DATABASE_URL": database,
                    "COUNTERPOINT_SHARDS": f"{shard}/2",
                    "COUNTERPOINT_HTTP": f"127.0.0.1:{ports[shard]}",
                    "COUNTERPOINT_LOG_FORMAT": "json",
                }
            )

        bots = [start(0), start(1)]
        discord.until(lambda: all(fetched(one, "/readyz")[0] == 200 for one in ports), "ready")
        assert len(discord.registrations) == 1
        counts = [servers_of(port) for port in ports]
        assert sum(counts) == len(others) + 1
        bots[1].kill()
        bots[1] = start(1)
        discord.until(lambda: fetched(ports[1], "/readyz")[0] == 200, "ready again")
        for guild, home in zip(others, homes, strict=True):
            member = discord.member(f"Ada {guild.id}", guild=guild)
            assert "> " in member.slash("quote", topic="reorganisation").text, home
        for bot in bots:
            lines = [line for line in bot.output.splitlines() if line]
            assert all(json.loads(line)["event"] for line in lines)
            bot.stop(signal.SIGTERM)
        discord.assert_no_faults()


@pytest.mark.parametrize("shards", ["3-1/8", "0-8/8", "8/8", "0/0", "-1/2", "0-3", "a/b"])
def test_shards_that_make_no_sense_end_the_start_with_a_sentence(shards: str) -> None:
    streams = piped()
    environment = {"DISCORD_TOKEN": TOKEN, "COUNTERPOINT_SHARDS": shards}
    assert main((), streams, environment) == ExitStatus.BAD_USE
    assert written(streams.stderr) == (
        f"COUNTERPOINT_SHARDS is {shards}; write the first and the last shard of this process, "
        "counted from 0, and how many there are in all, such as 0-3/8\n"
    )
