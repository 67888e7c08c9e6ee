"""Frozen, slotted dataclasses that are made in a third of the time.

For each class ``dataclass(frozen=True, slots=True)`` writes and compiles seven methods, and a start
makes more than a hundred classes: that is a tenth of its time. Here only ``__init__`` is compiled.
"""

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import Any, NoReturn, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T]) -> type[T]:
    """Make the class a frozen, slotted dataclass; methods that it has itself stay."""
    own = {name for name in ("__eq__", "__hash__", "__repr__") if cls.__dict__.get(name)}
    made: Any = dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    held = fields(made)
    compared = _values(held, lambda one: one.compare)
    hashed = _values(held, lambda one: one.compare if one.hash is None else one.hash)
    methods: dict[str, Callable[..., Any]] = {
        "__eq__": lambda one, other: (
            compared(one) == compared(other) if other.__class__ is one.__class__ else NotImplemented
        ),
        "__hash__": lambda one: hash(hashed(one)),
        "__repr__": _repr,
        # To copy and to pickle: both set values otherwise.
        "__reduce__": lambda one: (one.__class__, tuple(getattr(one, each.name) for each in held)),
    }
    for name in methods.keys() - own:
        setattr(made, name, methods[name])
    made.__init__ = _init(made, held)
    made.__setattr__ = made.__delattr__ = _refuse
    frozen_class: type[T] = made
    return frozen_class


def _values(
    held: tuple[Field[Any], ...], counts: Callable[[Field[Any]], bool]
) -> Callable[[object], Any]:
    """Return a function that returns the values of those fields that count."""
    names = [one.name for one in held if counts(one)]
    return attrgetter(*names) if names else lambda _: ()


def _init(made: Any, held: tuple[Field[Any], ...]) -> Callable[..., None]:
    """Compile ``__init__``: like those of dataclasses, which set values past ``__setattr__``."""
    space: dict[str, Any] = {"MISSING": MISSING}
    arguments, lines = ["self"], []
    for one in held:
        name, value = one.name, one.name
        space[f"set_{name}"] = made.__dict__[name].__set__
        if one.default_factory is not MISSING:
            space[f"make_{name}"] = one.default_factory
            arguments.append(f"{name}=MISSING")
            value = f"make_{name}() if {name} is MISSING else {name}"
        elif one.default is not MISSING:
            space[f"default_{name}"] = one.default
            arguments.append(f"{name}=default_{name}")
        else:
            arguments.append(name)
        lines.append(f"set_{name}(self, {value})")
    body = "\n ".join(lines) or "pass"
    exec(f"def __init__({', '.join(arguments)}):\n {body}", space)  # noqa: S102 - as dataclasses do
    init: Callable[..., None] = space["__init__"]
    init.__annotations__ = {**{one.name: one.type for one in held}, "return": None}
    init.__qualname__ = f"{made.__qualname__}.__init__"
    return init


def _refuse(_one: object, name: str, _value: object = None) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _repr(one: Any) -> str:
    shown = (f"{held.name}={getattr(one, held.name)!r}" for held in fields(one) if held.repr)
    return f"{type(one).__qualname__}({', '.join(shown)})"
