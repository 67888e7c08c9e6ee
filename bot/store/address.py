"""Where the database is, as an operator writes it."""

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import SettingsError

_REMEDY = (
    "write sqlite:///data/counterpoint.db for a file, or "
    "postgresql://user:password@host/database for PostgreSQL"
)


def read_address(address: str) -> URL:
    """The address with the driver to use.

    Raises SettingsError for one that cannot be right; it never says the address, which may hold a
    password.
    """
    try:
        url = make_url(address.strip())
    except (ArgumentError, ValueError):
        raise SettingsError(f"The address of the database is not one; {_REMEDY}") from None
    match url.drivername:
        case "postgres" | "postgresql" | "postgresql+psycopg":
            return url.set(drivername="postgresql+psycopg")
        case "sqlite" | "sqlite+pysqlite":
            return _file(url.set(drivername="sqlite+pysqlite"))
        case _:
            raise SettingsError(f"The database is neither SQLite nor PostgreSQL; {_REMEDY}")


def _file(url: URL) -> URL:
    if not url.database or ":memory:" in url.database or url.database.startswith("file:"):
        raise SettingsError(f"The address of the database names no file; {_REMEDY}")
    if url.host or url.query:
        raise SettingsError(
            f"The address of the database says more than a file, or has too few slashes; {_REMEDY}"
        )
    return url
