"""Shapes of plain values: read strictly, and described in JSON Schema.

Strictly means no unknown keys, no text for a list, no number for a text. Reading goes on after
something wrong, so that all of it is found.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.library.rules import RefusedError, Rule

Path = tuple[str | int, ...]
Flaws = dict[Path, tuple[str, Mapping[str, Any]]]
"""The kind of each flaw and the values that tell of it, by the path of what is wrong."""
_Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ruled:
    """A text, or with ``any_type`` any value, that follows a rule."""

    rule: Rule
    any_type: bool = False


@dataclass(frozen=True, slots=True)
class Matching:
    """A text that matches a pattern."""

    pattern: str


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few words."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YesOrNo:
    """True or false."""


@dataclass(frozen=True, slots=True)
class Ordinal:
    """A whole number from 1."""


@dataclass(frozen=True, slots=True)
class Many:
    """A list of at most ``most`` entries; an editor is told if each may be there only once."""

    of: "Shape"
    most: int | None = None
    each_once: bool = False


@dataclass(frozen=True, slots=True)
class OneOrMany:
    """One value of a shape, or a list of them."""

    of: "Shape"


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a record. ``default`` is for an editor; whoever uses the record applies it."""

    shape: "Shape"
    description: str
    needed: bool = False
    default: bool | int | str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with these keys and no others; ``name`` is that of its JSON Schema."""

    name: str
    description: str
    keys: Mapping[str, Key]


Shape = Ruled | Matching | OneOf | YesOrNo | Ordinal | Many | OneOrMany | Record


def read(shape: Shape, value: Any, path: Path, flaws: Flaws) -> Any:  # noqa: C901, PLR0911, PLR0912 - one case for each shape
    """Return the value as it is kept, and add what is wrong with it to the flaws.

    A value with flaws is not to be used.
    """
    match shape:
        case Ruled(rule, any_type):
            if not (any_type or isinstance(value, str)):
                return _flawed(flaws, path, "text")
            try:
                return rule.check(value)
            except RefusedError as error:
                return _flawed(flaws, path, "rule", wrong=error.wrong, remedy=error.remedy)
        case Matching(pattern):
            if not isinstance(value, str):
                return _flawed(flaws, path, "text")
            return value if re.search(pattern, value) else _flawed(flaws, path, "pattern")
        case OneOf(words):
            return value if value in words else _flawed(flaws, path, "choice", words=words)
        case YesOrNo():
            return value if isinstance(value, bool) else _flawed(flaws, path, "bool")
        case Ordinal():
            if type(value) is not int:  # isinstance() would take true for a number
                return _flawed(flaws, path, "number")
            return value if value > 0 else _flawed(flaws, path, "too_small")
        case OneOrMany(of):
            return read(Many(of) if isinstance(value, list) else of, value, path, flaws)
        case Many(of, most):
            if not isinstance(value, list):
                return _flawed(flaws, path, "list")
            if most is not None and len(value) > most:
                return _flawed(flaws, path, "too_long", found=len(value), most=most)
            return [read(of, one, (*path, place), flaws) for place, one in enumerate(value)]
        case Record(keys=keys):
            if not isinstance(value, dict):
                return _flawed(flaws, path, "record")
            for name in keys:
                if keys[name].needed and name not in value:
                    _flawed(flaws, (*path, name), "missing")
            for name in value:
                if name not in keys:
                    _flawed(flaws, (*path, name), "unknown")
            return {
                name: read(key.shape, value[name], (*path, name), flaws)
                for name, key in keys.items()
                if name in value
            }


def _flawed(flaws: Flaws, path: Path, kind: str, **context: Any) -> None:
    flaws[path] = (kind, context)


def json_schema(record: Record) -> _Schema:
    """Return the JSON Schema (2020-12) of a record; those of records within it are ``$defs``."""
    records: dict[str, _Schema] = {}
    schema = _described(record, records)
    return {**schema, "$defs": dict(sorted(records.items()))}


def _described(shape: Shape, records: dict[str, _Schema]) -> _Schema:  # noqa: C901, PLR0911 - one case for each shape
    match shape:
        case Ruled(rule, any_type):
            return {**rule.schema} if any_type else {"type": "string", **rule.schema}
        case Matching(pattern):
            return {"type": "string", "pattern": pattern}
        case OneOf(words):
            return {"type": "string", "enum": [*words]}
        case YesOrNo():
            return {"type": "boolean"}
        case Ordinal():
            return {"type": "integer", "minimum": 1}
        case OneOrMany(of):
            return {"anyOf": [_described(of, records), _described(Many(of), records)]}
        case Many(of, most, each_once):
            most_items = {} if most is None else {"maxItems": most}
            unique = {"uniqueItems": True} if each_once else {}
            return {"type": "array", "items": _within(of, records), **most_items, **unique}
        case Record():
            needed = [name for name, key in shape.keys.items() if key.needed]
            return {
                "description": shape.description,
                "type": "object",
                "properties": {name: _of_key(key, records) for name, key in shape.keys.items()},
                **({"required": needed} if needed else {}),
                "additionalProperties": False,
            }


def _within(shape: Shape, records: dict[str, _Schema]) -> _Schema:
    """Return the schema of a value within another; that of a record as a reference."""
    if not isinstance(shape, Record):
        return _described(shape, records)
    records[shape.name] = _described(shape, records)
    return {"$ref": f"#/$defs/{shape.name}"}


def _of_key(key: Key, records: dict[str, _Schema]) -> _Schema:
    default = {} if key.default is None else {"default": key.default}
    return {**_within(key.shape, records), "description": key.description, **default}
