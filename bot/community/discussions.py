"""Read and write a server's discussions: the open ones and the latest that are over."""

from datetime import datetime

from msgspec import Struct, convert, to_builtins
from msgspec.structs import replace

from bot.store.store import Store

_KEY = "discussions"
# Finished ones that are kept, so that the button on an old message still leads to its thread.
_MOST_OVER = 50


class Discussion(Struct, frozen=True):
    """A thread with a poll on a point. Every field but ``ends`` and ``over`` is an id.

    ``message`` is the message it was opened from. ``over`` says that its result was posted, or
    never will be.
    """

    thread: str
    poll: str
    message: str
    point: str
    ends: datetime
    over: bool = False


_Rows = tuple[Discussion, ...]


class DiscussionStore:
    """The discussions of servers. Every method raises StoreError if the store cannot be used."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> dict[str, tuple[Discussion, ...]]:
        """Return the discussions of every server, in the order they were opened."""
        stored = self._store.settings.of_key(_KEY)
        return {server: convert(rows, _Rows) for server, rows in stored.items()}

    def of(self, server: str) -> tuple[Discussion, ...]:
        """Return the discussions of a server, in the order they were opened."""
        return convert(self._store.settings.all(server).get(_KEY) or (), _Rows)

    def on(self, server: str, message: str, point: str) -> Discussion | None:
        """Return the discussion of a point opened from a message, or else one that is open."""
        on_point = [one for one in self.of(server) if one.point == point]
        from_message = (one for one in reversed(on_point) if one.message == message)
        return next(from_message, next((one for one in on_point if not one.over), None))

    def add(self, server: str, opened: Discussion) -> None:
        """Store a new discussion."""
        self._put(server, (*self.of(server), opened))

    def end(self, server: str, thread: str) -> bool:
        """Mark a discussion as over; return whether the caller is to post its result.

        True for one caller only, even among several processes.
        """
        for one in self.of(server):
            if one.thread == thread and not one.over:
                claimed = self._store.claim(server, f"result of {thread}", one.ends.date())
                rest = (replace(it, over=it.over or it == one) for it in self.of(server))
                self._put(server, tuple(rest))
                return claimed
        return False

    def forget(self, server: str, thread: str) -> None:
        """Delete a discussion whose thread is gone."""
        self._put(server, tuple(one for one in self.of(server) if one.thread != thread))

    def _put(self, server: str, discussions: tuple[Discussion, ...]) -> None:
        over = [one for one in discussions if one.over]
        dropped = {one.thread for one in over[:-_MOST_OVER]}
        kept = tuple(one for one in discussions if one.thread not in dropped)
        self._store.settings.put(server, _KEY, to_builtins(kept) or None)
