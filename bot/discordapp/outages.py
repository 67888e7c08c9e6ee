"""Failures of the connection to Discord: which pass by waiting, and the log's sentence for each.

Filters keep the token and needless traces out of the log.
"""

import logging

import aiohttp
import discord

from bot.discordapp.metrics import RATE_LIMITS
from bot.discordapp.network import is_too_late
from bot.errors import ExitStatus, SettingsError

_LOGIN_REFUSED = (
    "Discord does not accept DISCORD_TOKEN; copy it again from "
    "https://discord.com/developers/applications (your application, Bot, Reset Token)"
)
_TOO_MANY_REQUESTS = 429
TOKEN_MASK = "[token]"  # noqa: S105 - the mask, not a token
_FORMATTER = logging.Formatter()
# discord.py logs a trace here for a completion that could not be sent; it has no hook for it.
_COMPLETIONS = logging.getLogger("discord.app_commands.tree")
# discord.py logs a trace here whenever it connects anew.
_RECONNECTS = (logging.getLogger("discord.client"), logging.getLogger("discord.shard"))
# discord.py tells of a rate limit in its log alone.
_HTTP = logging.getLogger("discord.http")


def passes(error: BaseException) -> bool:
    """Whether a failure may be over later: no network, no answer, or a fault of Discord's."""
    match error:
        case discord.HTTPException():
            return error.status >= 500 or error.status == _TOO_MANY_REQUESTS
        case discord.GatewayNotFound() | aiohttp.ClientError() | OSError():
            return True
        case _:
            return False


def explain(error: BaseException) -> str:
    """Return the failure as a sentence without its full stop; it never holds the token."""
    match error:
        case SettingsError():
            return str(error)
        case _ if _refuses_token(error):
            return _LOGIN_REFUSED
        case discord.ConnectionClosed():
            return f"Discord closed the connection with code {error.code}; start the bot again"
        case discord.HTTPException():
            return f"Discord answered with an error ({error})"
        case _:
            return f"Discord cannot be reached ({str(error) or type(error).__name__})"


def exit_status(error: BaseException) -> ExitStatus:
    """Return the exit status for a failure that does not pass."""
    return ExitStatus.TOKEN_REFUSED if _refuses_token(error) else ExitStatus.BAD_USE


def _refuses_token(error: BaseException) -> bool:
    # 4004 is the gateway's "authentication failed".
    closed = isinstance(error, discord.ConnectionClosed) and error.code == 4004
    return closed or isinstance(error, discord.LoginFailure)


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


def filter_logs() -> None:
    """Filter the log of discord.py; has no effect when called again.

    A lost connection is one line with the reason, not a trace. A completion that came too late is
    none: the member typed on and asked again. Requests that a rate limit put off are counted.
    """
    for logger in _RECONNECTS:
        logger.addFilter(_without_trace)
    _COMPLETIONS.addFilter(_is_no_late_completion)
    _HTTP.addFilter(_counted)


def _without_trace(record: logging.LogRecord) -> bool:
    error = record.exc_info[1] if record.exc_info else None
    if error is not None and passes(error):
        record.msg, record.args = f"{record.getMessage()}: {explain(error)}", ()
        record.exc_info = None
        record.levelno, record.levelname = logging.WARNING, "WARNING"
    return True


def _is_no_late_completion(record: logging.LogRecord) -> bool:
    error = record.exc_info[1] if record.exc_info else None
    return error is None or not is_too_late(error)


def _counted(record: logging.LogRecord) -> bool:
    if "rate limited" in str(record.msg):
        RATE_LIMITS.inc()
    return True
