"""Discussions in threads and the daily point: the button, the command, and the scheduled posts."""

import asyncio
from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

import discord

from bot.community.daily import DailyStore
from bot.community.discussions import DiscussionStore
from bot.discordapp.community.daily import DailyPoster
from bot.discordapp.community.discussions import PollResults
from bot.discordapp.community.scheduler import Housekeeper, Scheduler
from bot.store.records import Clock
from bot.store.store import Store

if TYPE_CHECKING:
    from bot.discordapp.client import Counterpoint


class Community:
    """The stores of discussions and of daily points, and everything that runs by the clock.

    ``keep_days`` is how long the collection of a server that removed the bot is kept. ``opening``
    has a lock for each server, in which one discussion is opened at a time.
    """

    def __init__(self, client: "Counterpoint", store: Store, clock: Clock, keep_days: int) -> None:
        self.clock = clock
        self.dailies, self.discussions = DailyStore(store), DiscussionStore(store)
        self.opening = defaultdict[str, asyncio.Lock](asyncio.Lock)
        self._client = client
        self._results = PollResults(client, self.discussions)
        self._housekeeper = Housekeeper(client, store, timedelta(days=keep_days))
        poster = DailyPoster(client, self.dailies)
        jobs = (poster.run, self._results.run, self._housekeeper.run)
        self.scheduler = Scheduler(jobs, clock)

    def keep_house(self) -> None:
        """Check the collections to erase now: the bot has joined or left a server."""
        self._housekeeper.hurry()
        self.scheduler.wake()

    def on_poll_result(self, message: discord.Message) -> None:
        """Take note of Discord's message that a poll has ended, if it is one of the bot's."""
        if self._client.user and message.author.id == self._client.user.id:
            self._results.note_end(message.channel.id)
            self.scheduler.wake()
