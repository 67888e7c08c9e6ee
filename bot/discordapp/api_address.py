"""Point discord.py at another server that speaks Discord's protocol (``DISCORD_API_URL``).

The gateway's address comes from ``GET …/gateway``, as for Discord's own clients
(https://docs.discord.com/developers/events/gateway); discord.py itself has it as a constant.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

_VERSION_PATH = "/api/v10"
_SERVER_FAULT = 500
_TIMEOUT = aiohttp.ClientTimeout(total=10.0)


@dataclass(frozen=True, slots=True)
class Address:
    """The base address of HTTP requests, without a slash at its end, and the gateway's address."""

    api: str
    gateway: str


async def resolve(url: str, token: str) -> Address:
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


def use(address: Address) -> None:
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
