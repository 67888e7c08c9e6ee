"""Run the bot: connect to Discord, begin anew after a failure that passes, stop when told to.

Another server that speaks Discord's protocol may take its place (``DISCORD_API_URL``). The
gateway's address comes from ``GET …/gateway``, as for Discord's own clients
(https://docs.discord.com/developers/events/gateway); discord.py itself has it as a constant.
"""

import asyncio
import contextlib
import gc
import logging
import signal
from dataclasses import dataclass
from itertools import chain, repeat
from urllib.parse import urlsplit

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.discordapp.client import Counterpoint
from bot.discordapp.metrics import HealthServer
from bot.discordapp.outages import exit_status, explain, mask_token, passes
from bot.errors import ExitStatus, SettingsError
from bot.moderation.servers import Servers
from bot.moderation.service import ModerationService
from bot.settings import Settings
from bot.store.records import Clock, utc_now

logger = logging.getLogger(__name__)

# Seconds for the connection to close, after those for replies under way (client.FINISH_S). Docker
# and systemd wait ten seconds or longer before they kill.
_CLOSE_S = 5.0
# HTTP connections at most. With one for each of 1,000 answers at once, opening them costs more
# than half as much as the answers; 128 are enough for 1,000 in 1.2 s over a network of 0.15 s.
_CONNECTIONS = 128
# Seconds to wait after each failure in turn; the last after each that follows.
_WAITS_S = (1, 2, 4, 8, 16, 32, 60)
_VERSION_PATH = "/api/v10"
_SERVER_FAULT = 500
_TIMEOUT = aiohttp.ClientTimeout(total=10.0)


def run(servers: Servers, settings: Settings, clock: Clock = utc_now) -> int:
    """Run the bot until told to stop (SIGINT, SIGTERM); return the exit status of the process."""
    mask_token(settings.discord_token)
    # The library stays in memory until the end. Scanning it again and again for garbage would hold
    # up answers by tenths of a second if it is large.
    gc.collect()
    gc.freeze()
    try:
        asyncio.run(_live(servers, settings, clock))
    except KeyboardInterrupt:
        return ExitStatus.DONE
    except (SettingsError, discord.DiscordException) as error:
        logger.error("%s", explain(error))  # noqa: TRY400 - a trace would tell the operator no more
        return exit_status(error)
    return ExitStatus.DONE


async def _live(servers: Servers, settings: Settings, clock: Clock) -> None:
    """Stay connected until told to stop; begin anew after each failure that passes."""
    told_to_stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        # Loops on Windows have no signal handlers; there Ctrl-C arrives as KeyboardInterrupt.
        with contextlib.suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(number, told_to_stop.set)
    stopping = asyncio.create_task(told_to_stop.wait())
    async with HealthServer(settings.http, servers) as health:
        for wait_s in chain(_WAITS_S, repeat(_WAITS_S[-1])):
            try:
                await _connect(servers, settings, clock, stopping, health)
            except (OSError, aiohttp.ClientError, discord.DiscordException) as error:
                if not passes(error):
                    raise
                logger.warning("%s; trying again in %d s", explain(error), wait_s)
                await asyncio.wait({stopping}, timeout=wait_s)
            else:
                break
            if stopping.done():
                break
    stopping.cancel()


async def _connect(
    servers: Servers,
    settings: Settings,
    clock: Clock,
    stopping: asyncio.Task[bool],
    health: HealthServer,
) -> None:
    """Connect and stay connected until ``stopping`` is done. Raises as Client.start."""
    if settings.discord_api_url:
        resolving = asyncio.create_task(
            resolve_address(settings.discord_api_url, settings.discord_token)
        )
        await asyncio.wait({resolving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if stopping.done():
            resolving.cancel()
            return
        use_address(await resolving)
    connector = aiohttp.TCPConnector(limit=_CONNECTIONS)
    moderation = ModerationService(servers)
    async with Counterpoint(
        moderation, clock, connector, settings.shards, keep_days=settings.keep_days
    ) as client:
        health.client = client
        connection = asyncio.create_task(client.start(settings.discord_token))
        await asyncio.wait({connection, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if stopping.done():
            logger.info("stopping")
            await client.close()
            await asyncio.wait({connection}, timeout=_CLOSE_S)
            connection.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await connection


@dataclass(frozen=True, slots=True)
class Address:
    """The base address of HTTP requests, without a slash at its end, and the gateway's address."""

    api: str
    gateway: str


async def resolve_address(url: str, token: str) -> Address:
    """Return the API and the gateway of the server at ``url``, an http or https address.

    A URL with a path is that of the API; for one without, ``/api/v10`` is tried, then the URL.
    Discord tells its gateway to anybody; other servers may want the token. Raises ConnectionError
    if nothing answers there, or only with a fault of that server.
    """
    parts, base = urlsplit(url), url.rstrip("/")
    failure = answered = ""
    headers = {"Authorization": f"Bot {token}"}
    async with aiohttp.ClientSession(timeout=_TIMEOUT, headers=headers) as session:
        for api in (base + _VERSION_PATH, base) if parts.path in ("", "/") else (base,):
            try:
                gateway = await _gateway(session, api)
            except (aiohttp.ClientError, TimeoutError) as error:
                failure = str(error) or type(error).__name__
                continue
            if gateway:
                return Address(api, gateway)
            answered = answered or api
    if answered:
        return Address(answered, f"{'wss' if parts.scheme == 'https' else 'ws'}://{parts.netloc}")
    raise ConnectionError(f"DISCORD_API_URL is {url}; {failure}")


def use_address(address: Address) -> None:
    """Make discord.py in this process use the address."""
    Route.BASE = address.api
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(address.gateway)


async def _gateway(session: aiohttp.ClientSession, api: str) -> str:
    """Return the gateway's address as the server gives it; empty if it gives none."""
    try:
        async with session.get(f"{api}/gateway") as response:
            if response.status >= _SERVER_FAULT:
                response.raise_for_status()
            answer = await response.json(content_type=None) if response.ok else None
    except (aiohttp.ClientPayloadError, ValueError):
        return ""
    address = answer.get("url") if isinstance(answer, dict) else None
    known = isinstance(address, str) and urlsplit(address).scheme in ("ws", "wss")
    return str(address) if known else ""
