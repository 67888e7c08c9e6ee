"""What goes wrong in a driver, told without the address of the database or what was to be stored.

Drivers name the host, the user and the file in their messages, and PostgreSQL shows values of the
row. Only the kind of error and the safe part of its words go on.
"""

import logging
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.errors import StoreError

# "connection to server at "10.0.0.7", port 5432 failed: FATAL: ... for user "bot" (10.0.0.7)"
_NAMED = re.compile(r"""(["'“]).*?["'”]|\([^)]*\)|port \d+|(?<=host )\S+|/\S+""", re.DOTALL)
_LOCKED = ("locked", "lock timeout", "statement timeout", "canceling statement")
_LONGEST = 200


class DriverError(Exception):
    """An error of a driver, with nothing in it that must not be in a log."""


@contextmanager
def told() -> Iterator[None]:
    """Turn whatever the database minds into StoreError, the driver's fault as its cause."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, psycopg.Error, OSError, OverflowError) as error:
        fault = _scrubbed(error).with_traceback(error.__traceback__)
        # "from" also keeps the driver's own error, which is the context, out of every trace.
        raise StoreError(_sentence(str(fault))) from fault


def hush() -> None:
    """Keep the drivers' own loggers still: they name the connection, so the host and the user.

    Alembic says at every start that it looked; what it minds comes as an error.
    """
    logging.getLogger("alembic").setLevel(logging.WARNING)
    for name in ("sqlalchemy.pool", "psycopg", "psycopg.pool"):
        logger = logging.getLogger(name)
        logger.propagate = False
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())


def _scrubbed(error: BaseException) -> DriverError:
    inner = error.orig if isinstance(error, DBAPIError) and error.orig else error
    kind = type(inner).__name__
    if isinstance(inner, PoolTimeoutError):
        return DriverError(f"{kind}: no connection to the database was free in time")
    if isinstance(inner, OSError):
        return DriverError(f"{kind}: {inner.strerror or 'no reason given'}")
    words = str(inner)
    if isinstance(inner, psycopg.Error) and inner.sqlstate:
        kind = f"{kind} {inner.sqlstate}"
        words = inner.diag.message_primary or ""
    safe = " ".join(_NAMED.sub("…", words).split())
    return DriverError(f"{kind}: {safe[:_LONGEST]}")


def _sentence(words: str) -> str:
    if any(sign in words for sign in _LOCKED):
        return "the database is locked by another and did not become free in time"
    return f"the database could not be read or written ({words})"
