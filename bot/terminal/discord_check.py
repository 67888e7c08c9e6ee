"""Try the token with Discord: the application, its registered commands, and the clock."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

from bot.commands import (
    COMMANDS,
    MESSAGE_COMMANDS,
    PRIVACY_COMMAND,
    SAVE_MESSAGE,
    SUGGEST_COMMAND,
)

_API = "https://discord.com/api/v10"
_LIMIT = aiohttp.ClientTimeout(total=10.0)
_REFUSED = 401
# Discord refuses signatures and tokens of clocks that are further off.
_MOST_SKEW_S = 60.0


@dataclass(frozen=True, slots=True)
class Try:
    """One thing that was tried: whether it went well, and what there is or what to do."""

    about: str
    well: bool
    message: str


def try_token(token: str, api: str, now: datetime) -> tuple[Try, ...]:
    """Ask Discord for the application of a token and its commands; change nothing.

    ``api`` is another server's address, or empty for Discord. Raises nothing.
    """
    try:
        return asyncio.run(_try(token, _base(api), now))
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
        reason = type(error).__name__
        message = f"cannot be reached ({reason}); check the network, a proxy and the firewall"
        return (Try("Discord", well=False, message=message),)


def _base(api: str) -> str:
    if not api:
        return _API
    return api if api.rstrip("/").count("/") > 2 else f"{api.rstrip('/')}/api/v10"


async def _try(token: str, base: str, now: datetime) -> tuple[Try, ...]:
    headers = {"Authorization": f"Bot {token}", "User-Agent": "DiscordBot (counterpoint, doctor)"}
    async with aiohttp.ClientSession(timeout=_LIMIT, headers=headers) as session:
        async with session.get(f"{base}/applications/@me") as answer:
            if answer.status == _REFUSED:
                message = "does not accept DISCORD_TOKEN; copy it again from the page Bot"
                return (Try("Discord", well=False, message=message),)
            answer.raise_for_status()
            application = await answer.json()
            date = answer.headers.get("Date", "")
        async with session.get(f"{base}/applications/{application['id']}/commands") as answer:
            answer.raise_for_status()
            commands = await answer.json()
    name = str(application.get("name", ""))
    known = Try("Discord", well=True, message=f"accepts the token of {name}, {application['id']}")
    return (known, _commands(commands), *_clock(date, now))


def _commands(registered: Sequence[Mapping[str, Any]]) -> Try:
    menus = (*(one.name for one in MESSAGE_COMMANDS), SAVE_MESSAGE)
    members = (SUGGEST_COMMAND.name, PRIVACY_COMMAND.name)
    wanted = {*(one.name for one in COMMANDS), *members, "library", *menus}
    held = {str(one.get("name")) for one in registered}
    if wanted == held:
        return Try("commands", well=True, message=f"{len(held)} are registered")
    missing = ", ".join(sorted(wanted - held))
    more = ", ".join(sorted(held - wanted))
    told = [f"missing: {missing}"] if missing else []
    told += [f"of another version: {more}"] if more else []
    # The bot registers them when it starts, so that this is no fault.
    return Try(
        "commands",
        well=True,
        message=f"{'; '.join(told)}; the bot registers its own when it starts",
    )


def _clock(date: str, now: datetime) -> Iterator[Try]:
    if not date:
        return
    skew_s = abs((now - parsedate_to_datetime(date).astimezone(UTC)).total_seconds())
    if skew_s > _MOST_SKEW_S:
        message = f"is {skew_s:.0f} seconds off Discord's; turn on the synchronisation of time"
        yield Try("clock", well=False, message=message)
    else:
        yield Try("clock", well=True, message="agrees with Discord's")
