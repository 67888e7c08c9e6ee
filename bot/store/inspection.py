"""Inspection of a database without changing it: its schema, its soundness, its rows."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine, func, select

from bot.errors import StoreError
from bot.library.changes import load_change
from bot.store.database import (
    BUSY_MS,
    Database,
    database_errors,
    engine_of,
    read_address,
    silence_drivers,
)
from bot.store.migrate import is_current
from bot.store.records import Health, utc_now
from bot.store.tables import HISTORY, METADATA, SERVERS, SETTINGS, SUGGESTIONS

_MOST_NAMED = 3
_ROWS_AT_ONCE = 1000
_REMEDY = "restore a backup made before"


def health_of(address: str, *, thorough: bool = False) -> Health:
    """Inspect the database at an address without changing it, and test that it can be written to.

    A ``thorough`` inspection also runs SQLite's own check and reads every row: seconds for a large
    database. Raises SettingsError for an invalid address, StoreError if the database cannot be
    reached or written to, has tables without a version, or is newer than the program.
    """
    url = read_address(address)
    file = (url.database or "") if url.get_backend_name() == "sqlite" else ""
    if file and not Path(file).exists():
        return Health(file)
    if thorough and file and (damage := damage_of(Path(file))):
        return Health(file, made=True, faults=(damage,))
    silence_drivers()
    with database_errors():
        engine = engine_of(url)
        try:
            return _health(engine, file, thorough=thorough)
        finally:
            engine.dispose()


def _health(engine: Engine, file: str, *, thorough: bool) -> Health:
    current = is_current(engine)
    if current is None:
        return Health(file)
    database = Database(engine, utc_now)
    with database.write():
        pass
    if not current:
        return Health(file, made=True)
    with database.read() as connection:
        servers = connection.scalar(select(func.count()).select_from(SERVERS)) or 0
        faults = tuple(_faults(connection)) if thorough else ()
    return Health(file, made=True, current=True, servers=servers, faults=faults)


def damage_of(file: Path) -> str:
    """Return a sentence on the damage of a SQLite file; empty for none. Raises StoreError."""
    with database_errors():
        try:
            with closing(sqlite3.connect(file, timeout=BUSY_MS / 1000)) as connection:
                ((found,),) = connection.execute("PRAGMA quick_check(1)").fetchall()
        except sqlite3.DatabaseError as error:
            found = str(error)
            if "malformed" not in found and "not a database" not in found:
                raise
    return "" if found == "ok" else f"the file is damaged ({found}); {_REMEDY}"


def _faults(connection: Connection) -> Iterator[str]:
    for table in METADATA.sorted_tables:
        # A missing table or column is an error here.
        connection.execute(select(table).limit(0))
    unreadable = [*_unreadable_changes(connection), *_unreadable_values(connection)]
    if unreadable:
        more = len(unreadable) - _MOST_NAMED
        others = f" and {more:,} more" if more > 0 else ""
        yield (
            f"left out because it cannot be read: {'; '.join(unreadable[:_MOST_NAMED])}{others}. "
            f"To have it again, {_REMEDY}"
        )


def _unreadable_changes(connection: Connection) -> Iterator[str]:
    wanted = select(HISTORY.c.server, HISTORY.c.revision, HISTORY.c.change)
    ordered = wanted.order_by(HISTORY.c.server, HISTORY.c.revision)
    with connection.execute(ordered, execution_options={"yield_per": _ROWS_AT_ONCE}) as rows:
        for server, revision, change in rows:
            try:
                load_change(change)
            except StoreError as error:
                yield f"revision {revision} of server {server} ({error})"


def _unreadable_values(connection: Connection) -> Iterator[str]:
    suggested = select(SUGGESTIONS.c.server, SUGGESTIONS.c.number, SUGGESTIONS.c.fields)
    settings = select(SETTINGS.c.server, SETTINGS.c.key, SETTINGS.c.value)
    for noun, wanted in (("suggestion", suggested), ("setting", settings)):
        for server, name, value in connection.execute(wanted).all():
            try:
                json.loads(value)
            except ValueError:
                yield f"{noun} {name} of server {server}"
