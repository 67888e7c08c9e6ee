"""Connect the bot to Discord: start, register, answer, and stop when told to."""

import asyncio
import contextlib
import gc
import logging
import signal
from datetime import timedelta
from typing import Any

import aiohttp
import discord
from discord import app_commands

from bot.discordapp import log_filters, messages, registration
from bot.discordapp.api_address import resolve, use
from bot.discordapp.button_dispatch import ActionHandlers, button_type
from bot.discordapp.community import CommunityFeature
from bot.discordapp.health import HealthServer
from bot.discordapp.housekeeping import Housekeeper
from bot.discordapp.metrics import count_rate_limits
from bot.discordapp.moderation.actions import action_handlers
from bot.discordapp.moderation.commands import add_commands
from bot.discordapp.moderation.form_handlers import submit
from bot.discordapp.moderation.moderation_flow import ModerationResponder, Notifier
from bot.discordapp.network import NETWORK_ERRORS, guard_events, limit_requests
from bot.discordapp.outages import exit_status, explain, passes, waits_s
from bot.discordapp.privacy import PrivacyFeature
from bot.discordapp.responder import Desks, Manner, Response, Workers, respond
from bot.discordapp.shard_start import alone
from bot.discordapp.slash_commands import commands_of
from bot.errors import ExitStatus, RequestError, SettingsError
from bot.i18n import N_, plural
from bot.i18n import gettext as _
from bot.moderation.servers import Servers
from bot.moderation.service import ModerationService
from bot.settings import KEEP_DAYS, Settings, Shards
from bot.store.types import Clock, utc_now

logger = logging.getLogger(__name__)

OLD_COMMAND = N_(
    "This command has changed. Reload Discord (Ctrl+R, or restart the app) and try again."
)
# Seconds for replies under way to finish and for the connection to close. Docker and systemd wait
# ten seconds or longer before they kill.
_FINISH_S = 4.0
_CLOSE_S = 5.0
# discord.py's names of the tasks in which it runs commands, buttons and events.
_REPLY_TASKS = ("CommandTree-invoker", "discord-ui-", "discord.py: on_")
# HTTP connections at most. With one for each of 1,000 answers at once, opening them costs more
# than half as much as the answers; 128 are enough for 1,000 in 1.2 s over a network of 0.15 s.
_CONNECTIONS = 128


class Tree(app_commands.CommandTree["Counterpoint"]):
    """The commands; answers what discord.py itself cannot run."""

    async def on_error(
        self, interaction: discord.Interaction["Counterpoint"], error: app_commands.AppCommandError
    ) -> None:
        """Tell the asker that the command is an old one, or apologise."""
        old = isinstance(
            error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch
        )

        async def fail() -> Response:
            raise RequestError(_(OLD_COMMAND)) if old else error

        await respond(interaction, fail(), Manner.PRIVATE)


class Counterpoint(discord.AutoShardedClient):
    """The connection to Discord; answers in each server from the desk of that server.

    Without ``moderation`` nobody can change anything. ``connector`` makes the HTTP connections;
    without one there are as many as there are requests. ``keep_days`` is how long the collection of
    a server that removed the bot is kept.
    """

    def __init__(
        self,
        desks: Desks,
        moderation: ModerationService | None = None,
        clock: Clock = utc_now,
        connector: aiohttp.BaseConnector | None = None,
        shards: Shards | None = None,
        *,
        keep_days: int = KEEP_DAYS,
    ) -> None:
        # No warnings about missing voice libraries: this bot never speaks.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        sharding: dict[str, Any] = {}
        if shards:
            sharding = {"shard_ids": shards.ids, "shard_count": shards.count}
        super().__init__(
            # Discord sends the content of messages that mention the bot or are written to it. The
            # content of others would need a privileged intent.
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            connector=connector,
            **sharding,
        )
        limit_requests(self)
        guard_events(self)
        log_filters.ignore_late_completions()
        log_filters.shorten_reconnects()
        count_rate_limits()
        # Of several processes one registers the commands.
        self._registers = shards is None or shards.first == 0
        store = moderation.servers.store if moderation else None
        self._start_lock = store.start_lock if store and shards else None
        self.desks = desks
        self._workers = Workers(desks)
        self.tree = Tree(
            self, allowed_installs=registration.INSTALLS, allowed_contexts=registration.CONTEXTS
        )
        for command in commands_of(desks, self._workers):
            self.tree.add_command(command)
        for menu in messages.menus_of(self._workers):
            self.tree.add_command(menu)
        handlers: ActionHandlers = {}
        self._moderation: ModerationResponder | None = None
        self._community: CommunityFeature | None = None
        self._housekeeper: Housekeeper | None = None
        if moderation:
            self._moderation = ModerationResponder(moderation, Notifier(self, moderation))
            add_commands(self.tree, self._moderation)
            privacy = PrivacyFeature(self, moderation)
            self.tree.add_command(privacy.command())
            handlers = {**action_handlers(self._moderation), **privacy.action_handlers}
        if moderation and store:
            self._housekeeper = Housekeeper(self, store, timedelta(days=keep_days))
            jobs = (self._housekeeper.run,)
            self._community = CommunityFeature(self, moderation, store, clock, jobs)
            self._community.add_commands(self.tree)
            handlers = {**handlers, **self._community.action_handlers}
        self.add_dynamic_items(button_type(self._workers, handlers))

    async def setup_hook(self) -> None:
        """Register the commands; if that fails, those already registered still work."""
        if self._community:
            self._community.start()
        if not self._registers:
            await registration.learn(self.application_id or 0, self)
            return
        try:
            await registration.register(self.tree, self.application_id or 0)
        except (*NETWORK_ERRORS, app_commands.AppCommandError) as error:
            logger.error("the commands could not be registered: %s", error)  # noqa: TRY400 - the sentence is enough

    async def launch_shards(self) -> None:
        """Connect the shards, beside no other process that shares the database.

        Discord lets one shard of a bot identify every five seconds (``max_concurrency``).
        discord.py obeys that within a process.
        """
        async with alone(self._start_lock, self.is_closed):
            await super().launch_shards()

    async def connect(self, *, reconnect: bool = True) -> None:
        """Stay connected. Raises discord.GatewayNotFound if the first connection fails."""
        try:
            await super().connect(reconnect=reconnect)
        except AttributeError as error:
            # discord.py 2.7 asks for the session to resume, and there is none before the first.
            if self.ws is None:
                raise discord.GatewayNotFound from error
            raise

    async def close(self) -> None:
        """Stop; replies under way are finished first."""
        await finish_replies(_FINISH_S)
        if self._community:
            await self._community.stop()
        await super().close()

    async def on_ready(self) -> None:
        """Log that the bot is live, and how to invite it."""
        name = self.user.name if self.user else "the bot"
        link = registration.invite_link(self.application_id or 0)
        servers = plural(len(self.guilds), "server")
        logger.info("%s is live in %s; invite it: %s", name, servers, link)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Take a submitted form; discord.py handles all other interactions."""
        if self._moderation and interaction.type is discord.InteractionType.modal_submit:
            await submit(interaction, self._moderation)

    async def on_guild_join(self, _guild: discord.Guild) -> None:
        """Keep the collection of a server that added the bot again."""
        self._keep_house()

    async def on_guild_remove(self, _guild: discord.Guild) -> None:
        """Note that a server removed the bot."""
        self._keep_house()

    def _keep_house(self) -> None:
        if self._housekeeper and self._community:
            self._housekeeper.hurry()
            self._community.wake()

    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that is meant for the bot."""
        if self._community:
            self._community.on_message(message)
        if self.user and messages.addresses(message, self.user.id):
            await messages.reply_to(message, self._workers)


async def finish_replies(limit_s: float) -> None:
    """Wait for all replies under way and those that begin meanwhile; cancel them at the limit.

    A member whose reply is cancelled sees Discord's sentence that the application did not respond.
    """
    loop = asyncio.get_running_loop()
    until_s = loop.time() + limit_s
    while (replies := _reply_tasks()) and (left_s := until_s - loop.time()) > 0:
        await asyncio.wait(replies, timeout=left_s)
    if replies:
        logger.warning("replies left unfinished: %d", len(replies))
        for reply in replies:
            reply.cancel()
        await asyncio.wait(replies)


def _reply_tasks() -> set[asyncio.Task[object]]:
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    return {task for task in tasks if task.get_name().startswith(_REPLY_TASKS)}


def run(servers: Servers, settings: Settings, clock: Clock = utc_now) -> int:
    """Run the bot until told to stop (SIGINT, SIGTERM); return the exit status of the process."""
    log_filters.mask_token(settings.discord_token)
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
        for wait_s in waits_s():
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
        resolving = asyncio.create_task(resolve(settings.discord_api_url, settings.discord_token))
        await asyncio.wait({resolving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if stopping.done():
            resolving.cancel()
            return
        use(await resolving)
    connector = aiohttp.TCPConnector(limit=_CONNECTIONS)
    moderation = ModerationService(servers)
    async with Counterpoint(
        servers, moderation, clock, connector, settings.shards, keep_days=settings.keep_days
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
