"""Everything that servers change: an append-only history, suggestions, settings.

It lies in a SQLite file or in PostgreSQL; :func:`bot.store.store.open_store` opens either. That
module is imported apart from this one: SQLAlchemy takes longer to import than an answer.
"""

from pathlib import Path

_SQLITE = "sqlite:///"


def is_missing_file(address: str) -> bool:
    """Whether a database address names a SQLite file that does not exist yet."""
    return address.startswith(_SQLITE) and not Path(address.removeprefix(_SQLITE)).exists()
