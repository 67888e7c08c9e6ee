"""Post the daily point of each server."""

import asyncio
import logging
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

import discord

from bot.answers.model import DebateAnswer
from bot.community.daily import (
    DailySettings,
    DailyStore,
    PostedPoints,
    due,
    next_point,
    round_after,
)
from bot.discordapp.channel_permissions import FOR_POSTS, missing
from bot.discordapp.community.scheduler import attempt
from bot.discordapp.network import NETWORK_ERRORS, post, post_in, send_directly
from bot.discordapp.responder import speak_for
from bot.i18n import N_, gettext as _
from bot.pages.community import daily_off_page, daily_page
from bot.pages.page import Page

if TYPE_CHECKING:
    from bot.discordapp.client import Counterpoint

logger = logging.getLogger(__name__)

CHANNEL_GONE = N_("its channel is gone")
# https://docs.discord.com/developers/topics/opcodes-and-status-codes#json-json-error-codes
_REFUSALS = {
    10003: CHANNEL_GONE,
    50001: N_("I can’t see its channel"),
    50013: N_("I’m missing a permission in its channel"),
}


class DailyPoster:
    """Posts each server's daily point once, also if there are several processes."""

    def __init__(self, client: "Counterpoint", store: DailyStore) -> None:
        self._client = client
        self._store = store

    async def run(self, now: datetime) -> None:
        """Post the points that are due."""
        for server, (daily, posted) in (await asyncio.to_thread(self._store.all)).items():
            guild, day = self._client.get_guild(int(server)), due(daily, now, posted.day)
            if guild and day and not guild.unavailable:
                work = self._post(guild, daily, replace(posted, day=day), day)
                await attempt(work, "no daily point in server %s", server)

    async def _post(
        self, guild: discord.Guild, daily: DailySettings, unposted: PostedPoints, day: date
    ) -> None:
        """Post the point of the day, or turn the daily point off if its channel is closed.

        ``unposted`` is the record to keep if posting fails: the point then comes another day.
        """
        server = str(guild.id)
        await speak_for(self._client.servers, server)
        channel = guild.get_channel(int(daily.channel))
        lacked = missing(channel.permissions_for(guild.me), FOR_POSTS) if channel else ""
        if lacked or not isinstance(channel, discord.TextChannel):
            said = _("I’m missing {permissions} in its channel") if lacked else _(CHANNEL_GONE)
            await self._turn_off(guild, daily, day, said.format(permissions=lacked))
            return
        page = await asyncio.to_thread(self._claim, server, unposted, day)
        if page is None:
            return
        try:
            await post(channel, page, f"daily point {day}")
        except NETWORK_ERRORS as error:
            kind = error if isinstance(error, discord.HTTPException) else type(error).__name__
            logger.warning("no daily point in server %s: %s", server, kind)
            await asyncio.to_thread(self._store.put_posted, server, unposted)
            # A proxy's page with status 403 has no code of Discord's.
            reason = _REFUSALS.get(getattr(error, "code", 0))
            if reason and await asyncio.to_thread(self._store.put_refused, server, day) >= 3:
                await self._turn_off(guild, daily, day, _(reason))
        else:
            await asyncio.to_thread(self._store.forget_refused, server)

    def _claim(self, server: str, unposted: PostedPoints, day: date) -> Page | None:
        """Return the page to post, recorded as posted first so that no point comes twice.

        None if another process has claimed the day or the library has no point.
        """
        if not self._store.claim(server, day):
            return None
        desk = self._client.servers.desk(server)
        point = next_point(desk.library, server, unposted.points)
        debate = desk.debate(point) if point else None
        if not isinstance(debate, DebateAnswer):
            self._store.put_posted(server, unposted)
            return None
        points = round_after(desk.library, unposted.points, point)
        self._store.put_posted(server, PostedPoints(day, points))
        return daily_page(debate)

    async def _turn_off(
        self, guild: discord.Guild, daily: DailySettings, day: date, reason: str
    ) -> None:
        """Turn the daily point off; tell the review channel, or else the member who set it."""
        server = str(guild.id)
        review = await asyncio.to_thread(self._store.turn_off, server, day)
        if review is None:
            return
        logger.info("the daily point of server %s is off: %s", server, reason)
        page, occasion = daily_off_page(guild.name, reason), f"daily point off {server} {day}"
        told = await post_in(self._client, review, page, occasion)
        if told or not daily.by.isdecimal():
            return
        try:
            await send_directly(self._client, daily.by, page, occasion)
        except NETWORK_ERRORS as error:
            logger.warning("the member who set the daily point was not told: %s", error)
