"""Before the end: replies under way are finished, so that nobody is left with silence."""

import asyncio
import logging

logger = logging.getLogger(__name__)

# What discord.py calls the tasks in which it runs commands, buttons and events.
_REPLIES = ("CommandTree-invoker", "discord-ui-", "discord.py: on_")


async def replies_finished(limit_s: float) -> None:
    """Wait for all replies under way and those that begin meanwhile; after ``limit_s``, end them.

    Whoever asked then sees Discord's own sentence, that the application did not respond.
    """
    clock = asyncio.get_running_loop()
    until_s = clock.time() + limit_s
    while (replies := _under_way()) and (left_s := until_s - clock.time()) > 0:
        await asyncio.wait(replies, timeout=left_s)
    if replies:
        logger.warning("replies left unfinished: %d", len(replies))
        for reply in replies:
            reply.cancel()
        await asyncio.wait(replies)


def _under_way() -> set[asyncio.Task[object]]:
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    return {task for task in tasks if task.get_name().startswith(_REPLIES)}
