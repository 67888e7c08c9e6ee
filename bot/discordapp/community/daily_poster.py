"""Post the daily point of each server."""

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import discord

from bot.answers.model import DebateAnswer
from bot.community.daily import (
    DailySettings,
    DailyStore,
    PostedPoints,
    due,
    next_due,
    next_point,
    round_after,
)
from bot.discordapp.channel_permissions import FOR_POSTS, missing
from bot.discordapp.community.scheduler import is_done
from bot.discordapp.network import NETWORK_ERRORS, post, post_in, send_directly
from bot.discordapp.responder import speak_for
from bot.i18n import N_, gettext as _
from bot.moderation.servers import Servers
from bot.pages.community import daily_off_page, daily_page
from bot.pages.page import Page

logger = logging.getLogger(__name__)

CHANNEL_GONE = N_("its channel is gone")
_RETRY_AFTER = timedelta(minutes=1)
# https://docs.discord.com/developers/topics/opcodes-and-status-codes#json-json-error-codes
_REFUSALS = {
    10003: CHANNEL_GONE,
    50001: N_("I can’t see its channel"),
    50013: N_("I’m missing a permission in its channel"),
}


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A point that this process has claimed and could not post yet.

    ``unposted`` is the record to keep if it never is.
    """

    day: date
    page: Page
    unposted: PostedPoints
    tries: int = 1


class DailyPoster:
    """Posts each server's daily point once, also if there are several processes."""

    def __init__(self, client: discord.Client, servers: Servers, store: DailyStore) -> None:
        self._client = client
        self._servers = servers
        self._store = store
        self._attempts: dict[str, _Attempt] = {}

    async def run(self, now: datetime) -> datetime | None:
        """Post the points that are due; return the next due moment, None if there is none."""
        moments: list[datetime | None] = []
        for server, (daily, posted) in (await asyncio.to_thread(self._store.all)).items():
            guild = self._client.get_guild(int(server))
            if guild is None:
                continue
            day = due(daily, now, posted.day)
            failure = "no daily point in server %s"
            if day is None or await is_done(self._post(guild, daily, day), failure, guild.id):
                moments.append(next_due(daily, now, day or posted.day))
            else:
                moments.append(now + _RETRY_AFTER)
        return min(filter(None, moments), default=None)

    async def _post(self, guild: discord.Guild, daily: DailySettings, day: date) -> bool:
        """Return whether the day is done: posted, refused for today, or turned off."""
        if guild.unavailable:
            return False
        server = str(guild.id)
        await speak_for(self._servers, server)
        channel = guild.get_channel(int(daily.channel))
        lacked = missing(channel.permissions_for(guild.me), FOR_POSTS) if channel else ""
        if lacked or not isinstance(channel, discord.TextChannel):
            said = _("I’m missing {permissions} in its channel") if lacked else _(CHANNEL_GONE)
            reason = said.format(permissions=lacked)
            await self._turn_off(guild, daily, day, reason)
            return True
        attempt = self._attempts.pop(server, None)
        if attempt is None or attempt.day != day:
            page, unposted = await asyncio.to_thread(self._claim, server, day)
            if page is None:
                return True
            attempt = _Attempt(day, page, unposted)
        return await self._try(guild, daily, channel, attempt)

    async def _try(
        self,
        guild: discord.Guild,
        daily: DailySettings,
        channel: discord.TextChannel,
        attempt: "_Attempt",
    ) -> bool:
        """Post a claimed point; return False to try again in a minute.

        Discord may have posted a message although the connection broke. With the same nonce it
        makes no second one within a few minutes, and later nothing is tried again.
        """
        server = str(guild.id)
        try:
            await post(channel, attempt.page, f"daily point {attempt.day}")
        except NETWORK_ERRORS as error:
            kind = error if isinstance(error, discord.HTTPException) else type(error).__name__
            logger.warning("no daily point in server %s: %s", server, kind)
            reason = _refusal(error)
            if not reason and attempt.tries < 3:
                self._attempts[server] = replace(attempt, tries=attempt.tries + 1)
                return False
            await asyncio.to_thread(self._store.put_posted, server, attempt.unposted)
            if reason:
                days = await asyncio.to_thread(self._store.put_refused, server, attempt.day)
                if days >= 3:
                    await self._turn_off(guild, daily, attempt.day, reason)
            return True
        await asyncio.to_thread(self._store.forget_refused, server)
        return True

    def _claim(self, server: str, day: date) -> tuple[Page | None, PostedPoints]:
        """Return the page to post, recorded as posted first so that no point comes twice.

        There is no page if another process has claimed the day or the library has no point. The
        second value is the record to keep if posting fails.
        """
        _, posted = self._store.of(server)
        unposted = replace(posted, day=day)
        if not self._store.claim(server, day):
            return None, unposted
        desk = self._servers.desk(server)
        point = next_point(desk.library, server, posted.points)
        debate = desk.debate(point) if point else None
        if not isinstance(debate, DebateAnswer):
            self._store.put_posted(server, unposted)
            return None, unposted
        points = round_after(desk.library, posted.points, point)
        self._store.put_posted(server, PostedPoints(day, points))
        return daily_page(debate), unposted

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


def _refusal(error: Exception) -> str:
    """Return why Discord refuses a message, by its own codes; empty if it may take it later.

    A proxy's page with status 403 has no code.
    """
    if isinstance(error, discord.HTTPException) and error.code in _REFUSALS:
        return _(_REFUSALS[error.code])
    return ""
