"""Transactions: one that reads, one that writes, and the row that writers of a server lock."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Table, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.errors import StoreError
from bot.store.engine import (
    BUSY_MS,
    WAITS_FOR_NO_DISK,
    WAITS_FOR_THE_DISK,
    driver_of,
    is_sqlite,
)
from bot.store.faults import told
from bot.store.tables import SERVERS
from bot.store.types import Clock


class Database:
    """A database that is migrated and ready. Safe to use from many threads at once."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self.engine = engine
        self._clock = clock
        self._sqlite = is_sqlite(engine)
        # SQLite's waiting is not a queue: threads of one process would starve each other.
        self._turn = threading.Lock()

    @property
    def is_local(self) -> bool:
        """Whether a look into it is one into a file, which waits for no network."""
        return self._sqlite

    def now(self) -> datetime:
        """This moment by the clock handed in, in UTC."""
        return self._clock().astimezone(UTC)

    @contextmanager
    def read_one(self) -> Iterator[Connection]:
        """For one statement that reads: no transaction around it on PostgreSQL, to save the way."""
        with told(), self.engine.connect() as connection:
            if not self._sqlite:
                connection.execution_options(isolation_level="AUTOCOMMIT")
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """For several statements that read: all see the same moment."""
        with told(), self.engine.connect() as connection:
            if not self._sqlite:
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """For a transaction that writes: committed at the end, or nothing of it is kept."""
        with told(), self._my_turn(), self.engine.connect() as connection:
            connection.execution_options(writes=True)
            with connection.begin():
                yield connection

    @contextmanager
    def write_relaxed(self) -> Iterator[Connection]:
        """As :meth:`write`, for what nobody is told is saved: it need not wait for the disk.

        The last of it may be lost if the power fails; the database is sound all the same
        (https://www.sqlite.org/pragma.html#pragma_synchronous).
        """
        with told(), self._my_turn(), self.engine.connect() as connection, _unhurried(connection):
            connection.execution_options(writes=True)
            with connection.begin():
                if not self._sqlite:
                    connection.exec_driver_sql("SET LOCAL synchronous_commit TO off")
                yield connection

    @contextmanager
    def _my_turn(self) -> Iterator[None]:
        if not self._sqlite:
            yield
            return
        if not self._turn.acquire(timeout=BUSY_MS / 1000):
            raise StoreError("the database is busy with other writes and did not become free")
        try:
            yield
        finally:
            self._turn.release()

    def insert_new(self, connection: Connection, table: Table, values: Mapping[str, Any]) -> bool:
        """Insert a row unless one with its key is there; whether it was inserted."""
        insert = sqlite.insert if self._sqlite else postgresql.insert
        statement = insert(table).values(values).on_conflict_do_nothing()
        # Drivers count rows each in their own way; what is returned is sure.
        returned = connection.execute(statement.returning(*table.primary_key))
        return returned.first() is not None

    def put(
        self, connection: Connection, table: Table, key: Mapping[str, Any], row: Mapping[str, Any]
    ) -> None:
        """Insert a row, or put ``row`` into the one with this key."""
        insert = sqlite.insert if self._sqlite else postgresql.insert
        statement = insert(table).values({**key, **row})
        connection.execute(
            statement.on_conflict_do_update(index_elements=list(key), set_=dict(row))
        )

    def lock(self, connection: Connection, server: str) -> "Counters":
        """The server's counters, made where there are none; its other writers wait from here on."""
        wanted = (
            select(SERVERS.c.revision, SERVERS.c.since, SERVERS.c.suggested)
            .where(SERVERS.c.id == server)
            .with_for_update()
        )
        row = connection.execute(wanted).one_or_none()
        if row is None:
            start = {"id": server, "revision": 0, "since": 0, "suggested": 0}
            self.insert_new(connection, SERVERS, start)
            row = connection.execute(wanted).one()
        return Counters(*row)


@contextmanager
def _unhurried(connection: Connection) -> Iterator[None]:
    """As long as it lasts, a commit to a SQLite file does not wait until it is on the disk."""
    if not is_sqlite(connection.engine):
        yield
        return
    driver = driver_of(connection)
    driver.execute(WAITS_FOR_NO_DISK)
    try:
        yield
    finally:
        driver.execute(WAITS_FOR_THE_DISK)


@dataclass(frozen=True, slots=True)
class Counters:
    """What was last given out to a server, and after which revision its history begins."""

    revision: int
    since: int
    suggested: int
