"""Tell suggesters about decisions, and moderators about new suggestions.

Messages that Discord refuses are only logged: the decision stands.
"""

import asyncio
import logging
from dataclasses import replace

import discord

from bot.discordapp.responder import post
from bot.errors import StoreError
from bot.lru import LruCache
from bot.moderation.outcomes import DecisionMade
from bot.moderation.service import ModerationService
from bot.pages.blocks import Line
from bot.pages.moderation import notice_page
from bot.pages.moderation.overview import review_channel_page
from bot.pages.moderation.suggestions import new_suggestion_page
from bot.pages.page import Page
from bot.store.types import StoredSuggestion

logger = logging.getLogger(__name__)

_MOST_REMEMBERED = 512


class Notifier:
    """Sends messages that answer no interaction, each notification once."""

    def __init__(self, client: discord.Client, service: ModerationService) -> None:
        self._client = client
        self._service = service
        self._sent: LruCache[tuple[str, str, int], bool] = LruCache(_MOST_REMEMBERED)

    async def tell_suggester(self, server: str, decided: DecisionMade) -> None:
        """Tell a member about the decision: directly, else in the channel they suggested in."""
        suggestion = decided.suggestion
        if self._is_repeated(server, "decision", suggestion.number):
            return
        page, guild = notice_page(decided), self._client.get_guild(int(server))
        if guild:  # a direct message does not show the server's name
            page = replace(page, blocks=(Line(guild.name, small=True), *page.blocks))
        try:
            direct = await self._client.create_dm(discord.Object(int(suggestion.member.id)))
            await post(direct, page)
        except (discord.HTTPException, ValueError) as error:
            # Many members do not accept messages from strangers.
            logger.info("no direct message to a member: %s", error)
            await self._post_in(suggestion.channel, page)

    async def announce(self, server: str, suggestion: StoredSuggestion) -> None:
        """Announce a suggestion in the review channel, if one is set."""
        if self._is_repeated(server, "announcement", suggestion.number):
            return
        try:
            preferences = await asyncio.to_thread(self._service.preferences, server)
        except StoreError as error:
            logger.warning("a suggestion was not announced: %s", error)
            return
        if preferences.review_channel:
            await self._post_in(preferences.review_channel, new_suggestion_page(suggestion))

    async def greet_review_channel(self, channel: str) -> bool:
        """Write to a new review channel; return whether that worked."""
        return await self._post_in(channel, review_channel_page())

    async def _post_in(self, channel: str, page: Page) -> bool:
        if not channel.isdecimal():
            return False
        try:
            await post(self._client.get_partial_messageable(int(channel)), page)
        except discord.HTTPException as error:
            logger.warning("a notification failed in channel %s: %s", channel, error)
            return False
        return True

    def _is_repeated(self, server: str, kind: str, number: int) -> bool:
        """Return whether a notification was sent before, and remember it."""
        key = (server, kind, number)
        repeated = self._sent.get(key) is not None
        self._sent.put(key, True)
        return repeated
