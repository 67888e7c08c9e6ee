"""Write the JSON Schemas of the library's files to quotes/schema, where editors find them.

The bot copies them from there into new libraries and exports.
"""

import json
from inspect import getdoc
from pathlib import Path
from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin

from bot.library.file_model import JSON, REQUIRED, UNIONS, Field, Limit, Model
from bot.library.rules import Rule
from bot.library.schema import FILE_KINDS, FileKind

_TYPES = {str: "string", int: "integer", bool: "boolean"}
FOLDER = Path(__file__).parent.parent / "quotes"


def main() -> None:
    """Write all three and say so."""
    for name, text in schema_files().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(f"wrote quotes/{name}")


def schema_files() -> dict[str, str]:
    """Return the schemas as files, by the names in the first lines of library files."""
    return {
        f"schema/{kind.stem}.json": json.dumps(json_schema(kind), ensure_ascii=False, indent=2)
        + "\n"
        for kind in FILE_KINDS
    }


def json_schema(kind: FileKind) -> JSON:
    """Return the JSON Schema (2020-12) of a kind of file; no file may hold null."""
    models: dict[str, JSON] = {}
    schema = _json_of_model(kind, models)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Counterpoint library: {kind.stem}",
        "$defs": dict(sorted(models.items())),
        **schema,
    }


def _json_of_model(model: type[Model], models: dict[str, JSON]) -> JSON:
    fields = model.fields().values()
    properties = {one.key: _json_of_field(one, models) for one in fields}
    required = [one.key for one in fields if one.default is REQUIRED]
    return {
        "additionalProperties": False,
        "description": getdoc(model),
        "properties": properties,
        **({"required": required} if required else {}),
        "type": "object",
    }


def _json_of_field(one: Field, models: dict[str, JSON]) -> JSON:
    schema = {**_json_of(one.type, models), "description": one.description}
    if one.default not in (REQUIRED, None, []):
        schema["default"] = one.default
    return dict(sorted(schema.items()))


def _json_of(type_: Any, models: dict[str, JSON]) -> JSON:
    """Return the JSON Schema of a type; put those of models in it into ``models``, by name."""
    parts = get_args(type_)
    match get_origin(type_):
        case origin if origin is Annotated:
            return _json_of_annotated(*parts, models=models)
        case origin if origin is list:
            return {"items": _json_of(parts[0], models), "type": "array"}
        case origin if origin is Literal:
            return {"enum": list(parts), "type": "string"}
        case origin if origin in UNIONS:
            some = [_json_of(part, models) for part in parts if part is not NoneType]
            return {"anyOf": some} if len(some) > 1 else some[0]
        case _:
            pass
    if type_ in _TYPES:
        return {"type": _TYPES[type_]}
    if type_.__name__ not in models:
        models[type_.__name__] = _json_of_model(type_, models)
    return {"$ref": f"#/$defs/{type_.__name__}"}


def _json_of_annotated(type_: Any, *said: object, models: dict[str, JSON]) -> JSON:
    schema = _json_of(type_, models)
    for one in said:
        match one:
            case Limit(keyword, value):
                schema[keyword] = value
            case Rule(schema=of_rule, whole=True):
                schema = dict(of_rule)
            case Rule(schema=of_rule):
                schema |= of_rule
            case _:
                pass
    return schema


if __name__ == "__main__":
    main()
