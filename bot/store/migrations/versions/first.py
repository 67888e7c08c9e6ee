"""The first schema: history, tokens, suggestions, settings, questions, claims.

Written out rather than taken from ``bot.store.tables``, which changes while this must not.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    counters = _columns(sa.Integer, "revision", "since", "suggested")
    op.create_table("servers", sa.Column("id", sa.Text, primary_key=True), *counters)
    _create(
        "history",
        ("server", "revision"),
        *_columns(sa.Integer, "revision"),
        *_columns(_MOMENT, "at"),
        *_columns(sa.Text, "who", "who_name", "why", "deed", "shelf", "subject", "change"),
    )
    op.create_index("history_of_subject", "history", ["server", "shelf", "subject", "revision"])
    _create(
        "tokens",
        ("server", "token"),
        *_columns(sa.Text, "token"),
        *_columns(sa.Integer, "first", "last"),
        *_columns(_MOMENT, "at"),
    )
    _create(
        "suggestions",
        ("server", "number"),
        *_columns(sa.Integer, "number"),
        *_columns(_MOMENT, "at"),
        *_columns(sa.Text, "who", "who_name", "channel", "token", "fields"),
        sa.Column("accepted", sa.Boolean),
        sa.Column("decided_at", _MOMENT),
        *(sa.Column(n, sa.Text) for n in ("decider", "decider_name", "reason", "decision_token")),
        *(sa.Column(name, sa.Integer) for name in ("first", "last")),
        sa.UniqueConstraint("server", "token", name="suggested_once"),
    )
    op.create_index("suggestions_undecided", "suggestions", ["server", "accepted", "number"])
    op.create_index("suggestions_of_member", "suggestions", ["server", "who", "at"])
    _create("settings", ("server", "key"), *_columns(sa.Text, "key", "value"))
    _create(
        "questions",
        ("server", "question"),
        *_columns(sa.Text, "question"),
        *_columns(sa.Integer, "asked"),
        *_columns(sa.Date, "last_day"),
    )
    _create(
        "claims",
        ("server", "job", "day"),
        *_columns(sa.Text, "job"),
        *_columns(sa.Date, "day"),
        *_columns(_MOMENT, "at"),
    )


def _create(name: str, key: tuple[str, ...], *columns: sa.schema.SchemaItem) -> None:
    """Create a table of servers with this primary key."""
    server = sa.Column("server", sa.Text, sa.ForeignKey("servers.id"), nullable=False)
    op.create_table(name, server, *columns, sa.PrimaryKeyConstraint(*key))


def _columns(kind: Any, *names: str) -> tuple[sa.Column[Any], ...]:
    return tuple(sa.Column(name, kind, nullable=False) for name in names)
