"""Everything that servers change: an append-only history, suggestions, settings.

It lies in a SQLite file or in PostgreSQL; :func:`open_store` opens either.
"""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.store.types import (
    Act,
    AlreadyDecided,
    Clock,
    Conflict,
    Decided,
    Decision,
    Entry,
    Health,
    Member,
    News,
    Proposal,
    Saved,
    StoredSuggestion,
    TooMany,
    Unanswered,
    utc_now,
)

if TYPE_CHECKING:
    from bot.store.store import Store, copy_store, health_of, open_file, open_store

__all__ = [
    "Act",
    "AlreadyDecided",
    "Clock",
    "Conflict",
    "Decided",
    "Decision",
    "Entry",
    "Health",
    "Member",
    "News",
    "Proposal",
    "Saved",
    "Store",
    "StoredSuggestion",
    "TooMany",
    "Unanswered",
    "copy_store",
    "health_of",
    "is_missing_file",
    "open_file",
    "open_store",
    "utc_now",
]

_SQLITE = "sqlite:///"


def __getattr__(name: str) -> Any:
    """Import what needs SQLAlchemy on first use: it takes longer than an answer at a terminal."""
    if name in {"Store", "copy_store", "health_of", "open_file", "open_store"}:
        return getattr(import_module("bot.store.store"), name)
    raise AttributeError(name)


def is_missing_file(address: str) -> bool:
    """Whether a database address names a SQLite file that does not exist yet."""
    return address.startswith(_SQLITE) and not Path(address.removeprefix(_SQLITE)).exists()
