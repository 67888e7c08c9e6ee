"""The gateway: its sessions, the events they get, and the rules for their frames."""

import asyncio
import time
from collections import deque

from aiohttp import WSMsgType, web

from tests.loopback import limits
from tests.loopback.errors import Json
from tests.loopback.journal import Journal, Way
from tests.loopback.limits import Close, Intent, Op
from tests.loopback.messages import Message, hidden
from tests.loopback.sessions import (
    ClosedError,
    Connection,
    Session,
    check_version,
    frame_of,
    intents_of,
    shard_of,
)
from tests.loopback.world import World


class Gateway:
    """All sessions of the bot.

    ``identify_s`` is the least time between two IDENTIFY of one application, in seconds.
    """

    def __init__(
        self, world: World, journal: Journal, heartbeat_s: float, identify_s: float = 0.0
    ) -> None:
        self.world = world
        self.journal = journal
        self.heartbeat_s = heartbeat_s
        self.identify_s = identify_s
        self._identified_at_s = float("-inf")
        self.sessions: dict[str, Session] = {}
        self.identified = 0
        self.resumed = 0

    @property
    def ready(self) -> bool:
        """Whether a session is connected and has its guilds."""
        return any(session.line is not None for session in self.sessions.values())

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one connection, from HELLO to its close."""
        socket = web.WebSocketResponse(max_msg_size=1 << 20, compress=False)
        await socket.prepare(request)
        stream = request.query.get("compress") == "zlib-stream"
        line = Connection(socket, self.journal, stream=stream)
        pump = asyncio.create_task(line.pump())
        watch = asyncio.create_task(self._watch(line))
        try:
            check_version(request)
            line.put({"op": Op.HELLO, "d": {"heartbeat_interval": int(self.heartbeat_s * 1000)}})
            await self._listen(line)
        except ClosedError as closed:
            self.journal.fault("gateway", f"{closed} (closed with {int(closed.code)})")
            line.close(closed.code)
            await pump
        finally:
            watch.cancel()
            pump.cancel()
            self._hang_up(line)
        return socket

    def _hang_up(self, line: Connection) -> None:
        """Keep the session for a RESUME, unless the bot closed it with 1000 or 1001."""
        session = line.session
        if session is not None and session.line is line:
            session.line = None
            if line.socket.close_code in (1000, 1001) and not line.hung_up:
                self.sessions.pop(session.id, None)
        self.journal.wake()

    async def _watch(self, line: Connection) -> None:
        """Close a connection that has not sent a heartbeat for two intervals."""
        clock = asyncio.get_running_loop()
        line.beat_at_s = clock.time()
        while True:
            await asyncio.sleep(self.heartbeat_s)
            if clock.time() - line.beat_at_s > 2 * self.heartbeat_s + 1:
                self.journal.fault("gateway", "no heartbeat for two intervals")
                line.close(Close.SESSION_TIMED_OUT)

    async def _listen(self, line: Connection) -> None:
        clock = asyncio.get_running_loop()
        times: deque[float] = deque(maxlen=limits.FRAMES_PER_MINUTE)
        async for heard in line.socket:
            if heard.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                continue
            if len(times) == times.maxlen and clock.time() - times[0] < 60:
                raise ClosedError(Close.RATE_LIMITED, "more than 120 frames in a minute")
            times.append(clock.time())
            self._hear(line, frame_of(heard.data))

    def _hear(self, line: Connection, frame: Json) -> None:
        op, said = frame.get("op"), frame.get("d")
        name = Op(op).name if op in list(Op) else f"op {op}"
        self.journal.note(Way.HEARD, name, said)
        match op:
            case Op.HEARTBEAT:
                line.beat_at_s = asyncio.get_running_loop().time()
                if line.acknowledges:
                    line.put({"op": Op.HEARTBEAT_ACK})
            case Op.IDENTIFY:
                self._identify(line, said or {})
            case Op.RESUME:
                self._resume(line, said or {})
            case Op.PRESENCE | Op.VOICE_STATE | Op.REQUEST_MEMBERS:
                if line.session is None:
                    raise ClosedError(Close.NOT_AUTHENTICATED, f"{name} before IDENTIFY")
                if op == Op.REQUEST_MEMBERS:
                    self._members(line.session, said or {})
            case _:
                raise ClosedError(Close.UNKNOWN_OPCODE, name)

    def _identify(self, line: Connection, said: Json) -> None:
        if line.session is not None:
            raise ClosedError(Close.ALREADY_AUTHENTICATED, "IDENTIFY twice")
        if said.get("token") != self.world.token:
            raise ClosedError(Close.AUTHENTICATION_FAILED, "the token is wrong")
        if not isinstance(said.get("properties"), dict):
            raise ClosedError(Close.DECODE_ERROR, "IDENTIFY without properties")
        if self._too_soon():
            self.journal.fault("IDENTIFY", f"a second one within {self.identify_s:g} s", said)
            line.put({"op": Op.INVALID_SESSION, "d": False})
            return
        session = Session(
            f"{self.world.mint():x}",
            intents_of(said, self.world.application.privileged),
            shard_of(said),
        )
        self.sessions[session.id] = session
        line.session, session.line = session, line
        self.identified += 1
        known = (one for one in self.world.guilds.values() if self.world.bot.id in one.members)
        guilds = [guild for guild in known if session.covers(guild.id)]
        self._tell(session, "READY", self._ready(session, [guild.id for guild in guilds]))
        for guild in guilds:
            if Intent.GUILDS in session.intents:
                self._tell(session, "GUILD_CREATE", guild.wire(self.world.bot.id))

    def _too_soon(self) -> bool:
        """Whether an IDENTIFY breaks the limit of ``max_concurrency`` 1.

        https://docs.discord.com/developers/events/gateway#sharding-max-concurrency
        """
        before_s, self._identified_at_s = self._identified_at_s, time.monotonic()
        return self._identified_at_s - before_s < self.identify_s

    def _ready(self, session: Session, guilds: list[int]) -> Json:
        ready: Json = {
            "v": 10,
            "user": {**self.world.bot.wire(), "verified": True, "mfa_enabled": True, "email": None},
            "guilds": [{"id": str(one), "unavailable": True} for one in guilds],
            "session_id": session.id,
            "resume_gateway_url": f"{self.world.address.replace('http', 'ws', 1)}/gateway",
            "application": {"id": str(self.world.application.id), "flags": 0},
            "session_type": "normal",
            "private_channels": [],
            "relationships": [],
            "user_settings": {},
            "presences": [],
        }
        return ready if session.shard is None else {**ready, "shard": list(session.shard)}

    def _resume(self, line: Connection, said: Json) -> None:
        if said.get("token") != self.world.token:
            raise ClosedError(Close.AUTHENTICATION_FAILED, "the token is wrong")
        session = self.sessions.get(str(said.get("session_id")))
        if session is None:
            line.put({"op": Op.INVALID_SESSION, "d": False})
            return
        seq = said.get("seq")
        if not isinstance(seq, int) or seq > session.seq:
            raise ClosedError(Close.INVALID_SEQ, f"RESUME with seq {seq}, at most {session.seq}")
        line.session, session.line = session, line
        self.resumed += 1
        for number, frame in session.sent:
            if number > seq:
                line.put(frame)
        self._tell(session, "RESUMED", {})

    def _members(self, session: Session, said: Json) -> None:
        guild = self.world.guilds[int(said["guild_id"])]
        asked = said.get("user_ids")
        wanted = {int(one) for one in (asked if isinstance(asked, list) else [asked]) if one}
        found = [one.wire() for key, one in guild.members.items() if not wanted or key in wanted]
        chunk: Json = {"guild_id": str(guild.id), "members": found, "not_found": []}
        chunk |= {"chunk_index": 0, "chunk_count": 1, "nonce": said.get("nonce")}
        self._tell(session, "GUILD_MEMBERS_CHUNK", chunk)

    def _tell(self, session: Session, event: str, body: object) -> None:
        session.seq += 1
        frame: Json = {"op": Op.DISPATCH, "s": session.seq, "t": event, "d": body}
        session.sent.append((session.seq, frame))
        if session.line is not None:
            session.line.put(frame)

    def tell(
        self, event: str, body: object, guild_id: int | None, needs: Intent = limits.NO_INTENT
    ) -> None:
        """Send an event to the sessions that cover the guild and have all intents of ``needs``."""
        for session in self.sessions.values():
            if session.covers(guild_id) and needs in session.intents:
                self._tell(session, event, body)

    def tell_message(self, event: str, message: Message) -> None:
        """Send MESSAGE_CREATE or MESSAGE_UPDATE, with the content only if the bot may read it."""
        channel = self.world.channels[message.channel_id]
        if message.seen_by is not None or not self.world.has_bot(channel):
            return
        bot = self.world.bot
        if limits.Permission.VIEW_CHANNEL not in self.world.permissions(bot, channel):
            return
        needs = Intent.DIRECT_MESSAGES if channel.guild_id is None else Intent.GUILD_MESSAGES
        theirs = channel.guild_id is None or message.author is bot or bot in message.mentions
        wire = self.world.event(message)
        for session in self.sessions.values():
            if session.covers(channel.guild_id) and needs in session.intents:
                reads = theirs or Intent.MESSAGE_CONTENT in session.intents
                self._tell(session, event, wire if reads else hidden(wire))

    def invalidate(self, *, resumable: bool = False) -> None:
        """Send INVALID_SESSION on every connection; forget sessions that are not resumable."""
        for session in list(self.sessions.values()):
            if session.line is not None:
                session.line.put({"op": Op.INVALID_SESSION, "d": resumable})
            if not resumable:
                del self.sessions[session.id]

    def ask_heartbeats(self) -> int:
        """Request a heartbeat on every connection; return the number of connections."""
        lines = [one.line for one in self.sessions.values() if one.line is not None]
        for line in lines:
            line.put({"op": Op.HEARTBEAT, "d": None})
        return len(lines)

    def reconnect(self) -> None:
        """Request a reconnect and resume on every connection."""
        for session in self.sessions.values():
            if session.line is not None:
                session.line.put({"op": Op.RECONNECT, "d": None})

    def drop(self, code: int) -> None:
        """Close all connections with a code; keep the sessions."""
        for session in self.sessions.values():
            if session.line is not None:
                session.line.close(code)

    def silence(self) -> None:
        """Stop acknowledging heartbeats on the present connections."""
        for session in self.sessions.values():
            if session.line is not None:
                session.line.acknowledges = False
