"""The loopback Discord: a server in its own thread, and its interface for tests."""

import asyncio
import contextlib
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from aiohttp import web

from bot.store.records import utc_now
from tests.loopback import contract as contracts
from tests.loopback.api import PREFIX, Http
from tests.loopback.application import Registration
from tests.loopback.errors import Json, LoopbackError
from tests.loopback.gateway import Gateway
from tests.loopback.journal import Fault, Journal, Way
from tests.loopback.limits import HEARTBEAT_S, NO_PERMISSION, Intent, Permission
from tests.loopback.members import Member
from tests.loopback.message_rules import mentions_nobody, says_anything
from tests.loopback.people import Role
from tests.loopback.places import Channel, Guild
from tests.loopback.process import BotProcess
from tests.loopback.service import Service
from tests.loopback.timeouts import CALLBACK_S, PATIENCE_S, START_S
from tests.loopback.troubles import Trouble
from tests.loopback.world import World

if TYPE_CHECKING:
    from tests.loopback.bot_thread import BotThread

    Bot = BotProcess | BotThread

T = TypeVar("T")
# Three parts, like Discord's tokens; it is valid only here.
TOKEN = "MTAwMDAwMDAwMDAwMDAwMDAw.Loop00.opens-nothing-but-the-loopback-000000"  # noqa: S105 - as said
# Backlog of connections: the system drops further ones, which are tried again after a second that
# the loopback, not the bot, would have caused.
_BACKLOG = 2048
_LARGEST_BODY = 64 * 1024 * 1024


def _folder() -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory(prefix="loopback-database-")


class LoopbackDiscord:
    """A Discord on 127.0.0.1 with one guild, one channel and the bot's application.

    Use it as a context manager. ``heartbeat_s`` is the heartbeat interval, ``privileged`` the
    privileged intents the application has (none, as for an unapproved bot), ``callback_s`` the
    time limit for the first answer to an interaction, ``port`` the port (0 for any),
    ``identify_s`` the least time between two IDENTIFY (Discord's is five seconds; restarts in tests
    are sooner). On exit all bots started through it are killed.
    """

    def __init__(
        self,
        *,
        heartbeat_s: float = HEARTBEAT_S,
        privileged: int = 0,
        callback_s: float = CALLBACK_S,
        port: int = 0,
        identify_s: float = 0.0,
    ) -> None:
        self.world = World(TOKEN)
        self.world.callback_s = callback_s
        self.journal = Journal()
        self.gateway = Gateway(self.world, self.journal, heartbeat_s, identify_s)
        self.http = Http(
            Service(self.world, self.gateway, self.journal), contract=contracts.contract()
        )
        self.world.application.privileged = privileged
        self.guild = self.world.add_guild("Readers")
        self.channel = self.world.add_channel(self.guild, "general")
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._bots = ExitStack()
        self._database = Path(self._bots.enter_context(_folder())) / "counterpoint.db"
        self._runner: web.AppRunner | None = None
        self._port = port

    def __enter__(self) -> "LoopbackDiscord":
        self._thread.start()
        port = asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(START_S)
        self.world.address = f"http://127.0.0.1:{port}"
        return self

    def __exit__(self, *_: object) -> None:
        self._bots.close()
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(START_S)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(START_S)
        self._loop.close()

    async def _start(self) -> int:
        application = web.Application(client_max_size=_LARGEST_BODY)
        application.router.add_get("/gateway", self.gateway.serve)
        application.router.add_get("/gateway/", self.gateway.serve)
        application.add_routes(self.http.routes())
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port, backlog=_BACKLOG)
        await site.start()
        port: int = self._runner.addresses[0][1]
        return port

    async def _stop(self) -> None:
        self.gateway.drop(1001)
        if self._runner is not None:
            await self._runner.cleanup()
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    @property
    def url(self) -> str:
        """The value for DISCORD_API_URL."""
        return self.world.address + PREFIX

    @property
    def env(self) -> dict[str, str]:
        """The settings with which a bot finds this Discord."""
        return {
            "DISCORD_TOKEN": TOKEN,
            "DISCORD_API_URL": self.url,
            "DATABASE_URL": f"sqlite:///{self._database}",
        }

    def do(self, action: Callable[[], T]) -> T:
        """Run something in the server's thread, the only one that changes the state."""

        async def run() -> T:
            return action()

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(PATIENCE_S)

    def start_bot(
        self,
        arguments: Sequence[str] = ("-m", "bot"),
        env: Mapping[str, str] | None = None,
        *,
        timeout_s: float = START_S,
    ) -> BotProcess:
        """Start a bot and wait until it has connected, has its guilds, and has registered commands.

        The bot is killed at the end of the loopback, if not before.
        """
        settings = self.env | dict(env or {})
        with self._expecting_a_bot(timeout_s) as bots:
            bot = BotProcess(arguments, settings, self.journal.wake, before_stop=self.settle)
            bots.append(self._bots.enter_context(bot))
        return bot

    def start_thread(
        self, clock: Callable[[], datetime] = utc_now, env: Mapping[str, str] | None = None
    ) -> "BotThread":
        """Start the bot in a thread of this process, with this clock; wait as for a process."""
        from tests.loopback.bot_thread import BotThread  # noqa: PLC0415 - imports the whole bot

        with self._expecting_a_bot(START_S) as bots:
            bot = BotThread(self.env | dict(env or {}), clock, self.journal.wake, self.settle)
            self._bots.callback(bot.kill)
            bots.append(bot)
        return bot

    @contextlib.contextmanager
    def _expecting_a_bot(self, timeout_s: float) -> "Iterator[list[Bot]]":
        """Wait until the bot put into the list has connected and registered its commands."""
        before = self.gateway.identified
        bots: list[Bot] = []
        yield bots
        (bot,) = bots

        def up() -> bool:
            connected = self.gateway.identified > before and self.gateway.ready
            return not bot.running or (connected and bool(self.world.application.commands))

        try:
            self.journal.until(up, timeout_s, "the bot to connect and register its commands")
        except LoopbackError as error:
            raise LoopbackError(f"{error}\noutput of the bot:\n{bot.output}") from error
        if not bot.running:
            ended = f" with {bot.wait()}" if isinstance(bot, BotProcess) else ""
            raise LoopbackError(f"the bot ended{ended}:\n{bot.output}")
        # It has identified. It may still be reading its guilds, and the three seconds of the
        # first interaction must not run meanwhile.
        self.settle()

    def member(
        self,
        name: str,
        *,
        permissions: Permission = NO_PERMISSION,
        roles: Iterable[Role] = (),
        locale: str = "en-GB",
        guild: Guild | None = None,
    ) -> Member:
        """Add a member to a guild (default: the first), in its first channel.

        ``permissions`` are those in addition to everyone's; they come in a separate role.
        """
        home = guild or self.guild

        def join() -> Member:
            user = self.world.add_user(name, locale=locale)
            held = [role.id for role in roles]
            if permissions:
                held.append(self.world.add_role(home, f"{name}'s", permissions).id)
            self.world.join(home, user, held)
            return Member(self, user, next(iter(home.channels.values())))

        return self.do(join)

    def add_role(self, name: str, permissions: Permission = NO_PERMISSION) -> Role:
        """Add a role to the first guild and send the events."""

        def add() -> Role:
            role = self.world.add_role(self.guild, name, permissions)
            body: Json = {"guild_id": str(self.guild.id), "role": role.wire()}
            self.gateway.tell("GUILD_ROLE_CREATE", body, self.guild.id, Intent.GUILDS)
            return role

        return self.do(add)

    def add_channel(self, name: str, guild: Guild | None = None) -> Channel:
        """Add a channel and send the events."""
        home = guild or self.guild

        def add() -> Channel:
            channel = self.world.add_channel(home, name)
            self.gateway.tell("CHANNEL_CREATE", channel.wire(), home.id, Intent.GUILDS)
            return channel

        return self.do(add)

    def add_guild(self, name: str) -> Guild:
        """Add a guild with a channel, to which the bot is invited, and send the events."""

        def add() -> Guild:
            guild = self.world.add_guild(name)
            self.world.add_channel(guild, "general")
            body = guild.wire(self.world.bot.id)
            self.gateway.tell("GUILD_CREATE", body, guild.id, Intent.GUILDS)
            return guild

        return self.do(add)

    def limit_rate(self, method: str, route: str, retry_after_s: float) -> None:
        """Answer the next request to a route (as in Discord's document) with a rate limit."""
        self.trouble_next(method, route, Trouble(429, retry_after_s=retry_after_s))

    def refuse_next(self, method: str, route: str, *, after: int = 0, status: int = 403) -> None:
        """Refuse one request to a route: for missing permissions, unless ``status`` is another.

        ``after`` is the number of requests let through first.
        """
        code = 50013 if status == 403 else 0
        self.trouble_next(method, route, *[None] * after, Trouble(status, code))

    def trouble_next(self, method: str, route: str, *troubles: Trouble | None) -> None:
        """Answer the next requests to a route with faults, in turn; None lets one through."""
        self.http.troubles.coming[f"{method} {route}"] = list(troubles)

    @property
    def commands(self) -> list[Json]:
        """All registered commands."""
        return list(self.world.application.commands.values())

    @property
    def registrations(self) -> list[Registration]:
        """The requests that changed commands, oldest first."""
        return list(self.world.application.registrations)

    def until(self, happened: Callable[[], bool], what: str, timeout_s: float = PATIENCE_S) -> None:
        """Wait until a condition holds; it is asked after every request and frame."""
        self.journal.until(happened, timeout_s, what)

    def settle(self) -> None:
        """Wait until every request is answered and connected bots have read the answers.

        A bot has read them once it answers a heartbeat requested after they were written: its
        event loop has run since.
        """
        self.until(lambda: self.http.under_way == 0, "the requests under way to be answered")
        heard = self.journal.entries
        start = len(heard)
        asked = self.do(self.gateway.ask_heartbeats)

        def beaten() -> bool:
            beats = sum(it.way is Way.HEARD and it.what == "HEARTBEAT" for it in heard[start:])
            return beats >= asked or not self.gateway.ready

        self.until(beaten, "the bot to answer a heartbeat")

    @property
    def faults(self) -> list[Fault]:
        """Return the bot's faults since the last call, and forget them."""
        return list(self.journal.faults)

    @contextlib.contextmanager
    def expecting_faults(self) -> Iterator[list[Fault]]:
        """Expect faults inside the context; they are put into the list it yields."""
        self.assert_no_faults()
        caught: list[Fault] = []
        yield caught
        caught.extend(self.journal.take_faults())

    def assert_no_faults(self) -> None:
        """Fail with every fault since the last call, and forget them."""
        faults = self.journal.take_faults()
        if faults:
            told = "\n".join(f"- {fault}\n  sent: {str(fault.body)[:2000]}" for fault in faults)
            raise LoopbackError(f"Discord would not have it:\n{told}")

    def assert_mentions_nobody(self) -> None:
        """Fail if any message sent so far could notify anybody, for any text."""
        loud = [it for it in self.journal.sent if says_anything(it.body)]
        loud = [it for it in loud if not mentions_nobody(it.body)]
        if loud:
            told = "\n".join(f"- {it.what}: {it.body.get('allowed_mentions')!r}" for it in loud)
            raise LoopbackError(f"somebody could be notified by:\n{told}")
