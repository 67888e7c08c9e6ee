"""Connections to a SQLite file or to PostgreSQL: durable, and never waiting for long.

SQLite uses a write-ahead log with ``synchronous=FULL``, so a commit is on the disk when it is
acknowledged. A write begins with ``BEGIN IMMEDIATE``, so everything it reads first still holds when
it writes. PostgreSQL uses ``READ COMMITTED``, and a writer first locks the row of its server: it
then reads the newest state, which stays until it commits. Unlike ``SERIALIZABLE`` this needs no
retries, and servers do not wait for each other.
"""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import SettingsError

# Together with the driver's own work, a call ends within about two seconds.
BUSY_MS = 1500
_CONNECT_S = 2  # libpq accepts no less
_POOL: dict[str, Any] = {
    "pool_size": 5,
    "max_overflow": 5,
    "pool_timeout": BUSY_MS / 1000,
    "pool_pre_ping": True,
    # Parameters hold text that members wrote.
    "hide_parameters": True,
}
_REMEDY = (
    "write sqlite:///data/counterpoint.db for a file, or "
    "postgresql://user:password@host/database for PostgreSQL"
)


def read_address(address: str) -> URL:
    """Return the address of a database with the driver to use.

    Raises SettingsError for an invalid one. The error never repeats the address, which may hold a
    password.
    """
    try:
        url = make_url(address.strip())
    except (ArgumentError, ValueError):
        raise SettingsError(f"The address of the database is not valid; {_REMEDY}") from None
    match url.drivername:
        case "postgres" | "postgresql" | "postgresql+psycopg":
            return url.set(drivername="postgresql+psycopg")
        case "sqlite" | "sqlite+pysqlite":
            return _file_address(url.set(drivername="sqlite+pysqlite"))
        case _:
            raise SettingsError(f"The database is neither SQLite nor PostgreSQL; {_REMEDY}")


def _file_address(url: URL) -> URL:
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
        _make_private(Path(url.database or ""))
        engine = create_engine(
            url, **_POOL, connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False}
        )
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        return engine
    return create_engine(url, **_POOL, isolation_level="READ COMMITTED", connect_args=_limits(url))


def is_sqlite(engine: Engine) -> bool:
    """Whether the engine is for a SQLite file."""
    return engine.dialect.name == "sqlite"


def driver_of(connection: Connection) -> sqlite3.Connection:
    """Return the driver's own connection to a SQLite file, outside of any transaction."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - the caller asked is_sqlite
    return driver


def _make_private(file: Path) -> None:
    """Make the file, readable by its owner alone, and its folders.

    SQLite gives its log the same mode.
    """
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


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
