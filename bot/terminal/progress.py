"""Progress of long work: a line that changes at a terminal, else an entry of the log now and then.

Work that takes less than a second shows nothing. At a terminal the line is on standard error and
disappears at the end, so that it is never part of the output.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Self, TypeVar

from bot.settings import Settings
from bot.terminal.io import Streams

logger = logging.getLogger(__name__)

_QUIET_S = 1.0
_LOGGED_EVERY_S = 15.0
_REDRAWN_PER_S = 4
T = TypeVar("T")
Opening = Callable[[Settings, Callable[[str], None]], AbstractContextManager[T]]


class Progress:
    """Shows what is under way until the end of the context; safe to report to from any thread.

    ``quiet_s`` is the time before anything is shown, ``logged_every_s`` that between two entries
    of the log, both in seconds.
    """

    def __init__(
        self,
        streams: Streams,
        work: str = "",
        *,
        quiet_s: float = _QUIET_S,
        logged_every_s: float = _LOGGED_EVERY_S,
    ) -> None:
        self._stderr = streams.stderr
        self._quiet_s, self._logged_every_s = quiet_s, logged_every_s
        self._work, self._count = work, ""
        self._began_s = time.monotonic()
        self._over = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="progress", daemon=True)

    def step(self, work: str) -> None:
        """Name what is under way from now on, such as ``Reading the library``."""
        self._work, self._count = work, ""

    def count(self, done: int, total: int) -> None:
        """Say how many rows of the step are done."""
        self._count = f"{done:,} of {total:,} rows"

    def __enter__(self) -> Self:
        self._watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._watcher.join()

    def _watch(self) -> None:
        if self._over.wait(self._quiet_s):
            return
        if self._stderr.isatty():
            self._draw()
            return
        while not self._over.wait(self._logged_every_s):
            logger.info("%s", self._sentence())

    def _sentence(self) -> str:
        took = f"{time.monotonic() - self._began_s:.0f} s"
        return f"{self._work}: {', '.join(filter(None, (self._count, took)))}"

    def _draw(self) -> None:
        from rich.console import Console
        from rich.live import Live
        from rich.text import Text

        live = Live(
            console=Console(file=self._stderr),
            get_renderable=lambda: Text(self._sentence(), no_wrap=True, overflow="ellipsis"),
            refresh_per_second=_REDRAWN_PER_S,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        with live:
            self._over.wait()


@contextmanager
def opened(opening: Opening[T], settings: Settings, streams: Streams) -> Iterator[T]:
    """Enter a context of :mod:`bot.app`, and show the progress until it is entered."""
    with ExitStack() as stack:
        with Progress(streams) as progress:
            made = stack.enter_context(opening(settings, progress.step))
        yield made
