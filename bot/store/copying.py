"""A store copied whole: to move to another database, and for a backup."""

from collections.abc import Iterator

from sqlalchemy import Connection, insert, select

from bot.errors import StoreError
from bot.store.engine import is_sqlite
from bot.store.store import Store
from bot.store.tables import METADATA

_AT_ONCE = 1000


def copy_store(source: Store, target: Store) -> int:
    """Copy everything into a store that holds nothing, all or none of it; how many rows.

    The source is read as it is at one moment and can be written to meanwhile; what is written
    after that moment is not copied. Raises StoreError for a target that holds something, even if
    only that is the source itself.
    """
    with source.database.read() as read, target.database.write() as write:
        if not is_sqlite(target.database.engine):
            names = ", ".join(table.name for table in METADATA.sorted_tables)
            write.exec_driver_sql(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE")
        _refuse_unless_empty(write)
        return sum(_copy_tables(read, write))


def _refuse_unless_empty(target: Connection) -> None:
    for table in METADATA.sorted_tables:
        if target.execute(select(1).select_from(table).limit(1)).first() is not None:
            raise StoreError("the database to copy to is not empty; give an empty one")


def _copy_tables(source: Connection, target: Connection) -> Iterator[int]:
    for table in METADATA.sorted_tables:
        with source.execute(select(table), execution_options={"yield_per": _AT_ONCE}) as rows:
            for batch in rows.mappings().partitions(_AT_ONCE):
                target.execute(insert(table), [dict(row) for row in batch])
                yield len(batch)
