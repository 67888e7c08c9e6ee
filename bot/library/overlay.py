"""A server's few changes laid over the shared library, without a copy of it for each server."""

from collections.abc import Hashable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
Part = TypeVar("Part")
Gone = TypeVar("Gone")


@dataclass(frozen=True, slots=True)
class Layer(Generic[Part, Gone]):
    """A part of a search structure, and what in it does not count any more."""

    part: Part
    gone: Gone


def lay_over(
    base: Sequence[Layer[Part, Gone]], own: Part, gone: Gone, *, nothing: Gone
) -> tuple[Layer[Part, Gone], ...]:
    """Return the layers of ``base``, without what is ``gone`` from them, and then ``own``.

    ``base`` is empty for a structure made anew, else one layer; ``nothing`` is an empty ``gone``.
    """
    return (*(Layer(layer.part, gone) for layer in base), Layer(own, nothing))


class Overlay(Mapping[K, V]):
    """``base`` without the keys in ``gone``; an entry of ``over`` replaces one of ``base``.

    In order: the untouched entries of ``base``, then ``over``; a key in ``gone`` is in neither.
    The three must not be changed afterwards. A look-up costs a few dictionary look-ups, whatever
    the size; making an overlay costs nothing.
    """

    __slots__ = ("_base", "_gone", "_length", "_over")

    def __init__(self, base: Mapping[K, V], over: Mapping[K, V], gone: Set[K]) -> None:
        self._base = base
        self._over = over
        self._gone = gone
        self._length = -1  # counted when first asked for

    def __getitem__(self, key: K) -> V:
        if key in self._gone:
            raise KeyError(key)
        return self._over[key] if key in self._over else self._base[key]

    def __iter__(self) -> Iterator[K]:
        over, gone = self._over, self._gone
        kept = (key for key in self._base if key not in over)
        return (key for key in chain(kept, over) if key not in gone)

    def beside(self, base: Mapping[K, V]) -> tuple[tuple[K, ...], tuple[K, ...]] | None:
        """Return the keys laid over ``base``, and the keys of ``base`` that are replaced or gone.

        None where this lies over something else.
        """
        if self._base is not base:
            return None
        over = tuple(key for key in self._over if key not in self._gone)
        return over, tuple(key for key in dict.fromkeys((*self._over, *self._gone)) if key in base)

    def __len__(self) -> int:
        if self._length < 0:
            base, over = self._base, self._over
            added = sum(key not in base for key in over)
            lost = sum(key in base or key in over for key in self._gone)
            self._length = len(base) + added - lost
        return self._length

    def __contains__(self, key: object) -> bool:
        return key not in self._gone and (key in self._over or key in self._base)


class Chain(Sequence[V]):
    """One sequence after another, without a copy."""

    def __init__(self, first: Sequence[V], second: Sequence[V]) -> None:
        self._first = first
        self._second = second

    def __getitem__(self, place: int) -> V:  # type: ignore[override] # no slices
        known = len(self._first)
        return self._first[place] if place < known else self._second[place - known]

    def __len__(self) -> int:
        return len(self._first) + len(self._second)


def chained(base: Sequence[V], own: Sequence[V]) -> Sequence[V]:
    """Return ``own`` after ``base``."""
    return Chain(base, own) if base else own


def overlaid(base: Mapping[K, V], own: Mapping[K, V]) -> Mapping[K, V]:
    """Return ``own`` over ``base``."""
    return Overlay(base, own, frozenset()) if base else own
