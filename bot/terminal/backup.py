"""``backup``, ``restore`` and ``move``: the database copied whole."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import TextIO

from bot.errors import RequestError, StoreError
from bot.pages.wording import counted
from bot.store import copy_store, health_of, open_file, open_store
from bot.terminal.streams import Streams

_SQLITE = b"SQLite format 3\0"


def back_up(name: str, database: str, stdout: TextIO) -> int:
    """Copy the database into a new file, as it is at one moment; return 1 where nothing is in it.

    The bot may run meanwhile. Raises RequestError where the file cannot be written.
    """
    file = Path(name)
    if file.exists():
        raise RequestError(f"{file} is there already. Name another file, or remove it first.")
    if not health_of(database).made:
        stdout.write("There is nothing to back up yet: no server changed anything.\n")
        return 1
    partial = file.with_name(f"{file.name}.partial")
    try:
        partial.unlink(missing_ok=True)
        with open_store(database) as source, open_file(partial) as target:
            rows = copy_store(source, target)
        os.replace(partial, file)  # noqa: PTH105 - as atomic, and the same on every system
    except OSError as error:
        raise RequestError(f"{file} cannot be written: {_reason(error)}.") from error
    finally:
        partial.unlink(missing_ok=True)
    stdout.write(f"Backed up {counted(rows, 'row')} to {file}\n")
    return 0


def restore(name: str, database: str, stdout: TextIO) -> int:
    """Copy a backup into the database, all or none of it; return 1 where nothing is in it.

    The file is left as it was, also where an older version of this program wrote it. Raises
    RequestError where it is no backup, StoreError where the database holds something.
    """
    file = Path(name)
    try:
        with file.open("rb") as opened:
            ours = opened.read(len(_SQLITE)) == _SQLITE
        if not ours:
            raise RequestError(f"{file} is no backup: it is not a database.")
        with tempfile.TemporaryDirectory() as folder:
            # Opening brings the tables up to this program's: that is done to a copy.
            copy = Path(folder) / "backup.db"
            shutil.copyfile(file, copy)
            rows = _restored(copy, database)
    except OSError as error:
        raise RequestError(f"{file} cannot be read: {_reason(error)}.") from error
    if not rows:
        stdout.write(f"There is nothing in {file}.\n")
        return 1
    stdout.write(f"Restored {counted(rows, 'row')} from {file}\n")
    return 0


def move(address: str, database: str, streams: Streams) -> int:
    """Copy the database into an empty one elsewhere; return 1 where nothing is in it.

    An address is never repeated: it may hold a password.
    """
    if address == "-":
        streams.stderr.write("Address: ")
        streams.stderr.flush()
        address = streams.stdin.readline().strip()
    if not health_of(database).made:
        streams.stdout.write("There is nothing to move yet: no server changed anything.\n")
        return 1
    with open_store(database) as source, open_store(address) as target:
        rows = copy_store(source, target)
    if not rows:
        streams.stdout.write("There is nothing to move.\n")
        return 1
    streams.stdout.write(
        f"Copied {counted(rows, 'row')}. Now set DATABASE_URL to the new address and start the "
        "bot; the old database is left as it was.\n"
    )
    return 0


def _restored(backup: Path, database: str) -> int:
    try:
        source = open_file(backup)
    except StoreError as error:
        raise RequestError(f"This is no backup that can be read: {error}.") from error
    with source, open_store(database) as target:
        return copy_store(source, target)


def _reason(error: OSError) -> str:
    return (error.strerror or "unknown reason").lower()
