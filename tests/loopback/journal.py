"""The record of a loopback: every request, frame and fault, in order, with times."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from tests.loopback.errors import Json, LoopbackError


class Way(StrEnum):
    """Direction and channel of an entry."""

    REQUEST = "request"  # HTTP, from the bot
    ANSWER = "answer"  # HTTP, to the bot
    SENT = "sent"  # gateway, to the bot
    HEARD = "heard"  # gateway, from the bot


@dataclass(frozen=True, slots=True)
class Entry:
    """One request, answer or frame in the journal.

    ``at_s`` is on the clock of :func:`time.monotonic`. ``what`` is ``POST /path`` or the name of
    an event or operation. ``status`` is 0 except for answers.
    """

    at_s: float
    way: Way
    what: str
    body: object = None
    status: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """An act of the bot that Discord would refuse or that this project forbids."""

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
    """The record; the server's thread writes it, the tests' thread reads it and waits on it."""

    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def note(
        self, way: Way, what: str, body: object = None, *, status: int = 0, at_s: float = 0.0
    ) -> None:
        """Record an entry (at the present if ``at_s`` is 0) and wake the waiting threads."""
        self.entries.append(Entry(at_s or time.monotonic(), way, what, body, status))
        self.wake()

    def fault(self, what: str, why: str, body: object = None) -> None:
        self.faults.append(Fault(time.monotonic(), what, why, body))
        self.wake()

    def take_faults(self) -> list[Fault]:
        """Return the faults so far, and forget them."""
        taken = self.faults[:]
        del self.faults[: len(taken)]
        return taken

    def wake(self) -> None:
        """Wake the waiting threads."""
        with self._changed:
            self._changed.notify_all()

    def until(self, happened: Callable[[], bool], timeout_s: float, what: str) -> None:
        """Wait until ``happened`` is true; it is asked after every entry.

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
        """Return the bodies under that name, oldest first."""
        return [entry.body for entry in self.entries if entry.way is way and entry.what == what]
