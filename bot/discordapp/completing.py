"""Completions that come too late: no fault, for whoever types on has asked for the next."""

import logging

import discord

from bot.discordapp.responder import TOO_LATE

# Where discord.py writes the trace of a completion that could not be sent; it has no hook for it.
_WRITES = logging.getLogger("discord.app_commands.tree")


def _matters(record: logging.LogRecord) -> bool:
    """Whether a record is of anything but an answer to one who no longer waits."""
    error = record.exc_info[1] if record.exc_info else None
    return not (isinstance(error, discord.HTTPException) and error.code in TOO_LATE)


def pass_over_late_ones() -> None:
    """From now on the log has no trace of them. Does nothing when done again."""
    _WRITES.addFilter(_matters)
