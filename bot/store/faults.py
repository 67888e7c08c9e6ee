"""Errors of the database drivers, without the address of the database or the stored values.

Drivers name the host, the user and the file in their messages, and PostgreSQL shows values of the
row. Only the kind of error and the safe part of its message go on.
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
_SECRETS = re.compile(r"""(["'“]).*?["'”]|\([^)]*\)|port \d+|(?<=host )\S+|/\S+""", re.DOTALL)
_LOCKED = ("locked", "lock timeout", "statement timeout", "canceling statement")
_LONGEST = 200


class DriverError(Exception):
    """An error of a driver, stripped of everything that must not be in a log."""


@contextmanager
def database_errors() -> Iterator[None]:
    """Turn any error of the database into StoreError, with a :class:`DriverError` as its cause."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, psycopg.Error, OSError, OverflowError) as error:
        fault = _stripped(error).with_traceback(error.__traceback__)
        sentence = f"the database could not be read or written ({fault})"
        if any(sign in str(fault) for sign in _LOCKED):
            sentence = "the database is locked by another program and did not become free in time"
        # "from" also keeps the driver's own error, which is the context, out of every trace.
        raise StoreError(sentence) from fault


def silence_drivers() -> None:
    """Silence the loggers of the drivers, which name the host and the user.

    Alembic logs at every start that it looked; its problems come as errors.
    """
    logging.getLogger("alembic").setLevel(logging.WARNING)
    for name in ("sqlalchemy.pool", "psycopg", "psycopg.pool"):
        logger = logging.getLogger(name)
        logger.propagate = False
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())


def _stripped(error: BaseException) -> DriverError:
    inner = error.orig if isinstance(error, DBAPIError) and error.orig else error
    kind = type(inner).__name__
    if isinstance(inner, PoolTimeoutError):
        return DriverError(f"{kind}: no connection to the database was free in time")
    if isinstance(inner, OSError):
        return DriverError(f"{kind}: {inner.strerror or 'no reason given'}")
    message = str(inner)
    if isinstance(inner, psycopg.Error) and inner.sqlstate:
        kind = f"{kind} {inner.sqlstate}"
        message = inner.diag.message_primary or ""
    safe = " ".join(_SECRETS.sub("…", message).split())
    return DriverError(f"{kind}: {safe[:_LONGEST]}")
