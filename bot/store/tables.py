"""The tables of the newest schema, with column types that mean the same on both databases.

The steps to this schema are in ``migrations``; a test compares the two. Every row belongs to a
server, and writers lock the server's row in ``servers``.
"""

import re
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

# PostgreSQL stores no NUL, and neither database half of a surrogate pair.
_NOT_STORABLE = re.compile(r"[\x00\ud800-\udfff]")


class StorableText(TypeDecorator[str]):
    """Text; characters that one of the databases cannot store become U+FFFD."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Return the text as both databases can store it."""
        return None if value is None else _NOT_STORABLE.sub("\N{REPLACEMENT CHARACTER}", value)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no time zone, so it is put back on reading."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Return the moment in UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Return the moment with its time zone."""
        if value is not None and value.tzinfo is None:
            return value.replace(tzinfo=UTC)
        return value and value.astimezone(UTC)


METADATA = sa.MetaData()


# A server's id is a number, so it needs no StorableText.
def _server() -> sa.Column[str]:
    return sa.Column("server", sa.Text, sa.ForeignKey("servers.id"), nullable=False)


def _columns(kind: Any, *names: str) -> tuple[sa.Column[Any], ...]:
    return tuple(sa.Column(name, kind, nullable=False) for name in names)


# ``revision`` is the last one given out. A view older than revision ``since`` is made anew, because
# something before it was erased; 0 if nothing ever was. ``suggested`` is the number of the last
# suggestion.
SERVERS = sa.Table(
    "servers",
    METADATA,
    sa.Column("id", sa.Text, primary_key=True),
    *_columns(sa.Integer, "revision", "since", "suggested"),
)

HISTORY = sa.Table(
    "history",
    METADATA,
    _server(),
    *_columns(sa.Integer, "revision"),
    *_columns(UtcDateTime, "at"),
    *_columns(StorableText, "who", "who_name", "why", "deed", "shelf", "subject", "change"),
    sa.PrimaryKeyConstraint("server", "revision"),
    sa.Index("history_of_subject", "server", "shelf", "subject", "revision"),
)

# Revisions saved under a token (the id of an interaction), so that nothing is saved twice.
TOKENS = sa.Table(
    "tokens",
    METADATA,
    _server(),
    *_columns(StorableText, "token"),
    *_columns(sa.Integer, "first", "last"),
    *_columns(UtcDateTime, "at"),
    sa.PrimaryKeyConstraint("server", "token"),
)

# ``accepted`` is null while nobody has decided; the columns after it belong to the decision.
SUGGESTIONS = sa.Table(
    "suggestions",
    METADATA,
    _server(),
    *_columns(sa.Integer, "number"),
    *_columns(UtcDateTime, "at"),
    *_columns(StorableText, "who", "who_name", "channel", "token", "fields"),
    sa.Column("accepted", sa.Boolean),
    sa.Column("decided_at", UtcDateTime),
    *(sa.Column(n, StorableText) for n in ("decider", "decider_name", "reason", "decision_token")),
    *(sa.Column(name, sa.Integer) for name in ("first", "last")),
    sa.PrimaryKeyConstraint("server", "number"),
    sa.UniqueConstraint("server", "token", name="suggested_once"),
    sa.Index("suggestions_undecided", "server", "accepted", "number"),
    sa.Index("suggestions_of_member", "server", "who", "at"),
)

SETTINGS = sa.Table(
    "settings",
    METADATA,
    _server(),
    *_columns(StorableText, "key", "value"),
    sa.PrimaryKeyConstraint("server", "key"),
)

# Questions that found nothing: how often, and the last day, without any person.
QUESTIONS = sa.Table(
    "questions",
    METADATA,
    _server(),
    *_columns(StorableText, "question"),
    *_columns(sa.Integer, "asked"),
    *_columns(sa.Date, "last_day"),
    sa.PrimaryKeyConstraint("server", "question"),
)

CLAIMS = sa.Table(
    "claims",
    METADATA,
    _server(),
    *_columns(StorableText, "job"),
    *_columns(sa.Date, "day"),
    *_columns(UtcDateTime, "at"),
    sa.PrimaryKeyConstraint("server", "job", "day"),
)

# The tables whose rows belong to servers, and the ids of the servers that have rows there. A server
# that was erased keeps its row in SERVERS, so that its revisions count on.
OF_SERVERS = tuple(table for table in METADATA.sorted_tables if table is not SERVERS)
USED_SERVERS = sa.union(*(sa.select(table.c.server) for table in OF_SERVERS))
