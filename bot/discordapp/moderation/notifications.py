"""Telling those who are not in the room.

That is the suggester, what became of the suggestion; and the moderators, that there is a new one.
Whatever Discord refuses here is logged; what was decided stays decided.
"""

import asyncio
import logging
from dataclasses import replace

import discord

from bot.discordapp.rendering import render
from bot.errors import StoreError
from bot.lru import LruCache
from bot.moderation import ModerationService, SuggesterNotice
from bot.pages.moderation import notice_page
from bot.pages.moderation.suggestions import new_suggestion_page
from bot.pages.page import Line, Page
from bot.store import Suggestion

logger = logging.getLogger(__name__)

_ROOM = 512


class Teller:
    """Sends messages that answer no interaction; each of what happened once."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._told: LruCache[tuple[str, str, int], bool] = LruCache(_ROOM)

    async def tell(self, server: str, tell: SuggesterNotice) -> None:
        """Tell a member what became of their suggestion: directly, or where they made it."""
        if self._is_told(server, "fate", tell.suggestion.number):
            return
        page = self._of_server(server, notice_page(tell))
        try:
            direct = await self._client.create_dm(discord.Object(int(tell.member)))
            await _send(direct, page)
        except (discord.HTTPException, ValueError) as error:
            # Many take no messages from strangers: no fault of anybody's.
            logger.info("no direct message to a member: %s", error)
            await self._post(tell.channel, page, "what became of a suggestion")

    def _of_server(self, server: str, page: Page) -> Page:
        """The page, with the server's name first: in direct messages nothing else says it."""
        guild = self._client.get_guild(int(server))
        name = (Line(guild.name, small=True),) if guild else ()
        return replace(page, blocks=(*name, *page.blocks))

    async def announce(
        self, server: str, suggestion: Suggestion, curation: ModerationService
    ) -> None:
        """Tell the moderators of a new suggestion, where they want to be told."""
        if self._is_told(server, "new", suggestion.number):
            return
        try:
            preferences = await asyncio.to_thread(curation.preferences, server)
        except StoreError as error:
            logger.warning("a suggestion was not announced: %s", error)
            return
        if preferences.review_channel:
            page = new_suggestion_page(suggestion)
            await self._post(preferences.review_channel, page, "a suggestion")

    async def _post(self, channel: str, page: Page, what: str) -> bool:
        if not channel.isdecimal():
            return False
        try:
            await _send(self._client.get_partial_messageable(int(channel)), page)
        except discord.HTTPException as error:
            logger.warning("%s could not be told in channel %s: %s", what, channel, error)
            return False
        return True

    async def try_out(self, channel: str, page: Page) -> bool:
        """Whether a page could be sent to a channel."""
        return await self._post(channel, page, "that it is the review channel")

    def _is_told(self, server: str, what: str, number: int) -> bool:
        """Whether it was told before; from now on it was."""
        key = (server, what, number)
        before = self._told.get(key) is not None
        self._told.put(key, True)
        return before


async def _send(channel: discord.abc.Messageable, page: Page) -> None:
    for reply in render(page):
        await channel.send(view=reply.view, files=reply.files())
