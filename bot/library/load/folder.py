"""A library's folder and its files as text, or the reason why a file cannot be read."""

import os
import re
import stat
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from bot.errors import LibraryError
from bot.i18n import gettext as _
from bot.library.load.yaml_nodes import Location
from bot.library.schema import FILE_KINDS, FileKind, SourceFile
from bot.library.text_cleaning import did_you_mean, shown

LARGEST_BYTES = 32 * 1024 * 1024
_MIB = 1024 * 1024
_SUFFIXES = frozenset({".yaml", ".yml"})
# C0 without tab and the two line ends, DEL and C1, the two Unicode separators that YAML takes for
# line ends and most editors do not, and two code points that are no characters.
_UNWANTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")


class Folder(Struct, frozen=True):
    """The folder that was given, and the folder with the YAML files: the same or one within it."""

    given: Path
    quotes: Path

    def name(self, path: Path) -> str:
        """Return the name of a file in problems: its path from the folder given, with slashes."""
        return Path(os.path.relpath(path, self.given)).as_posix()

    def files(self) -> list[tuple[FileKind, Path]]:
        """Return the YAML files directly in the folder by name, no hidden ones.

        Raises LibraryError if the folder may not be opened.
        """
        try:
            paths = sorted(self.quotes.iterdir(), key=lambda path: path.name)
        except OSError as error:
            wrong, remedy = _("you may not open this folder"), _("give yourself the right")
            raise _unreadable(Location(self.name(self.quotes)), wrong, remedy) from error
        files = (path for path in paths if path.suffix.lower() in _SUFFIXES)
        return [(kind_of_name(path.stem), path) for path in files if not path.name.startswith(".")]

    def seed(self, file: str, named: Location) -> str:
        """Return a source text by name: in ``seeds/`` beside the quotes folder, or within it.

        Raises LibraryError if it cannot be read, or if the name or a link leads out of the seeds
        folder too; ``named`` is where the library names it.
        """
        seeds = self.quotes.absolute().parent / "seeds", self.quotes / "seeds"
        for folder in seeds:
            if _holds(folder, folder / file):
                name = self.name(folder / file)
                return text_of(read_bytes(folder / file, name), name)
        known: list[str] = []
        for folder in seeds:
            with suppress(OSError):
                known += sorted(path.name for path in folder.iterdir() if _holds(folder, path))
        wrong = _("there is no text {text} in seeds/").format(text=shown(file))
        remedy = did_you_mean(file, known) or _("put it there, or take the line out")
        raise _unreadable(named, wrong, remedy)


def kind_of_name(stem: str) -> FileKind:
    """Return the kind of a file by its name without suffix."""
    return next((kind for kind in FILE_KINDS if kind.stem == stem), SourceFile)


def find_folder(given: Path) -> Folder:
    """Return the library's folder: the one given if it holds the topics, else its ``quotes/``.

    Raises LibraryError if it is no folder.
    """
    try:
        wrong = "" if stat.S_ISDIR(given.stat().st_mode) else _("this is not a folder")
    except (OSError, ValueError):
        wrong = _("there is no such folder, or you may not open it")
    if wrong:
        remedy = _("give the folder that holds topics.yaml")
        raise _unreadable(Location(given.as_posix()), wrong, remedy)
    inner = given / "quotes"
    holds_topics = any((given / f"topics{suffix}").exists() for suffix in _SUFFIXES)
    return Folder(given, inner if inner.is_dir() and not holds_topics else given)


def read_bytes(path: Path, name: str) -> bytes:
    """Return the bytes of an ordinary file of at most 32 MiB; raise LibraryError for any other."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            wrong, remedy = _("this is a folder, not a file"), _("give the folder another name")
        elif not stat.S_ISREG(status.st_mode):
            wrong, remedy = (
                _("this is not an ordinary file"),
                _("put an ordinary file in its place"),
            )
        else:
            with path.open("rb") as opened:
                octets = opened.read(LARGEST_BYTES + 1)
            if len(octets) <= LARGEST_BYTES:
                return octets
            size = max(status.st_size, len(octets))
            wrong = _("the file has {size} MiB, more than the {allowed} allowed").format(
                size=f"{size / _MIB:,.0f}", allowed=LARGEST_BYTES // _MIB
            )
            remedy = _("split it into several")
    except FileNotFoundError:  # the listing has just named it
        wrong, remedy = _("this is a link to a file that is not there"), _("put the file there")
    except PermissionError:
        wrong, remedy = _("you may not read this file"), _("give yourself the right to read it")
    except OSError as error:
        wrong = _("the file cannot be read ({reason})").format(
            reason=error.strerror or _("unknown reason")
        )
        remedy = _("put a readable file in its place")
    raise _unreadable(Location(name), wrong, remedy)


def text_of(octets: bytes, name: str) -> str:
    r"""Return the text of a UTF-8 file, each line ended by ``\n``. Raises LibraryError."""
    try:
        text = octets.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        wrong = _("the byte 0x{octets} is not UTF-8").format(octets=f"{octets[error.start]:02x}")
        place = _end(text_of(octets[: error.start], name), name)
        raise _unreadable(place, wrong, _("save the file as UTF-8")) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def decode(octets: bytes, name: str) -> str:
    """Return the text of a file as :func:`text_of` does, and refuse control characters."""
    text = text_of(octets, name)
    found = _UNWANTED.search(text)
    if found:
        wrong = _("there is an invisible control character (U+{found}) here").format(
            found=f"{ord(found[0]):04X}"
        )
        raise _unreadable(_end(text[: found.start()], name), wrong, _("delete it"))
    return text


def _unreadable(place: Location, wrong: str, remedy: str) -> LibraryError:
    return LibraryError((place.problem(wrong, remedy),))


def _end(text: str, name: str) -> Location:
    return Location(name, text.count("\n") + 1, len(text) - text.rfind("\n"))


def _holds(folder: Path, path: Path) -> bool:
    """Whether this is a file within the folder, also after links are followed."""
    try:
        if path.parent == folder and stat.S_ISREG(path.lstat().st_mode):
            return True
        return path.is_file() and path.resolve().is_relative_to(folder.resolve())
    except OSError:  # a name too long, a folder that may not be opened
        return False
