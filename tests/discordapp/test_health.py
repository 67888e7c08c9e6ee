"""Health and metrics over HTTP, the log as JSON, and shards in several processes."""

import asyncio
import json
import logging
import re
import signal
import socket
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from bot.answers.desk import Desk
from bot.discordapp.client import Counterpoint
from bot.discordapp.health import HealthServer
from bot.discordapp.metrics import INTERACTIONS, names
from bot.errors import SettingsError
from bot.json_log import json_formatter
from bot.moderation.servers import Servers
from bot.moderation.service import ModerationService
from tests.discordapp.wire import Bot
from tests.libraries import town
from tests.loopback import LoopbackDiscord
from tests.loopback.process import BotProcess


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def fetched(port: int, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def servers_of(port: int) -> float:
    found = re.search(r"^counterpoint_servers (.+)$", fetched(port, "/metrics")[1], re.MULTILINE)
    assert found
    return float(found[1])


def test_a_bot_that_is_not_connected_lives_and_is_not_ready() -> None:
    async def scenario() -> dict[str, tuple[int, str]]:
        servers, port = Servers(town(), None), free_port()
        client = Counterpoint(servers, ModerationService(servers))
        server = HealthServer(("127.0.0.1", port), client, servers)
        await server.start()
        paths = ("/livez", "/readyz", "/metrics")
        told = {path: await asyncio.to_thread(fetched, port, path) for path in paths}
        with pytest.raises(SettingsError, match=f"127.0.0.1:{port}, and that address cannot"):
            await HealthServer(("127.0.0.1", port), client, servers).start()
        await server.stop()
        return told

    told = asyncio.run(scenario())
    assert told["/livez"] == (200, "ok\n")
    assert told["/readyz"] == (503, "gateway: not ready\ndatabase: ok\nlibrary: ok\n")
    status, numbers = told["/metrics"]
    assert status == 200
    assert "counterpoint_gateway_up 0.0" in numbers
    assert f"counterpoint_library_quotes {len(town().quotes):.1f}" in numbers


def test_interactions_are_counted_by_command_and_outcome_without_their_text() -> None:
    bot = Bot(Desk(town()))

    def count(outcome: str) -> float:
        value: float = INTERACTIONS.labels("quote", outcome)._value.get()
        return value

    before = count("answered")
    bot.command("quote", topic="cycle lanes")
    assert count("answered") == before + 1


def test_the_dashboard_shows_metrics_that_exist() -> None:
    dashboard = Path(__file__).parents[2] / "docs" / "grafana-dashboard.json"
    asked = set(re.findall(r"counterpoint_\w+", dashboard.read_text("utf-8")))
    assert asked
    known = {name.removesuffix("_created") for name in names()}
    assert asked <= known | {f"{name}_bucket" for name in known} | {
        "counterpoint_interactions_total",
        "counterpoint_first_answer_seconds_bucket",
    }


def test_the_log_can_be_an_object_a_line() -> None:
    record = logging.LogRecord("bot.x", logging.WARNING, "f", 1, "%d servers", (3,), None)
    told = json.loads(json_formatter().format(record))
    assert (told["event"], told["level"], told["logger"]) == ("3 servers", "warning", "bot.x")
    assert told["timestamp"].endswith("Z")


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
