"""The bot in Discord: connects, registers, answers, and stops when it is told to."""

import asyncio
import contextlib
import gc
import logging
import signal

import aiohttp
import discord
from discord import app_commands

from bot.discordapp import completing, messages, registration
from bot.discordapp.api_address import resolve, use
from bot.discordapp.buttons import button_of
from bot.discordapp.commands import commands_of
from bot.discordapp.community import GatheringFront
from bot.discordapp.moderation import CuratingFront
from bot.discordapp.redaction import keep_secret
from bot.discordapp.responder import Manner, Response, respond
from bot.discordapp.shutdown import replies_finished
from bot.discordapp.words import OLD_COMMAND
from bot.discordapp.workers import Desks, Workers
from bot.errors import RequestError, SettingsError
from bot.moderation import ModerationService, Servers
from bot.settings import Settings
from bot.store import Clock, utc_now

logger = logging.getLogger(__name__)

_STOP_S = 5.0
# Docker and systemd wait ten seconds or longer before they kill.
_FINISH_S = 4.0
# With each answer of a thousand on a connection of its own, to make those costs more than half as
# much as the answers. So many are enough for a thousand in 1.2 s over a network that takes 0.15.
_CONNECTIONS = 128
_NOT_CONNECTED = 2  # a mistake or a fault, as of every command
_REFUSED = (
    "Discord does not accept DISCORD_TOKEN; copy it anew from "
    "https://discord.com/developers/applications (your application, Bot, Reset Token)"
)


class Tree(app_commands.CommandTree["Counterpoint"]):
    """The commands; what discord.py itself cannot make sense of gets an answer here."""

    async def on_error(
        self, interaction: discord.Interaction["Counterpoint"], error: app_commands.AppCommandError
    ) -> None:
        """Tell the asker: either the command they see is an old one, or it is our fault."""
        old = isinstance(
            error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch
        )

        async def fail() -> Response:
            raise RequestError(OLD_COMMAND) if old else error

        await respond(interaction, fail(), Manner.PRIVATE)


class Counterpoint(discord.Client):
    """The connection to Discord, answering in each server from the desk of that server.

    Without ``curation`` nobody changes anything. ``connector`` makes the connections; without one,
    as many as there are requests.
    """

    def __init__(
        self,
        desks: Desks,
        curation: ModerationService | None = None,
        clock: Clock = utc_now,
        connector: aiohttp.BaseConnector | None = None,
    ) -> None:
        # That no voice can be sent is no news: this bot never speaks.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        super().__init__(
            # Messages that mention the bot, or are written to it, come with their content; that
            # of others is a privileged intent, which is not asked for.
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            connector=connector,
        )
        completing.pass_over_late_ones()
        self._workers = Workers(desks)
        self.tree = Tree(
            self,
            allowed_installs=registration.INSTALLS,
            allowed_contexts=registration.CONTEXTS,
        )
        for command in commands_of(desks, self._workers):
            self.tree.add_command(command)
        for menu in messages.menus_of(self._workers):
            self.tree.add_command(menu)
        self._curating = CuratingFront(curation, self) if curation else None
        if self._curating:
            self._curating.add_commands(self.tree)
        deeds = dict(self._curating.deeds) if self._curating else {}
        self._gathering = _gathering(self, curation, clock)
        if self._gathering:
            self._gathering.add_commands(self.tree)
            deeds |= self._gathering.deeds
        self.add_dynamic_items(button_of(self._workers, deeds))

    async def setup_hook(self) -> None:
        """Register the commands; where that fails, those already registered still work."""
        if self._gathering:
            self._gathering.start()
        try:
            await registration.register(self.tree, self.application_id or 0)
        except (discord.HTTPException, app_commands.AppCommandError) as error:
            logger.error("the commands could not be registered: %s", error)  # noqa: TRY400 - the sentence is enough

    async def connect(self, *, reconnect: bool = True) -> None:
        """Stay connected to the gateway.

        Raises:
            discord.GatewayNotFound: the first connection failed; later ones are tried again.
        """
        try:
            await super().connect(reconnect=reconnect)
        except AttributeError as error:
            # discord.py 2.7 then asks for the session to resume, of which there is none yet.
            if self.ws is None:
                raise discord.GatewayNotFound from error
            raise

    async def close(self) -> None:
        """Stop, with all that was begun; replies under way are finished first."""
        await replies_finished(_FINISH_S)
        if self._gathering:
            await self._gathering.stop()
        await super().close()

    async def on_ready(self) -> None:
        """Say that it is live, and how to invite it."""
        name = self.user.name if self.user else "the bot"
        link = registration.invite_link(self.application_id or 0)
        logger.info("%s is live in %d servers; invite it: %s", name, len(self.guilds), link)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Take a form that was sent off; discord.py sees to all other interactions."""
        if self._curating and interaction.type is discord.InteractionType.modal_submit:
            await self._curating.take_form(interaction)

    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that is meant for the bot."""
        if self._gathering:
            self._gathering.hear(message)
        if self.user and messages.addresses(message, self.user.id):
            await messages.reply_to(message, self._workers)


def _gathering(
    client: discord.Client, curation: ModerationService | None, clock: Clock
) -> GatheringFront | None:
    """Discussions and the daily point; None where there is nowhere to keep them."""
    store = curation.servers.store if curation else None
    return GatheringFront(client, curation, store, clock) if curation and store else None


def run(servers: Servers, settings: Settings, clock: Clock = utc_now) -> int:
    """Be in Discord until told to stop (SIGINT, SIGTERM); the exit status of the process."""
    keep_secret(settings.discord_token)
    servers.desk("")  # now, or the first member would wait for it
    # What is loaded stays until the end: the collector need not look through it again and again,
    # which with a large library holds up an answer by tenths of a second.
    gc.collect()
    gc.freeze()
    try:
        asyncio.run(_live(servers, settings, clock))
    except KeyboardInterrupt:
        return 0
    except (SettingsError, discord.DiscordException, aiohttp.ClientError, OSError) as error:
        # A sentence for whoever runs it; a trace would say no more, and be longer.
        logger.error("%s", _why_not(error))  # noqa: TRY400 - see above
        return _NOT_CONNECTED
    return 0


def _why_not(error: Exception) -> str:
    """Why there is no connection, in a sentence."""
    match error:
        case SettingsError():
            return str(error)
        case discord.LoginFailure() | discord.ConnectionClosed(code=4004):
            return _REFUSED  # 4004 is the gateway's "authentication failed"
        case discord.ConnectionClosed():
            return f"Discord closed the connection with code {error.code}; start the bot again"
        case discord.HTTPException():
            return f"Discord answered with an error: {error}; start the bot again later"
        case _:
            return (
                f"Discord cannot be reached ({str(error) or type(error).__name__}); "
                "look to the network and start the bot again"
            )


async def _live(servers: Servers, settings: Settings, clock: Clock) -> None:
    if settings.discord_api_url:
        use(await resolve(settings.discord_api_url, settings.discord_token))
    connector = aiohttp.TCPConnector(limit=_CONNECTIONS)
    async with Counterpoint(servers, ModerationService(servers), clock, connector) as client:
        told_to_stop = asyncio.Event()
        _listen_for_signals(told_to_stop)
        connection = asyncio.create_task(client.start(settings.discord_token))
        stopping = asyncio.create_task(told_to_stop.wait())
        await asyncio.wait({connection, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if told_to_stop.is_set():
            logger.info("stopping")
            await client.close()
            await asyncio.wait({connection}, timeout=_STOP_S)
            connection.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await connection


def _listen_for_signals(told_to_stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        # Windows has none for loops; there Ctrl-C arrives as KeyboardInterrupt.
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, told_to_stop.set)
