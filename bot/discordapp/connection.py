"""Run the bot: connect to Discord, reconnect after a failure that passes, stop when told to.

Filters keep the token and needless traces out of the log.

Another server that speaks Discord's protocol may take its place (``DISCORD_API_URL``). The
gateway's address comes from ``GET …/gateway``, as for Discord's own clients
(https://docs.discord.com/developers/events/gateway); discord.py itself has it as a constant.
"""

import asyncio
import contextlib
import gc
import logging
import signal
from collections.abc import Callable
from itertools import chain, repeat
from urllib.parse import urlsplit

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.discordapp.client import Counterpoint
from bot.discordapp.metrics import RATE_LIMITS, HealthServer
from bot.discordapp.network import is_too_late, passes
from bot.errors import ExitStatus, SettingsError
from bot.moderation.servers import Servers
from bot.moderation.service import ModerationService
from bot.settings import COPY_IT, Settings
from bot.store.records import Clock, utc_now

logger = logging.getLogger(__name__)

# HTTP connections at most. With one for each of 1,000 answers at once, opening them costs more
# than half as much as the answers; 128 are enough for 1,000 in 1.2 s over a network of 0.15 s.
_CONNECTIONS = 128
# Seconds to wait after each failure in turn; the last after each that follows.
_WAITS_S = (1, 2, 4, 8, 16, 32, 60)
_TIMEOUT = aiohttp.ClientTimeout(total=10.0)
_LOGIN_REFUSED = f"Discord does not accept DISCORD_TOKEN; {COPY_IT}"
_IF_IT_LASTS = "If this lasts, look at the network, the firewall and https://discordstatus.com"
TOKEN_MASK = "[token]"  # noqa: S105 - the mask, not a token


def run(servers: Servers, settings: Settings, clock: Clock = utc_now) -> int:
    """Run the bot until told to stop (SIGINT, SIGTERM); return the exit status of the process."""
    mask_token(settings.discord_token)
    filter_logs()
    # The library stays in memory until the end. Scanning it again and again for garbage would hold
    # up answers by tenths of a second if it is large.
    gc.collect()
    gc.freeze()
    try:
        asyncio.run(_live(servers, settings, clock))
    except (KeyboardInterrupt, asyncio.CancelledError):
        return ExitStatus.DONE
    except (SettingsError, discord.DiscordException) as error:
        logger.error("%s", explain(error))  # noqa: TRY400 - a trace would tell the operator no more
        return ExitStatus.TOKEN_REFUSED if _refuses_token(error) else ExitStatus.BAD_USE
    return ExitStatus.DONE


async def _live(servers: Servers, settings: Settings, clock: Clock) -> None:
    """Stay connected until a signal cancels this task; reconnect after each failure that passes."""
    if task := asyncio.current_task():
        _at_signals(task.cancel)
    async with HealthServer(settings.http, servers) as health:
        for wait_s in chain(_WAITS_S, repeat(_WAITS_S[-1])):
            try:
                await _connect(servers, settings, clock, health)
            except (OSError, aiohttp.ClientError, discord.DiscordException) as error:
                if not passes(error):
                    raise
                logger.warning("%s; trying again in %d s. %s", explain(error), wait_s, _IF_IT_LASTS)
                await asyncio.sleep(wait_s)
            else:
                return


def _at_signals(handler: Callable[[], object]) -> None:
    """Call the handler, and no other, at each signal to stop."""
    for number in (signal.SIGINT, signal.SIGTERM):
        # Loops on Windows have no signal handlers; there Ctrl-C arrives as KeyboardInterrupt.
        with contextlib.suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(number, handler)


async def _connect(
    servers: Servers, settings: Settings, clock: Clock, health: HealthServer
) -> None:
    """Connect and stay connected; close the connection when cancelled. Raises as Client.start."""
    if settings.discord_api_url:
        use_address(*await resolve_address(settings.discord_api_url, settings.discord_token))
    connector = aiohttp.TCPConnector(limit=_CONNECTIONS)
    moderation = ModerationService(servers)
    async with Counterpoint(
        moderation, clock, connector, settings.shards, keep_days=settings.keep_days
    ) as client:
        health.client = client
        try:
            await client.start(settings.discord_token)
        except asyncio.CancelledError:
            logger.info("stopping")
            # Another signal must not cut off the replies that are finished now.
            _at_signals(lambda: None)
            raise


async def resolve_address(url: str, token: str) -> tuple[str, str]:
    """Return the addresses of the API and the gateway of the server at ``url``, http or https.

    A URL with a path is that of the API; for one without, ``/api/v10`` is tried, then the URL.
    Discord tells its gateway to anybody; other servers may want the token. Raises ConnectionError
    if nothing answers there, or only with a fault of that server.
    """
    parts, base = urlsplit(url), url.rstrip("/")
    failure = answered = ""
    headers = {"Authorization": f"Bot {token}"}
    async with aiohttp.ClientSession(timeout=_TIMEOUT, headers=headers) as session:
        for api in (base + "/api/v10", base) if parts.path in ("", "/") else (base,):
            try:
                gateway = await _gateway(session, api)
            except (aiohttp.ClientError, TimeoutError) as error:
                failure = str(error) or type(error).__name__
                continue
            if gateway:
                return api, gateway
            answered = answered or api
    if answered:
        return answered, f"{'wss' if parts.scheme == 'https' else 'ws'}://{parts.netloc}"
    raise ConnectionError(f"DISCORD_API_URL is {url}; {failure}")


def use_address(api: str, gateway: str) -> None:
    """Make discord.py in this process use these addresses."""
    Route.BASE = api
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)


async def _gateway(session: aiohttp.ClientSession, api: str) -> str:
    """Return the gateway's address as the server gives it; empty if it gives none."""
    try:
        async with session.get(f"{api}/gateway") as response:
            if response.status >= 500:
                response.raise_for_status()
            answer = await response.json(content_type=None) if response.ok else None
    except (aiohttp.ClientPayloadError, ValueError):
        return ""
    address = answer.get("url") if isinstance(answer, dict) else None
    known = isinstance(address, str) and urlsplit(address).scheme in ("ws", "wss")
    return str(address) if known else ""


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


def _refuses_token(error: BaseException) -> bool:
    # 4004 is the gateway's "authentication failed".
    closed = isinstance(error, discord.ConnectionClosed) and error.code == 4004
    return closed or isinstance(error, discord.LoginFailure)


def token_filter(token: str) -> Callable[[logging.LogRecord], bool]:
    """Return a filter that masks the token in messages, arguments and traces of every record."""

    def mask(record: logging.LogRecord) -> bool:
        # The trace is formatted here so that it can be masked.
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = record.exc_text.replace(token, TOKEN_MASK)
        if record.stack_info:
            record.stack_info = record.stack_info.replace(token, TOKEN_MASK)
        message = record.getMessage()
        if token in message:
            record.msg, record.args = message.replace(token, TOKEN_MASK), ()
        return True

    return mask


def mask_token(token: str) -> None:
    """Mask the token in every handler of the root logger; do nothing for an empty one."""
    handlers = (*logging.getLogger().handlers, logging.lastResort) if token else ()
    for handler in filter(None, handlers):
        handler.addFilter(token_filter(token))


def filter_logs() -> None:
    """Filter the log of discord.py, the only place where it tells these; once is enough.

    A lost connection is one line with the reason, not a trace. A completion that came too late is
    not logged: the member typed on and asked again. Requests that a rate limit put off are counted.
    """
    for name in ("discord.client", "discord.shard"):
        logging.getLogger(name).addFilter(_without_trace)
    logging.getLogger("discord.app_commands.tree").addFilter(_is_no_late_completion)
    logging.getLogger("discord.http").addFilter(_counted)


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
