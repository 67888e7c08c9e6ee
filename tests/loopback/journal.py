"""What happened, in order, with times: every request and frame, and every fault."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from tests.loopback.errors import Json, LoopbackError


class Way(StrEnum):
    """Who said it to whom, and how."""

    REQUEST = "request"  # HTTP, from the bot
    ANSWER = "answer"  # HTTP, to the bot
    SENT = "sent"  # gateway, to the bot
    HEARD = "heard"  # gateway, from the bot


@dataclass(frozen=True, slots=True)
class Entry:
    """One request, answer or frame.

    ``at_s`` is on the clock of :func:`time.monotonic`. ``what`` is ``POST /path`` or the name of
    an event or operation. ``status`` is 0 but for answers.
    """

    at_s: float
    way: Way
    what: str
    body: object = None
    status: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """Something the bot did that Discord would not have, or that this project forbids."""

    at_s: float
    what: str
    why: str
    body: object = None

    def __str__(self) -> str:
        return f"{self.what}: {self.why}"


@dataclass(frozen=True, slots=True)
class Sent:
    """A message, edit or answer as the bot sent it, before Discord adds anything."""

    what: str
    body: Json


@dataclass(slots=True)
class Journal:
    """The record; written by the server's thread, read and waited on by the tests'."""

    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def note(
        self, way: Way, what: str, body: object = None, *, status: int = 0, at_s: float = 0.0
    ) -> None:
        """Record an entry, of now where ``at_s`` is 0, and wake whoever waits."""
        self.entries.append(Entry(at_s or time.monotonic(), way, what, body, status))
        self.wake()

    def fault(self, what: str, why: str, body: object = None) -> None:
        self.faults.append(Fault(time.monotonic(), what, why, body))
        self.wake()

    def take_faults(self) -> list[Fault]:
        """The faults so far, which are forgotten."""
        taken = self.faults[:]
        del self.faults[: len(taken)]
        return taken

    def wake(self) -> None:
        """Make everybody who waits look again."""
        with self._changed:
            self._changed.notify_all()

    def until(self, happened: Callable[[], bool], timeout_s: float, what: str) -> None:
        """Wait until ``happened`` is true; it is asked again whenever something is recorded.

        Raises :class:`LoopbackError` after ``timeout_s``, with the last entries.
        """
        with self._changed:
            if self._changed.wait_for(happened, timeout_s):
                return
        last = "\n  ".join(
            f"{entry.way} {entry.what} {entry.status}" for entry in self.entries[-8:]
        )
        faults = "\n  ".join(map(str, self.faults))
        raise LoopbackError(
            f"not within {timeout_s:g} s: {what}\nlast:\n  {last}\nfaults:\n  {faults}"
        )

    def bodies(self, way: Way, what: str) -> list[object]:
        """What was said under that name, oldest first."""
        return [entry.body for entry in self.entries if entry.way is way and entry.what == what]
