"""Discussions in threads and the daily point: the button, the command, and the scheduled posts."""

from collections.abc import Sequence
from typing import Any

import discord
from discord import app_commands

from bot.community.daily import DailyStore
from bot.community.discussions import DiscussionStore
from bot.discordapp.button_dispatch import ActionHandlers
from bot.discordapp.community.daily_command import DailyCommand
from bot.discordapp.community.daily_poster import DailyPoster
from bot.discordapp.community.discussions import DiscussionOpener, PollResults
from bot.discordapp.community.scheduler import Job, Scheduler
from bot.moderation.service import ModerationService
from bot.pages.page import ActionKind
from bot.store.store import Store
from bot.store.types import Clock

__all__ = ["CommunityFeature"]


class CommunityFeature:
    """Everything that the client needs for discussions and the daily point.

    ``jobs`` run beside them.
    """

    def __init__(
        self,
        client: discord.Client,
        service: ModerationService,
        store: Store,
        clock: Clock,
        jobs: Sequence[Job] = (),
    ) -> None:
        servers = service.servers
        discussions, dailies = DiscussionStore(store), DailyStore(store)
        self._client = client
        self._results = PollResults(client, servers, discussions)
        poster = DailyPoster(client, servers, dailies)
        self._scheduler = Scheduler((poster.run, self._results.run, *jobs), clock)
        self._daily = DailyCommand(service, dailies, clock, self._scheduler.wake)
        opener = DiscussionOpener(servers, discussions, clock, self._scheduler.wake)
        self.action_handlers: ActionHandlers = {
            ActionKind.DISCUSS: opener.open,
            ActionKind.DAILY: self._daily.save,
        }

    def add_commands(self, tree: app_commands.CommandTree[Any]) -> None:
        """Add ``daily`` to the group ``/library`` of a tree."""
        group = tree.get_command("library")
        if isinstance(group, app_commands.Group):
            group.add_command(self._daily.command())

    def start(self) -> None:
        """Start the scheduler as soon as the servers are known."""
        self._scheduler.start(self._client.wait_until_ready)

    def wake(self) -> None:
        """Run all jobs now."""
        self._scheduler.wake()

    async def stop(self) -> None:
        """Stop the scheduler."""
        await self._scheduler.stop()

    def on_message(self, message: discord.Message) -> None:
        """Take note of Discord's message that one of the bot's polls has ended."""
        ended = message.type is discord.MessageType.poll_result
        if ended and self._client.user and message.author.id == self._client.user.id:
            self._results.note_end(message.channel.id)
            self._scheduler.wake()
