"""Answer an operator's questions over HTTP: does it live, is it ready, what are its numbers."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Self

import discord
from aiohttp import web

from bot.discordapp.metrics import exposed, is_connected
from bot.errors import SettingsError, StoreError
from bot.moderation.servers import Servers

logger = logging.getLogger(__name__)

_DATABASE_LIMIT_S = 3.0
_TEXT = "text/plain; version=0.0.4; charset=utf-8"
_Answer = Callable[[web.Request], Awaitable[web.Response]]


class HealthServer:
    """Serves ``/livez``, ``/readyz`` and ``/metrics`` on one address; with None on none.

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
        if self._address is not None:
            await self._serve(*self._address)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _serve(self, host: str, port: int) -> None:
        app = web.Application()
        routes: dict[str, _Answer] = {
            "/livez": self._live,
            "/readyz": self._ready,
            "/metrics": self._metrics,
        }
        app.add_routes([web.get(path, answer) for path, answer in routes.items()])
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

    async def _live(self, _request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def _ready(self, _request: web.Request) -> web.Response:
        checks = {
            "gateway": is_connected(self.client),
            "database": await self._database_answers(),
            "library": True,
        }
        lines = (f"{name}: {'ok' if fine else 'not ready'}" for name, fine in checks.items())
        return web.Response(
            text="\n".join((*lines, "")), status=200 if all(checks.values()) else 503
        )

    async def _metrics(self, _request: web.Request) -> web.Response:
        numbers = exposed(self.client, len(self._servers.shared.quotes), self._servers.cached)
        return web.Response(body=numbers, headers={"Content-Type": _TEXT})

    async def _database_answers(self) -> bool:
        store = self._servers.store
        if store is None:
            return True
        try:
            async with asyncio.timeout(_DATABASE_LIMIT_S):
                await asyncio.to_thread(store.settings.all, "")
        except (StoreError, TimeoutError):
            return False
        return True
