"""Models of files: classes whose annotations say what values a file may hold.

pydantic could make such models, but importing it takes as long as the rest of loading a library.
The names of faults and their sentences are those of pydantic.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    NamedTuple,
    Self,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from bot.library.rules import Rule, RuleError

JSON = dict[str, Any]
Path = tuple[str | int, ...]
_PLAIN: Mapping[Any, tuple[str, str]] = {
    str: ("string_type", "Input should be a valid string"),
    int: ("int_type", "Input should be a valid integer"),
    bool: ("bool_type", "Input should be a valid boolean"),
}
UNIONS = (Union, UnionType)
REQUIRED: Any = object()


class Limit(NamedTuple):
    """A limit on a text, a number or a list, by its name in JSON Schema.

    The length of a list (``maxItems``), the form of a text (``pattern``, of the whole text) and the
    lowest number (``minimum``) are checked; others are for editors.
    """

    keyword: str
    value: Any


class ValueFault(NamedTuple):
    """A wrong value: its path, the type of the fault with its particulars, and a sentence."""

    path: Path
    type: str
    context: Mapping[str, Any]
    said: str


# Returns the value of a file as that of a model; adds the faults of the value at this path.
_Reader = Callable[[Any, Path, list[ValueFault]], Any]


class ModelError(ValueError):
    """Values that are none of a model, with all their faults."""

    def __init__(self, faults: list[ValueFault]) -> None:
        super().__init__(faults[0].said)
        self.faults = faults


class Field(NamedTuple):
    """A field of a model: its type, its default and description, and its key in a file."""

    type: Any
    default: Any
    description: str
    key: str


def field(default: Any = REQUIRED, *, description: str, key: str = "") -> Any:
    """Return the properties of a field, as the value of an attribute of a :class:`Model`."""
    return Field(None, default, description, key)


class Model:
    """The base of models. A field without a default must be given, and no other key may be.

    Types are text, whole numbers, truth values, literals, lists, other models, and unions of them.
    ``Annotated`` adds rules (:class:`bot.library.rules.Rule`), limits and a description.
    """

    def __init__(self, values: Mapping[str, Any], given: frozenset[str]) -> None:
        """Take the values of all fields by name; ``given`` are those that have no default."""
        self._values = values
        self._names_given = given
        vars(self).update(values)

    @classmethod
    @cache
    def fields(cls) -> Mapping[str, Field]:
        """Return the fields by the names of their attributes."""
        hints = get_type_hints(cls, include_extras=True)
        return {
            name: _field(name, type_, getattr(cls, name, REQUIRED))
            for name, type_ in hints.items()
            if not name.startswith("_")
        }

    @classmethod
    def validated(cls, values: object) -> Self:
        """Return the model of these values by key. Raises ModelError."""
        faults: list[ValueFault] = []
        type_: Any = cls
        model: Self = _reader_of(type_)(values, (), faults)
        if faults:
            raise ModelError(faults)
        return model

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        """Yield the name and the value of each field."""
        return iter(self._values.items())

    def given(self) -> JSON:
        """Return the values that were given, by key, models among them as mappings."""
        fields, names = self.fields(), self._names_given
        return {fields[name].key: _given(value) for name, value in self if name in names}


def _given(value: Any) -> Any:
    if isinstance(value, list):
        return [_given(each) for each in value]
    return value.given() if isinstance(value, Model) else value


def _field(name: str, type_: Any, default: Any) -> Field:
    if isinstance(default, Field):
        return default._replace(type=type_, key=default.key or name)
    # The description of a type that several fields have stands in the type.
    said = next((one for one in get_args(type_) if isinstance(one, str)), "")
    return Field(type_, default, said, name)


@cache
def _reader_of(type_: Any) -> _Reader:
    """Return the reader of a type."""
    origin, parts = get_origin(type_), get_args(type_)
    if origin is Annotated:
        return _annotated_reader(*parts)
    if origin is list:
        return _list_reader(_reader_of(parts[0]))
    if origin is Literal:
        return _literal_reader(parts)
    if origin in UNIONS:
        return _union_reader(parts)
    return _plain_reader(type_) if type_ in _PLAIN else _model_reader(type_)


def _plain_reader(type_: type) -> _Reader:
    fault, said = _PLAIN[type_]

    def read(value: Any, path: Path, faults: list[ValueFault]) -> Any:
        if type(value) is not type_:
            faults.append(ValueFault(path, fault, {}, said))
        return value

    return read


def _annotated_reader(type_: Any, *said: object) -> _Reader:
    read = _reader_of(type_)
    for one in said:
        match one:
            case Limit():
                read = _limited(read, one)
            case Rule(check=check, whole=whole):
                read = _ruled(None if whole else read, check)
            case _:
                pass
    return read


def _limited(read_within: _Reader, limit: Limit) -> _Reader:
    def read(value: Any, path: Path, faults: list[ValueFault]) -> Any:
        if fault := _beyond(limit, value):
            faults.append(ValueFault(path, *fault))
            return value
        return read_within(value, path, faults)

    return read


def _beyond(limit: Limit, value: object) -> tuple[str, Mapping[str, Any], str] | None:
    match limit, value:
        case Limit("maxItems", most), list() if len(value) > most:
            context = {"actual_length": len(value), "max_length": most}
            said = f"List should have at most {most} items after validation, not {len(value)}"
            return "too_long", context, said
        case Limit("minimum", least), int() if value < least:
            return "greater_than_equal", {}, f"Input should be greater than or equal to {least}"
        case Limit("pattern", form), str() if not re.fullmatch(form, value):
            return "string_pattern_mismatch", {}, f"String should match pattern '{form}'"
        case _:
            return None


def _ruled(read_before: _Reader | None, check: Callable[[Any], str]) -> _Reader:
    def read(value: Any, path: Path, faults: list[ValueFault]) -> Any:
        known = len(faults)
        if read_before:
            value = read_before(value, path, faults)
        if len(faults) == known:
            try:
                return check(value)
            except RuleError as error:
                context = {"wrong": error.wrong, "remedy": error.remedy}
                faults.append(ValueFault(path, "rule", context, str(error)))
        return value

    return read


def _list_reader(read_each: _Reader) -> _Reader:
    def read(value: Any, path: Path, faults: list[ValueFault]) -> Any:
        if not isinstance(value, list):
            faults.append(ValueFault(path, "list_type", {}, "Input should be a valid list"))
            return value
        return [read_each(each, (*path, place), faults) for place, each in enumerate(value)]

    return read


def _literal_reader(choices: tuple[str, ...]) -> _Reader:
    *others, last = map(repr, choices)
    expected = f"{', '.join(others)} or {last}"

    def read(value: Any, path: Path, faults: list[ValueFault]) -> Any:
        if not (isinstance(value, str) and value in choices):
            said = f"Input should be {expected}"
            faults.append(ValueFault(path, "literal_error", {"expected": expected}, said))
        return value

    return read


def _union_reader(types: tuple[Any, ...]) -> _Reader:
    """Return the first of the readers that takes a value; none takes another's."""
    some = [(_label(type_), _reader_of(type_)) for type_ in types if type_ is not NoneType]
    nullable = NoneType in types

    def read(value: Any, path: Path, faults: list[ValueFault]) -> Any:
        if value is None and nullable:
            return None
        if len(some) == 1:
            return some[0][1](value, path, faults)
        tried: list[ValueFault] = []
        for label, read_one in some:
            wrong: list[ValueFault] = []
            found = read_one(value, (*path, label), wrong)
            if not wrong:
                return found
            tried += wrong
        faults += tried
        return value

    return read


def _label(type_: Any) -> str:
    """Return the step of a path for a type of a union, as pydantic writes it."""
    if get_origin(type_) is list:
        return f"list[{_label(get_args(type_)[0])}]"
    return "constrained-str" if get_origin(type_) is Annotated else getattr(type_, "__name__", "")


def _model_reader(model: type[Model]) -> _Reader:
    fields = [(name, one, _reader_of(one.type)) for name, one in model.fields().items()]
    keys = {one.key for _, one, _ in fields}

    def read(value: Any, path: Path, faults: list[ValueFault]) -> Any:
        if not isinstance(value, dict):
            said = f"Input should be a valid dictionary or instance of {model.__name__}"
            faults.append(ValueFault(path, "model_type", {}, said))
            return value
        found: dict[str, Any] = {}
        given = set()
        for name, one, read_field in fields:
            if one.key in value:
                given.add(name)
                found[name] = read_field(value[one.key], (*path, one.key), faults)
            elif one.default is REQUIRED:
                faults.append(ValueFault((*path, one.key), "missing", {}, "Field required"))
            else:
                found[name] = one.default
        for key in value:
            if key not in keys:
                said = "Extra inputs are not permitted"
                faults.append(ValueFault((*path, key), "extra_forbidden", {}, said))
        return model(found, frozenset(given))

    return read
