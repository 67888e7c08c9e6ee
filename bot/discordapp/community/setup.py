"""Discussions and the daily point, as the client knows them."""

from typing import Any

import discord
from discord import app_commands

from bot.community.daily_settings import DailyStore
from bot.community.discussions import DiscussionStore
from bot.discordapp.buttons import ActionHandlers
from bot.discordapp.community.daily_command import DailyCommand
from bot.discordapp.community.daily_poster import DailyPoster
from bot.discordapp.community.discussion_opener import Opener
from bot.discordapp.community.poll_results import Results
from bot.discordapp.community.scheduler import Rounds
from bot.moderation import ModerationService
from bot.pages.page import ActionKind
from bot.store import Clock, Store


class GatheringFront:
    """The button that opens a discussion, ``/library daily``, and what falls due."""

    def __init__(
        self, client: discord.Client, curation: ModerationService, store: Store, clock: Clock
    ) -> None:
        servers = curation.servers
        discussions, dailies = DiscussionStore(store), DailyStore(store)
        self._client = client
        self._results = Results(client, servers, discussions)
        self._rounds = Rounds(
            (DailyPoster(client, servers, dailies).round, self._results.round), clock
        )
        self._daily = DailyCommand(curation, dailies, clock, self._rounds.wake)
        opener = Opener(servers, discussions, clock, self._rounds.wake)
        self.deeds: ActionHandlers = {ActionKind.DISCUSS: opener.open}

    def add_commands(self, tree: app_commands.CommandTree[Any]) -> None:
        """Put ``daily`` into the group ``library`` of the tree."""
        group = tree.get_command("library")
        if isinstance(group, app_commands.Group):
            group.add_command(self._daily.command())

    def start(self) -> None:
        """Begin to do what falls due, once Discord has told what servers there are."""
        self._rounds.start(self._client.wait_until_ready)

    async def stop(self) -> None:
        """Do nothing any more."""
        await self._rounds.stop()

    def hear(self, message: discord.Message) -> None:
        """Take note of Discord's own message that a poll of ours has ended."""
        ended = message.type is discord.MessageType.poll_result
        if ended and self._client.user and message.author.id == self._client.user.id:
            self._results.hear(message.channel.id)
            self._rounds.wake()
