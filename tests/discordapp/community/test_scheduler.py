"""The scheduler: the times at which it runs jobs, and its end."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.discordapp.community.scheduler import Job, Scheduler
from tests.loopback.timeouts import PATIENCE_S

NOON = datetime(2040, 3, 7, 12, 0, tzinfo=UTC)


class Looks:
    """A job that counts its runs."""

    def __init__(self) -> None:
        self.times = 0
        self._looked = asyncio.Event()

    async def look(self, _now: datetime) -> None:
        self.times += 1
        self._looked.set()

    async def looked(self) -> None:
        await asyncio.wait_for(self._looked.wait(), PATIENCE_S)
        self._looked.clear()


async def at_once() -> None:
    """Return at once."""


def scheduler(*jobs: Job, now: datetime = NOON) -> Scheduler:
    return Scheduler(jobs, lambda: now)


def test_sleeper_looks_once_and_then_only_when_woken() -> None:
    async def live() -> int:
        job = Looks()
        task = scheduler(job.look)
        task.start(at_once)
        task.start(at_once)
        await job.looked()
        task.wake()
        await job.looked()
        await task.stop()
        return job.times

    assert asyncio.run(live()) == 2


def test_jobs_run_at_each_full_minute() -> None:
    async def live() -> None:
        job = Looks()
        task = scheduler(job.look, now=NOON - timedelta(milliseconds=1))
        task.start(at_once)
        await job.looked()
        await job.looked()
        await task.stop()

    asyncio.run(live())


def test_fault_in_one_job_is_logged_and_keeps_no_other_from_its_turn(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def failing(_now: datetime) -> None:
        raise ZeroDivisionError

    async def live() -> None:
        job = Looks()
        task = scheduler(failing, job.look)
        task.start(at_once)
        await job.looked()
        await task.stop()

    asyncio.run(live())
    assert "a scheduled job failed" in caplog.text


def test_nothing_is_done_before_it_may_begin_and_no_task_is_left_at_the_end() -> None:
    async def live() -> int:
        job = Looks()
        task = scheduler(job.look)
        await task.stop()
        task.start(asyncio.Event().wait)
        await asyncio.sleep(0)
        await task.stop()
        await task.stop()
        assert asyncio.all_tasks() == {asyncio.current_task()}
        return job.times

    assert asyncio.run(live()) == 0


@pytest.mark.parametrize("turns", range(4))
def test_a_scheduler_that_was_just_woken_stops(turns: int) -> None:
    async def ends() -> bool:
        job = Looks()
        task = scheduler(job.look)
        task.start(at_once)
        await job.looked()
        await asyncio.sleep(0)
        task.wake()
        for _ in range(turns):
            await asyncio.sleep(0)
        done, _ = await asyncio.wait([asyncio.create_task(task.stop())], timeout=5)
        return bool(done)

    assert asyncio.run(ends())
