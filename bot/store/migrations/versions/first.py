"""The first schema: history, tokens, suggestions, settings, questions, claims.

Written out rather than taken from ``bot.store.tables``, which changes while this must not.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "servers",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("since", sa.Integer, nullable=False),
        sa.Column("suggested", sa.Integer, nullable=False),
    )
    _create_history()
    _create_suggestions()
    op.create_table(
        "settings",
        _server(),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("server", "key"),
    )
    op.create_table(
        "questions",
        _server(),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("asked", sa.Integer, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("server", "question"),
    )
    op.create_table(
        "claims",
        _server(),
        sa.Column("job", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("server", "job", "day"),
    )


def _server() -> sa.Column[str]:
    return sa.Column("server", sa.Text, sa.ForeignKey("servers.id"), nullable=False)


def _create_history() -> None:
    op.create_table(
        "history",
        _server(),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("who_name", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("deed", sa.Text, nullable=False),
        sa.Column("shelf", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("change", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("server", "revision"),
    )
    op.create_index("history_of_subject", "history", ["server", "shelf", "subject", "revision"])
    op.create_table(
        "tokens",
        _server(),
        sa.Column("token", sa.Text, nullable=False),
        sa.Column("first", sa.Integer, nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("server", "token"),
    )


def _create_suggestions() -> None:
    op.create_table(
        "suggestions",
        _server(),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("who_name", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("token", sa.Text, nullable=False),
        sa.Column("fields", sa.Text, nullable=False),
        sa.Column("accepted", sa.Boolean),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("decider", sa.Text),
        sa.Column("decider_name", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("decision_token", sa.Text),
        sa.Column("first", sa.Integer),
        sa.Column("last", sa.Integer),
        sa.PrimaryKeyConstraint("server", "number"),
        sa.UniqueConstraint("server", "token", name="suggested_once"),
    )
    op.create_index("suggestions_undecided", "suggestions", ["server", "accepted", "number"])
    op.create_index("suggestions_of_member", "suggestions", ["server", "who", "at"])
