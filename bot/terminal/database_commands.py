"""``backup``, ``restore``, ``move`` and ``forget``: copies of the database, and erasures in it.

A backup ends with its checksum, which SQLite does not read: a line of ASCII after the last page of
the database, ``counterpoint-backup sha256:`` and 64 hexadecimal digits. Each command returns its
exit status, and raises RequestError for bad use or a file that cannot be used.
"""

import hashlib
import os
import re
import shutil
import tempfile
from argparse import Namespace
from collections import Counter
from pathlib import Path

from bot.app import unbind_local
from bot.errors import RequestError, StoreError
from bot.i18n import plural
from bot.library.changes import Right
from bot.search.spelling import is_made_of_common_words
from bot.settings import PROGRAM, Settings
from bot.store.inspection import damage_of, health_of
from bot.store.records import PersonalKind
from bot.store.store import Store, copy_store, open_store
from bot.terminal.io import Progress, Streams, confirmed, file_errors
from bot.terminal.library_commands import server_id

_SQLITE_HEADER = b"SQLite format 3\0"
_LINE = "\ncounterpoint-backup sha256:{}\n"
_LENGTH = len(_LINE.format("0" * 64))
_FOUND = re.compile(rb"\ncounterpoint-backup sha256:([0-9a-f]{64})\n")
_KINDS = {
    PersonalKind.WORDS: ("record of words", "records of words", "from their messages"),
    PersonalKind.CHANGE: ("change", "changes", "that they made"),
    PersonalKind.SUGGESTION: ("suggestion", "suggestions", "of theirs"),
    PersonalKind.DECISION: ("decision", "decisions", "of theirs"),
    PersonalKind.SETTING: ("setting that names", "settings that name", "them"),
    PersonalKind.MENTION: ("record of others that names", "records of others that name", "them"),
}
_BACKUPS = "Older backups still hold it: see docs/privacy.md."


def back_up(asked: Namespace, settings: Settings, streams: Streams) -> int:
    """Copy the database as of one moment into a new file; return 1 if there is nothing to copy.

    The bot may run meanwhile.
    """
    file, database = Path(asked.file), settings.database
    if file.exists():
        raise RequestError(f"{file} exists already. Name another file, or remove it first.")
    if not health_of(database).made:
        return streams.end("There is nothing to back up yet: no server has changed anything.", 1)
    with (
        file_errors(file, "written"),
        tempfile.TemporaryDirectory(prefix=".partial-", dir=file.parent) as folder,
    ):
        partial = Path(folder) / file.name
        partial.touch(mode=0o600)
        with (
            Progress(streams, "Backing up") as progress,
            open_store(database) as source,
            open_store(partial) as target,
        ):
            rows = copy_store(source, target, progress.count)
        with partial.open("r+b") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
            opened.write(_LINE.format(digest).encode())
        os.replace(partial, file)  # noqa: PTH105 - as atomic, and the same on every system
    return streams.end(f"Backed up {plural(rows, 'row')} to {file}")


def restore(asked: Namespace, settings: Settings, streams: Streams) -> int:
    """Copy a backup into the database, all or nothing; return 1 if the backup is empty.

    The file does not change, even if an older version of this program wrote it. Raises StoreError
    if the database is not empty.
    """
    file = Path(asked.file)
    with file_errors(file, "read"):
        with file.open("rb") as opened:
            is_database = opened.read(len(_SQLITE_HEADER)) == _SQLITE_HEADER
        if not is_database:
            raise RequestError(f"{file} is not a backup: it is not a database.")
        with tempfile.TemporaryDirectory() as folder:
            # Opening migrates the tables, so open a copy.
            copy = Path(folder) / "backup.db"
            with Progress(streams, "Restoring") as progress:
                checked = _copy_checked(file, copy)
                rows = _copy_backup(copy, settings.database, progress)
    if not rows:
        return streams.end(f"There is nothing in {file}.", 1)
    note = "" if checked else "\nIt has no checksum, since an older version wrote it."
    return streams.end(f"Restored {plural(rows, 'row')} from {file}{note}")


def _copy_backup(backup: Path, database: str, progress: Progress) -> int:
    try:
        if damage := damage_of(backup):
            raise RequestError(f"The backup cannot be read: {damage}.")
        source = open_store(backup)
    except StoreError as error:
        raise RequestError(f"The backup cannot be read: {error}.") from error
    with source, open_store(database) as target:
        rows = copy_store(source, target, progress.count)
        unbind_local(target)
        return rows


def move(asked: Namespace, settings: Settings, streams: Streams) -> int:
    """Copy the database into an empty one at an address; return 1 if there is nothing to copy.

    ``-`` reads the address from standard input. It is never repeated: it may hold a password.
    """
    address, database = asked.to, settings.database
    if address == "-":
        streams.stderr.write("Address: ")
        streams.stderr.flush()
        address = streams.stdin.readline().strip()
    if not health_of(database).made:
        return streams.end("There is nothing to move yet: no server has changed anything.", 1)
    with (
        Progress(streams, "Moving") as progress,
        open_store(database) as source,
        open_store(address) as target,
    ):
        rows = copy_store(source, target, progress.count)
        unbind_local(target)
    if not rows:
        return streams.end("There is nothing to move.", 1)
    return streams.end(
        f"Copied {plural(rows, 'row')}. Now set DATABASE_URL to the new address and start the "
        "bot. The old database has not changed."
    )


def _copy_checked(file: Path, copy: Path) -> bool:
    """Copy a backup without its checksum, which is compared; return whether it has one."""
    shutil.copyfile(file, copy)
    size = copy.stat().st_size
    with copy.open("r+b") as opened:
        opened.seek(max(size - _LENGTH, 0))
        found = _FOUND.fullmatch(opened.read())
        # Pages of SQLite are multiples of 512 bytes; more bytes are a checksum that cannot be read.
        if found is None and size % 512 == 0:
            return False
        opened.truncate(size - _LENGTH if found else size)
        opened.seek(0)
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    if found is None or digest != found[1].decode():
        raise RequestError(
            f"{file} is damaged: its content does not match its checksum, so nothing was restored. "
            "Use another backup, or another copy of this one."
        )
    return True


def forget(asked: Namespace, settings: Settings, streams: Streams) -> int:
    """Erase what is stored about ``asked.member``, or without a member all of ``asked.server``.

    Returns 1 if nothing is stored or the erasure was declined.
    """
    if not (asked.member or asked.server):
        raise RequestError(
            f"Give a member's id, as in {PROGRAM} forget 123456789012345678, or --server ID."
        )
    server = server_id(asked.server) if asked.server else ""
    if not health_of(settings.database).made:
        return streams.end("Nothing is stored yet.", 1)
    with open_store(settings.database) as store:
        if asked.member:
            return _forget_member(asked, store, server, streams)
        return _forget_server(asked, store, server, streams)


def _forget_member(asked: Namespace, store: Store, server: str, streams: Streams) -> int:
    member, stdout = asked.member, streams.stdout
    if not re.fullmatch("[0-9]{1,20}", member):  # a number of 64 bits
        raise RequestError(
            "That is not a member's id, which is a number. In Discord, turn on Developer Mode in "
            "the advanced settings, then right-click the member and copy their id."
        )
    records = store.privacy.records(member, server, is_made_of_common_words)
    if not records and not asked.name:
        return streams.end("Nothing is stored about that member.", 1)
    counts = Counter(record.kind for record in records)
    for kind, (one, many, whose) in _KINDS.items():
        if counts[kind]:
            stdout.write(f"{counts[kind]:>8,}  {one if counts[kind] == 1 else many} {whose}\n")
    if not (asked.yes or confirmed("Erase their id, their name and their words?", streams)):
        return streams.end("Nothing is erased. Add --yes to erase.", 1)
    done = store.privacy.forget(member, Right.OPERATOR, server, asked.name, is_made_of_common_words)
    if not done.servers:
        return streams.end("Nothing is stored about that member.", 1)
    where = f"{plural(done.records, 'record')} in {plural(done.servers, 'server')}"
    return streams.end(f"Erased from {where}. {_BACKUPS}")


def _forget_server(asked: Namespace, store: Store, server: str, streams: Streams) -> int:
    stdout, revision = streams.stdout, store.history.revision(server)
    rows = store.rows_of(server)
    if not rows:
        return streams.end("Nothing is stored about that server.", 1)
    stdout.write(
        f"{plural(rows, 'row')}: the collection, its history, suggestions and settings.\n"
        f"To keep the collection, export it first: {PROGRAM} export --server {server} FOLDER\n"
    )
    if not (asked.yes or confirmed("Erase all of it?", streams)):
        return streams.end("Nothing is erased. Add --yes to erase.", 1)
    store.forget_server(server, revision)
    return streams.end(f"Erased. {_BACKUPS}")
