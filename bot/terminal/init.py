"""``init``: a new library to begin with, an example in it."""

from pathlib import Path
from typing import TextIO

from bot.errors import RequestError
from bot.library.schema import schema_files

_EXAMPLE = Path(__file__).parent / "example"


def begin(name: str, stdout: TextIO) -> int:
    """Write the example library into a new or empty folder; return 0. Raises RequestError."""
    folder = Path(name)
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise RequestError(f"{folder} is not an empty folder. Name a new one.")
        for path in sorted(_EXAMPLE.rglob("*")):
            if path.is_file():
                _write(folder / path.relative_to(_EXAMPLE), path.read_text("utf-8"))
        for file, text in schema_files().items():
            _write(folder / "quotes" / file, text)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise RequestError(f"{folder} cannot be written: {reason}.") from error
    stdout.write(
        f"A library to begin with is in {folder}\n\n"
        f"Change its files, then: python -m bot check {folder}\n"
        f"To answer from it: COUNTERPOINT_LIBRARY={folder} python -m bot\n"
    )
    return 0


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
