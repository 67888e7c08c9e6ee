"""Arrays that one query after another works in."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from bot.search.index import Scores

# How many quotes more an array has room for, so that one will do for most servers.
_ROOM = 4096


class Spare:
    """Arrays of zeros that are lent to one query at a time and come back as zeros."""

    def __init__(self) -> None:
        self._spare: list[Scores] = []

    @contextmanager
    def zeros(self, size: int) -> Iterator[Scores]:
        """At least so many zeros; whoever borrows them leaves zeros behind."""
        try:
            lent = self._spare.pop()
        except IndexError:
            lent = np.zeros(0, dtype=np.float32)
        if len(lent) < size:
            lent = np.zeros(size + _ROOM, dtype=np.float32)
        yield lent
        self._spare.append(lent)
