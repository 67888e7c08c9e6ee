"""Run jobs every minute, in one task; the hourly job erases what is no longer to be kept."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import discord

from bot.moderation.servers import note_departures
from bot.store.records import Clock
from bot.store.store import Store

logger = logging.getLogger(__name__)

# Does everything that is due at a moment.
Job = Callable[[datetime], Awaitable[None]]

_EVERY_S = 60
_HOUSEKEEPING_EVERY = timedelta(hours=1)


async def attempt(work: Awaitable[None], failure: str, place: object) -> None:
    """Wait for the work of a job in one place, and log its error with the place in ``failure``.

    A fault in one place must not stop the others; nobody is there to be told.
    """
    try:
        await work
    except Exception:
        logger.exception(failure, place)


class Scheduler:
    """Run all jobs at each full minute of the clock, and when woken; use it in one event loop."""

    def __init__(self, jobs: Sequence[Job], clock: Clock) -> None:
        self._jobs = tuple(jobs)
        self._clock = clock
        self._woken = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self, first: Callable[[], Awaitable[object]]) -> None:
        """Start after ``first`` is done; has no effect if it was started before."""
        if self._task is None:
            self._task = asyncio.create_task(self._run(first), name="scheduler")

    def wake(self) -> None:
        """Run the jobs now."""
        self._woken.set()

    async def stop(self) -> None:
        """Stop, and wait until the task has ended."""
        if self._task is None:
            return
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task
        self._task = None

    async def _run(self, first: Callable[[], Awaitable[object]]) -> None:
        await first()
        while True:
            self._woken.clear()
            for job in self._jobs:
                await attempt(job(self._clock()), "a scheduled job failed: %s", job.__qualname__)
            left_s = _EVERY_S - self._clock().timestamp() % _EVERY_S
            # Not wait_for: if it is woken and cancelled at once, Python 3.11's loses the latter.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left_s):
                    await self._woken.wait()


class Housekeeper:
    """Erase old declined suggestions, and the collections of servers that removed the bot.

    Also quotes that their authors took out under version 0.1.0.
    """

    def __init__(self, client: discord.AutoShardedClient, store: Store, keep: timedelta) -> None:
        self._client = client
        self._store = store
        self._keep = keep
        self._next: datetime | None = None

    def hurry(self) -> None:
        """Check again at the next run, as the bot has joined or left a server."""
        self._next = None

    async def run(self, now: datetime) -> None:
        """Erase what is due, once an hour."""
        if self._next is None or now >= self._next:
            self._next = now + _HOUSEKEEPING_EVERY
            await asyncio.to_thread(self._erase, now)

    def _erase(self, now: datetime) -> None:
        self._store.privacy.drop_declined(now)
        self._store.privacy.erase_withdrawn()
        self._store.database.scrub_again()
        if self._client.is_ready():
            bot = str(self._client.application_id)
            note_departures(self._store, self._keep, bot, self._is_in, now)

    def _is_in(self, server: str) -> bool | None:
        """Return whether the bot is in a server; None if another process is connected for it.

        The terminal's own server is not on Discord. The shard of a server is
        ``(id >> 22) % count``: https://docs.discord.com/developers/events/gateway#sharding
        """
        if not server.isdecimal():
            return None
        if self._client.get_guild(int(server)) is not None:
            return True
        shard = (int(server) >> 22) % (self._client.shard_count or 1)
        return False if shard in self._client.shards else None
