"""Files written all or none."""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write files with their contents over those that exist, and make their folders.

    Raises OSError if one cannot be written, and then leaves everything as it was.
    """
    partials = {path: path.with_name(f"{path.name}.partial") for path in files}
    made: list[Path] = []
    try:
        for path, content in files.items():
            missing = [one for one in (path.parent, *path.parent.parents) if not one.exists()]
            for folder in reversed(missing):
                folder.mkdir()
                made.append(folder)
            partials[path].write_bytes(content)
    except BaseException:
        for path in partials.values():
            with suppress(OSError):
                path.unlink()
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()
        raise
    for path, partial in partials.items():
        os.replace(partial, path)  # noqa: PTH105 - as atomic, and the same on every system
