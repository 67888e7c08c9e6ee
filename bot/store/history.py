"""The append-only history of what servers changed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, insert, select, update

from bot.errors import RequestError, StoreError
from bot.library import change_codec
from bot.library.changes import Change, Subject, subject_of
from bot.store.database import Counters, Database
from bot.store.revision_cache import Glances
from bot.store.tables import HISTORY, SERVERS, TOKENS
from bot.store.types import Act, Conflict, Entry, Member, News, Saved

_ENTRY = (
    HISTORY.c.revision,
    HISTORY.c.at,
    HISTORY.c.who,
    HISTORY.c.who_name,
    HISTORY.c.why,
    HISTORY.c.change,
)


class History:
    """Every change of every server, numbered 1, 2, 3… in each without gaps.

    All raise StoreError where the database cannot be read or written.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._glances = Glances(database)

    def revision(self, server: str) -> int:
        """The last revision of a server; 0 for one that never changed anything."""
        return self._glances.revision(server)

    def close(self) -> None:
        """Close what is kept open for the next look at a revision."""
        self._glances.close()

    def append(self, server: str, changes: Sequence[Change], act: Act) -> Saved | Conflict:
        """Save changes, all or none.

        They are taken to hold: see :func:`bot.library.view.preview`. One token saves once and is
        answered the same again. Raises RequestError where the server's history was forgotten or
        set back since.
        """
        if not changes:
            raise ValueError("nothing to save")
        with self._database.write() as connection:
            counters = self._database.lock(connection, server)
            return append_locked(connection, self._database, server, counters, changes, act)

    def saved(self, server: str, token: str) -> Saved | None:
        """What was saved under a token; None where nothing was."""
        with self._database.read_one() as connection:
            return _saved_before(connection, server, token)

    def changes(self, server: str, after: int = 0) -> News:
        """What happened after a revision, and the revision there is now, read at one moment."""
        with self._database.read() as connection:
            wanted = select(SERVERS.c.revision, SERVERS.c.since).where(SERVERS.c.id == server)
            row = connection.execute(wanted).one_or_none()
            revision, since = row or (0, 0)
            anew = after > revision or 0 < after < since
            start = 0 if anew else after
            rows = connection.execute(
                select(*_ENTRY)
                .where(HISTORY.c.server == server, HISTORY.c.revision > start)
                .order_by(HISTORY.c.revision)
            ).all()
        return News(revision, tuple(_entry(row) for row in rows), anew)

    def entries(
        self, server: str, subject: Subject | None = None, *, limit: int = 25, before: int = 0
    ) -> tuple[Entry, ...]:
        """The history of a server, or of one subject in it, newest first.

        ``before`` is the revision to go on from; 0 begins with the newest.
        """
        wanted = select(*_ENTRY).where(HISTORY.c.server == server)
        if subject is not None:
            wanted = wanted.where(*_about(subject))
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
    before = _saved_before(connection, server, act.token)
    if before is not None:
        return before
    if not counters.since <= act.seen <= counters.revision and act.seen > 0:
        raise RequestError("This collection was set back in the meantime. Please look again.")
    conflict = _conflict(connection, server, changes, act.seen)
    if conflict is not None:
        return conflict
    at = database.now()
    first, last = counters.revision + 1, counters.revision + len(changes)
    saved = Saved(first, last, at)
    connection.execute(update(SERVERS).where(SERVERS.c.id == server).values(revision=last))
    connection.execute(
        insert(HISTORY),
        [
            _row(server, first + number, change, act) | {"at": at}
            for number, change in enumerate(changes)
        ],
    )
    connection.execute(
        insert(TOKENS).values(server=server, token=act.token, first=first, last=last, at=at)
    )
    return saved


def _saved_before(connection: Connection, server: str, token: str) -> Saved | None:
    wanted = select(TOKENS.c.first, TOKENS.c.last, TOKENS.c.at).where(
        TOKENS.c.server == server, TOKENS.c.token == token
    )
    row = connection.execute(wanted).one_or_none()
    return Saved(*row) if row else None


def _conflict(
    connection: Connection, server: str, changes: Sequence[Change], seen: int
) -> Conflict | None:
    """The newest change since ``seen`` to a subject that is to be changed."""
    subjects = {(subject.shelf.value, subject.id) for subject in map(subject_of, changes)}
    newer = (
        select(HISTORY.c.shelf, HISTORY.c.subject, HISTORY.c.revision)
        .where(HISTORY.c.server == server, HISTORY.c.revision > seen)
        .order_by(HISTORY.c.revision.desc())
    )
    for shelf, id_, revision in connection.execute(newer).all():
        if (shelf, id_) in subjects:
            wanted = select(*_ENTRY).where(
                HISTORY.c.server == server, HISTORY.c.revision == revision
            )
            return Conflict(_entry(connection.execute(wanted).one()))
    return None


def _about(subject: Subject) -> tuple[ColumnElement[bool], ...]:
    return HISTORY.c.shelf == subject.shelf.value, HISTORY.c.subject == subject.id


def _row(server: str, revision: int, change: Change, act: Act) -> dict[str, Any]:
    subject = subject_of(change)
    return {
        "server": server,
        "revision": revision,
        "who": act.member.id,
        "who_name": act.member.name,
        "why": act.why,
        "deed": change_codec.kind_of(change),
        "shelf": subject.shelf.value,
        "subject": subject.id,
        "change": change_codec.dumps(change),
    }


def _entry(row: Row[*tuple[Any, ...]]) -> Entry:
    revision, at, who, who_name, why, change = row
    try:
        return Entry(revision, at, Member(who, who_name), why, change_codec.loads(change))
    except StoreError as error:
        raise StoreError(f"revision {revision} of a server: {error}") from error
