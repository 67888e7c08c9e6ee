"""Hourly: erase what is no longer to be kept."""

import asyncio
from datetime import datetime, timedelta

import discord

from bot.moderation.departures import Departures
from bot.store.store import Store

_EVERY = timedelta(hours=1)


class Housekeeper:
    """Erases old declined suggestions, and the collections of servers that removed the bot.

    Also quotes that their authors took out under version 0.1.0.
    """

    def __init__(self, client: discord.AutoShardedClient, store: Store, keep: timedelta) -> None:
        self._client = client
        self._store = store
        self._departures = Departures(store, keep)
        self._next: datetime | None = None

    def hurry(self) -> None:
        """Check again at the next run, as the bot has joined or left a server."""
        self._next = None

    async def run(self, now: datetime) -> datetime:
        """Erase what is due; return when to look again."""
        if self._next is None or now >= self._next:
            self._next = now + _EVERY
            await asyncio.to_thread(self._erase, now)
        return self._next

    def _erase(self, now: datetime) -> None:
        self._store.privacy.drop_declined(now)
        self._store.privacy.erase_withdrawn()
        self._store.database.scrub_again()
        if self._client.is_ready():
            self._departures.check(str(self._client.application_id), self._is_in, now)

    def _is_in(self, server: str) -> bool | None:
        """Return whether the bot is in a server; None if another process is connected for it.

        The terminal's own server is none of Discord's. The shard of a server is
        ``(id >> 22) % count``: https://docs.discord.com/developers/events/gateway#sharding
        """
        if not server.isdecimal():
            return None
        if self._client.get_guild(int(server)) is not None:
            return True
        shard = (int(server) >> 22) % (self._client.shard_count or 1)
        return False if shard in self._client.shards else None
