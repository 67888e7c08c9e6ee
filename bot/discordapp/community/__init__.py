"""Discussions in threads and the daily point: the button, the command, and the scheduled posts."""

from datetime import timedelta
from typing import Any

import discord
from discord import app_commands

from bot.community.daily import DailyStore
from bot.community.discussions import DiscussionStore
from bot.discordapp.button_dispatch import ActionHandlers
from bot.discordapp.community.daily_command import DailyCommand
from bot.discordapp.community.daily_poster import DailyPoster
from bot.discordapp.community.discussions import DiscussionOpener, PollResults
from bot.discordapp.community.scheduler import Housekeeper, Scheduler
from bot.moderation.service import ModerationService
from bot.pages.page import ActionKind
from bot.store.records import Clock
from bot.store.store import Store


class CommunityFeature:
    """Discussions, the daily point, and everything that runs by the clock.

    ``keep_days`` is how long the collection of a server that removed the bot is kept.
    """

    def __init__(
        self,
        client: discord.AutoShardedClient,
        service: ModerationService,
        store: Store,
        clock: Clock,
        keep_days: int,
    ) -> None:
        servers = service.servers
        discussions, dailies = DiscussionStore(store), DailyStore(store)
        self._client = client
        self._results = PollResults(client, servers, discussions)
        self._housekeeper = Housekeeper(client, store, timedelta(days=keep_days))
        poster = DailyPoster(client, servers, dailies)
        jobs = (poster.run, self._results.run, self._housekeeper.run)
        self.scheduler = Scheduler(jobs, clock)
        self._daily = DailyCommand(service, dailies, clock, self.scheduler.wake)
        opener = DiscussionOpener(servers, discussions, clock, self.scheduler.wake)
        self.action_handlers: ActionHandlers = {
            ActionKind.DISCUSS: opener.open,
            ActionKind.DAILY: self._daily.save,
        }

    def add_commands(self, tree: app_commands.CommandTree[Any]) -> None:
        """Add ``daily`` to the group ``/library`` of a tree."""
        group = tree.get_command("library")
        if isinstance(group, app_commands.Group):
            group.add_command(self._daily.command())

    def keep_house(self) -> None:
        """Check the collections to erase now: the bot has joined or left a server."""
        self._housekeeper.hurry()
        self.scheduler.wake()

    def on_poll_result(self, message: discord.Message) -> None:
        """Take note of Discord's message that a poll has ended, if it is one of the bot's."""
        if self._client.user and message.author.id == self._client.user.id:
            self._results.note_end(message.channel.id)
            self.scheduler.wake()
