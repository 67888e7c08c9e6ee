"""Connections to a SQLite file or to PostgreSQL, and transactions: durable, never waiting for long.

SQLite uses a write-ahead log with ``synchronous=FULL``, so a commit is on the disk when it is
acknowledged; a write begins with ``BEGIN IMMEDIATE``, so what it reads first still holds when it
writes. PostgreSQL uses ``READ COMMITTED``, and a writer first locks the row of its server. Unlike
``SERIALIZABLE`` this needs no retries, and servers do not wait for each other.
"""

import logging
import re
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import URL, Connection, Engine, Row, Table, create_engine, event, make_url, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    SQLAlchemyError,
    TimeoutError as PoolTimeoutError,
)

from bot.errors import SettingsError, StoreError
from bot.store.records import Clock
from bot.store.tables import SERVERS

logger = logging.getLogger(__name__)

# Together with the driver's own work, a call ends within about two seconds.
BUSY_MS = 1500
_CONNECT_S = 2  # libpq accepts no less
_POOL: dict[str, Any] = {
    "pool_size": 5,
    "max_overflow": 5,
    "pool_timeout": BUSY_MS / 1000,
    # Parameters hold text that members wrote.
    "hide_parameters": True,
}
_REMEDY = (
    "write sqlite:///data/counterpoint.db for a file, or "
    "postgresql://user:password@host/database for PostgreSQL"
)
# "connection to server at "10.0.0.7", port 5432 failed: FATAL: ... for user "bot" (10.0.0.7)"
_SECRETS = re.compile(
    r"""(["'“]).*?["'”]|\([^)]*\)|port \d+|(?<=host )\S+|/(?!O error)\S+""", re.DOTALL
)
# Parts of a driver's message, and the sentence to say in its place.
_SENTENCES = (
    (
        ("locked", "lock timeout", "statement timeout", "canceling statement"),
        "the database is locked by another program and did not become free in time",
    ),
    (
        ("disk is full", "No space left", "File too large", "DiskFull"),
        "there is no room left on the disk of the database; make room and try again",
    ),
    (
        ("readonly", "Read-only", "ReadOnly", "ermission denied", "unable to open database file"),
        "the database cannot be opened for writing; give this user the right to write its file and "
        "its folder, or name another place in DATABASE_URL",
    ),
)
_LONGEST = 200


def read_address(address: str) -> URL:
    """Return the address of a database with the driver to use.

    Raises SettingsError for an invalid one, without the address, which may hold a password.
    """
    try:
        url = make_url(address.strip())
    except (ArgumentError, ValueError):
        raise SettingsError(f"The address of the database is not valid; {_REMEDY}") from None
    match url.drivername:
        case "postgres" | "postgresql" | "postgresql+psycopg":
            return url.set(drivername="postgresql+psycopg")
        case "sqlite" | "sqlite+pysqlite":
            url = url.set(drivername="sqlite+pysqlite")
        case _:
            raise SettingsError(f"The database is neither SQLite nor PostgreSQL; {_REMEDY}")
    if not url.database or ":memory:" in url.database or url.database.startswith("file:"):
        raise SettingsError(f"The address of the database names no file; {_REMEDY}")
    if url.host or url.query:
        raise SettingsError(
            "The address of the database holds more than the path of a file, or has too few "
            f"slashes; {_REMEDY}"
        )
    return url


def engine_of(url: URL) -> Engine:
    """Return an engine for the address. Makes a SQLite file and its folder; opens nothing yet."""
    if url.get_backend_name() == "sqlite":
        # Only the owner may read the file; SQLite gives its log the same mode.
        file = Path(url.database or "")
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not file.exists():
            file.touch(mode=0o600)
        engine = create_engine(
            url, **_POOL, connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False}
        )
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        return engine
    return create_engine(
        url,
        **_POOL,
        # A server may have closed a connection; a file cannot.
        pool_pre_ping=True,
        isolation_level="READ COMMITTED",
        connect_args=_limits(url),
    )


def is_sqlite(engine: Engine) -> bool:
    """Whether the engine is for a SQLite file."""
    return engine.dialect.name == "sqlite"


def driver_of(connection: Connection) -> sqlite3.Connection:
    """Return the driver's own connection to a SQLite file, outside of any transaction."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - the caller asked is_sqlite
    return driver


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    # The driver must begin no transaction of its own: see _begin.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=FULL")
    # Deleted content is overwritten with zeros.
    connection.execute("PRAGMA secure_delete=ON")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _limits(url: URL) -> dict[str, Any]:
    """Return PostgreSQL options: short waits, and commits on the disk when acknowledged."""
    options = {
        "statement_timeout": BUSY_MS,
        "lock_timeout": BUSY_MS,
        "idle_in_transaction_session_timeout": 60_000,
        "synchronous_commit": "on",
        "timezone": "UTC",
    }
    given = url.query.get("options", "")
    ours = " ".join(f"-c {name}={value}" for name, value in options.items())
    return {
        "connect_timeout": _CONNECT_S,
        "tcp_user_timeout": 2 * BUSY_MS,
        "keepalives_idle": 30,
        "application_name": "counterpoint",
        # The last of two equal options wins.
        "options": f"{given if isinstance(given, str) else ' '.join(given)} {ours}".strip(),
    }


class DriverError(Exception):
    """An error of a driver, stripped of everything that must not be in a log."""


@contextmanager
def database_errors() -> Iterator[None]:
    """Turn any error of the database into StoreError, with a :class:`DriverError` as its cause."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, psycopg.Error, OSError, OverflowError) as error:
        fault = _stripped(error).with_traceback(error.__traceback__)
        # "from" also keeps the driver's own error, which is the context, out of every trace.
        told = (sentence for signs, sentence in _SENTENCES if any(s in str(fault) for s in signs))
        other = f"the database could not be read or written ({fault})"
        raise StoreError(next(told, other)) from fault


def silence_drivers() -> None:
    """Silence the loggers of the drivers, which name the host and the user.

    Alembic logs at every start that it looked; its problems come as errors.
    """
    logging.getLogger("alembic").setLevel(logging.WARNING)
    for name in ("sqlalchemy.pool", "psycopg", "psycopg.pool"):
        logger = logging.getLogger(name)
        logger.propagate = False
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())


def _stripped(error: BaseException) -> DriverError:
    inner = error.orig if isinstance(error, DBAPIError) and error.orig else error
    kind = type(inner).__name__
    if isinstance(inner, PoolTimeoutError):
        return DriverError(f"{kind}: no connection to the database was free in time")
    if isinstance(inner, OSError):
        return DriverError(f"{kind}: {inner.strerror or 'no reason given'}")
    message = str(inner)
    if isinstance(inner, psycopg.Error) and inner.sqlstate:
        kind = f"{kind} {inner.sqlstate}"
        message = inner.diag.message_primary or ""
    safe = " ".join(_SECRETS.sub("…", message).split())
    return DriverError(f"{kind}: {safe[:_LONGEST]}")


class Database:
    """A migrated database. Safe to use from many threads at once."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self.engine = engine
        self._clock = clock
        self.is_sqlite = is_sqlite(engine)
        self._insert = sqlite.insert if self.is_sqlite else postgresql.insert
        snapshot = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        self._reads = engine.execution_options(**snapshot)
        self._writes = engine.execution_options(writes=True)
        # SQLite does not queue writers: threads of one process would starve each other.
        self._write_lock = threading.Lock()
        self._file = Path(engine.url.database or "") if self.is_sqlite else None
        self._identity = self._identity_of_file()
        self._unscrubbed = False

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return self._clock().astimezone(UTC)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Begin a reading transaction: all its statements see the same moment."""
        with database_errors(), self._reads.begin() as connection:
            yield connection

    @contextmanager
    def write(self, server: str = "") -> Iterator[Connection]:
        """Begin a writing transaction, committed at the end; after an error nothing is kept.

        The row of the ``server`` is locked. Raises StoreError if the file of the database was
        deleted or replaced: the next start would not find what is written into the old one.
        """
        with database_errors(), self._alone():
            self._refuse_another_file()
            with self._writes.begin() as connection:
                if server:
                    self.lock(connection, server)
                yield connection
            self._refuse_another_file()

    def _identity_of_file(self) -> tuple[int, int] | None:
        if self._file is None:
            return None
        try:
            found = self._file.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _refuse_another_file(self) -> None:
        if self._identity_of_file() != self._identity:
            raise StoreError(
                "the file of the database was deleted or replaced while the bot was running; "
                "stop the bot, put the right file in its place, and start it again"
            )

    def allow_long(self, connection: Connection) -> None:
        """Let each statement of this transaction take up to a minute on PostgreSQL."""
        if not self.is_sqlite:
            connection.exec_driver_sql("SET LOCAL statement_timeout = 60000")

    def scrub(self) -> None:
        """Remove from a SQLite file the bytes of what was erased; call it after the commit.

        The write-ahead log may still hold them, and free pages if an older version of this program
        wrote the file. If it is in use, this is left to :meth:`scrub_again`.
        """
        if not self.is_sqlite:
            return
        self._unscrubbed = True
        try:
            with database_errors(), self._alone(), self.engine.connect() as connection:
                driver = driver_of(connection)
                driver.execute("VACUUM")
                (busy, *_), *_ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
                self._unscrubbed = bool(busy)
        except StoreError as error:
            logger.warning("erased, but not yet from free pages of the file: %s", error)

    def scrub_again(self) -> None:
        """Repeat a :meth:`scrub` that could not finish because the file was in use."""
        if self._unscrubbed:
            self.scrub()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the lock of SQLite writers. Raises StoreError if it is not free in time."""
        if not self.is_sqlite:
            yield
            return
        if not self._write_lock.acquire(timeout=BUSY_MS / 1000):
            raise StoreError("the database is busy with other writes and did not become free")
        try:
            yield
        finally:
            self._write_lock.release()

    def insert_new(self, connection: Connection, table: Table, values: Mapping[str, Any]) -> bool:
        """Insert a row unless its key exists already; return whether it was inserted."""
        statement = self._insert(table).values(values).on_conflict_do_nothing()
        # Row counts differ between drivers; returned rows do not.
        returned = connection.execute(statement.returning(*table.primary_key))
        return returned.first() is not None

    def put(
        self, connection: Connection, table: Table, key: Mapping[str, Any], row: Mapping[str, Any]
    ) -> None:
        """Insert a row, or update the one with this key."""
        statement = self._insert(table).values({**key, **row})
        connection.execute(
            statement.on_conflict_do_update(index_elements=list(key), set_=dict(row))
        )

    def lock(self, connection: Connection, server: str) -> Row[Any]:
        """Lock the server's row, inserted if missing, until the transaction ends; return it."""
        wanted = select(SERVERS).where(SERVERS.c.id == server).with_for_update()
        row = connection.execute(wanted).one_or_none()
        if row is None:
            start = {"id": server, "revision": 0, "since": 0, "suggested": 0}
            self.insert_new(connection, SERVERS, start)
            row = connection.execute(wanted).one()
        return row


class StorePart:
    """The part of a store that is about some of its tables."""

    def __init__(self, database: Database) -> None:
        self._database = database
