"""Doing what falls due, when it does: one task that sleeps until then."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from bot.store import Clock

logger = logging.getLogger(__name__)

# Does what is due at a moment; returns when something falls due next, None for never.
Job = Callable[[datetime], Awaitable[datetime | None]]

# A machine's clock may be set, or stand still while it sleeps.
_LONGEST_SLEEP = timedelta(hours=1)
_AFTER_A_FAULT = timedelta(minutes=1)
# A job whose moment does not pass must not keep the machine busy.
_SHORTEST_SLEEP_S = 0.05


class Rounds:
    """Goes through the jobs at each moment at which one has something to do.

    ``clock`` says what time it is. Use :meth:`start` and :meth:`stop` in one event loop.
    """

    def __init__(self, jobs: Sequence[Job], clock: Clock) -> None:
        self._jobs = tuple(jobs)
        self._clock = clock
        self._woken = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self, first: Callable[[], Awaitable[object]]) -> None:
        """Begin, once ``first`` is over; nothing where it has begun before."""
        if self._task is None:
            self._task = asyncio.create_task(self._run(first), name="rounds")

    def wake(self) -> None:
        """Look anew what is due: something was set."""
        self._woken.set()

    async def stop(self) -> None:
        """End, and wait for the end."""
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
            due = [await self._moment_of(job) for job in self._jobs]
            moments = [moment for moment in due if moment is not None]
            await self._sleep_until(min(moments, default=None))

    async def _moment_of(self, job: Job) -> datetime | None:
        try:
            return await job(self._clock())
        except Exception:
            # There is nobody to tell; the next look may find the database back.
            logger.exception("what is due could not be done")
            return self._clock() + _AFTER_A_FAULT

    async def _sleep_until(self, moment: datetime | None) -> None:
        wait = _LONGEST_SLEEP if moment is None else moment - self._clock()
        wait_s = max(min(wait, _LONGEST_SLEEP).total_seconds(), _SHORTEST_SLEEP_S)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), wait_s)
