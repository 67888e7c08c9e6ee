"""A cache of bounded size that drops what was least recently used."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class LruCache(Generic[K, V]):
    """At most ``size`` values by key; the least recently used goes first. Safe for many threads.

    ``functools.lru_cache`` computes a value where it is asked for; here the caller does, so a value
    can be made elsewhere (in another thread, by an awaited call) or replaced.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._values: OrderedDict[K, V] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """Return the number of keys."""
        return len(self._values)

    def get(self, key: K) -> V | None:
        """Return the value of the key, or None; it counts as used."""
        with self._lock:
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key]

    def put(self, key: K, value: V) -> None:
        """Add or replace the value of the key."""
        with self._lock:
            self._put(key, value)

    def setdefault(self, key: K, value: V) -> V:
        """Return the value of the key; where there is none, add ``value`` and return it."""
        with self._lock:
            held = self._values.get(key, value)
            self._put(key, held)
            return held

    def drop(self, unwanted: Callable[[K, V], bool]) -> None:
        """Drop every value for which ``unwanted`` is true of the key and the value."""
        with self._lock:
            for key in [key for key, value in self._values.items() if unwanted(key, value)]:
                del self._values[key]

    def _put(self, key: K, value: V) -> None:
        self._values[key] = value
        self._values.move_to_end(key)
        while len(self._values) > self._size:
            self._values.popitem(last=False)
