"""Write the JSON Schemas of the library's files to quotes/schema, where editors find them.

The bot copies them from there into new libraries and exports.
"""

import json
from pathlib import Path
from typing import Any

from msgspec.json import schema_components

from bot.library.schema import FILE_KINDS, FileKind, Ruled

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


def json_schema(kind: FileKind) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a kind of file; no file may hold null."""
    _, models = schema_components([kind], schema_hook=_json_of_text, ref_template="#/$defs/{name}")
    for model in models.values():
        del model["title"]  # an editor would show the name of the class
        for field in model.get("properties", {}).values():
            if field.get("default") == ():
                del field["default"]  # an editor would offer an empty list
    whole = models.pop(kind.__name__)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Counterpoint library: {kind.stem}",
        **whole,
        "$defs": models,
    }


def _json_of_text(type_: type[Ruled]) -> dict[str, Any]:
    rule = type_.rule
    return {**rule.schema} if rule.whole else {"type": "string", **rule.schema}


if __name__ == "__main__":
    main()
