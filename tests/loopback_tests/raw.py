"""Requests and frames written by hand, right and wrong ones."""

import asyncio
import http.client
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import aiohttp

from tests.loopback import LoopbackDiscord, Member, member_actions
from tests.loopback.errors import Json
from tests.loopback.interactions import Action, Interaction
from tests.loopback.server import TOKEN
from tests.loopback.timeouts import PATIENCE_S

T = TypeVar("T")
IDENTIFY: Json = {
    "token": TOKEN,
    "intents": (1 << 0) | (1 << 9) | (1 << 12),
    "properties": {"os": "linux", "browser": "raw", "device": "raw"},
}


@dataclass(frozen=True, slots=True)
class Said:
    """An answer to a request."""

    status: int
    headers: Mapping[str, str]
    body: Any

    @property
    def code(self) -> int:
        """Discord's number of an error."""
        return int(self.body["code"])


def request(
    discord: LoopbackDiscord,
    method: str,
    path: str,
    body: object = None,
    *,
    authorization: str | None = f"Bot {TOKEN}",
) -> Said:
    """Send one request, as a bot makes it unless noted."""
    port = int(discord.world.address.rpartition(":")[2])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    headers = {} if authorization is None else {"Authorization": authorization}
    sent = None
    if body is not None:
        sent = json.dumps(body)
        headers["Content-Type"] = "application/json"
    try:
        connection.request(method, f"/api/v10{path}", sent, headers)
        response = connection.getresponse()
        read = response.read()
        return Said(response.status, dict(response.headers), json.loads(read) if read else None)
    finally:
        connection.close()


def interaction(
    member: Member, action: Action = Action.COMMAND, body: Json | None = None
) -> Interaction:
    """Make an interaction while no bot is connected."""
    told: Json = body or {"id": "1", "name": "ask", "type": 1, "options": []}
    gateway = member.server.gateway
    asked = member.server.do(
        lambda: member_actions.send(gateway, action, member.user, member.channel, told)
    )
    asked.opened_by = interaction(member) if action is Action.FORM else None
    return asked


def call_back(discord: LoopbackDiscord, to: Interaction, body: object, *, query: str = "") -> Said:
    """Answer an interaction, without Authorization, as libraries do."""
    path = f"/interactions/{to.id}/{to.token}/callback{query}"
    return request(discord, "POST", path, body, authorization=None)


class Wire:
    """A connection to the gateway, frame by frame."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def say(self, op: int, said: object) -> None:
        await self.socket.send_str(json.dumps({"op": op, "d": said}))

    async def hear(self) -> Json:
        """Return the next frame, which must be text."""
        frame: Json = json.loads(await self.socket.receive_str(timeout=PATIENCE_S))
        return frame

    async def hear_until(self, event: str) -> Json:
        """Return the next dispatch of that name, skipping earlier frames."""
        while True:
            frame = await self.hear()
            if frame.get("t") == event:
                return frame

    async def close_code(self) -> int | None:
        """Return the gateway's close code, skipping earlier frames."""
        while True:
            heard = await self.socket.receive(timeout=PATIENCE_S)
            if heard.type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED):
                return self.socket.close_code


def on_the_wire(
    discord: LoopbackDiscord,
    talk: Callable[[Wire], Awaitable[T]],
    query: str = "v=10&encoding=json",
) -> T:
    """Connect, run the conversation, and return its result."""

    async def run() -> T:
        url = f"{discord.world.address}/gateway/?{query}"
        async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
            return await talk(Wire(socket))

    return asyncio.run(run())
