"""In what order many are answered: whoever has heard nothing at all comes first.

Discord waits three seconds for the first answer and 15 minutes for what follows an announcement
("is thinking"). An announcement costs a fifth of an answer worked out, so where many wait, each is
told first that the answer is under way, and the answers are worked out after that.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

# Where so many wait, the next is put off. At 20 ms for each answer, of a library of 100,000
# quotes, the last of them waits a third of a second.
_MANY = 16
# Threads in which announced answers are worked out: with more, the event loop's would starve.
_AT_A_TIME = 2
# Those put off are not put off for ever, however many come.
_LONGEST_S = 10.0


class Turns:
    """Who waits for a first answer. Not for several threads: only the event loop's touches it."""

    def __init__(self) -> None:
        self._waiting = 0
        self._calm = asyncio.Event()
        self._calm.set()
        self._places = asyncio.Semaphore(_AT_A_TIME)

    @property
    def crowded(self) -> bool:
        """Whether more wait than can be answered at once."""
        return self._waiting > _MANY

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """As long as somebody has heard nothing."""
        self._waiting += 1
        if self.crowded:
            self._calm.clear()
        try:
            yield
        finally:
            self._waiting -= 1
            if not self.crowded:
                self._calm.set()

    @asynccontextmanager
    async def later(self) -> AsyncIterator[None]:
        """The turn of somebody who knows that the answer is under way."""
        async with self._places:
            try:
                async with asyncio.timeout(_LONGEST_S):
                    await self._calm.wait()
            except TimeoutError:
                pass  # then with the others
            yield
