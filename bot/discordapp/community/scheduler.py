"""Run jobs when they are due, in one task; the hourly job erases what is no longer to be kept."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import discord

from bot.moderation.servers import Departures
from bot.store.records import Clock
from bot.store.store import Store

logger = logging.getLogger(__name__)

# Does everything due at a moment, and returns the next due moment; None for never.
Job = Callable[[datetime], Awaitable[datetime | None]]

# A computer's clock may be set, or stand still while the computer sleeps.
_LONGEST_SLEEP = timedelta(hours=1)
_RETRY_AFTER = timedelta(minutes=1)
# A job that is always due must not keep the computer busy.
_SHORTEST_SLEEP_S = 0.05
_HOUSEKEEPING_EVERY = timedelta(hours=1)


async def is_done(work: Awaitable[bool], failure: str, place: object) -> bool:
    """Wait for the work of a job in one place; log its error and return False.

    A fault in one place must not stop the others. ``failure`` is logged with the place in it.
    """
    try:
        return await work
    except Exception:
        logger.exception(failure, place)
        return False


class Scheduler:
    """Runs all jobs whenever one of them is due; use it in one event loop."""

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
        """Run the jobs now: the time of one may have changed."""
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
            due = [await self._run_job(job) for job in self._jobs]
            await self._sleep_until(min(filter(None, due), default=None))

    async def _run_job(self, job: Job) -> datetime | None:
        try:
            return await job(self._clock())
        except Exception:
            # There is nobody to tell; by the next run the database may be back.
            logger.exception("a scheduled job failed")
            return self._clock() + _RETRY_AFTER

    async def _sleep_until(self, moment: datetime | None) -> None:
        wait = _LONGEST_SLEEP if moment is None else moment - self._clock()
        wait_s = max(min(wait, _LONGEST_SLEEP).total_seconds(), _SHORTEST_SLEEP_S)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), wait_s)


class Housekeeper:
    """Erases old declined suggestions, and the collections of servers that removed the bot.

    Also quotes that their authors took out under version 0.1.0.
    """

    def __init__(self, client: discord.AutoShardedClient, store: Store, keep: timedelta) -> None:
        self._client = client
        self._store = store
        self._departures = Departures(store, keep)
        self._next: datetime | None = None

    def hurry(self) -> None:
        """Check again at the next run, as the bot has joined or left a server."""
        self._next = None

    async def run(self, now: datetime) -> datetime:
        """Erase what is due; return when to look again."""
        if self._next is None or now >= self._next:
            self._next = now + _HOUSEKEEPING_EVERY
            await asyncio.to_thread(self._erase, now)
        return self._next

    def _erase(self, now: datetime) -> None:
        self._store.privacy.drop_declined(now)
        self._store.privacy.erase_withdrawn()
        self._store.database.scrub_again()
        if self._client.is_ready():
            self._departures.check(str(self._client.application_id), self._is_in, now)

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
