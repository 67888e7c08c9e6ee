"""Run jobs when they are due: one task that sleeps until the next moment."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from bot.store.types import Clock

logger = logging.getLogger(__name__)

# Does everything due at a moment, and returns the next due moment; None for never.
Job = Callable[[datetime], Awaitable[datetime | None]]

# A computer's clock may be set, or stand still while the computer sleeps.
_LONGEST_SLEEP = timedelta(hours=1)
_RETRY_AFTER = timedelta(minutes=1)
# A job that is always due must not keep the computer busy.
_SHORTEST_SLEEP_S = 0.05


class Scheduler:
    """Runs all jobs whenever one of them is due; use it in one event loop.

    ``clock`` tells the time.
    """

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
            moments = [moment for moment in due if moment is not None]
            await self._sleep_until(min(moments, default=None))

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
