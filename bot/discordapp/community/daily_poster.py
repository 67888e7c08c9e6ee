"""Posting the point of the day."""

import asyncio
import logging
from dataclasses import replace
from datetime import date, datetime, timedelta

import discord

from bot.answers.model import DebateAnswer
from bot.community.daily_schedule import DailySettings, due, next_due, next_point, round_after
from bot.community.daily_settings import DailyStore, PostedPoints
from bot.discordapp.community import words
from bot.discordapp.community.rights import OF_A_POST, listed, missing
from bot.discordapp.rendering import render
from bot.discordapp.workers import Desks
from bot.pages.community import daily_off_page, daily_page
from bot.pages.page import Page

logger = logging.getLogger(__name__)

_LOOK_AGAIN = timedelta(minutes=1)


class DailyPoster:
    """Posts each server's point of the day, once, whichever process is there."""

    def __init__(self, client: discord.Client, desks: Desks, kept: DailyStore) -> None:
        self._client = client
        self._desks = desks
        self._kept = kept

    async def round(self, now: datetime) -> datetime | None:
        """Post what is due; when the next will be."""
        moments: list[datetime | None] = []
        for server, (daily, posted) in (await asyncio.to_thread(self._kept.all)).items():
            guild = self._client.get_guild(int(server))
            if guild is None:
                continue
            day = due(daily, now, posted.day)
            if day is not None and not await self._posted(guild, daily, day):
                moments.append(now + _LOOK_AGAIN)
                continue
            moments.append(next_due(daily, now, day or posted.day))
        return min((moment for moment in moments if moment is not None), default=None)

    async def _posted(self, guild: discord.Guild, daily: DailySettings, day: date) -> bool:
        """Whether this server is seen to, for better or worse; False to look again."""
        if guild.unavailable:
            return False
        try:
            await self._post(guild, daily, day)
        except Exception:
            # What is wrong with one server must not keep the others from their points.
            logger.exception("no daily point in server %s", guild.id)
            return False
        return True

    async def _post(self, guild: discord.Guild, daily: DailySettings, day: date) -> None:
        server = str(guild.id)
        channel = guild.get_channel(int(daily.channel))
        why = _why_not(guild, channel)
        if why or not isinstance(channel, discord.TextChannel):
            await self._turn_off(guild, daily, day, why or words.CHANNEL_GONE)
            return
        page, before = await asyncio.to_thread(self._taken, server, day)
        if page is None:
            return
        try:
            for reply in render(page):
                await channel.send(view=reply.view, files=reply.files())
        except (discord.NotFound, discord.Forbidden) as error:
            await asyncio.to_thread(self._kept.put_posted, server, before)
            logger.info("the daily point was refused in server %s: %s", server, error)
            await self._turn_off(guild, daily, day, words.CHANNEL_GONE)
        except discord.HTTPException as error:
            # Perhaps it was posted nonetheless, so it is not tried again; its turn comes anew.
            await asyncio.to_thread(self._kept.put_posted, server, before)
            logger.warning("no daily point in server %s: %s", server, error)

    def _taken(self, server: str, day: date) -> tuple[Page | None, PostedPoints]:
        """The page to post that day, kept as posted before it is, so that no point comes twice.

        No page where another process has the day, or the library no point. Also what is to be kept
        where it is not posted.
        """
        _, posted = self._kept.of(server)
        before = replace(posted, day=day)
        if not self._kept.claim(server, day):
            return None, before
        desk = self._desks.desk(server)
        point = next_point(desk.library, server, posted.points)
        debate = desk.debate(point) if point else None
        if not isinstance(debate, DebateAnswer):
            self._kept.put_posted(server, before)
            return None, before
        points = round_after(desk.library, posted.points, point)
        self._kept.put_posted(server, PostedPoints(day, points))
        return daily_page(debate), before

    async def _turn_off(
        self, guild: discord.Guild, daily: DailySettings, day: date, why: str
    ) -> None:
        """Turn the daily point off, and tell the curators; else whoever set it."""
        server = str(guild.id)
        review = await asyncio.to_thread(self._kept.turn_off, server, day)
        if review is None:
            return
        logger.info("the daily point of server %s is off: %s", server, why)
        page = daily_off_page(guild.name, why)
        if review.isdecimal() and await _sent(
            self._client.get_partial_messageable(int(review)), page
        ):
            return
        if daily.by.isdecimal():
            try:
                direct = await self._client.create_dm(discord.Object(int(daily.by)))
            except discord.HTTPException as error:
                logger.warning("whoever set the daily point cannot be told: %s", error)
            else:
                await _sent(direct, page)


def _why_not(guild: discord.Guild, channel: discord.abc.GuildChannel | None) -> str:
    """Why nothing can be posted there; empty where it can."""
    if channel is None:
        return words.CHANNEL_GONE
    lacking = missing(channel.permissions_for(guild.me), OF_A_POST)
    return words.RIGHTS_GONE.format(rights=listed(lacking)) if lacking else ""


async def _sent(where: discord.abc.Messageable, page: Page) -> bool:
    try:
        for reply in render(page):
            await where.send(view=reply.view, files=reply.files())
    except discord.HTTPException as error:
        logger.warning("that the daily point is off could not be told: %s", error)
        return False
    return True
