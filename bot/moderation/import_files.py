"""Unpack the files of an import, within limits, and pack an export."""

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from msgspec import Struct

from bot.errors import RequestError
from bot.i18n import N_, gettext as _, number
from bot.library.export import exported, own_part
from bot.library.text_cleaning import cut
from bot.library.view import View

MOST_BYTES = 8 * 1024 * 1024
MOST_UNPACKED = 32 * 1024 * 1024
MOST_FILES = 10_000
_MIB = 1024 * 1024
_ARCHIVE = b"PK\x03\x04", b"PK\x05\x06"
_OTHER_KINDS = (
    (b"\x1f\x8b", N_("a gzip archive")),
    (b"7z\xbc\xaf\x27\x1c", N_("a 7z archive")),
    (b"Rar!", N_("a RAR archive")),
    (b"\xd0\xcf\x11\xe0", N_("an old Office document")),
    (b"%PDF", N_("a PDF")),
    (b"\x89PNG", N_("a picture")),
    (b"\xff\xd8\xff", N_("a picture")),
    (b"SQLite format 3\0", N_("a database")),
)
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time in a zip
_PLAIN_FILE = 0o100644 << 16
_UNIX = 3


class Unpacked(Struct, frozen=True):
    """The YAML and the CSV files by name, and the names of all other files."""

    yaml: Mapping[str, bytes]
    csv: Mapping[str, bytes]
    passed_over: tuple[str, ...]


def unpacked(files: Mapping[str, bytes]) -> Unpacked:
    """Return the files, including those in archives, in the order of their names.

    Raises RequestError for more than 8 MiB; for an archive of more than 32 MiB or 10,000 files,
    with a path out of its folder, with another archive in it, or broken; for a file whose name does
    not match its contents; and if there is nothing to import.
    """
    if sum(map(len, files.values())) > MOST_BYTES:
        large = _("That is too large: at most {most_bytes} MB can be imported at once.")
        raise RequestError(large, most_bytes=MOST_BYTES // _MIB)
    found: dict[str, bytes] = {}
    for name, octets in files.items():
        archive = PurePosixPath(name).suffix.lower() == ".zip"
        _refuse_other_kind(name, octets, archive=archive)
        members = _members(name, octets) if archive else [(name, octets)]
        for inner, content in members:
            found[inner if inner not in found else f"{name}/{inner}"] = content
    yaml: dict[str, bytes] = {}
    csv: dict[str, bytes] = {}
    kinds = {".yaml": yaml, ".yml": yaml, ".csv": csv, ".tsv": csv}
    passed_over: list[str] = []
    for name in sorted(found):
        path = PurePosixPath(name)
        kind = kinds.get(path.suffix.lower())
        outside = not {"seeds", "schema"}.isdisjoint(path.parts[:-1])
        if kind is None or outside or path.name.startswith((".", "README")):
            passed_over.append(name)
        else:
            kind[name] = found[name]
    if not yaml and not csv:
        nothing = _(
            "There is nothing to import in {given}. Give YAML files like those of an "
            "export, a CSV file, or a .zip of such files."
        )
        raise RequestError(nothing, given=_short(", ".join(files)))
    return Unpacked(yaml, csv, tuple(passed_over))


def archive_of(view: View) -> bytes:
    """Return what a server added and changed, zipped: see :func:`bot.library.export.own_part`.

    The same collection always gives the same bytes. Raises RequestError if it is too large to be
    imported again.
    """
    octets = zipped(exported(own_part(view)))
    if len(octets) > MOST_BYTES:
        large = _(
            "This collection is too large to send here. The people who run this bot can export it "
            "at the terminal."
        )
        raise RequestError(large)
    return octets


def zipped(files: Mapping[str, str]) -> bytes:
    """Return an archive of the files, in order; the same files give the same bytes."""
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, "w") as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = _PLAIN_FILE
            entry.create_system = _UNIX
            archive.writestr(entry, text.encode())
    return octets.getvalue()


def _refuse_other_kind(name: str, octets: bytes, *, archive: bool) -> None:
    if octets.startswith(_ARCHIVE) and archive:
        return
    if octets.startswith(_ARCHIVE):
        office = _(
            "{name} is really a zip archive or an Office document. Give an archive a name that "
            "ends in .zip; save a table as CSV."
        )
        raise _refusal(office, name)
    for start, kind in _OTHER_KINDS:
        if octets.startswith(start):
            raise _refusal(
                _("{name} is {kind}; give YAML, CSV or a .zip of them."), name, kind=_(kind)
            )
    if archive:
        raise _refusal(_("{name} is not a zip archive, although its name says so."), name)


def _members(name: str, octets: bytes) -> list[tuple[str, bytes]]:
    """Return the files of an archive; a folder that contains all of them is left out."""
    try:
        return list(_unzipped(name, octets))
    except RequestError:
        raise
    except Exception as error:
        broken = _(
            "{name} can’t be unpacked: it is broken, or needs a password. Please make it again."
        )
        raise _refusal(broken, name) from error  # zipfile fails in a dozen ways


def _unzipped(name: str, octets: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        _refuse_bad_entries(name, entries)
        top = _common_folder([entry.filename for entry in entries])
        left = MOST_UNPACKED
        for entry in entries:
            with archive.open(entry) as member:
                content = member.read(left + 1)
            left -= len(content)
            if left < 0:
                large = _("{name} is too large: it unpacks to more than {most_unpacked} MB.")
                raise _refusal(large, name, most_unpacked=str(MOST_UNPACKED // _MIB))
            if content.startswith(_ARCHIVE) or entry.filename.lower().endswith(".zip"):
                nested = _("{name} contains another archive. Put the files themselves into one.")
                raise _refusal(nested, name)
            yield entry.filename[len(top) :], content


def _refuse_bad_entries(name: str, entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_FILES:
        many = _("{name} contains more than {most_files} files.")
        raise _refusal(many, name, most_files=number(MOST_FILES))
    for entry in entries:
        path = PurePosixPath(entry.filename)
        drive = ":" in entry.filename or "\\" in entry.filename or "\x00" in entry.orig_filename
        if path.is_absolute() or ".." in path.parts or drive:
            outside = _(
                "{name} contains a path that leads out of the archive. Make it again from the "
                "folder itself."
            )
            raise _refusal(outside, name)


def _common_folder(names: list[str]) -> str:
    """Return the folders that contain all files, with a slash at the end; skip system files."""
    folders = [posixpath.dirname(name) for name in names if not name.startswith("__MACOSX/")]
    common = posixpath.commonpath(folders) if folders else ""
    return f"{common}/" if common else ""


def _refusal(sentence: str, name: str, **parts: str) -> RequestError:
    return RequestError(sentence, name=_short(name), **parts)


def _short(name: str) -> str:
    return cut("".join(letter if letter.isprintable() else " " for letter in name[:81]), 80)
