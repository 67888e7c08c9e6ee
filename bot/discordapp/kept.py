"""The latest answers, kept: many members of a server ask about the same few things."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """At most ``room`` values by key; where there is no more room, the longest unused goes.

    Not for several threads: only the event loop's touches it.
    """

    def __init__(self, room: int) -> None:
        self._room = room
        self._values: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K) -> V | None:
        """The value, if it is still kept."""
        value = self._values.get(key)
        if value is not None:
            self._values.move_to_end(key)
        return value

    def put(self, key: K, value: V) -> None:
        """Keep the value."""
        self._values[key] = value
        self._values.move_to_end(key)
        while len(self._values) > self._room:
            self._values.popitem(last=False)
