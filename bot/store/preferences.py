"""Settings of servers, and claims to daily jobs."""

import json
from datetime import date
from typing import Any

from sqlalchemy import Select, delete, select

from bot.errors import StoreError
from bot.store.database import Database
from bot.store.tables import CLAIMS, SETTINGS


class ServerSettings:
    """One JSON value for each key of each server."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, server: str) -> dict[str, Any]:
        """Return all settings of a server by key."""
        return self._read(
            select(SETTINGS.c.key, SETTINGS.c.value)
            .where(SETTINGS.c.server == server)
            .order_by(SETTINGS.c.key)
        )

    def of_key(self, key: str) -> dict[str, Any]:
        """Return the values of a key by server, for every server that set it."""
        return self._read(
            select(SETTINGS.c.server, SETTINGS.c.value)
            .where(SETTINGS.c.key == key)
            .order_by(SETTINGS.c.server)
        )

    def _read(self, wanted: Select[Any]) -> dict[str, Any]:
        with self._database.read_one() as connection:
            rows = connection.execute(wanted).all()
        try:
            return {name: json.loads(value) for name, value in rows}
        except ValueError as error:
            raise StoreError("a setting of a server is not JSON") from error

    def put(self, server: str, key: str, value: Any) -> None:
        """Set a key to a value that JSON can hold; None deletes the key."""
        with self._database.write() as connection:
            self._database.lock(connection, server)
            if value is None:
                of_key = (SETTINGS.c.server == server, SETTINGS.c.key == key)
                connection.execute(delete(SETTINGS).where(*of_key))
                return
            place = {"server": server, "key": key}
            self._database.put(connection, SETTINGS, place, {"value": json.dumps(value)})


class Claims:
    """Claims to jobs that are done once a day, by whichever process comes first."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, server: str, job: str, day: date) -> bool:
        """Claim a job of a day; true for the first caller only, ever.

        A process that claims a job and dies leaves it undone, which is better than done twice.
        """
        row = {"server": server, "job": job, "day": day, "at": self._database.now()}
        with self._database.write() as connection:
            self._database.lock(connection, server)
            return self._database.insert_new(connection, CLAIMS, row)
