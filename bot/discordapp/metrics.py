"""Health, and numbers in Prometheus' format, over HTTP: without the text or the id of a member."""

import asyncio
import logging
from functools import partial
from typing import Self

import discord
from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.errors import SettingsError, StoreError
from bot.moderation.servers import Servers

logger = logging.getLogger(__name__)

REGISTRY = CollectorRegistry()
_counter, _gauge = partial(Counter, registry=REGISTRY), partial(Gauge, registry=REGISTRY)
INTERACTIONS = _counter(
    "counterpoint_interactions", "Interactions by command and outcome.", ("command", "outcome")
)
FIRST_ANSWER = Histogram(
    "counterpoint_first_answer_seconds",
    "Time from the arrival of an interaction to the first answer to it.",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 10.0),
    registry=REGISTRY,
)
DATABASE_ERRORS = _counter("counterpoint_database_errors", "Uses of the database that failed.")
RATE_LIMITS = _counter("counterpoint_rate_limits", "Requests that Discord put off by a rate limit.")
RETRIES = _counter("counterpoint_request_retries", "Answers that were sent again.")
_GATEWAY = _gauge(
    "counterpoint_gateway_up", "1 while every shard is connected to Discord's gateway."
)
_LATENCY = _gauge(
    "counterpoint_gateway_latency_seconds", "Time between a heartbeat and its acknowledgement."
)
_SERVERS = _gauge("counterpoint_servers", "Servers that have added the bot.")
_LIBRARY = _gauge("counterpoint_library_quotes", "Quotes of the shared library.")
_CACHED = _gauge("counterpoint_cached_collections", "Collections of servers in memory.")


def _is_connected(client: discord.AutoShardedClient | None) -> bool:
    """Whether every shard is connected to Discord, and their servers are known."""
    if client is None or client.is_closed() or not client.is_ready():
        return False
    # A client that has been ready once stays so for discord.py, whatever its connections do.
    return not any(shard.is_closed() for shard in client.shards.values())


class HealthServer:
    """Serve ``/livez``, ``/readyz`` and ``/metrics`` on one address; on none if it is None.

    Use it as a context manager; entering raises SettingsError if the address cannot be used.
    ``/livez`` is 200 while the process answers. ``/readyz`` is 200 if every shard is connected, the
    database can be read and the library is loaded, else 503; each is one line of the answer.
    ``client`` is the present connection to Discord; None before the first.
    """

    def __init__(self, address: tuple[str, int] | None, servers: Servers) -> None:
        self._address = address
        self._servers = servers
        self._runner: web.AppRunner | None = None
        self.client: discord.AutoShardedClient | None = None

    async def __aenter__(self) -> Self:
        if self._address is None:
            return self
        host, port = self._address
        app = web.Application()
        app.router.add_get("/livez", self._live)
        app.router.add_get("/readyz", self._ready)
        app.router.add_get("/metrics", self._metrics)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            await runner.cleanup()
            # asyncio repeats the address before the system's reason.
            reason = (error.strerror or "no reason given").rpartition(": ")[2].lower()
            raise SettingsError(
                f"COUNTERPOINT_HTTP is {host}:{port}, and that address cannot be used "
                f"({reason}); write another one"
            ) from error
        self._runner = runner
        logger.info("health and metrics: http://%s:%d", host, port)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _live(self, _request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def _ready(self, _request: web.Request) -> web.Response:
        gateway, database = _is_connected(self.client), await self._database_answers()
        checks = {"gateway": gateway, "database": database, "library": True}
        text = [f"{name}: {'ok' if fine else 'not ready'}\n" for name, fine in checks.items()]
        return web.Response(text="".join(text), status=200 if all(checks.values()) else 503)

    async def _metrics(self, _request: web.Request) -> web.Response:
        client = self.client
        latency_s = client.latency if client else 0.0
        _GATEWAY.set(_is_connected(client))
        # Before the first heartbeat discord.py says infinity or NaN.
        _LATENCY.set(latency_s if 0 <= latency_s < 3600 else 0)
        _SERVERS.set(len(client.guilds) if client else 0)
        _LIBRARY.set(len(self._servers.shared.quotes))
        _CACHED.set(self._servers.cached)
        text = "text/plain; version=0.0.4; charset=utf-8"
        return web.Response(body=generate_latest(REGISTRY), headers={"Content-Type": text})

    async def _database_answers(self) -> bool:
        store = self._servers.store
        if store is None:
            return True
        try:
            async with asyncio.timeout(3.0):
                await asyncio.to_thread(store.settings.all, "")
        except (StoreError, TimeoutError):
            return False
        return True
