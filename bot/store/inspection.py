"""Inspection of a database without changing it: its schema, its soundness, its rows."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Engine, func, select

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
from bot.store.tables import HISTORY, METADATA, SETTINGS, SUGGESTIONS, USED_SERVERS

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
        servers = connection.scalar(select(func.count()).select_from(USED_SERVERS.subquery())) or 0
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
    if unreadable := list(_unreadable(connection)):
        more = len(unreadable) - _MOST_NAMED
        others = f" and {more:,} more" if more > 0 else ""
        yield (
            f"left out because it cannot be read: {'; '.join(unreadable[:_MOST_NAMED])}{others}. "
            f"To have it again, {_REMEDY}"
        )


def _unreadable(connection: Connection) -> Iterator[str]:
    """Yield the changes, suggestions and settings that cannot be read."""
    read: tuple[tuple[str, Column[Any], Column[Any], Callable[[str], object]], ...] = (
        ("revision", HISTORY.c.revision, HISTORY.c.change, load_change),
        ("suggestion", SUGGESTIONS.c.number, SUGGESTIONS.c.fields, json.loads),
        ("setting", SETTINGS.c.key, SETTINGS.c.value, json.loads),
    )
    for noun, key, value, load in read:
        of_server = key.table.c.server
        wanted = select(of_server, key, value).order_by(of_server, key)
        with connection.execute(wanted, execution_options={"yield_per": _ROWS_AT_ONCE}) as rows:
            for server, name, text in rows:
                try:
                    load(text)
                except (StoreError, ValueError) as error:
                    reason = f" ({error})" if isinstance(error, StoreError) else ""
                    yield f"{noun} {name} of server {server}{reason}"
