"""The store: what servers changed, suggested and set."""

from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import URL, delete, update

from bot.errors import RequestError
from bot.store.address import read_address
from bot.store.database import Database
from bot.store.engine import engine_of
from bot.store.faults import hush, told
from bot.store.history import History
from bot.store.migrate import migrate
from bot.store.preferences import Claims, ServerSettings
from bot.store.questions import Questions
from bot.store.suggestions import Suggestions
from bot.store.tables import METADATA, SERVERS
from bot.store.types import Clock, utc_now


class Store:
    """What every server changed, on one database. Safe to use from many threads at once.

    Whatever goes wrong with the database is a StoreError, within about two seconds. Close it, or
    use it in a ``with``.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.history = History(database)
        self.suggestions = Suggestions(database)
        self.settings = ServerSettings(database)
        self.questions = Questions(database)
        self.claims = Claims(database)

    @property
    def database(self) -> Database:
        """The database itself, for :mod:`bot.store.copying`."""
        return self._database

    def forget_server(self, server: str, seen: int) -> None:
        """Delete everything of a server for good: for a server that asks, never on its own.

        ``seen`` is the revision at which it was asked; raises RequestError, and deletes nothing,
        where the server changed since. Its revisions count on, so that no process takes an old view
        for a new one.
        """
        with self._database.write() as connection:
            counters = self._database.lock(connection, server)
            if counters.revision != seen:
                raise RequestError("This collection changed in the meantime. Please look again.")
            for table in reversed(METADATA.sorted_tables):
                if table is not SERVERS:
                    connection.execute(delete(table).where(table.c.server == server))
            # Above every revision anybody has seen, and nothing of it in the history.
            after = counters.revision + 1
            connection.execute(
                update(SERVERS).where(SERVERS.c.id == server).values(revision=after, since=after)
            )

    def close(self) -> None:
        """Close all connections."""
        self.history.close()
        self._database.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_store(address: str, clock: Clock = utc_now) -> Store:
    """The store at an address: ``sqlite:///data/counterpoint.db`` or ``postgresql://…``.

    Makes the file and its folder where they are not there, and brings the tables up to this
    program's. Raises SettingsError for an address that cannot be right, StoreError where the
    database cannot be reached or is newer than the program.
    """
    return _opened(read_address(address), clock)


def open_file(path: Path, clock: Clock = utc_now) -> Store:
    """The store in a SQLite file, whatever signs its name holds; else as :func:`open_store`."""
    return _opened(URL.create("sqlite+pysqlite", database=str(path)), clock)


def _opened(url: URL, clock: Clock) -> Store:
    hush()
    with told():
        engine = engine_of(url)
        try:
            migrate(engine)
        except BaseException:
            engine.dispose()
            raise
    return Store(Database(engine, clock))
