"""Which discussions a server has, as they are kept: open ones, and the latest that are over."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.store import Store

_KEY = "discussions"
# Of those that are over; a press on an old message leads to its thread.
_MOST_OVER = 50


@dataclass(frozen=True, slots=True)
class Discussion:
    """A thread with a poll on a point. All but ``ends`` are ids; ``message`` is what it came from.

    ``over`` says that the thread has the result, or never will.
    """

    thread: str
    poll: str
    message: str
    point: str
    ends: datetime
    over: bool = False


class DiscussionStore:
    """The discussions of servers. Every method raises StoreError where the store cannot be used."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> dict[str, tuple[Discussion, ...]]:
        """Those of every server, in the order they were opened."""
        kept = self._store.settings.of_key(_KEY)
        return {server: tuple(map(_read, rows)) for server, rows in kept.items()}

    def of(self, server: str) -> tuple[Discussion, ...]:
        """Those of a server, in the order they were opened."""
        return tuple(map(_read, self._store.settings.all(server).get(_KEY) or ()))

    def on(self, server: str, message: str, point: str) -> Discussion | None:
        """The discussion of this point that came from this message, or that is still open."""
        mine = [one for one in self.of(server) if one.point == point]
        from_here = (one for one in reversed(mine) if one.message == message)
        return next(from_here, next((one for one in mine if not one.over), None))

    def add(self, server: str, opened: Discussion) -> None:
        """Keep a discussion that was opened."""
        self._put(server, (*self.of(server), opened))

    def end(self, server: str, thread: str) -> bool:
        """Put down that a discussion is over; whether it is the caller's to say how it ended.

        True for one caller only, whichever process it is in.
        """
        for one in self.of(server):
            if one.thread == thread and not one.over:
                theirs = self._store.claims.claim(server, f"result of {thread}", one.ends.date())
                rest = (replace(it, over=it.over or it == one) for it in self.of(server))
                self._put(server, tuple(rest))
                return theirs
        return False

    def forget(self, server: str, thread: str) -> None:
        """Forget a discussion whose thread is gone."""
        self._put(server, tuple(one for one in self.of(server) if one.thread != thread))

    def _put(self, server: str, discussions: tuple[Discussion, ...]) -> None:
        over = [one for one in discussions if one.over]
        dropped = {one.thread for one in over[:-_MOST_OVER]}
        rows = [_written(one) for one in discussions if one.thread not in dropped]
        self._store.settings.put(server, _KEY, rows or None)


def _read(row: dict[str, Any]) -> Discussion:
    ends = datetime.fromisoformat(row["ends"])
    return Discussion(row["thread"], row["poll"], row["message"], row["point"], ends, row["over"])


def _written(one: Discussion) -> dict[str, Any]:
    return {
        "thread": one.thread,
        "poll": one.poll,
        "message": one.message,
        "point": one.point,
        "ends": one.ends.isoformat(),
        "over": one.over,
    }
