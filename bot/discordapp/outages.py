"""Failures of the connection to Discord: which pass by waiting, and the sentence for each."""

from collections.abc import Iterator

import aiohttp
import discord

from bot.errors import ExitStatus, SettingsError

_LOGIN_REFUSED = (
    "Discord does not accept DISCORD_TOKEN; copy it again from "
    "https://discord.com/developers/applications (your application, Bot, Reset Token)"
)
_LONGEST_WAIT_S = 60.0
_TOO_MANY_REQUESTS = 429


def passes(error: BaseException) -> bool:
    """Whether a failure may be over later: no network, no answer, or a fault of Discord's."""
    match error:
        case discord.HTTPException():
            return error.status >= 500 or error.status == _TOO_MANY_REQUESTS
        case discord.GatewayNotFound() | aiohttp.ClientError() | OSError():
            return True
        case _:
            return False


def waits_s() -> Iterator[float]:
    """Yield the seconds to wait after each failure in turn: 1, 2, 4 and so on, 60 at most."""
    wait_s = 1.0
    while True:
        yield wait_s
        wait_s = min(2 * wait_s, _LONGEST_WAIT_S)


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
