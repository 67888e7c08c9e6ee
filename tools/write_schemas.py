"""Write the JSON Schemas of the library's files to quotes/schema, where editors find them.

The bot copies them from there into new libraries and exports.
"""

import json
from pathlib import Path
from typing import Any

from bot.library.schema import FileKind

FOLDER = Path(__file__).parent.parent / "quotes"


def main() -> None:
    """Write all three and say so."""
    for name, text in schema_files().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(f"wrote quotes/{name}")


def schema_files() -> dict[str, str]:
    """Return the schemas as files, by the names in the first lines of library files."""
    return {
        f"schema/{kind.value}.json": json.dumps(json_schema(kind), ensure_ascii=False, indent=2)
        + "\n"
        for kind in FileKind
    }


def json_schema(kind: FileKind) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a kind of file."""
    made: dict[str, Any] = _plain(kind.model.model_json_schema())
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Counterpoint library: {kind.value}",
        "description": made.pop("description"),
        **made,
    }


def _plain(schema: Any) -> Any:
    """The schema without generated titles, empty defaults and null, which no file may hold."""
    if isinstance(schema, list):
        return [_plain(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {
        key: _plain(part)
        for key, part in schema.items()
        if not (key == "title" and isinstance(part, str))
        and not (key == "default" and part in (None, []))
    }
    choices = plain.get("anyOf", [])
    if {"type": "null"} in choices:
        rest = [choice for choice in choices if choice != {"type": "null"}]
        del plain["anyOf"]
        plain = {**rest[0], **plain} if len(rest) == 1 else {**plain, "anyOf": rest}
    return plain


if __name__ == "__main__":
    main()
