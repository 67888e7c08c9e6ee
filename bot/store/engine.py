"""Connections: to a SQLite file or to PostgreSQL, durable, and never waiting for long.

SQLite: write-ahead log with ``synchronous=FULL``, so that a commit is on the disk when it is
acknowledged; a write begins with ``BEGIN IMMEDIATE``, so that what it read first still holds when
it writes. PostgreSQL: ``READ COMMITTED``, and a writer locks the row of its server first: what it
reads after that is the newest and stays so until it commits. That needs no retries, as
``SERIALIZABLE`` would, and servers do not wait for each other.
"""

import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

# Together with the driver's own work, a call ends within about two seconds.
BUSY_MS = 1500
WAITS_FOR_THE_DISK = "PRAGMA synchronous=FULL"
WAITS_FOR_NO_DISK = "PRAGMA synchronous=NORMAL"
_CONNECT_S = 2  # the least libpq takes
_POOL: dict[str, Any] = {
    "pool_size": 5,
    "max_overflow": 5,
    "pool_timeout": BUSY_MS / 1000,
    "pool_pre_ping": True,
    # Parameters are what members wrote.
    "hide_parameters": True,
}


def engine_of(url: URL) -> Engine:
    """An engine for the address; opens nothing yet, but makes a SQLite file and its folder."""
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
    """Whether the engine is of a SQLite file."""
    return engine.dialect.name == "sqlite"


def driver_of(connection: Connection) -> sqlite3.Connection:
    """The driver's own connection to a SQLite file, outside of any transaction."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - the caller asked is_sqlite
    return driver


def _make_private(file: Path) -> None:
    """Make the file, readable by its owner alone, and the folders it is in.

    SQLite gives its log the same mode.
    """
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        return


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    # No transaction of the driver's own: see _begin.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute(WAITS_FOR_THE_DISK)


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _limits(url: URL) -> dict[str, Any]:
    """What keeps PostgreSQL from waiting long, and from acknowledging before it is on the disk."""
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
        # What is said last holds.
        "options": f"{given if isinstance(given, str) else ' '.join(given)} {ours}".strip(),
    }
