"""What servers changed: an append-only history, suggestions, settings; SQLite or PostgreSQL."""

from bot.store.copying import copy_store
from bot.store.kinds import (
    Act,
    AlreadyDecided,
    Conflict,
    Decided,
    Decision,
    Entry,
    Member,
    News,
    Proposal,
    Saved,
    Suggestion,
    TooMany,
    Unanswered,
)
from bot.store.store import Store, open_store

__all__ = [
    "Act",
    "AlreadyDecided",
    "Conflict",
    "Decided",
    "Decision",
    "Entry",
    "Member",
    "News",
    "Proposal",
    "Saved",
    "Store",
    "Suggestion",
    "TooMany",
    "Unanswered",
    "copy_store",
    "open_store",
]
