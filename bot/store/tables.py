"""The tables of the newest schema, with column types that mean the same on both databases.

The steps to this schema are in ``migrations``; a test compares the two. Every row belongs to a
server, and writers lock the server's row in ``servers``.
"""

import re
from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator

# PostgreSQL stores no NUL, and neither database half of a surrogate pair.
_NOT_STORABLE = re.compile(r"[\x00\ud800-\udfff]")


class StorableText(TypeDecorator[str]):
    """Text; characters that one of the databases cannot store become U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Return the text as both databases can store it."""
        return None if value is None else _NOT_STORABLE.sub("\N{REPLACEMENT CHARACTER}", value)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no time zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Return the moment in UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Return the moment with its time zone."""
        if value is None or value.tzinfo is not None:
            return value.astimezone(UTC) if value else None
        return value.replace(tzinfo=UTC)


METADATA = MetaData()


def _server() -> Column[str]:
    return Column("server", StorableText, ForeignKey("servers.id"), nullable=False)


# ``revision`` is the last one given out. History begins after revision ``since``, which is 0 unless
# the server asked to be forgotten. ``suggested`` is the number of the last suggestion.
SERVERS = Table(
    "servers",
    METADATA,
    Column("id", StorableText, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("since", Integer, nullable=False),
    Column("suggested", Integer, nullable=False),
)

HISTORY = Table(
    "history",
    METADATA,
    _server(),
    Column("revision", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("who", StorableText, nullable=False),
    Column("who_name", StorableText, nullable=False),
    Column("why", StorableText, nullable=False),
    Column("deed", StorableText, nullable=False),
    Column("shelf", StorableText, nullable=False),
    Column("subject", StorableText, nullable=False),
    Column("change", StorableText, nullable=False),
    PrimaryKeyConstraint("server", "revision"),
    Index("history_of_subject", "server", "shelf", "subject", "revision"),
)

# Revisions saved under a token (the id of an interaction), so that nothing is saved twice.
TOKENS = Table(
    "tokens",
    METADATA,
    _server(),
    Column("token", StorableText, nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("server", "token"),
)

# ``accepted`` is null while nobody has decided; the columns after it belong to the decision.
SUGGESTIONS = Table(
    "suggestions",
    METADATA,
    _server(),
    Column("number", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("who", StorableText, nullable=False),
    Column("who_name", StorableText, nullable=False),
    Column("channel", StorableText, nullable=False),
    Column("token", StorableText, nullable=False),
    Column("fields", StorableText, nullable=False),
    Column("accepted", Boolean),
    Column("decided_at", UtcDateTime),
    Column("decider", StorableText),
    Column("decider_name", StorableText),
    Column("reason", StorableText),
    Column("decision_token", StorableText),
    Column("first", Integer),
    Column("last", Integer),
    PrimaryKeyConstraint("server", "number"),
    UniqueConstraint("server", "token", name="suggested_once"),
    Index("suggestions_undecided", "server", "accepted", "number"),
    Index("suggestions_of_member", "server", "who", "at"),
)

SETTINGS = Table(
    "settings",
    METADATA,
    _server(),
    Column("key", StorableText, nullable=False),
    Column("value", StorableText, nullable=False),
    PrimaryKeyConstraint("server", "key"),
)

# Questions that found nothing: how often, and the last day, without any person.
QUESTIONS = Table(
    "questions",
    METADATA,
    _server(),
    Column("question", StorableText, nullable=False),
    Column("asked", Integer, nullable=False),
    Column("last_day", Date, nullable=False),
    PrimaryKeyConstraint("server", "question"),
)

CLAIMS = Table(
    "claims",
    METADATA,
    _server(),
    Column("job", StorableText, nullable=False),
    Column("day", Date, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("server", "job", "day"),
)
