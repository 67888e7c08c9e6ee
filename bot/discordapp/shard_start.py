"""Let one process at a time connect its shards."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from bot.errors import StoreError
from bot.store.store import StartLock

logger = logging.getLogger(__name__)

_ASKED_EVERY_S = 0.5
# https://docs.discord.com/developers/events/gateway#sharding-max-concurrency
_BETWEEN_S = 5.0


@asynccontextmanager
async def alone(lock: StartLock | None, given_up: Callable[[], bool]) -> AsyncIterator[None]:
    """Hold the lock within the context and for five seconds after it; without a lock do nothing.

    Does not wait any longer once ``given_up`` is true. If the database cannot be used, the shards
    are connected without the lock: Discord puts off those that come too early.
    """
    if lock is None:
        yield
        return
    for release in _releases:
        release.cancel()  # of an attempt that failed: its lock is ours still
    told = False
    while not (given_up() or await _taken(lock)):
        if not told:
            logger.info("waiting for another process to connect its shards")
        told = True
        await asyncio.sleep(_ASKED_EVERY_S)
    try:
        yield
    finally:
        # The connection is made: the servers of these shards need not wait for the others.
        _releases.add(release := asyncio.create_task(_release(lock), name="start lock"))
        release.add_done_callback(_releases.discard)


# Tasks that nobody holds may be collected.
_releases: set[asyncio.Task[None]] = set()


async def _taken(lock: StartLock) -> bool:
    try:
        return await asyncio.to_thread(lock.take)
    except StoreError as error:
        logger.warning("shards are connected without waiting for other processes: %s", error)
        return True


async def _release(lock: StartLock) -> None:
    await asyncio.sleep(_BETWEEN_S)
    try:
        await asyncio.to_thread(lock.release)
    except StoreError as error:
        logger.warning("other processes wait for this one to end: %s", error)
