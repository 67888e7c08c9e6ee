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
from bot.store.database import Database, StorePart
from bot.store.records import Act, Conflict, Entry, Member, News, Saved
from bot.store.tables import HISTORY, SERVERS, TOKENS

logger = logging.getLogger(__name__)


class History(StorePart):
    """Every change of every server, numbered 1, 2, 3… in each without gaps.

    Every method raises StoreError if the database cannot be read or written. A single change that
    cannot be read is logged, and is :class:`Unreadable` in the answers.
    """

    def revision(self, server: str) -> int:
        """Return the last revision of a server; 0 for one that never changed anything."""
        with self._database.read() as connection:
            return connection.scalar(select(SERVERS.c.revision).filter_by(id=server)) or 0

    def append(self, server: str, changes: Sequence[Change], act: Act) -> Saved | Conflict:
        """Save changes, all or none; they must be valid already.

        A token saves once and gets the same answer again. Raises RequestError if the server was
        forgotten or restored from a backup since ``act.seen``.
        """
        with self._database.write() as connection:
            return append_within(connection, self._database, server, changes, act)

    def saved(self, server: str, token: str) -> Saved | None:
        """Return the revisions saved under a token; None if there are none."""
        with self._database.read() as connection:
            return saved_before(connection, server, token)

    def changes(self, server: str, after: int = 0) -> News:
        """Return the entries after a revision and the last revision, read at one moment."""
        with self._database.read() as connection:
            wanted = select(SERVERS.c.revision, SERVERS.c.since).filter_by(id=server)
            revision, since = connection.execute(wanted).one_or_none() or (0, 0)
            anew = after > revision or 0 < after < since
            newer = select(HISTORY).where(HISTORY.c.revision > (0 if anew else after))
            ordered = newer.filter_by(server=server).order_by(HISTORY.c.revision)
            rows = connection.execute(ordered).all()
        return News(revision, tuple(_entry(row) for row in rows), anew)

    def entries(
        self, server: str, subject: Subject | None = None, *, limit: int = 25, before: int = 0
    ) -> tuple[Entry, ...]:
        """Return entries of a server or a subject, newest first; before a revision if not 0."""
        wanted = select(HISTORY).filter_by(server=server)
        if subject is not None:
            wanted = wanted.filter_by(shelf=subject.shelf.value, subject=subject.id)
        if before:
            wanted = wanted.where(HISTORY.c.revision < before)
        with self._database.read() as connection:
            rows = connection.execute(wanted.order_by(HISTORY.c.revision.desc()).limit(limit)).all()
        return tuple(_entry(row) for row in rows)


def append_within(
    connection: Connection, database: Database, server: str, changes: Sequence[Change], act: Act
) -> Saved | Conflict:
    """Save changes within a writing transaction, as :meth:`History.append` does."""
    if not changes:
        raise ValueError("nothing to save")
    counters = database.lock(connection, server)
    if before := saved_before(connection, server, act.token):
        return before
    if not counters.since <= act.seen <= counters.revision and act.seen > 0:
        raise RequestError("This collection was reset in the meantime. Please look again.")
    subjects = {(subject.shelf.value, subject.id) for subject in map(subject_of, changes)}
    newer = select(HISTORY).where(HISTORY.c.server == server, HISTORY.c.revision > act.seen)
    for row in connection.execute(newer.order_by(HISTORY.c.revision.desc())):
        if (row.shelf, row.subject) in subjects:
            return Conflict(_entry(row))
    first, last, at = counters.revision + 1, counters.revision + len(changes), database.now()
    connection.execute(update(SERVERS).filter_by(id=server).values(revision=last))
    rows = [
        row_of(server, Entry(revision, at, act.member, act.why, change))
        for revision, change in enumerate(changes, start=first)
    ]
    connection.execute(insert(HISTORY), rows)
    note_token(connection, server, act.token, Saved(first, last, at))
    return Saved(first, last, at)


def note_token(connection: Connection, server: str, token: str, saved: Saved) -> None:
    """Note what was saved under a token, for :func:`saved_before`."""
    values = {"first": saved.first, "last": saved.last, "at": saved.at}
    connection.execute(insert(TOKENS).values(server=server, token=token, **values))


def saved_before(connection: Connection, server: str, token: str) -> Saved | None:
    """Return the revisions saved under a token, within a transaction; None if there are none."""
    wanted = select(TOKENS.c.first, TOKENS.c.last, TOKENS.c.at)
    row = connection.execute(wanted.filter_by(server=server, token=token)).one_or_none()
    return Saved(*row) if row else None


def row_of(server: str, entry: Entry) -> dict[str, Any]:
    """Return an entry as a row of the history."""
    return {
        "server": server,
        "revision": entry.revision,
        "at": entry.at,
        "who": entry.member.id,
        "who_name": entry.member.name,
        "why": entry.why,
        **columns_of(entry.change),
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
