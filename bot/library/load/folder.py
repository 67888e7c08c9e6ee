"""Where a library's files are."""

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.errors import Problem
from bot.library.schema import FileKind

_SUFFIXES = frozenset({".yaml", ".yml"})


@dataclass(frozen=True, slots=True)
class Folder:
    """A library's folder as it was given, and the one in it that holds the YAML files."""

    given: Path
    quotes: Path

    def name(self, path: Path) -> str:
        """What a file is called in a problem: its path from the folder given, with slashes."""
        return Path(os.path.relpath(path, self.given)).as_posix()

    def files(self) -> Iterator[tuple[FileKind, Path]]:
        """The YAML files and links directly in the folder, by name; hidden ones are not read.

        Raises OSError where the folder cannot be listed.
        """
        for path in sorted(self.quotes.iterdir(), key=lambda path: path.name):
            if path.suffix.lower() in _SUFFIXES and not path.name.startswith("."):
                yield _kind(path), path

    def seed(self, file: str) -> Path | None:
        """The source text of that name: beside the quotes folder, else inside it.

        None where there is none, or where the name or a link leads out of the seeds folder.
        """
        for seeds in self._seed_folders():
            if _holds(seeds, seeds / file):
                return seeds / file
        return None

    def seed_names(self) -> list[str]:
        """The names of all source texts there are."""
        names: list[str] = []
        for seeds in self._seed_folders():
            with suppress(OSError):
                names += sorted(path.name for path in seeds.iterdir() if _holds(seeds, path))
        return names

    def _seed_folders(self) -> tuple[Path, Path]:
        return self.quotes.absolute().parent / "seeds", self.quotes / "seeds"


def find_folder(given: Path) -> Folder | Problem:
    """The library's folder: the one given where it holds the topics, else ``quotes/`` in it."""
    try:
        wrong = "" if stat.S_ISDIR(given.stat().st_mode) else "this is not a folder"
    except (OSError, ValueError):
        wrong = "there is no such folder, or it may not be looked into"
    if wrong:
        return Problem(given.as_posix(), 1, 1, wrong, "give the folder that holds topics.yaml")
    inner = given / "quotes"
    holds_topics = any((given / f"topics{suffix}").exists() for suffix in _SUFFIXES)
    return Folder(given, inner if inner.is_dir() and not holds_topics else given)


def _kind(path: Path) -> FileKind:
    match path.stem:
        case "topics":
            return FileKind.TOPICS
        case "speakers":
            return FileKind.SPEAKERS
        case _:
            return FileKind.SOURCE


def _holds(folder: Path, path: Path) -> bool:
    """Whether this is a file within the folder, also where links lead."""
    try:
        if path.parent == folder and stat.S_ISREG(path.lstat().st_mode):
            return True
        return path.is_file() and path.resolve().is_relative_to(folder.resolve())
    except OSError:  # a name too long, a folder that may not be looked into
        return False
