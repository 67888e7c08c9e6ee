"""The tables as they are now. How they came to be is in ``migrations``; a test compares the two.

Everything belongs to a server, and the row in ``servers`` is what writers lock.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from bot.store.columns import Moment, Words

METADATA = MetaData()


def _server() -> Column[str]:
    return Column("server", Words, ForeignKey("servers.id"), nullable=False)


# ``revision`` is the last one given out; history begins after revision ``since``, which is 0
# unless the server wanted all gone; ``suggested`` is the last suggestion's number.
SERVERS = Table(
    "servers",
    METADATA,
    Column("id", Words, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("since", Integer, nullable=False),
    Column("suggested", Integer, nullable=False),
)

HISTORY = Table(
    "history",
    METADATA,
    _server(),
    Column("revision", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("who", Words, nullable=False),
    Column("who_name", Words, nullable=False),
    Column("why", Words, nullable=False),
    Column("deed", Words, nullable=False),
    Column("shelf", Words, nullable=False),
    Column("subject", Words, nullable=False),
    Column("change", Words, nullable=False),
    PrimaryKeyConstraint("server", "revision"),
    Index("history_of_subject", "server", "shelf", "subject", "revision"),
)

# What was saved under a token (the id of an interaction), so that it is saved once.
TOKENS = Table(
    "tokens",
    METADATA,
    _server(),
    Column("token", Words, nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("server", "token"),
)

# ``accepted`` is null while nobody has decided; the columns after it belong to the decision.
SUGGESTIONS = Table(
    "suggestions",
    METADATA,
    _server(),
    Column("number", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("who", Words, nullable=False),
    Column("who_name", Words, nullable=False),
    Column("channel", Words, nullable=False),
    Column("token", Words, nullable=False),
    Column("fields", Words, nullable=False),
    Column("accepted", Boolean),
    Column("decided_at", Moment),
    Column("decider", Words),
    Column("decider_name", Words),
    Column("reason", Words),
    Column("decision_token", Words),
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
    Column("key", Words, nullable=False),
    Column("value", Words, nullable=False),
    PrimaryKeyConstraint("server", "key"),
)

# Questions that found nothing: how often, and the last day. Nobody's name.
QUESTIONS = Table(
    "questions",
    METADATA,
    _server(),
    Column("question", Words, nullable=False),
    Column("asked", Integer, nullable=False),
    Column("last_day", Date, nullable=False),
    PrimaryKeyConstraint("server", "question"),
)

CLAIMS = Table(
    "claims",
    METADATA,
    _server(),
    Column("job", Words, nullable=False),
    Column("day", Date, nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("server", "job", "day"),
)
