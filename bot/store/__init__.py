"""Everything that servers change: an append-only history, suggestions, settings.

It lies in a SQLite file or in PostgreSQL; :func:`bot.store.store.open_store` opens either. That
module is imported apart from this one: SQLAlchemy takes longer to import than an answer.
"""

from pathlib import Path


def is_missing_file(address: str) -> bool:
    """Whether a database address names a SQLite file that does not exist yet."""
    file = address.removeprefix("sqlite:///")
    return file != address and not Path(file).exists()
