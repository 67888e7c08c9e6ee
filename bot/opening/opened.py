"""A library and the desk over it, from its files or from what was kept of them.

Kept is the whole desk: what was read, what was checked, and the indexes. It is taken up again only
where every file of the library and every source text is what it was, letter for letter, and the
program that made it is the same; else everything is made anew and takes its place.
"""

import gc
import hashlib
import json
import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

import bot
from bot.desk import Desk
from bot.library.catalogue import Library
from bot.library.load import load_library
from bot.opening.contents import (
    Written,
    digest_of,
    seeds_checked,
    size_of,
    still_there,
    written,
)
from bot.opening.folder import KeepingFolder
from bot.opening.form import UnfitError, packed, unpacked

logger = logging.getLogger(__name__)

# YAML files of less (some 2,000 quotes) are read in a second or so: nothing is kept of them.
FEWEST_BYTES = 1_000_000
# What a library is read with, beside Python and this program.
_READ_WITH = ("numpy", "pydantic", "PyYAML", "PyStemmer")
_MAKERS = ("library/**/*", "answer/**/*", "opening/**/*", "desk.py", "errors.py")


@dataclass(frozen=True, slots=True)
class Opened:
    """A library, and what gives the desk over it: at once, or made when it is asked for."""

    library: Library
    desk: Callable[[], Desk]


def open_library(given: Path, keep_in: Path | None, *, meaning: bool = True) -> Opened:
    """The library in a folder; a large one soon, if it was opened before.

    ``keep_in`` is where a large one is kept for the next time, None for nowhere. Without
    ``meaning`` requests are matched by their words alone. Raises LibraryError with everything that
    is wrong with the library.
    """
    before = written(given) if keep_in and size_of(given) >= FEWEST_BYTES else None
    if keep_in is None or before is None:
        library = load_library(given)
        return Opened(library, lambda: Desk(library, meaning=meaning))
    keeping, name = KeepingFolder(keep_in), _name(given, meaning=meaning)
    desk = _kept(keeping, name, given, before)
    if desk is None:
        return _to_be_kept(keeping, name, given, before, meaning=meaning)
    logger.debug("the library is as it was when it was last opened")
    return Opened(desk.library, lambda: _for_good(desk))


def _to_be_kept(
    keeping: KeepingFolder, name: str, given: Path, before: Written, *, meaning: bool
) -> Opened:
    library = load_library(given)
    # What was written while it was read may be in the library or not.
    whole = written(given) == before

    def desk() -> Desk:
        made = _for_good(Desk(library, meaning=meaning))
        if whole:
            _keep(keeping, name, made, before)
        return made

    return Opened(library, desk)


def _for_good(desk: Desk) -> Desk:
    """The desk; what it is made of is not looked through for garbage while somebody waits."""
    gc.freeze()
    return desk


def _kept(keeping: KeepingFolder, name: str, given: Path, now: Written) -> Desk | None:
    found = keeping.read(name)
    if found is None:
        return None
    try:
        head = json.loads(found[0])
        if (head["program"], head["files"]) != (program(), now.digest.hex()):
            return None
        if not still_there(head["seeds"], given):
            return None
        return unpacked(head["form"].encode("ascii"), found[1])
    except (UnfitError, ValueError, LookupError, TypeError, AttributeError):
        return None


def _keep(keeping: KeepingFolder, name: str, desk: Desk, files: Written) -> None:
    try:
        form = packed(desk)
    except UnfitError as error:
        logger.debug("the library is not kept: %s", error)
        return
    head = {
        "program": program(),
        "files": files.digest.hex(),
        "seeds": seeds_checked(desk.library),
        "form": form.head().decode("ascii"),
    }
    keeping.write(name, json.dumps(head).encode("ascii"), form.body())


def _name(given: Path, *, meaning: bool) -> str:
    """What a library is kept under: one file for each folder, with and without meaning."""
    told = f"{given.resolve()} {meaning}".encode("utf-8", "surrogateescape")
    return hashlib.sha256(told).hexdigest()[:32]


@cache
def program() -> str:
    """Other where anything that a desk is made with is: this program, Python, other packages."""
    here = Path(bot.__file__).parent
    paths = {path for pattern in _MAKERS for path in here.glob(pattern)}
    files = sorted(path for path in paths if path.is_file() and path.suffix != ".pyc")
    parts = [f"{sys.version} {sys.byteorder} {sys.maxsize}".encode()]
    parts += [f"{name} {_version(name)}".encode() for name in _READ_WITH]
    for path in files:
        parts += [path.relative_to(here).as_posix().encode(), path.read_bytes()]
    return digest_of(parts).hex()


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""
