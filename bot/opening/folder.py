"""A folder that keeps what takes long to make, a few large files, each written whole or not at all.

Only a folder that the user owns and no one else may write to is read from or written to. What is in
it may go at any time; whatever is wrong with it, it keeps nothing and says nothing.
"""

import hashlib
import logging
import os
import secrets
import stat
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

logger = logging.getLogger(__name__)

MOST_FILES = 4
MOST_BYTES = 4 << 30
_SUFFIX, _UNFINISHED = ".kept", ".part"
# Nobody writes for so long: what is unfinished then was left behind.
_LEFT_BEHIND_S = 3600
_MARK = b"counterpoint 1\n"
_DIGEST_BYTES = 32
_OTHERS = stat.S_IWGRP | stat.S_IWOTH
_HERE = os.O_DIRECTORY | os.O_NOFOLLOW if os.name == "posix" else 0


@dataclass(frozen=True, slots=True)
class KeepingFolder:
    """Files by name, two parts to each, ``MOST_FILES`` at most, the longest unused going first."""

    path: Path

    def read(self, name: str) -> tuple[bytes, bytearray] | None:
        """The two parts of a file as they were written; None where there is no whole such file."""
        try:
            with self._opened() as folder:
                return _read(name + _SUFFIX, folder)
        except OSError:
            return None

    def write(self, name: str, head: bytes, body: Iterable[bytes | bytearray | memoryview]) -> bool:
        """Keep two parts under a name in the place of what is there; whether it could be done."""
        unfinished = f"{name}.{secrets.token_hex(8)}{_UNFINISHED}"
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._opened() as folder:
                try:
                    _write(unfinished, folder, head, body)
                    os.replace(unfinished, name + _SUFFIX, src_dir_fd=folder, dst_dir_fd=folder)
                finally:
                    with suppress(FileNotFoundError):
                        os.unlink(unfinished, dir_fd=folder)
                _tidy(folder)
        except OSError as error:
            logger.debug("nothing is kept in %s: %s", self.path, error.strerror)
            return False
        return True

    @contextmanager
    def _opened(self) -> Iterator[int]:
        """A descriptor of the folder. Raises PermissionError where others may write to it."""
        if os.name != "posix":
            raise PermissionError("whose a folder is cannot be told here")
        folder = os.open(self.path, os.O_RDONLY | _HERE)
        try:
            _refuse_others(os.fstat(folder))
            yield folder
        finally:
            os.close(folder)


def _refuse_others(status: os.stat_result) -> None:
    if status.st_uid != os.geteuid() or status.st_mode & _OTHERS:
        raise PermissionError("others may write there")


def _read(name: str, folder: int) -> tuple[bytes, bytearray] | None:
    opened = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    with open(opened, "rb", buffering=0) as file:  # noqa: PTH123 - within the folder that was opened
        status = os.fstat(opened)
        _refuse_others(status)
        if not stat.S_ISREG(status.st_mode) or status.st_size > MOST_BYTES:
            return None
        if file.read(len(_MARK)) != _MARK:
            return None
        digest, size = file.read(_DIGEST_BYTES), file.read(8)
        head = file.read(min(int.from_bytes(size, "big"), status.st_size))
        body = bytearray(max(status.st_size - file.tell(), 0))
        filled, view = 0, memoryview(body)
        while read := file.readinto(view[filled:]):
            filled += read
    if _digest(size, head, body) != digest:
        return None
    with suppress(OSError):
        os.utime(name, dir_fd=folder, follow_symlinks=False)
    return head, body


def _write(
    name: str, folder: int, head: bytes, body: Iterable[bytes | bytearray | memoryview]
) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    parts = list(body)
    size = len(head).to_bytes(8, "big")
    with open(os.open(name, flags, 0o600, dir_fd=folder), "wb") as file:  # noqa: PTH123 - as above
        file.writelines((_MARK, _digest(size, head, *parts), size, head, *parts))


def _digest(*parts: bytes | bytearray | memoryview) -> bytes:
    told = hashlib.sha256()
    for part in parts:
        told.update(part)
    return told.digest()


def _tidy(folder: int) -> None:
    """Take away the longest unused of too many files, and what was left behind unfinished."""
    now, size = time.time(), 0
    kept: list[tuple[float, int, str]] = []
    for name in os.listdir(folder):
        if name.endswith((_SUFFIX, _UNFINISHED)):
            with suppress(FileNotFoundError):
                status = os.stat(name, dir_fd=folder, follow_symlinks=False)
                kept.append((-status.st_mtime, status.st_size, name))
    files = 0
    for used, bytes_, name in sorted(kept):
        if name.endswith(_UNFINISHED):
            goes = now + used > _LEFT_BEHIND_S
        else:
            files, size = files + 1, size + bytes_
            goes = files > MOST_FILES or size > MOST_BYTES
        if goes:
            with suppress(FileNotFoundError):
                os.unlink(name, dir_fd=folder)
