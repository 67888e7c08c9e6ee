"""A library's folder and its files as text, or the reason why a file cannot be read."""

import os
import re
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.errors import Problem
from bot.library.load.yaml_nodes import TOP, Place
from bot.library.schema import FileKind

LARGEST_BYTES = 32 * 1024 * 1024
_MIB = 1024 * 1024
_SUFFIXES = frozenset({".yaml", ".yml"})
# C0 without tab and the two line ends, DEL and C1, the two Unicode separators that YAML takes for
# line ends and most editors do not, and two code points that are no characters.
_UNWANTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")


class UnreadableError(Exception):
    """A file that cannot be read as text; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder that was given, and the folder with the YAML files: the same or one within it."""

    given: Path
    quotes: Path

    def name(self, path: Path) -> str:
        """Return the name of a file in problems: its path from the folder given, with slashes."""
        return Path(os.path.relpath(path, self.given)).as_posix()

    def files(self) -> Iterator[tuple[FileKind, Path]]:
        """Yield the YAML files directly in the folder, links included, by name; no hidden ones.

        Raises OSError if the folder cannot be listed.
        """
        for path in sorted(self.quotes.iterdir(), key=lambda path: path.name):
            if path.suffix.lower() in _SUFFIXES and not path.name.startswith("."):
                yield _kind(path), path

    def seed(self, file: str) -> Path | None:
        """Return a source text by name: in ``seeds/`` beside the quotes folder, or within it.

        None if there is none, or if the name or a link leads out of the seeds folder.
        """
        for seeds in self._seed_folders():
            if _holds(seeds, seeds / file):
                return seeds / file
        return None

    def seed_names(self) -> list[str]:
        """Return the names of all source texts."""
        names: list[str] = []
        for seeds in self._seed_folders():
            with suppress(OSError):
                names += sorted(path.name for path in seeds.iterdir() if _holds(seeds, path))
        return names

    def _seed_folders(self) -> tuple[Path, Path]:
        return self.quotes.absolute().parent / "seeds", self.quotes / "seeds"


def find_folder(given: Path) -> Folder | Problem:
    """Return the library's folder: the one given if it holds the topics, else its ``quotes/``."""
    try:
        wrong = "" if stat.S_ISDIR(given.stat().st_mode) else "this is not a folder"
    except (OSError, ValueError):
        wrong = "there is no such folder, or you may not open it"
    if wrong:
        return Problem(given.as_posix(), 1, 1, wrong, "give the folder that holds topics.yaml")
    inner = given / "quotes"
    holds_topics = any((given / f"topics{suffix}").exists() for suffix in _SUFFIXES)
    return Folder(given, inner if inner.is_dir() and not holds_topics else given)


def read_text(path: Path, name: str) -> str:
    r"""Return the text of a UTF-8 file of at most 32 MiB, without its byte order mark.

    Every line ends with ``\n``. ``name`` is the file's name in problems. Raises UnreadableError for
    every other file; one that is too large is not read at all.
    """
    try:
        octets = _read(path, name)
    except OSError as error:
        raise _unreadable(name, *_reason(error)) from error
    return text_of(octets, name)


def text_of(octets: bytes, name: str) -> str:
    r"""Return the bytes of a file as text, as :func:`read_text` does.

    Raises UnreadableError for bytes that are not UTF-8.
    """
    try:
        text = octets.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf8(octets, error.start, name) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def refuse_control_characters(text: str, name: str) -> None:
    """Raise UnreadableError if the text holds a control character."""
    found = _UNWANTED.search(text)
    if found:
        place = _place(text, found.start())
        raise _unreadable(
            name,
            f"there is an invisible control character (U+{ord(found[0]):04X}) here",
            "delete it",
            place,
        )


def _read(path: Path, name: str) -> bytes:
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise _unreadable(name, "this is a folder, not a file", "give the folder another name")
    if not stat.S_ISREG(status.st_mode):
        raise _unreadable(name, "this is not an ordinary file", "put an ordinary file in its place")
    with path.open("rb") as opened:
        octets = b"" if status.st_size > LARGEST_BYTES else opened.read(LARGEST_BYTES + 1)
    size = max(status.st_size, len(octets))
    if size > LARGEST_BYTES:
        raise _unreadable(
            name,
            f"the file has {size / _MIB:,.0f} MiB, more than the {LARGEST_BYTES // _MIB} allowed",
            "split it into several",
        )
    return octets


def _reason(error: OSError) -> tuple[str, str]:
    match error:
        case FileNotFoundError():  # the listing has just named it
            return "this is a link to a file that is not there", "put the file there"
        case PermissionError():
            return "you may not read this file", "give yourself the right to read it"
        case _:
            reason = os.strerror(error.errno) if error.errno else "unknown reason"
            return f"the file cannot be read ({reason})", "put a readable file in its place"


def _not_utf8(octets: bytes, at: int, name: str) -> UnreadableError:
    before = octets[:at].decode("utf-8-sig")
    return _unreadable(
        name,
        f"the byte 0x{octets[at]:02x} is not UTF-8",
        "save the file as UTF-8",
        _place(before.replace("\r\n", "\n").replace("\r", "\n"), None),
    )


def _place(text: str, at: int | None) -> Place:
    before = text[:at]
    return Place(before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)


def _unreadable(name: str, wrong: str, remedy: str, place: Place = TOP) -> UnreadableError:
    return UnreadableError(Problem(name, place.line, place.column, wrong, remedy))


def _kind(path: Path) -> FileKind:
    match path.stem:
        case "topics":
            return FileKind.TOPICS
        case "speakers":
            return FileKind.SPEAKERS
        case _:
            return FileKind.SOURCE


def _holds(folder: Path, path: Path) -> bool:
    """Whether this is a file within the folder, also after links are followed."""
    try:
        if path.parent == folder and stat.S_ISREG(path.lstat().st_mode):
            return True
        return path.is_file() and path.resolve().is_relative_to(folder.resolve())
    except OSError:  # a name too long, a folder that may not be opened
        return False
