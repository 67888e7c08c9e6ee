"""What stands in a library's files, as a few bytes: another letter in one of them, other bytes."""

import hashlib
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.errors import Problem
from bot.library.catalogue import Library
from bot.library.load import LARGEST_BYTES, Folder, UnreadableError, find_folder, read_text

_Stamp = tuple[str, int, int, int]


@dataclass(frozen=True, slots=True)
class Written:
    """The YAML files of a library: ``digest`` of their names and bytes, ``size`` in bytes.

    ``stamps`` change whenever a file is written to, also where it then says the same again.
    """

    digest: bytes
    size: int
    stamps: tuple[_Stamp, ...]


def size_of(given: Path) -> int:
    """How many bytes the YAML files of a folder have; 0 where that cannot be told."""
    try:
        return sum(path.stat().st_size for path in _files(given))
    except OSError:
        return 0


def written(given: Path) -> Written | None:
    """What stands in the YAML files now; None where they cannot all be read."""
    told, stamps, size = hashlib.sha256(), [], 0
    try:
        for path in _files(given):
            status = path.stat()
            if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST_BYTES:
                return None
            octets = path.read_bytes()
            size += len(octets)
            stamps.append((path.name, status.st_ino, status.st_mtime_ns, status.st_ctime_ns))
            _tell(told, path.name.encode("utf-8", "surrogateescape"), octets)
    except OSError:
        return None
    return Written(told.digest(), size, tuple(stamps))


def seeds_checked(library: Library) -> dict[str, str]:
    """By its name the digest of each source text that a library was checked against."""
    return {
        source.file: _digest(library.texts[source.id])
        for source in library.sources.values()
        if source.id in library.texts
    }


def still_there(seeds: Mapping[str, str], given: Path) -> bool:
    """Whether the source texts of these names are the same still."""
    folder = find_folder(given)
    if isinstance(folder, Problem):
        return False
    return all(_seed(folder, name) == digest for name, digest in seeds.items())


def _seed(folder: Folder, name: str) -> str:
    path = folder.seed(name)
    try:
        return _digest(read_text(path, name)) if path else ""
    except UnreadableError:
        return ""


def _files(given: Path) -> Iterator[Path]:
    """Raises OSError where the folder cannot be listed."""
    folder = find_folder(given)
    if isinstance(folder, Folder):
        yield from (path for _, path in folder.files())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _tell(told: "hashlib._Hash", *parts: bytes) -> None:
    """Each part after its length, so that no two lists of parts are told alike."""
    for part in parts:
        told.update(len(part).to_bytes(8, "big"))
        told.update(part)


def digest_of(parts: Iterable[bytes]) -> bytes:
    """The digest of parts, which parts they are as well as their bytes."""
    told = hashlib.sha256()
    _tell(told, *parts)
    return told.digest()
