"""The schema brought up to this program's, once, however many processes start."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from bot.errors import StoreError
from bot.store.engine import BUSY_MS, driver_of, is_sqlite

SCRIPTS = Path(__file__).parent / "migrations"
_VERSION_TABLE = "schema_version"
# Another process may be migrating: that is worth waiting for.
_PATIENCE_S = 10
_AGAIN_S = 0.02
# Any number, as long as nothing else in the database locks it: "counterp" in ASCII.
_LOCK = 0x636F756E74657270


def migrate(engine: Engine, target: str = "head") -> None:
    """Bring the schema to a revision of ``migrations``, all in one transaction.

    Raises StoreError where a newer program has been at the database.
    """
    if is_sqlite(engine):
        _keep_a_write_ahead_log(engine)
    known = ScriptDirectory(str(SCRIPTS))
    wanted = known.as_revision_number(target)
    with engine.connect() as connection:
        if _version(connection, known) == wanted:
            return
    with _alone(engine) as connection:
        if _version(connection, known) != wanted:
            config = Config(attributes={"connection": connection, "version_table": _VERSION_TABLE})
            # ConfigParser reads a percent sign as its own.
            config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
            command.upgrade(config, target)


def is_current(engine: Engine) -> bool | None:
    """Whether the schema is this program's; None where there is none yet. Changes nothing.

    Raises StoreError where a newer program has been at the database.
    """
    known = ScriptDirectory(str(SCRIPTS))
    with engine.connect() as connection:
        version = _version(connection, known)
    return None if version is None else version == known.as_revision_number("head")


def _version(connection: Connection, known: ScriptDirectory) -> str | None:
    context = MigrationContext.configure(connection, opts={"version_table": _VERSION_TABLE})
    version = context.get_current_revision()
    if version is not None and version not in {step.revision for step in known.walk_revisions()}:
        raise StoreError(
            f"the database was made by a newer version of this program (its schema is {version}); "
            "install that version or a newer one, or restore a backup made before it"
        )
    return version


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """A transaction that no other process migrates beside."""
    with engine.connect() as connection:
        if is_sqlite(engine):
            with _patient(connection), connection.begin():
                yield connection
            return
        with connection.begin():
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            connection.execute(text(f"SET LOCAL lock_timeout = {_PATIENCE_S * 1000}"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            yield connection


@contextmanager
def _patient(connection: Connection) -> Iterator[None]:
    connection.execution_options(writes=True)
    driver = driver_of(connection)
    driver.execute(f"PRAGMA busy_timeout={_PATIENCE_S * 1000}")
    try:
        yield
    finally:
        driver.execute(f"PRAGMA busy_timeout={BUSY_MS}")


def _keep_a_write_ahead_log(engine: Engine) -> None:
    """Set the journal mode, which stays with the file.

    SQLite does not wait for its turn here, so it is asked again while another holds the file.
    """
    deadline = time.monotonic() + _PATIENCE_S
    with engine.connect() as connection:
        driver = driver_of(connection)
        mode = ""
        while not mode:
            try:
                (mode,) = driver.execute("PRAGMA journal_mode=WAL").fetchone()
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > deadline:
                    raise
                time.sleep(_AGAIN_S)
    if mode != "wal":
        raise StoreError("the disk the database is on allows no write-ahead log")
