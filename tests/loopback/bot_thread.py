"""The real client in a thread of the test process.

A process takes more than a second to start; a thread takes a tenth of that, and everything still
goes over HTTP and WebSocket. Use :class:`tests.loopback.process.BotProcess` where the process
itself matters: signals, being killed, its output, several at once.
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import cache
from pathlib import Path

from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.answers.desk import Desk
from bot.app import open_desk
from bot.discordapp.client import Counterpoint
from bot.discordapp.connection import filter_logs, resolve_address, use_address
from bot.moderation.servers import Servers
from bot.moderation.service import ModerationService
from bot.settings import Settings, read_settings
from bot.store.records import Clock
from bot.store.store import open_store
from tests.loopback.errors import LoopbackError
from tests.loopback.timeouts import PATIENCE_S

# Loggers whose records count as the bot's: a task that fails is in the log of asyncio.
_LOGGERS = ("bot", "discord", "asyncio")


class BotThread:
    """A bot that answers a loopback Discord until :meth:`stop`.

    ``env`` has the bot's settings, ``clock`` tells it the time, ``before_stop`` is called before
    the bot is asked to stop. Only one may run at a time: discord.py keeps Discord's address in its
    classes.
    """

    def __init__(
        self,
        env: Mapping[str, str],
        clock: Clock,
        heard: Callable[[], None],
        before_stop: Callable[[], None],
    ) -> None:
        self._clock = clock
        self._heard = heard
        self._before_stop = before_stop
        self._records: list[str] = []
        self._error: BaseException | None = None
        self._closing = ExitStack()
        self._settings = read_settings(env)
        self._servers = self._open_servers()
        self._closing.callback(_restore_address())
        self._log = _Recorder(self._records, heard)
        logger = logging.getLogger("bot")
        self._closing.callback(logger.setLevel, logger.level)
        logger.setLevel(logging.INFO)
        for name in _LOGGERS:
            logger = logging.getLogger(name)
            self._closing.callback(logger.removeHandler, self._log)
            logger.addHandler(self._log)
        self._loop = asyncio.new_event_loop()
        self._stopping = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="bot", daemon=True)
        self._thread.start()

    @property
    def output(self) -> str:
        """The log so far, one record a line."""
        return "\n".join(self._records)

    @property
    def running(self) -> bool:
        return self._thread.is_alive()

    def stop(self) -> str:
        """Ask the bot to stop, require a clean end, and return its log."""
        if not self.running:
            raise LoopbackError(f"the bot ended by itself: {self._error!r}\n{self.output}")
        self._before_stop()
        self.kill()
        if self._error is not None or "Traceback (most recent call last)" in self.output:
            raise LoopbackError(f"no clean end: {self._error!r}\n{self.output}")
        return self.output

    def kill(self) -> None:
        """End the bot and clean up; may be called again."""
        if self.running:
            self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(PATIENCE_S)
        if self.running:
            raise LoopbackError(f"the bot still runs after {PATIENCE_S:g} s:\n{self.output}")
        self._closing.close()

    def _open_servers(self) -> Servers:
        """Open the store, and the desks of all servers over the library of the settings."""
        desk = _desk(self._settings.library, meaning=self._settings.meaning)
        store = self._closing.enter_context(open_store(self._settings.database))
        return Servers(
            desk.library, store, desk=lambda: desk, most_quotes=self._settings.most_quotes
        )

    def _run(self) -> None:
        try:
            with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
                runner.run(self._live())
        except BaseException as error:  # noqa: BLE001 - the test that stops it raises it
            self._error = error
        self._heard()

    async def _live(self) -> None:
        settings, service = self._settings, ModerationService(self._servers)
        token = settings.discord_token
        filter_logs()
        use_address(*await resolve_address(settings.discord_api_url, token))
        async with Counterpoint(service, self._clock, shards=settings.shards) as client:
            connection = asyncio.create_task(client.start(token))
            stopping = asyncio.create_task(self._stopping.wait())
            await asyncio.wait({connection, stopping}, return_when=asyncio.FIRST_COMPLETED)
            stopping.cancel()
            if not connection.done():
                await client.close()
            await connection


@cache
def _desk(library: Path, *, meaning: bool) -> Desk:
    """Return the desk over the library in a folder, read and indexed once for all bots."""
    return open_desk(Settings(library=library, meaning=meaning))


class _Recorder(logging.Handler):
    def __init__(self, records: list[str], heard: Callable[[], None]) -> None:
        super().__init__(logging.INFO)
        self._records = records
        self._heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        self._records.append(self.format(record))
        self._heard()


def _restore_address() -> Callable[[], None]:
    """Return a function that points discord.py back to where it points now."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY

    def restore() -> None:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway

    return restore
