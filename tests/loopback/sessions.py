"""A bot's session at the gateway, its connection, and the parsing of its frames."""

import asyncio
import contextlib
import json
import zlib
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.loopback import limits
from tests.loopback.errors import Json
from tests.loopback.journal import Journal, Way
from tests.loopback.limits import Close, Intent, Op

# Events kept for a RESUME; a test asks for far fewer.
_REPLAY = 1000


class ClosedError(Exception):
    """An invalid frame from the bot; the connection ends with a close code."""

    def __init__(self, code: Close, why: str) -> None:
        self.code = code
        super().__init__(why)


@dataclass(slots=True)
class Session:
    """A session from IDENTIFY until it is invalidated, over any number of connections."""

    id: str
    intents: Intent
    shard: tuple[int, int] | None
    seq: int = 0
    sent: deque[tuple[int, Json]] = field(default_factory=lambda: deque(maxlen=_REPLAY))
    line: "Connection | None" = None

    def covers(self, guild_id: int | None) -> bool:
        """Return whether events of the guild go to this session's shard; direct messages go to 0.

        https://docs.discord.com/developers/events/gateway#sharding
        """
        if self.shard is None:
            return True
        number, count = self.shard
        return ((guild_id or 0) >> 22) % count == number


class Connection:
    """One WebSocket: sends frames in order, compressed on request, and watches heartbeats."""

    def __init__(self, socket: web.WebSocketResponse, journal: Journal, *, stream: bool) -> None:
        self.socket = socket
        self.session: Session | None = None
        self.acknowledges = True
        self.hung_up = False
        self.beat_at_s = 0.0
        self._journal = journal
        self._deflate = zlib.compressobj() if stream else None
        self._out: asyncio.Queue[Json | Close | int] = asyncio.Queue()

    def put(self, frame: Json) -> None:
        """Queue a frame."""
        self._out.put_nowait(frame)

    def close(self, code: int) -> None:
        """Queue the close of the connection."""
        self.hung_up = True
        self._out.put_nowait(code)

    async def pump(self) -> None:
        """Send the queued frames until the connection closes."""
        while True:
            frame = await self._out.get()
            if isinstance(frame, int):
                await self.socket.close(code=frame)
                return
            text = json.dumps(frame, separators=(",", ":"))
            what = frame.get("t") or Op(frame["op"]).name
            self._journal.note(Way.SENT, what, frame.get("d"))
            with contextlib.suppress(ConnectionResetError):
                if self._deflate is None:
                    await self.socket.send_str(text)
                else:
                    packed = self._deflate.compress(text.encode())
                    packed += self._deflate.flush(zlib.Z_SYNC_FLUSH)
                    await self.socket.send_bytes(packed)


def check_version(request: web.Request) -> None:
    if request.query.get("v") != "10" or request.query.get("encoding") != "json":
        raise ClosedError(Close.INVALID_VERSION, f"not v=10&encoding=json: {request.query_string}")


def frame_of(said: Any) -> Json:
    raw = said.encode() if isinstance(said, str) else said
    if len(raw) > limits.FRAME_BYTES:
        raise ClosedError(Close.DECODE_ERROR, f"a frame of {len(raw)} bytes")
    try:
        frame = json.loads(raw)
    except ValueError as error:
        raise ClosedError(Close.DECODE_ERROR, str(error)) from error
    if not isinstance(frame, dict):
        raise ClosedError(Close.DECODE_ERROR, "a frame that is no object")
    return frame


def intents_of(said: Json, privileged: int) -> Intent:
    asked = said.get("intents")
    if not isinstance(asked, int) or asked & ~limits.KNOWN_INTENTS:
        raise ClosedError(Close.INVALID_INTENTS, f"intents {asked!r}")
    refused = asked & limits.PRIVILEGED & ~privileged
    if refused:
        raise ClosedError(Close.DISALLOWED_INTENTS, f"privileged intents {Intent(refused)!r}")
    return Intent(asked)


def shard_of(said: Json) -> tuple[int, int] | None:
    shard = said.get("shard")
    if shard is None:
        return None
    number, count = shard
    if not 0 <= number < count:
        raise ClosedError(Close.INVALID_SHARD, f"shard {shard}")
    return number, count
