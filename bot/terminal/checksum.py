"""The checksum at the end of a backup file, which SQLite does not read.

It is a line of ASCII after the last page of the database: ``counterpoint-backup sha256:`` and 64
hexadecimal digits.
"""

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from bot.errors import RequestError

_LINE = "\ncounterpoint-backup sha256:{}\n"
_LENGTH = len(_LINE.format("0" * 64))
_FOUND = re.compile(rb"\ncounterpoint-backup sha256:([0-9a-f]{64})\n")
_PIECE = 1 << 20


def add_checksum(file: Path) -> None:
    """Append the checksum of the file to it. Raises OSError."""
    digest = _digest(file, file.stat().st_size)
    with file.open("ab") as opened:
        opened.write(_LINE.format(digest).encode())


def copy_checked(file: Path, copy: Path) -> bool:
    """Copy a backup without its checksum; return whether it has one.

    Raises RequestError if the checksum is not that of the content, and OSError.
    """
    length = file.stat().st_size - _LENGTH
    found = None
    if length > 0:
        with file.open("rb") as opened:
            opened.seek(length)
            found = _FOUND.fullmatch(opened.read())
    if found is None:
        length += _LENGTH
    elif _digest(file, length) != found[1].decode():
        raise RequestError(
            f"{file} is damaged: its content does not match its checksum, so nothing was restored. "
            "Use another backup, or another copy of this one."
        )
    with file.open("rb") as opened, copy.open("wb") as written:
        _each_piece(opened, length, written.write)
    return found is not None


def _digest(file: Path, length: int) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        _each_piece(opened, length, digest.update)
    return digest.hexdigest()


def _each_piece(opened: BinaryIO, length: int, use: Callable[[bytes], object]) -> None:
    """Hand on the first ``length`` bytes of a file in pieces."""
    while length and (piece := opened.read(min(length, _PIECE))):
        length -= len(piece)
        use(piece)
