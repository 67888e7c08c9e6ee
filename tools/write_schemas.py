"""Write the JSON Schemas of the library's files to quotes/schema, where editors find them."""

import json
from pathlib import Path

from bot.library.schema import Kind, json_schema

FOLDER = Path(__file__).parent.parent / "quotes" / "schema"


def main() -> None:
    """Write all three and say so."""
    for kind in Kind:
        path = FOLDER / f"{kind.value}.json"
        text = json.dumps(json_schema(kind), ensure_ascii=False, indent=2)
        path.write_text(text + "\n", encoding="utf-8")
        print(f"wrote {path.relative_to(FOLDER.parent.parent)}")


if __name__ == "__main__":
    main()
