"""How long work takes of late: whether it may be done where others wait for it."""

import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

# The way through a thread and back takes 0.75 ms, a third of what a bare command takes in all over
# a loopback Discord; what is done without it must not keep others waiting long.
_SOON_S = 0.01
_LATEST = 8


class Pace:
    """The processor time that each of the latest few pieces of work took. For any thread."""

    def __init__(self) -> None:
        self._latest_s: deque[float] = deque(maxlen=_LATEST)

    @property
    def is_quick(self) -> bool:
        """Whether none of the latest took long. Of what was never done, nobody can say."""
        return bool(self._latest_s) and max(tuple(self._latest_s)) < _SOON_S

    @contextmanager
    def timed(self) -> Iterator[None]:
        """Around a piece of work."""
        began_s = time.thread_time()
        try:
            yield
        finally:
            self._latest_s.append(time.thread_time() - began_s)
