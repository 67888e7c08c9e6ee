"""Where Discord is: the one place that points discord.py at another server.

``DISCORD_API_URL`` names a server that speaks Discord's protocol. Discord's own clients ask
``GET …/gateway`` for the gateway's address (https://docs.discord.com/developers/events/gateway),
and so does this; discord.py itself takes it from a constant.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

import aiohttp
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.errors import SettingsError

_VERSION_PATH = "/api/v10"
_TIMEOUT = aiohttp.ClientTimeout(total=10.0)


@dataclass(frozen=True, slots=True)
class Address:
    """The base of every HTTP request, without a slash at its end, and the gateway's address."""

    api: str
    gateway: str


async def resolve(url: str, token: str) -> Address:
    """Find the API and the gateway of the server at ``url``, an address of http or https.

    A URL with a path is the API's own; of one without, ``/api/v10`` is tried, then the URL.
    Discord tells its gateway to anybody; others may want to know who asks, hence the token.

    Raises:
        SettingsError: nothing answers there.
    """
    parts = urlsplit(url)
    failure = "it is not a Discord API"
    answered = ""
    headers = {"Authorization": f"Bot {token}"}
    async with aiohttp.ClientSession(timeout=_TIMEOUT, headers=headers) as session:
        for api in _candidates(url, parts):
            try:
                gateway = await _gateway(session, api)
            except (aiohttp.ClientConnectionError, TimeoutError) as error:
                failure = str(error) or type(error).__name__
                continue
            if gateway:
                return Address(api, gateway)
            answered = answered or api
    if answered:
        return Address(answered, _derived(parts))
    raise SettingsError(
        f"DISCORD_API_URL is {url}, and nothing answers there ({failure}); "
        "start that server, correct the address, or leave the setting out to use Discord"
    )


def use(address: Address) -> None:
    """Send everything there from now on, in this process."""
    Route.BASE = address.api
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(address.gateway)


def _candidates(url: str, parts: SplitResult) -> Iterator[str]:
    base = url.rstrip("/")
    if parts.path in ("", "/"):
        yield base + _VERSION_PATH
    yield base


async def _gateway(session: aiohttp.ClientSession, api: str) -> str:
    """The gateway's address as the server gives it; empty where it gives none."""
    try:
        async with session.get(f"{api}/gateway") as response:
            said = await response.json(content_type=None) if response.ok else None
    except (aiohttp.ClientPayloadError, ValueError):
        return ""
    address = said.get("url") if isinstance(said, dict) else None
    known = isinstance(address, str) and urlsplit(address).scheme in ("ws", "wss")
    return str(address) if known else ""


def _derived(parts: SplitResult) -> str:
    return f"{'wss' if parts.scheme == 'https' else 'ws'}://{parts.netloc}"
