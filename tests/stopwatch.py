"""How long the code itself takes, whatever else the machine does."""

from time import process_time
from types import TracebackType

# What the fixed work takes on the machine on which the bounds of these tests were found.
_USUAL_S = 0.04


def slowness() -> float:
    """How many times as long as usual this machine takes for fixed work now; at least 1."""
    began_s = process_time()
    sum(number * number for number in range(600_000))
    return max((process_time() - began_s) / _USUAL_S, 1.0)


class Stopwatch:
    """``with Stopwatch() as watch:`` takes the time of what stands under it.

    ``took_s`` is the processor time in seconds, over how slow the machine is: before or after,
    whichever is slower. Whoever shares it with others is given less of it, and a slower one.
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
