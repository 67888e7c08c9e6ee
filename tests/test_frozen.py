"""Frozen classes against those of the standard library."""

import pickle
from copy import deepcopy
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, replace
from inspect import signature
from typing import Any

import pytest

from bot.frozen import frozen


@frozen
class Thing:
    name: str
    size: int = 1
    tags: dict[str, int] = field(default_factory=dict, hash=False)
    note: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Standard:
    name: str
    size: int = 1
    tags: dict[str, int] = field(default_factory=dict, hash=False)
    note: str = field(default="", compare=False, repr=False)


@frozen
class Nothing:
    pass


def test_values_are_those_given_or_the_defaults() -> None:
    thing = Thing("tram", tags={"a": 1})
    assert (thing.name, thing.size, thing.tags, thing.note) == ("tram", 1, {"a": 1}, "")
    assert asdict(thing) == asdict(Standard("tram", tags={"a": 1}))
    assert Thing("tram").tags is not Thing("tram").tags


def test_a_class_looks_like_one_of_the_standard_library() -> None:
    assert repr(Thing("tram", 2)) == repr(Standard("tram", 2)).replace("Standard", "Thing")
    assert [one.name for one in fields(Thing)] == [one.name for one in fields(Standard)]
    assert Thing.__match_args__ == Standard.__match_args__
    assert list(signature(Thing).parameters) == list(signature(Standard).parameters)


def test_things_with_equal_values_are_equal_whatever_is_not_compared() -> None:
    assert Thing("tram", note="x") == Thing("tram", note="y")
    assert Thing("tram") != Thing("bus")
    other: object = Standard("tram")
    assert Thing("tram") != other
    assert len({Thing("tram"), Thing("tram"), Thing("bus")}) == 2
    assert Nothing() == Nothing()
    assert len({Nothing(), Nothing()}) == 1


def test_a_thing_can_be_copied_and_pickled() -> None:
    thing = Thing("tram", 2, {"a": 1}, "x")
    for again in (deepcopy(thing), pickle.loads(pickle.dumps(thing, protocol=5))):  # noqa: S301 - ours
        assert (again, again.note) == (thing, "x")
        assert again is not thing
    assert pickle.loads(pickle.dumps(Nothing())) == Nothing()  # noqa: S301 - ours


def test_nothing_can_be_changed_or_added() -> None:
    thing: Any = Thing("tram")
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'name'"):
        thing.name = "bus"
    with pytest.raises(FrozenInstanceError):
        thing.colour = "red"
    with pytest.raises(FrozenInstanceError):
        del thing.name
    assert replace(thing, size=3) == Thing("tram", 3)


def test_methods_of_the_class_stay() -> None:
    @frozen
    class Named:
        name: str

        def __hash__(self) -> int:
            return 7

        def __repr__(self) -> str:
            return "named"

    assert hash(Named("a")) == 7
    assert repr(Named("a")) == "named"
    assert Named("a") == Named("a")
