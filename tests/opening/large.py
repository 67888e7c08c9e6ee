"""A library in files that is large enough to be kept, and soon read all the same."""

from dataclasses import replace
from pathlib import Path

from bot.library.collection import whole
from bot.library.export import exported
from bot.opening.opened import FEWEST_BYTES
from tests.libraries import town
from tests.library.shelf import write

# Comments say nothing, and their bytes count as any.
_PADDING = "# " + "-" * FEWEST_BYTES + "\n"


def large_library(folder: Path) -> Path:
    """The town's library in a folder, the newspaper's text in seeds/."""
    held = whole(town())
    sources = tuple(
        replace(source, inferred={}, file="echo.txt" if source.id == "echo-2024" else "")
        for source in held.sources
    )
    files = exported(replace(held, sources=sources))
    files["topics.yaml"] += _PADDING
    return write(folder, files)
