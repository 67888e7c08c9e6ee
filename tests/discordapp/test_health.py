"""Health and metrics over HTTP, and the log as JSON."""

import asyncio
import json
import logging
import re
import socket
import urllib.error
import urllib.request
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import NoReturn

import pytest

from bot.answers.desk import Desk
from bot.cli import JsonFormatter
from bot.discordapp.client import Counterpoint
from bot.discordapp.connection import TOKEN_MASK, token_filter
from bot.discordapp.metrics import INTERACTIONS, REGISTRY, HealthServer
from bot.errors import ExitStatus
from bot.moderation.servers import Servers
from bot.moderation.service import ModerationService
from tests.discordapp.wire import Bot
from tests.libraries import town
from tests.loopback import LoopbackDiscord
from tests.loopback.process import BotProcess
from tests.loopback.timeouts import CALLBACK_S


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
        paths = ("/livez", "/readyz", "/metrics")
        async with HealthServer(("127.0.0.1", port), servers) as server:
            before = {path: await asyncio.to_thread(fetched, port, path) for path in paths}
            server.client = Counterpoint(ModerationService(servers))
            told = {path: await asyncio.to_thread(fetched, port, path) for path in paths}
        assert told["/readyz"] == before["/readyz"]
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
    samples = (sample.name for metric in REGISTRY.collect() for sample in metric.samples)
    known = {name.removesuffix("_created") for name in samples}
    assert asked <= known | {f"{name}_bucket" for name in known} | {
        "counterpoint_interactions_total",
        "counterpoint_first_answer_seconds_bucket",
    }


def test_the_log_can_be_an_object_a_line() -> None:
    record = logging.LogRecord("bot.x", logging.WARNING, "f", 1, "%d servers", (3,), None)
    record.text, record.outcome = "a secret", "answered"
    told = json.loads(JsonFormatter().format(record))
    assert told.pop("timestamp").endswith("Z")
    assert told == {
        "event": "3 servers",
        "level": "warning",
        "logger": "bot.x",
        "outcome": "answered",
    }


def test_a_trace_in_the_log_as_json_is_without_the_token() -> None:
    error = OSError("a proxy repeats opens-everything")
    info = (type(error), error, error.__traceback__)
    record = logging.LogRecord("bot.x", logging.ERROR, "f", 1, "failed", (), info)
    assert token_filter("opens-everything")(record)
    told = json.loads(JsonFormatter().format(record))
    assert told["exception"].endswith(f"OSError: a proxy repeats {TOKEN_MASK}")
    assert "exc_info" not in told


def test_a_start_that_fails_is_an_object_in_the_log_as_json(tmp_path: Path) -> None:
    (tmp_path / "bot.db").write_text("a letter, not a database " * 100)
    database = f"sqlite:///{tmp_path}/bot.db"
    with (
        LoopbackDiscord() as discord,
        start(discord, DATABASE_URL=database, COUNTERPOINT_LOG_FORMAT="json") as bot,
    ):
        assert bot.wait() == ExitStatus.BAD_USE
    (line,) = bot.output.splitlines()
    told = json.loads(line)
    assert told["level"] == "error"
    assert told["event"] == (
        "the database could not be read or written (DatabaseError: file is not a database)"
    )
    assert str(tmp_path) not in line


def test_each_interaction_is_an_entry_of_the_log_as_json_without_its_text() -> None:
    with LoopbackDiscord() as discord:
        bot = discord.start_bot(env={"COUNTERPOINT_LOG_FORMAT": "json"})
        member = discord.member("Ada")
        member.slash("quote", topic="reorganisation")
        member.slash("quote", topic="no such thing as zyxwvut")
        discord.until(lambda: bot.output.count('"interaction"') >= 2, "both to be logged")
        told = [json.loads(line) for line in bot.stop().splitlines()]
        entries = [one for one in told if one["event"] == "interaction"]
        fields = ("logger", "command", "server", "outcome")
        of_both = ("bot.interactions", "quote", str(discord.guild.id), "answered")
        assert [tuple(map(one.get, fields)) for one in entries] == [of_both] * 2
        assert all(0 <= one["duration_s"] < CALLBACK_S for one in entries)
        assert len({one["interaction"] for one in entries}) == 2
        assert "zyxwvut" not in bot.output
        assert "Ada" not in bot.output


def test_an_interaction_that_failed_is_logged_with_the_reference_of_its_trace(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Broken(Desk):
        def quote(self, *_: object, **__: object) -> NoReturn:
            raise OSError

    caplog.set_level(logging.INFO, "bot.interactions")
    Bot(Broken(town())).command("quote", topic="cycle lanes")
    told = [json.loads(JsonFormatter().format(record)) for record in caplog.records]
    trace = next(one for one in told if "exception" in one)
    entry = next(one for one in told if one["event"] == "interaction")
    assert entry["outcome"] == "failed"
    assert trace["event"] == f"reference {entry['reference']}"
    assert trace["reference"] == entry["reference"]


def start(discord: LoopbackDiscord, **env: str) -> BotProcess:
    return BotProcess(["-m", "bot"], discord.env | env, discord.journal.wake)


def tried(bot: BotProcess, tries: int) -> bool:
    return bot.output.count("trying again in") >= tries


def test_health_is_answered_while_discord_is_waited_for() -> None:
    port = free_port()
    with LoopbackDiscord() as discord:
        unreachable = f"http://127.0.0.1:{free_port()}"
        address = {"COUNTERPOINT_HTTP": f"127.0.0.1:{port}", "DISCORD_API_URL": unreachable}
        with start(discord, **address) as bot:
            for tries in (1, 2):
                discord.until(partial(tried, bot, tries), "another try")
                assert fetched(port, "/livez") == (200, "ok\n")
                assert fetched(port, "/readyz")[0] == 503
                assert "counterpoint_gateway_up 0.0" in fetched(port, "/metrics")[1]
            bot.stop()


def test_a_bot_that_has_lost_discord_is_ready_no_longer(tmp_path: Path) -> None:
    port = free_port()
    # The loopback deletes its own database when it ends.
    place = {
        "COUNTERPOINT_HTTP": f"127.0.0.1:{port}",
        "DATABASE_URL": f"sqlite:///{tmp_path}/counterpoint.db",
    }
    with ExitStack() as stack:
        with LoopbackDiscord() as discord:
            bot = stack.enter_context(start(discord, **place))
            discord.until(lambda: "is live" in bot.output, "the bot to be live")
            discord.settle()
            assert fetched(port, "/readyz")[0] == 200
        discord.journal.until(lambda: "reconnect" in bot.output.lower(), 30, "the loss")
        assert fetched(port, "/readyz") == (
            503,
            "gateway: not ready\ndatabase: ok\nlibrary: ok\n",
        )
        assert "counterpoint_gateway_up 0.0" in fetched(port, "/metrics")[1]
        assert fetched(port, "/livez") == (200, "ok\n")


def test_an_address_that_is_taken_ends_the_start_with_a_sentence() -> None:
    with socket.socket() as taken, LoopbackDiscord() as discord:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        with start(discord, COUNTERPOINT_HTTP=address) as bot:
            assert bot.wait() == ExitStatus.BAD_USE
        (line,) = bot.output.splitlines()
        assert line.endswith(
            f"COUNTERPOINT_HTTP is {address}, and that address cannot be used "
            "(address already in use); write another one"
        )
        assert discord.gateway.identified == 0
