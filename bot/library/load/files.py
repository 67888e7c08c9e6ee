"""Files as text, or the reason why not."""

import os
import re
import stat
from pathlib import Path

from bot.errors import Problem
from bot.library.load.yaml_nodes import TOP, Place

LARGEST_BYTES = 32 * 1024 * 1024
_MIB = 1024 * 1024
# C0 without tab and the two line ends, DEL and C1, and the two Unicode separators that YAML
# takes for line ends and most editors do not, and two code points that are no characters.
_UNWANTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")


class UnreadableError(Exception):
    """A file that cannot be had as text; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


def read_text(path: Path, name: str) -> str:
    r"""The text of a UTF-8 file of at most 32 MiB, without its byte order mark.

    Every line ends with ``\n``. ``name`` is what the file is called in a problem. Raises
    UnreadableError for everything else, before reading it where it is too large.
    """
    try:
        octets = _read(path, name)
    except OSError as error:
        raise _unreadable(name, *_reason(error)) from error
    return text_of(octets, name)


def text_of(octets: bytes, name: str) -> str:
    r"""The text of these bytes of a file, as :func:`read_text` has it.

    Raises UnreadableError where they are not UTF-8.
    """
    try:
        text = octets.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf8(octets, error.start, name) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def refuse_unwanted(text: str, name: str) -> None:
    """Raises UnreadableError where a control character stands in the text."""
    found = _UNWANTED.search(text)
    if found:
        place = _place(text, found.start())
        raise _unreadable(
            name,
            f"an invisible control character (U+{ord(found[0]):04X}) stands here",
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
        case FileNotFoundError():  # it was listed a moment ago
            return "this is a link to a file that is not there", "put the file there"
        case PermissionError():
            return "the file may not be read", "give yourself the right to read it"
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
