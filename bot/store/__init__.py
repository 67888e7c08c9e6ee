"""What servers changed: an append-only history, suggestions, settings; SQLite or PostgreSQL."""

from bot.store.copying import copy_store
from bot.store.health import Condition, condition_of
from bot.store.store import Store, open_file, open_store
from bot.store.types import (
    Act,
    AlreadyDecided,
    Clock,
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
    utc_now,
)

__all__ = [
    "Act",
    "AlreadyDecided",
    "Clock",
    "Condition",
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
    "condition_of",
    "copy_store",
    "open_file",
    "open_store",
    "utc_now",
]
