"""What is handed in to be imported, as files: archives unpacked, with limits on everything."""

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from bot.errors import RequestError

MOST_BYTES = 8 * 1024 * 1024
MOST_UNPACKED = 32 * 1024 * 1024
MOST_FILES = 10_000
_MIB = 1024 * 1024
_YAML = frozenset({".yaml", ".yml"})
_CSV = frozenset({".csv", ".tsv"})
_ARCHIVE = b"PK\x03\x04", b"PK\x05\x06"
_OTHER_KINDS = (
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"SQLite format 3\0", "a database"),
)
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,  # a compression or a version that Python does not know
    RuntimeError,  # encrypted
    OSError,
    ValueError,
    KeyError,
)


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The YAML and the CSV files by name, and the names of those that are neither."""

    yaml: Mapping[str, bytes]
    csv: Mapping[str, bytes]
    passed_over: tuple[str, ...]


def unpacked(files: Mapping[str, bytes]) -> Unpacked:
    """The files, those of archives among them, in the order of their names.

    Raises RequestError with one sentence for what cannot be imported: more than 8 MiB, an archive
    that holds more than 32 MiB or 10,000 files, that leads out of its folder, holds another archive
    or is broken; a name that says what the file is not; nothing to import at all.
    """
    if sum(map(len, files.values())) > MOST_BYTES:
        raise RequestError(
            f"That is more than {MOST_BYTES // _MIB} MB, the most that can be imported at once."
        )
    found: dict[str, bytes] = {}
    for name, octets in files.items():
        archive = PurePosixPath(name).suffix.lower() == ".zip"
        _refuse_other_kind(name, octets, archive=archive)
        members = _members(name, octets) if archive else iter(((name, octets),))
        for inner, content in members:
            found[inner if inner not in found else f"{name}/{inner}"] = content
    return _sorted_out(found, ", ".join(files))


def _sorted_out(found: Mapping[str, bytes], given: str) -> Unpacked:
    yaml: dict[str, bytes] = {}
    csv: dict[str, bytes] = {}
    passed_over: list[str] = []
    for name in sorted(found):
        path = PurePosixPath(name)
        outside = {"seeds", "schema"} & set(path.parts[:-1]) or path.name.startswith(
            (".", "README")
        )
        if outside or path.suffix.lower() not in _YAML | _CSV:
            passed_over.append(name)
        else:
            (yaml if path.suffix.lower() in _YAML else csv)[name] = found[name]
    if not yaml and not csv:
        raise RequestError(
            f"There is nothing to import in {_short(given)}: give YAML files as an export has "
            "them, a CSV file, or a .zip of such files."
        )
    return Unpacked(yaml, csv, tuple(passed_over))


def _refuse_other_kind(name: str, octets: bytes, *, archive: bool) -> None:
    if octets.startswith(_ARCHIVE):
        if not archive:
            raise RequestError(
                f"{_short(name)} is a zip archive or an Office document whatever its name says. "
                "Give an archive a name that ends in .zip; save a table as CSV."
            )
        return
    for start, kind in _OTHER_KINDS:
        if octets.startswith(start):
            raise RequestError(f"{_short(name)} is {kind}; give YAML, CSV or a .zip of them.")
    if archive:
        raise RequestError(f"{_short(name)} is called .zip and is not a zip archive.")


def _members(name: str, octets: bytes) -> Iterator[tuple[str, bytes]]:
    """The files of an archive, without the one folder that all may be in."""
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _refuse_too_much(name, entries)
            for entry in entries:
                _refuse_unfit(name, entry)
            top = _common_folder([entry.filename for entry in entries])
            left = MOST_UNPACKED
            for entry in entries:
                with archive.open(entry) as member:
                    content = member.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise RequestError(_too_much(name))
                if content.startswith(_ARCHIVE):
                    raise RequestError(_nested(name))
                yield entry.filename[len(top) :], content
    except _BROKEN as error:
        raise RequestError(
            f"{_short(name)} cannot be unpacked: it is broken, or locked with a password. "
            "Make it again."
        ) from error


def _refuse_too_much(name: str, entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_FILES:
        raise RequestError(f"{_short(name)} holds more than {MOST_FILES:,} files.")
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise RequestError(_too_much(name))


def _refuse_unfit(name: str, entry: zipfile.ZipInfo) -> None:
    inner = entry.filename
    path = PurePosixPath(inner)
    drive = ":" in inner or "\\" in inner or "\x00" in entry.orig_filename
    if path.is_absolute() or ".." in path.parts or drive:
        raise RequestError(
            f"{_short(name)} holds a file whose name leads out of the archive. Make it again from "
            "the folder itself."
        )
    if path.suffix.lower() == ".zip":
        raise RequestError(_nested(name))


def _common_folder(names: list[str]) -> str:
    """The folders all files are in, with a slash at the end; system files are not looked at."""
    parts = [PurePosixPath(name).parts[:-1] for name in names if not name.startswith("__MACOSX/")]
    common: list[str] = []
    for steps in zip(*parts, strict=False):
        if len(set(steps)) > 1:
            break
        common.append(steps[0])
    return "".join(f"{step}/" for step in common)


def _too_much(name: str) -> str:
    return f"{_short(name)} unpacks to more than {MOST_UNPACKED // _MIB} MB, which is too much."


def _nested(name: str) -> str:
    return f"{_short(name)} holds another archive. Put the files themselves into one."


def _short(name: str) -> str:
    line = "".join(letter if letter.isprintable() else " " for letter in name[:81])
    return line if len(name) <= 80 else f"{line[:79]}…"
