"""``/library daily``: what is set, setting it, turning it off."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import discord
from discord import app_commands

from bot.community.daily_schedule import EVERY_DAY, DailySettings, next_due
from bot.community.daily_settings import (
    DAYS,
    DailyStore,
    near_zones,
    read_days,
    read_time,
    read_zone,
)
from bot.discordapp.community import words
from bot.discordapp.community.rights import OF_A_POST, listed, missing
from bot.discordapp.limits import CHOICE, CHOICES
from bot.discordapp.moderation.requester import Asker, asker_of, moderator_of, require_right
from bot.discordapp.responder import Manner, Response, page_response, respond
from bot.errors import RequestError
from bot.moderation import ModerationService
from bot.pages.community import daily_settings_page
from bot.pages.notices import request_page
from bot.pages.page import Page
from bot.store import Clock

_Choices = list[app_commands.Choice[str]]
_Text = app_commands.Range[str, 1, 100]
# Offered before anything is typed: one for most of the world's clocks.
_COMMON = (
    "Europe/London",
    "Europe/Paris",
    "Europe/Helsinki",
    "Europe/Istanbul",
    "Africa/Lagos",
    "Africa/Nairobi",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Pacific/Auckland",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Sao_Paulo",
    "UTC",
)
_COMMON_DAYS = ("every day", "weekdays", "weekends", *DAYS)


@dataclass(frozen=True, slots=True)
class _Wish:
    """What was filled in; None for what was not."""

    channel: discord.TextChannel | None
    at: str | None
    zone: str | None
    days: str | None

    @property
    def nothing(self) -> bool:
        return not (self.channel or self.at or self.zone or self.days)

    @property
    def lacking(self) -> tuple[str, ...]:
        """What was not filled in of what the first time needs."""
        needed = (
            ("the channel", self.channel),
            ("the time", self.at),
            ("the time zone", self.zone),
        )
        return tuple(name for name, given in needed if not given)


class DailyCommand:
    """Shows and sets the daily point of a server. ``changed`` is called after each change."""

    def __init__(
        self,
        curation: ModerationService,
        kept: DailyStore,
        clock: Clock,
        changed: Callable[[], None],
    ) -> None:
        self._curation = curation
        self._kept = kept
        self._clock = clock
        self._changed = changed

    def command(self) -> app_commands.Command[Any, ..., None]:
        """The command, to be put into a group."""

        async def daily(
            interaction: discord.Interaction,
            *,
            channel: discord.TextChannel | None = None,
            time: _Text | None = None,
            time_zone: _Text | None = None,
            days: _Text | None = None,
            off: bool = False,
        ) -> None:
            wish = _Wish(channel, time, time_zone, days)
            await respond(interaction, self._answer(interaction, wish, off=off), Manner.PRIVATE)

        app_commands.describe(
            channel="Where it is posted",
            time="When, such as 09:30",
            time_zone="Whose clock that is; type a city",
            days="On which days, such as Mon, Thu or weekdays",
            off="Turn it off",
        )(daily)
        app_commands.autocomplete(time_zone=self._zones, days=_days)(daily)
        return app_commands.Command(
            name="daily", description="Post a point to discuss, once a day", callback=daily
        )

    async def _answer(
        self, interaction: discord.Interaction, wish: _Wish, *, off: bool
    ) -> Response:
        asker = asker_of(interaction)
        if wish.channel and interaction.guild:
            lacking = missing(wish.channel.permissions_for(interaction.guild.me), OF_A_POST)
            if lacking:
                raise RequestError(words.CANNOT_POST.format(rights=listed(lacking)))
        page = await asyncio.to_thread(self._done, asker, wish, off, _names(interaction))
        self._changed()
        return page_response(page)

    def _done(self, asker: Asker, wish: _Wish, off: bool, names: dict[str, str]) -> Page:
        require_right(self._curation, asker, moderator_of(asker, self._curation))
        daily, posted = self._kept.of(asker.server)
        if off:
            self._kept.put(asker.server, None)
            return request_page(words.TURNED_OFF)
        if not wish.nothing:
            daily = self._set(asker, wish, daily)
            self._kept.put(asker.server, daily)
        if daily is None:
            return request_page(words.NEVER_SET)
        following = next_due(daily, self._clock(), posted.day)
        where = names.get(daily.channel, "deleted-channel")
        return daily_settings_page(daily, where, following and following.astimezone(daily.zone))

    def _set(self, asker: Asker, wish: _Wish, before: DailySettings | None) -> DailySettings:
        if before is None:
            if not (wish.channel and wish.at and wish.zone):
                raise RequestError(words.LACKING.format(what=listed(wish.lacking)))
            channel, at, zone = str(wish.channel.id), read_time(wish.at), read_zone(wish.zone)
            days = EVERY_DAY
        else:
            channel = str(wish.channel.id) if wish.channel else before.channel
            at = read_time(wish.at) if wish.at else before.at
            zone = read_zone(wish.zone) if wish.zone else before.zone
            days = before.days
        days = read_days(wish.days) if wish.days else days
        return DailySettings(channel, at, zone, self._clock(), days, asker.member.id)

    async def _zones(self, _interaction: discord.Interaction, typed: str) -> _Choices:
        names = await asyncio.to_thread(near_zones, typed, CHOICES) if typed.strip() else _COMMON
        return [app_commands.Choice(name=name.replace("_", " "), value=name) for name in names]


def _names(interaction: discord.Interaction) -> dict[str, str]:
    """What the channels of the server are called, by id."""
    channels = interaction.guild.channels if interaction.guild else ()
    return {str(channel.id): channel.name for channel in channels}


async def _days(_interaction: discord.Interaction, typed: str) -> _Choices:
    """Days with what is typed in them; behind a comma the next of several."""
    before, comma, last = typed.rpartition(",")
    offered = DAYS if comma else _COMMON_DAYS
    near = [one for one in offered if last.strip().casefold() in one.casefold()]
    whole = [f"{before.strip()}, {one}" if comma else one for one in near]
    return [app_commands.Choice(name=one, value=one) for one in whole if len(one) <= CHOICE]
