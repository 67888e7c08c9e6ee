"""The store, opened, copied and inspected as a whole; the settings of servers."""

import json
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Self

from sqlalchemy import URL, Connection, Select, delete, func, insert, select, text, update

from bot.errors import RequestError, StoreError
from bot.store.database import (
    Database,
    StorePart,
    database_errors,
    engine_of,
    read_address,
    silence_drivers,
)
from bot.store.history import History
from bot.store.migrate import migrate
from bot.store.privacy import Privacy
from bot.store.questions import Questions
from bot.store.records import Clock, utc_now
from bot.store.suggestions import Suggestions
from bot.store.tables import CLAIMS, METADATA, OF_SERVERS, SERVERS, SETTINGS, USED_SERVERS

logger = logging.getLogger(__name__)

_ROWS_AT_ONCE = 1000
# The tables with rows of servers, each after those that it refers to.
# An advisory lock that nothing else in the database takes: "counter" and a number, in ASCII.
_START_LOCK = 0x636F756E74657231
_TAKE = text("SELECT pg_try_advisory_lock(:lock)")
_RELEASE = text("SELECT pg_advisory_unlock(:lock)")


class ServerSettings(StorePart):
    """One JSON value for each key of each server."""

    def all(self, server: str) -> dict[str, Any]:
        """Return all settings of a server by key."""
        wanted = select(SETTINGS.c.key, SETTINGS.c.value).where(SETTINGS.c.server == server)
        return self._read(wanted.order_by(SETTINGS.c.key))

    def of_key(self, key: str) -> dict[str, Any]:
        """Return the values of a key by server, for every server that set it."""
        wanted = select(SETTINGS.c.server, SETTINGS.c.value).where(SETTINGS.c.key == key)
        return self._read(wanted.order_by(SETTINGS.c.server))

    def _read(self, wanted: Select[Any]) -> dict[str, Any]:
        with self._database.read() as connection:
            rows = connection.execute(wanted).all()
        read: dict[str, Any] = {}
        for name, value in rows:
            try:
                read[name] = json.loads(value)
            except ValueError:
                logger.warning("a setting is left out, because it is not JSON: %s", name)
        return read

    def put(self, server: str, key: str, value: Any) -> None:
        """Set a key to a value that JSON can hold; None deletes the key."""
        with self._database.write(server) as connection:
            if value is None:
                connection.execute(delete(SETTINGS).filter_by(server=server, key=key))
                return
            place = {"server": server, "key": key}
            self._database.put(connection, SETTINGS, place, {"value": json.dumps(value)})


class StartLock:
    """A lock that one of several processes holds while it connects its shards.

    It is PostgreSQL's, which frees it when the process dies; with SQLite every process gets it.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._held: Connection | None = None

    def take(self) -> bool:
        """Take the lock if it is free; return whether this process has it. Does not wait."""
        if self._database.is_sqlite or self._held is not None:
            return True
        with database_errors():
            connection = self._database.engine.connect()
            try:
                connection.execution_options(isolation_level="AUTOCOMMIT")
                taken = connection.scalar(_TAKE, {"lock": _START_LOCK})
                self._held = connection if taken else None
            finally:
                if self._held is not connection:
                    connection.close()
        return self._held is not None

    def release(self) -> None:
        """Release the lock; do nothing if this process does not have it."""
        connection, self._held = self._held, None
        if connection is None:
            return
        with database_errors(), connection:
            connection.execute(_RELEASE, {"lock": _START_LOCK})


class Store:
    """All changes, suggestions and settings of all servers, in one database.

    Safe to use from many threads at once. Every problem with the database is a StoreError, raised
    within about two seconds. Close it, or use it in a ``with``.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.history = History(database)
        self.suggestions = Suggestions(database)
        self.settings = ServerSettings(database)
        self.questions = Questions(database)
        self.privacy = Privacy(database)
        self.start_lock = StartLock(database)

    def claim(self, server: str, job: str, day: date) -> bool:
        """Claim a job of a day; true for the first caller in any process only, ever.

        A process that dies after it leaves the job undone, which is better than done twice.
        """
        row = {"server": server, "job": job, "day": day, "at": self.database.now()}
        with self.database.write(server) as connection:
            return self.database.insert_new(connection, CLAIMS, row)

    def servers(self) -> tuple[str, ...]:
        """Return the ids of all servers that have anything stored, in order."""
        with self.database.read() as connection:
            return tuple(sorted(connection.scalars(USED_SERVERS)))

    def rows_of(self, server: str) -> int:
        """Return how many rows a server has in all tables."""
        counts = [
            select(func.count()).select_from(table).where(table.c.server == server)
            for table in OF_SERVERS
        ]
        with self.database.read() as connection:
            return sum(connection.scalar(count) or 0 for count in counts)

    def forget_server(self, server: str, seen: int) -> None:
        """Delete everything of a server for good.

        Raises RequestError if the server changed since the revision ``seen``. Its revisions count
        on, so that no process takes an old view for a new one.
        """
        with self.database.write() as connection:
            counters = self.database.lock(connection, server)
            if counters.revision != seen:
                raise RequestError("This collection changed in the meantime. Please look again.")
            for table in reversed(OF_SERVERS):
                connection.execute(delete(table).where(table.c.server == server))
            # Above every revision that anybody has seen, with no entry in the history.
            after = counters.revision + 1
            of_server = update(SERVERS).filter_by(id=server)
            connection.execute(of_server.values(revision=after, since=after))
        self.database.scrub()

    def close(self) -> None:
        """Close all connections."""
        with suppress(StoreError):
            self.start_lock.release()
        self.database.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_store(address: str | Path, clock: Clock = utc_now) -> Store:
    """Open the store at an address or in a file; make a missing file, and the newest schema.

    Raises SettingsError for an invalid address, StoreError if the database cannot be reached or is
    newer than the program.
    """
    if isinstance(address, Path):
        url = URL.create("sqlite+pysqlite", database=str(address))
    else:
        url = read_address(address)
    silence_drivers()
    with database_errors():
        engine = engine_of(url)
        try:
            migrate(engine)
        except BaseException:
            engine.dispose()
            raise
    return Store(Database(engine, clock))


_NOT_EMPTY = (
    "The database to copy to is not empty, so nothing was copied; name a new one: for restore in "
    "DATABASE_URL, such as sqlite:///data/restored.db, for move after --to."
)


def copy_store(
    source: Store, target: Store, report: Callable[[int, int], None] = lambda _done, _total: None
) -> int:
    """Copy everything into an empty store, all or nothing; return the number of rows.

    ``report`` is told now and then how many rows are copied, and how many there are. The source is
    read as of one moment. Raises StoreError if the target is not empty.
    """
    with source.database.read() as read, target.database.write() as write:
        if not target.database.is_sqlite:
            names = ", ".join(table.name for table in METADATA.sorted_tables)
            write.exec_driver_sql(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE")
        for table in METADATA.sorted_tables:
            if write.execute(select(1).select_from(table).limit(1)).first() is not None:
                raise StoreError(_NOT_EMPTY)
        counts = (select(func.count()).select_from(table) for table in METADATA.sorted_tables)
        copied, total = 0, sum(read.scalar(count) or 0 for count in counts)
        for table in METADATA.sorted_tables:
            in_batches = {"yield_per": _ROWS_AT_ONCE}
            with read.execute(select(table), execution_options=in_batches) as rows:
                for batch in rows.mappings().partitions(_ROWS_AT_ONCE):
                    write.execute(insert(table), [dict(row) for row in batch])
                    copied += len(batch)
                    report(copied, total)
        return copied
