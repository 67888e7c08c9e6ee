"""How a database stands, for the one who runs it: looked at, and nothing changed."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from bot.store.address import read_address
from bot.store.database import Database
from bot.store.engine import engine_of, is_sqlite
from bot.store.faults import hush, told
from bot.store.migrate import is_current
from bot.store.tables import SERVERS
from bot.store.types import utc_now


@dataclass(frozen=True, slots=True)
class Condition:
    """A database: ``file`` is its path where it is SQLite, else empty.

    ``made`` says that our tables are there, ``current`` that they are this program's; ``servers``
    counts those that changed or set something.
    """

    file: str
    made: bool = False
    current: bool = False
    servers: int = 0


def condition_of(address: str) -> Condition:
    """How the database at an address stands, and whether it can be written to.

    Raises SettingsError for an address that cannot be right, StoreError where the database cannot
    be reached or written, or is newer than the program.
    """
    url = read_address(address)
    file = (url.database or "") if url.get_backend_name() == "sqlite" else ""
    if file and not Path(file).exists():
        return Condition(file)
    hush()
    with told():
        engine = engine_of(url)
        try:
            current = is_current(engine)
            if current is None:
                return Condition(file)
            database = Database(engine, utc_now)
            with database.write() as connection:
                if is_sqlite(engine):
                    connection.exec_driver_sql("PRAGMA quick_check(1)")
            servers = 0
            if current:
                with database.read_one() as connection:
                    count = select(func.count()).select_from(SERVERS)
                    servers = connection.execute(count).scalar() or 0
            return Condition(file, made=True, current=current, servers=servers)
        finally:
            engine.dispose()
