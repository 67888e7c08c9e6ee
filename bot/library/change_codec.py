"""Changes as they are stored, and back: one line of JSON each.

The line says its version and its deed; the other keys are the fields of the change, those with
their default value left out. It is ASCII with sorted keys, so the same change is always the same
line. Reading is strict. What was written once must read for ever: a field may be added with a
default; for anything else raise ``VERSION`` and say the older lines in the new words first.
"""

import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from bot.errors import StoreError
from bot.library.changes import (
    Change,
    HideQuote,
    PutPoint,
    PutQuote,
    PutSource,
    PutSpeaker,
    PutTopic,
    RemoveQuote,
    RestoreQuote,
    ShowQuote,
)

VERSION = 1
_DEEDS: Mapping[str, type[Change]] = {
    "put-quote": PutQuote,
    "remove-quote": RemoveQuote,
    "restore-quote": RestoreQuote,
    "hide-quote": HideQuote,
    "show-quote": ShowQuote,
    "put-topic": PutTopic,
    "put-point": PutPoint,
    "put-speaker": PutSpeaker,
    "put-source": PutSource,
}
_NAMES = {kind: deed for deed, kind in _DEEDS.items()}


class _MismatchError(Exception):
    """A value that is not what its field takes."""


def deed_of(change: Change) -> str:
    """The deed's name, as it is stored: ``put-quote``."""
    return _NAMES[type(change)]


def written(change: Change) -> str:
    """The change as one line of JSON."""
    head = {"version": VERSION, "deed": deed_of(change)}
    return json.dumps(head | _plain(change), sort_keys=True, separators=(",", ":"))


def read_change(line: str) -> Change:
    """The change of a line. Raises StoreError for one this program cannot have written."""
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise StoreError("a stored change is not JSON") from error
    if not isinstance(given, dict):
        raise StoreError("a stored change is not a JSON object")
    version, deed = given.pop("version", None), given.pop("deed", None)
    if type(version) is not int or version < 1:
        raise StoreError("a stored change does not say its version")
    if version > VERSION:
        raise StoreError(
            f"a stored change is of version {version}, and this program reads up to {VERSION}; "
            "install the newer program that wrote it"
        )
    kind = _DEEDS.get(deed) if isinstance(deed, str) else None
    if kind is None:
        raise StoreError("a stored change does something this program does not know")
    try:
        return cast("Change", _read(kind, given, deed))
    except _MismatchError as error:
        raise StoreError(f"a stored change cannot be read: {error}") from error


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {
            held.name: _plain(getattr(value, held.name))
            for held in fields(value)
            if getattr(value, held.name) != _default(held)
        }
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return dict(value)
    return value.value if isinstance(value, StrEnum) else value


def _default(held: Field[Any]) -> Any:
    return held.default_factory() if held.default_factory is not MISSING else held.default


def _read(kind: Any, given: Any, name: str) -> Any:
    """``given`` as a value of a type: the few kinds of type that changes are made of."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is tuple:
        each = _must(given, list, name)
        return tuple(_read(inner[0], value, name) for value in each)
    if origin in (UnionType, Union):
        present = next(part for part in inner if part is not NoneType)
        return None if given is None else _read(present, given, name)
    if origin is not None:
        mapping = _must(given, dict, name)
        return {key: _read(inner[1], value, name) for key, value in mapping.items()}
    if is_dataclass(kind):
        return _read_fields(cast("type", kind), _must(given, dict, name), name)
    if issubclass(kind, StrEnum):
        return _member(kind, given, name)
    return _must(given, kind, name)


def _read_fields(kind: type, given: dict[str, Any], name: str) -> Any:
    hints = _hints(kind)
    unknown = sorted(given.keys() - hints.keys())
    if unknown:
        raise _MismatchError(f"{name} has an unknown key {unknown[0]!r}")
    for held in fields(kind):
        if held.name not in given and _default(held) is MISSING:
            raise _MismatchError(f"{name} has no {held.name}")
    return kind(**{key: _read(hints[key], value, key) for key, value in given.items()})


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _member(kind: type[StrEnum], given: Any, name: str) -> StrEnum:
    try:
        return kind(_must(given, str, name))
    except ValueError as error:
        raise _MismatchError(f"{name} is not one of {', '.join(kind)}") from error


def _must(given: Any, kind: type, name: str) -> Any:
    # type() and not isinstance(): true is no number here.
    if type(given) is not kind:
        raise _MismatchError(f"{name} is not of type {kind.__name__}")
    return given
