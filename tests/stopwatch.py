"""Processor time of code, corrected for other load on the machine."""

from time import perf_counter, process_time
from types import TracebackType

# Time of the fixed work on the machine on which the bounds of the tests were measured.
_USUAL_S = 0.04


def slowness() -> float:
    """Return how many times longer than usual the fixed work takes now; at least 1."""
    began_s = process_time()
    sum(number * number for number in range(600_000))
    return max((process_time() - began_s) / _USUAL_S, 1.0)


def too_busy() -> bool:
    """Return whether this machine is too slow, or too busy with other work, to tell a time.

    That is so if the fixed work takes more than twice as long as usual, or more than twice as long
    by the clock as on the processor: then a time by the clock is mostly that of other programs.
    """
    began_s = perf_counter(), process_time()
    slow = slowness()
    clock_s, worked_s = perf_counter() - began_s[0], process_time() - began_s[1]
    return max(slow, clock_s / worked_s) > 2


class Stopwatch:
    """``with Stopwatch() as watch:`` measures the block under it.

    ``took_s`` is the processor time in seconds, divided by the slowness of the machine before or
    after, whichever is greater: a shared processor is slower.
    """

    def __init__(self) -> None:
        self.took_s = 0.0
        self._slowness = 1.0
        self._began_s = 0.0

    def __enter__(self) -> "Stopwatch":
        self._slowness = slowness()
        self._began_s = process_time()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        taken_s = process_time() - self._began_s
        self.took_s = taken_s / max(self._slowness, slowness())
