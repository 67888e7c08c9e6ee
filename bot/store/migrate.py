"""Migration of the schema to the newest, once, even if several processes start together."""

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
from bot.store.database import BUSY_MS, driver_of, is_sqlite

SCRIPTS = Path(__file__).parent / "migrations"
_VERSION_TABLE = "schema_version"
_FIRST_TABLES = ("servers", "history")
# Another process may be migrating, which is worth waiting for.
_MIGRATION_WAIT_S = 10
_RETRY_S = 0.02
# An advisory lock that nothing else in the database takes: "counterp" in ASCII.
_LOCK_ID = 0x636F756E74657270


def migrate(engine: Engine, target: str = "head") -> None:
    """Migrate the schema to a revision of ``migrations`` in one transaction.

    Raises StoreError if a newer program has changed the schema.
    """
    if is_sqlite(engine):
        _set_write_ahead_log(engine)
    scripts = ScriptDirectory(str(SCRIPTS))
    wanted = scripts.as_revision_number(target)
    with engine.connect() as connection:
        if _version(connection, scripts) == wanted:
            return
    with _exclusive(engine) as connection:
        if _version(connection, scripts) != wanted:
            config = Config(attributes={"connection": connection, "version_table": _VERSION_TABLE})
            # ConfigParser interpolates percent signs.
            config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
            command.upgrade(config, target)


def is_current(engine: Engine) -> bool | None:
    """Whether the schema is the newest; None if there is none yet. Raises as :func:`migrate`."""
    scripts = ScriptDirectory(str(SCRIPTS))
    with engine.connect() as connection:
        version = _version(connection, scripts)
    return None if version is None else version == scripts.as_revision_number("head")


def _version(connection: Connection, scripts: ScriptDirectory) -> str | None:
    context = MigrationContext.configure(connection, opts={"version_table": _VERSION_TABLE})
    # In this order: another process may be making both, in one transaction.
    has_tables = any(connection.dialect.has_table(connection, name) for name in _FIRST_TABLES)
    heads = context.get_current_heads()
    if len(heads) > 1 or (has_tables and not heads):
        raise StoreError(
            "the database has tables, but not one row that says their version; restore a backup, "
            "or name an empty database"
        )
    version = heads[0] if heads else None
    if version is not None and version not in {step.revision for step in scripts.walk_revisions()}:
        raise StoreError(
            f"the database was made by a newer version of this program (its schema is {version}); "
            "install that version or a newer one, or restore a backup made before it"
        )
    return version


@contextmanager
def _exclusive(engine: Engine) -> Iterator[Connection]:
    """Begin a transaction beside which no other process migrates."""
    with engine.connect() as connection:
        if is_sqlite(engine):
            connection.execution_options(writes=True)
            driver = driver_of(connection)
            driver.execute(f"PRAGMA busy_timeout={_MIGRATION_WAIT_S * 1000}")
            try:
                with connection.begin():
                    yield connection
            finally:
                driver.execute(f"PRAGMA busy_timeout={BUSY_MS}")
            return
        with connection.begin():
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            connection.execute(text(f"SET LOCAL lock_timeout = {_MIGRATION_WAIT_S * 1000}"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK_ID})
            yield connection


def _set_write_ahead_log(engine: Engine) -> None:
    """Set the journal mode, which the file keeps; SQLite itself does not wait for a lock here."""
    deadline = time.monotonic() + _MIGRATION_WAIT_S
    with engine.connect() as connection:
        driver = driver_of(connection)
        mode = ""
        while not mode:
            try:
                (mode,) = driver.execute("PRAGMA journal_mode=WAL").fetchone()
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > deadline:
                    raise
                time.sleep(_RETRY_S)
    if mode != "wal":
        raise StoreError("the disk of the database does not allow a write-ahead log")
