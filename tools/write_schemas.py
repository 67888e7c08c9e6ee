"""Write the JSON Schemas of the library's files to quotes/schema, where editors find them."""

from pathlib import Path

from bot.library.schema import schema_files

FOLDER = Path(__file__).parent.parent / "quotes"


def main() -> None:
    """Write all three and say so."""
    for name, text in schema_files().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(f"wrote quotes/{name}")


if __name__ == "__main__":
    main()
