"""A few entries laid over a large mapping, without a copy of it for each server."""

from collections.abc import Hashable, Iterator, Mapping, Set, ValuesView
from typing import Any, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Overlay(Mapping[K, V]):
    """``base`` without the keys in ``gone``, with the entries of ``over`` in the place of its own.

    In order: what of ``base`` is untouched, then ``over``; a key in ``gone`` is in neither. The
    three must not be changed afterwards. Looking up costs a few dictionary look-ups, whatever the
    size; making one costs nothing.
    """

    __slots__ = ("_base", "_gone", "_length", "_over")

    def __init__(self, base: Mapping[K, V], over: Mapping[K, V], gone: Set[K]) -> None:
        self._base = base
        self._over = over
        self._gone = gone
        self._length = -1  # counted when somebody asks

    def __getitem__(self, key: K) -> V:
        if key in self._gone:
            raise KeyError(key)
        return self._over[key] if key in self._over else self._base[key]

    def __iter__(self) -> Iterator[K]:
        return (key for key, _ in self._pairs())

    def values(self) -> ValuesView[V]:
        """The values, without a look-up for each key."""
        return _Values(self)

    def beside(self, base: Mapping[K, V]) -> tuple[tuple[K, ...], tuple[K, ...]] | None:
        """The keys that are laid over ``base``, and those of ``base`` that are not seen through.

        None where this lies over something else. A key that is laid over is in both.
        """
        if self._base is not base:
            return None
        over = tuple(key for key in self._over if key not in self._gone)
        return over, tuple(
            key for key in {**self._over, **dict.fromkeys(self._gone)} if key in base
        )

    def _pairs(self) -> Iterator[tuple[K, V]]:
        over, gone = self._over, self._gone
        for pair in self._base.items():
            if pair[0] not in over and pair[0] not in gone:
                yield pair
        for pair in over.items():
            if pair[0] not in gone:
                yield pair

    def __len__(self) -> int:
        if self._length < 0:
            base, over = self._base, self._over
            added = sum(key not in base for key in over)
            lost = sum(key in base or key in over for key in self._gone)
            self._length = len(base) + added - lost
        return self._length

    def __contains__(self, key: object) -> bool:
        return key not in self._gone and (key in self._over or key in self._base)


class _Values(ValuesView[V]):
    _mapping: Overlay[Any, V]

    def __iter__(self) -> Iterator[V]:
        return (value for _, value in self._mapping._pairs())  # noqa: SLF001 - its own view
