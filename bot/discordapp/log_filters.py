"""Filters on the log: no token, no fault for a late completion, no trace for a lost connection."""

import logging

import discord

from bot.discordapp.follow_ups import TOO_LATE
from bot.discordapp.outages import explain, passes

TOKEN_MASK = "[token]"  # noqa: S105 - the mask, not a token
_FORMATTER = logging.Formatter()
# discord.py logs a trace here for a completion that could not be sent; it has no hook for it.
_COMPLETIONS = logging.getLogger("discord.app_commands.tree")

# discord.py logs a trace here whenever it connects anew.
_RECONNECTS = (logging.getLogger("discord.client"), logging.getLogger("discord.shard"))


class TokenFilter(logging.Filter):
    """Replaces the token in messages, arguments and traces; lets every record pass."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the token in the record; the trace is formatted here so that it can be masked."""
        if record.exc_info and not record.exc_text:
            record.exc_text = _FORMATTER.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = self._masked(record.exc_text)
        if record.stack_info:
            record.stack_info = self._masked(record.stack_info)
        message = record.getMessage()
        if self._token in message:
            record.msg, record.args = self._masked(message), ()
        return True

    def _masked(self, text: str) -> str:
        return text.replace(self._token, TOKEN_MASK)


def mask_token(token: str) -> None:
    """Mask the token in every handler of the root logger; an empty token is none."""
    if not token:
        return
    for handler in filter(None, (*logging.getLogger().handlers, logging.lastResort)):
        handler.addFilter(TokenFilter(token))


def ignore_late_completions() -> None:
    """Drop traces of completions that came too late: the member typed on and asked again.

    Has no effect when called again.
    """
    _COMPLETIONS.addFilter(_is_no_late_completion)


def shorten_reconnects() -> None:
    """Log a lost connection as one line with the reason, not as a trace.

    Has no effect when called again.
    """
    for logger in _RECONNECTS:
        logger.addFilter(_without_trace)


def _without_trace(record: logging.LogRecord) -> bool:
    error = record.exc_info[1] if record.exc_info else None
    if error is not None and passes(error):
        record.msg, record.args = f"{record.getMessage()}: {explain(error)}", ()
        record.exc_info = None
        record.levelno, record.levelname = logging.WARNING, "WARNING"
    return True


def _is_no_late_completion(record: logging.LogRecord) -> bool:
    error = record.exc_info[1] if record.exc_info else None
    return not (isinstance(error, discord.HTTPException) and error.code in TOO_LATE)
