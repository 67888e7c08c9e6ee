"""The installed wheel, live in two processes on PostgreSQL; one of them is killed."""

import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.community.daily import DailySettings, DailyStore
from bot.store.records import utc_now
from bot.store.store import open_store
from tests.discordapp.moderation.desks import add, shown
from tests.discordapp.test_health import fetched, free_port, servers_of
from tests.loopback import BotProcess, LoopbackDiscord, Member, Permission
from tests.loopback.places import Guild
from tests.store.postgres import Cluster, cluster
from tests.test_package import installed, run, wheel

__all__ = ["cluster", "wheel"]
pytestmark = pytest.mark.acceptance

SHARDS = 8
RANGES = ("0-3/8", "4-7/8")
SERVERS = 4000
IDENTIFY_S = 5.0
START_S = 120.0


@pytest.fixture
def discord() -> Iterator[LoopbackDiscord]:
    with LoopbackDiscord(identify_s=IDENTIFY_S) as made:
        yield made
        made.settle()
        made.assert_no_faults()


def servers_on_each_shard(discord: LoopbackDiscord) -> tuple[dict[int, Guild], int]:
    """Add servers; return one of each shard, with a channel, and how many there are.

    The shard comes from the millisecond in which a server was made, so a few more than SERVERS may
    be needed.
    """

    def make() -> tuple[dict[int, Guild], int]:
        world, made = discord.world, 0
        chosen: dict[int, Guild] = {}
        while made < SERVERS or len(chosen) < SHARDS:
            guild = world.add_guild(f"Server {made}")
            made += 1
            shard = (guild.id >> 22) % SHARDS
            if shard not in chosen:
                chosen[shard] = guild
                world.add_channel(guild, "general")
        return chosen, made

    return discord.do(make)


def set_daily_points(database: str, guilds: list[Guild]) -> None:
    """Make a daily point due in each of the servers."""
    now = utc_now()
    with open_store(database) as store:
        for guild in guilds:
            daily = DailySettings(
                channel=str(next(iter(guild.channels))),
                at=(now - timedelta(minutes=1)).time().replace(second=0, microsecond=0),
                zone=ZoneInfo("UTC"),
                since=now - timedelta(days=2),
            )
            DailyStore(store).put(str(guild.id), daily)


def points_in(discord: LoopbackDiscord, guild: Guild) -> int:
    """Return how many daily points a server got."""
    channel = next(iter(guild.channels.values()))
    sent = [discord.world.messages[one] for one in list(channel.messages)]
    return sum("The point of the day" in str(message.components) for message in sent)


def test_two_processes_of_the_installed_bot_lose_nothing_when_one_is_killed(
    wheel: Path, discord: LoopbackDiscord, cluster: Cluster, tmp_path: Path
) -> None:
    program = installed(wheel, sys.executable, tmp_path)
    asked = run(program, "quote", "reorganisation", folder=tmp_path, home=tmp_path)
    assert (asked.returncode, asked.stderr) == (0, "")
    assert "— " in asked.stdout
    database, ports = cluster.new_database(), (free_port(), free_port())
    guilds, made = servers_on_each_shard(discord)
    set_daily_points(database, list(guilds.values()))

    def start(number: int) -> BotProcess:
        env = discord.env | {
            "DATABASE_URL": database,
            "COUNTERPOINT_SHARDS": RANGES[number],
            "COUNTERPOINT_HTTP": f"127.0.0.1:{ports[number]}",
        }
        return BotProcess(
            [],
            env,
            discord.journal.wake,
            before_stop=discord.settle,
            folder=tmp_path,
            program=program,
        )

    def live(bot: BotProcess) -> None:
        discord.until(lambda: "is live" in bot.output or not bot.running, "live", START_S)
        assert bot.running, bot.output

    with start(0) as first, start(1) as second:
        live(first)
        live(second)
        assert sum(map(servers_of, ports)) == made + 1
        assert [fetched(port, "/readyz")[0] for port in ports] == [200, 200]
        discord.until(lambda: all(points_in(discord, one) for one in guilds.values()), "points")
        mods = {
            shard: discord.member(
                f"Mo {shard}", permissions=Permission.MANAGE_MESSAGES, guild=guild
            )
            for shard, guild in guilds.items()
        }
        for shard, mod in mods.items():
            add(mod, words(shard))
        saved = revisions(database, guilds)
        second.kill()
        with start(1) as again:
            live(again)
            assert_nothing_lost(mods)
            assert [points_in(discord, one) for one in guilds.values()] == [1] * SHARDS
            assert revisions(database, guilds) == saved
            assert len(discord.registrations) == 1
            assert "waiting for another process" in first.output + second.output
            again.stop()
        first.stop()


def revisions(database: str, guilds: dict[int, Guild]) -> list[int]:
    with open_store(database) as store:
        return [store.history.revision(str(guild.id)) for guild in guilds.values()]


def words(shard: int) -> str:
    return f"Saved is saved, say the salamanders of shard {shard}."


def assert_nothing_lost(mods: dict[int, Member]) -> None:
    for shard, mod in mods.items():
        assert shown(mod, words(shard))
