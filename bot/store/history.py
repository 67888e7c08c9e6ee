"""The append-only history of every server's changes."""

import logging
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from bot.errors import RequestError, StoreError
from bot.library.changes import (
    Change,
    Shelf,
    Subject,
    Unreadable,
    dump_change,
    kind_of_change,
    load_change,
    subject_of,
)
from bot.store.database import Counters, Database
from bot.store.records import Act, Conflict, Entry, Member, News, Saved
from bot.store.tables import HISTORY, SERVERS, TOKENS

logger = logging.getLogger(__name__)


class History:
    """Every change of every server, numbered 1, 2, 3… in each without gaps.

    Every method raises StoreError if the database cannot be read or written. A single change that
    cannot be read is logged, and is :class:`Unreadable` in the answers.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def revision(self, server: str) -> int:
        """Return the last revision of a server; 0 for one that never changed anything."""
        wanted = select(SERVERS.c.revision).where(SERVERS.c.id == server)
        with self._database.read_one() as connection:
            return connection.scalar(wanted) or 0

    def append(self, server: str, changes: Sequence[Change], act: Act) -> Saved | Conflict:
        """Save changes, all or none; they must be valid already.

        A token saves once and gets the same answer again. Raises RequestError if the server was
        forgotten or restored from a backup since ``act.seen``.
        """
        if not changes:
            raise ValueError("nothing to save")
        with self._database.write() as connection:
            counters = self._database.lock(connection, server)
            return append_locked(connection, self._database, server, counters, changes, act)

    def saved(self, server: str, token: str) -> Saved | None:
        """Return the revisions saved under a token; None for none."""
        with self._database.read_one() as connection:
            return saved_before(connection, server, token)

    def changes(self, server: str, after: int = 0) -> News:
        """Return the entries after a revision and the last revision, read at one moment."""
        with self._database.read() as connection:
            wanted = select(SERVERS.c.revision, SERVERS.c.since).where(SERVERS.c.id == server)
            row = connection.execute(wanted).one_or_none()
            revision, since = row or (0, 0)
            anew = after > revision or 0 < after < since
            start = 0 if anew else after
            rows = connection.execute(
                select(HISTORY)
                .where(HISTORY.c.server == server, HISTORY.c.revision > start)
                .order_by(HISTORY.c.revision)
            ).all()
        return News(revision, tuple(_entry(row) for row in rows), anew)

    def entries(
        self, server: str, subject: Subject | None = None, *, limit: int = 25, before: int = 0
    ) -> tuple[Entry, ...]:
        """Return the history of a server, or of one subject in it, newest first.

        Only entries older than revision ``before``; with 0 the newest.
        """
        wanted = select(HISTORY).where(HISTORY.c.server == server)
        if subject is not None:
            wanted = wanted.where(HISTORY.c.shelf == subject.shelf.value)
            wanted = wanted.where(HISTORY.c.subject == subject.id)
        if before:
            wanted = wanted.where(HISTORY.c.revision < before)
        with self._database.read_one() as connection:
            rows = connection.execute(wanted.order_by(HISTORY.c.revision.desc()).limit(limit)).all()
        return tuple(_entry(row) for row in rows)


def append_locked(
    connection: Connection,
    database: Database,
    server: str,
    counters: Counters,
    changes: Sequence[Change],
    act: Act,
) -> Saved | Conflict:
    """Save changes within a transaction that has locked the server."""
    before = saved_before(connection, server, act.token)
    if before is not None:
        return before
    if not counters.since <= act.seen <= counters.revision and act.seen > 0:
        raise RequestError("This collection was reset in the meantime. Please look again.")
    conflict = _conflict(connection, server, changes, act.seen)
    if conflict is not None:
        return conflict
    at = database.now()
    first, last = counters.revision + 1, counters.revision + len(changes)
    connection.execute(update(SERVERS).where(SERVERS.c.id == server).values(revision=last))
    rows = [_row(server, first + number, change, act) for number, change in enumerate(changes)]
    connection.execute(insert(HISTORY), [row | {"at": at} for row in rows])
    connection.execute(
        insert(TOKENS).values(server=server, token=act.token, first=first, last=last, at=at)
    )
    return Saved(first, last, at)


def saved_before(connection: Connection, server: str, token: str) -> Saved | None:
    """Return the revisions saved under a token, read within a transaction; None for none."""
    wanted = select(TOKENS.c.first, TOKENS.c.last, TOKENS.c.at).where(
        TOKENS.c.server == server, TOKENS.c.token == token
    )
    row = connection.execute(wanted).one_or_none()
    return Saved(*row) if row else None


def _conflict(
    connection: Connection, server: str, changes: Sequence[Change], seen: int
) -> Conflict | None:
    subjects = {(subject.shelf.value, subject.id) for subject in map(subject_of, changes)}
    newer = (
        select(HISTORY.c.shelf, HISTORY.c.subject, HISTORY.c.revision)
        .where(HISTORY.c.server == server, HISTORY.c.revision > seen)
        .order_by(HISTORY.c.revision.desc())
    )
    for shelf, id_, revision in connection.execute(newer).all():
        if (shelf, id_) in subjects:
            wanted = select(HISTORY).where(
                HISTORY.c.server == server, HISTORY.c.revision == revision
            )
            return Conflict(_entry(connection.execute(wanted).one()))
    return None


def _row(server: str, revision: int, change: Change, act: Act) -> dict[str, Any]:
    return {
        "server": server,
        "revision": revision,
        "who": act.member.id,
        "who_name": act.member.name,
        "why": act.why,
        **columns_of(change),
    }


def columns_of(change: Change) -> dict[str, str]:
    """Return the columns of a row of the history that hold its change."""
    subject = subject_of(change)
    return {
        "deed": kind_of_change(change),
        "shelf": subject.shelf.value,
        "subject": subject.id,
        "change": dump_change(change),
    }


def read_change(row: Row[Any]) -> Change:
    """Return the change of a row of the history; Unreadable, and a warning, if it is damaged."""
    try:
        return load_change(row.change)
    except StoreError as error:
        logger.warning("revision %d of a server is left out: %s", row.revision, error)
        return Unreadable(Shelf(row.shelf) if row.shelf in set(Shelf) else Shelf.QUOTE, row.subject)


def _entry(row: Row[Any]) -> Entry:
    member = Member(row.who, row.who_name)
    return Entry(row.revision, row.at, member, row.why, read_change(row))
