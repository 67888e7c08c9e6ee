"""Read files to import without holding up anything else.

The work takes seconds of one core. A thread of its own does it, which does not keep the process
from ending; few do at once, and each gives up after a while.
"""

import asyncio
import contextvars
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from bot.errors import RequestError
from bot.i18n import N_
from bot.i18n import gettext as _

LONGEST_S = 30.0
MOST_AT_ONCE = 2
ONE_AT_A_TIME = N_("An import is being read here already. Wait until it is done, then send yours.")
TOO_MANY = N_("Other servers are importing at the moment. Please try again in a minute.")
TOO_SLOW = N_(
    "Reading this took longer than {seconds} seconds, so I stopped; nothing was imported. "
    "Split it into several files."
)
Check = Callable[[], None]
"""Called often during an import; raises RequestError if it has to stop."""
_Plan = TypeVar("_Plan")


class Importer:
    """Reads one file at a time for each server, and at most two at once."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        """``seconds`` is a monotonic clock."""
        self._seconds = seconds
        self._servers: set[str] = set()

    async def read(self, server: str, plan: Callable[[Check], _Plan]) -> _Plan:
        """Return what ``plan`` returns. Raises what it raises, and RequestError to wait or stop."""
        if server in self._servers:
            raise RequestError(_(ONE_AT_A_TIME))
        if len(self._servers) >= MOST_AT_ONCE:
            raise RequestError(_(TOO_MANY))
        until = self._seconds() + LONGEST_S

        def check() -> None:
            if self._seconds() > until:
                raise RequestError(_(TOO_SLOW).format(seconds=round(LONGEST_S)))

        self._servers.add(server)
        try:
            return await _in_a_thread(lambda: plan(check))
        finally:
            self._servers.discard(server)


async def _in_a_thread(work: Callable[[], _Plan]) -> _Plan:
    """Run the work in a daemon thread: at the end of the process nobody waits for it."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[_Plan] = loop.create_future()

    def settle(result: _Plan | None, error: BaseException | None) -> None:
        if done.done():
            return
        if error is not None:
            done.set_exception(error)
        else:
            done.set_result(result)  # type: ignore[arg-type] # there is a result without an error

    def run() -> None:
        result, error = None, None
        try:
            result = work()
        except BaseException as raised:  # noqa: BLE001 - it is raised again where it is awaited
            error = raised
        # The loop may have ended meanwhile.
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, result, error)

    # The thread speaks the language of the task.
    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(run,), name="import", daemon=True).start()
    return await done
