"""The client: register the commands, answer every event, and finish replies before the end."""

import asyncio
import logging
from typing import Any

import aiohttp
import discord
from discord import app_commands

from bot.commands import COMMANDS, MESSAGE_COMMANDS
from bot.discordapp import messages, registration
from bot.discordapp.button_dispatch import ActionButton, ActionHandlers
from bot.discordapp.buttons import old_button
from bot.discordapp.channel_permissions import invite_link
from bot.discordapp.community import Community
from bot.discordapp.community.discussions import open_discussion
from bot.discordapp.moderation.commands import MODERATION_HANDLERS, add_commands
from bot.discordapp.moderation.form_handlers import submit
from bot.discordapp.moderation.importer import Importer
from bot.discordapp.network import NETWORK_ERRORS, guard_events, limit_requests
from bot.discordapp.responder import Interaction, Manner, Response, Workers, respond
from bot.discordapp.slash_commands import PRIVACY_HANDLERS, command_of, privacy_command
from bot.errors import RequestError, StoreError
from bot.i18n import N_, gettext as _, plural
from bot.moderation.service import ModerationService
from bot.pages.page import ActionKind
from bot.settings import KEEP_DAYS, Shards
from bot.store.records import Clock, utc_now
from bot.store.store import StartLock

logger = logging.getLogger(__name__)

OLD_COMMAND = N_(
    "This command has changed. Reload Discord (Ctrl+R, or restart the app) and try again."
)
# Seconds for replies under way to finish.
_FINISH_S = 4.0
# discord.py's names of the tasks in which it runs commands, buttons and events.
_REPLY_TASKS = ("CommandTree-invoker", "discord-ui-", "discord.py: on_")
# Seconds between two questions whether other processes have connected their shards.
_ASKED_EVERY_S = 0.5
# https://docs.discord.com/developers/events/gateway#sharding-max-concurrency
_BETWEEN_S = 5.0


class Tree(app_commands.CommandTree["Counterpoint"]):
    """The commands; answers what discord.py itself cannot run."""

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError) -> None:
        """Tell the asker that the command is an old one, or apologise."""
        old = isinstance(
            error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch
        )

        async def fail() -> Response:
            raise RequestError(_(OLD_COMMAND)) if old else error

        await respond(interaction, fail(), Manner.PRIVATE)


class Counterpoint(discord.AutoShardedClient):
    """The connection to Discord; answers in each server from the desk of that server.

    ``connector`` makes the HTTP connections; without one there are as many as there are requests.
    ``keep_days`` is how long the collection of a server that removed the bot is kept.
    """

    def __init__(
        self,
        service: ModerationService,
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
            ids = list(range(shards.first, shards.last + 1))
            sharding = {"shard_ids": ids, "shard_count": shards.count}
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
        # Of several processes one registers the commands.
        self._registers = shards is None or shards.first == 0
        self.moderation, self.servers = service, service.servers
        self.workers, self.importer = Workers(self.servers), Importer()
        store = self.servers.store
        self._start_lock = store.start_lock if store and shards else None
        self._community = Community(self, store, clock, keep_days) if store else None
        self.action_handlers: ActionHandlers = {
            **MODERATION_HANDLERS,
            **PRIVACY_HANDLERS,
            ActionKind.DISCUSS: open_discussion,
        }
        self.tree = Tree(
            self, allowed_installs=registration.INSTALLS, allowed_contexts=registration.CONTEXTS
        )
        for command in COMMANDS:
            self.tree.add_command(command_of(command))
        for entry in MESSAGE_COMMANDS:
            self.tree.add_command(messages.menu_of(entry))
        add_commands(self.tree, daily=store is not None)
        self.tree.add_command(privacy_command())
        self.add_dynamic_items(ActionButton)

    @property
    def community(self) -> Community:
        """Discussions and daily points. Raises RequestError without a database."""
        if self._community is None:
            raise old_button()
        return self._community

    async def setup_hook(self) -> None:
        """Register the commands; if that fails, those already registered still work."""
        if self._community:
            self._community.scheduler.start(self.wait_until_ready)
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
        discord.py obeys that within a process. If the database cannot be used, the shards are
        connected all the same: Discord puts off those that come too early.
        """
        lock, loop, told = self._start_lock, asyncio.get_running_loop(), False
        if lock is None:
            await super().launch_shards()
            return
        while not (self.is_closed() or await asyncio.to_thread(_taken, lock)):
            if not told:
                logger.info("waiting for another process to connect its shards")
            told = True
            await asyncio.sleep(_ASKED_EVERY_S)
        try:
            await super().launch_shards()
        finally:
            loop.call_later(_BETWEEN_S, loop.run_in_executor, None, _release, lock)

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
            await self._community.scheduler.stop()
        await super().close()

    async def on_ready(self) -> None:
        """Log that the bot is live, and how to invite it."""
        name = self.user.name if self.user else "the bot"
        link = invite_link(self.application_id or 0)
        servers = plural(len(self.guilds), "server")
        logger.info("%s is live in %s; invite it: %s", name, servers, link)

    async def on_interaction(self, interaction: Interaction) -> None:
        """Take a submitted form; discord.py handles all other interactions."""
        if interaction.type is discord.InteractionType.modal_submit:
            await submit(interaction)

    async def on_guild_join(self, _guild: discord.Guild) -> None:
        """Keep the collection of a server that added the bot again; note that one removed it."""
        if self._community:
            self._community.keep_house()

    on_guild_remove = on_guild_join

    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that is meant for the bot, and note that one of its polls has ended."""
        if self._community and message.type is discord.MessageType.poll_result:
            self._community.on_poll_result(message)
        elif (
            not message.author.bot
            and self.user
            and messages.addresses(message, self.user.id, self.servers)
        ):
            await messages.reply_to(message, self.workers)


async def finish_replies(limit_s: float) -> None:
    """Wait for all replies under way and those that begin meanwhile; cancel them at the limit."""
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


def _taken(lock: StartLock) -> bool:
    try:
        return lock.take()
    except StoreError as error:
        logger.warning("shards are connected without waiting for other processes: %s", error)
        return True


def _release(lock: StartLock) -> None:
    try:
        lock.release()
    except StoreError as error:
        logger.warning("other processes wait for this one to end: %s", error)
