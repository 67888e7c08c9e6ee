"""Changes as one line of JSON each, the form the store keeps, and back.

The keys of a line are ``version``, ``deed`` (the kind of change) and the fields of the change;
fields with their default value are left out. The line is ASCII with sorted keys, so the same
change is always the same line. Reading is strict: no unknown key, no coerced type.

A line once written must be readable for ever. A field may be added if it has a default; for any
other change of form, raise ``VERSION`` and convert older lines before they are read.
"""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError

from bot.errors import StoreError
from bot.library import changes
from bot.library.changes import Change
from bot.library.text_cleaning import well_formed

VERSION = 1
_TYPES: Mapping[str, type[Change]] = {
    "put-quote": changes.PutQuote,
    "remove-quote": changes.RemoveQuote,
    "restore-quote": changes.RestoreQuote,
    "hide-quote": changes.HideQuote,
    "show-quote": changes.ShowQuote,
    "put-topic": changes.PutTopic,
    "put-point": changes.PutPoint,
    "put-speaker": changes.PutSpeaker,
    "put-source": changes.PutSource,
    "erased": changes.Erased,
}
_KINDS = {type_: kind for kind, type_ in _TYPES.items()}
_STRICT = ConfigDict(strict=True, extra="forbid")
# pydantic hands a configuration down to plain dataclasses, but takes none for a dataclass itself;
# hence the "| None", which no line uses.
_ADAPTERS: Mapping[str, TypeAdapter[Any]] = {
    kind: TypeAdapter(type_ | None, config=_STRICT)  # type: ignore[arg-type] # a union made here
    for kind, type_ in _TYPES.items()
}


def kind_of(change: Change) -> str:
    """Return the kind of a change by its stored name, such as ``put-quote``."""
    return _KINDS[type(change)]


def dumps(change: Change) -> str:
    """Return the change as one line of JSON."""
    kind = kind_of(change)
    # A mapping of grounds need not be a dict: pydantic would warn of it, json needs the default.
    fields = _ADAPTERS[kind].dump_python(change, exclude_defaults=True, warnings=False)
    line = {"version": VERSION, "deed": kind, **fields}
    return json.dumps(line, sort_keys=True, separators=(",", ":"), default=dict)


def loads(line: str) -> Change:
    """Return the change that a line holds. Raises StoreError for a line :func:`dumps` never wrote.

    A line of a newer version is refused too. Half a surrogate pair is read as ``�``.
    """
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise StoreError("a stored change is not JSON") from error
    if not isinstance(fields, dict):
        raise StoreError("a stored change is not a JSON object")
    version, kind = fields.pop("version", None), fields.pop("deed", None)
    if type(version) is not int or version < 1:  # isinstance() would take true for a number
        raise StoreError("a stored change has no version")
    if version > VERSION:
        raise StoreError(
            f"a stored change has version {version}, but this program reads versions up to "
            f"{VERSION}; install the newer program that wrote it"
        )
    adapter = _ADAPTERS.get(kind) if isinstance(kind, str) else None
    if adapter is None:
        raise StoreError("a stored change is of a kind that this program does not know")
    try:
        # Strict validation takes a list for a tuple from JSON only: make the fields JSON again.
        change: Change = adapter.validate_json(well_formed(json.dumps(fields, ensure_ascii=False)))
    except RecursionError as error:
        raise StoreError("a stored change cannot be read: it is nested too deep") from error
    except ValidationError as error:
        # The key and the rule of the first fault; never the value, which is not for a log.
        first = error.errors(include_url=False, include_input=False)[0]
        reason = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
        raise StoreError(f"a stored change cannot be read: {reason}") from error
    return change
