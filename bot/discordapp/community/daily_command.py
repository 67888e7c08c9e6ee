"""``/library daily``: show, set and turn off the daily point."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import discord
from discord import app_commands

from bot.community.daily import (
    DAYS,
    EVERY_DAY,
    DailySettings,
    DailyStore,
    near_zones,
    next_due,
    read_days,
    read_time,
    read_zone,
)
from bot.discordapp.community.permissions import FOR_POSTS, listed, missing
from bot.discordapp.limits import CHOICE, CHOICES
from bot.discordapp.moderation.moderation_flow import Requester, requester_of
from bot.discordapp.responder import Manner, Response, page_response, respond
from bot.discordapp.slash_commands import Choices
from bot.errors import RequestError
from bot.moderation.service import ModerationService
from bot.pages import request_page
from bot.pages.community import daily_settings_page
from bot.pages.page import Page
from bot.store.types import Clock

_Text = app_commands.Range[str, 1, 100]

NEVER_SET = "There’s no daily point yet. To start one, choose a channel, a time and a time zone."
TURNED_OFF = "The daily point is off now."
INCOMPLETE = "To start the daily point, I also need {missing}."
CANNOT_POST = "I can’t post in that channel: I’m missing {permissions}."
# Offered before anything is typed: one zone for most of the world's clocks.
_COMMON_ZONES = (
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
class _Options:
    channel: discord.TextChannel | None
    time: str | None
    zone: str | None
    days: str | None

    @property
    def are_empty(self) -> bool:
        return not (self.channel or self.time or self.zone or self.days)

    def applied(
        self, before: DailySettings | None, requester: Requester, clock: Clock
    ) -> DailySettings:
        """Return the settings with the options; RequestError if the first ones are incomplete."""
        days = read_days(self.days) if self.days else before.days if before else EVERY_DAY
        if before is None:
            if not (self.channel and self.time and self.zone):
                needed = {"a channel": self.channel, "a time": self.time, "a time zone": self.zone}
                absent = [name for name, given in needed.items() if not given]
                raise RequestError(INCOMPLETE.format(missing=listed(absent)))
            channel, time = str(self.channel.id), read_time(self.time)
            zone = read_zone(self.zone)
        else:
            channel = str(self.channel.id) if self.channel else before.channel
            time = read_time(self.time) if self.time else before.at
            zone = read_zone(self.zone) if self.zone else before.zone
        return DailySettings(channel, time, zone, clock(), days, requester.member.id)


class DailyCommand:
    """The command of the daily point; ``on_change`` is called after each use."""

    def __init__(
        self,
        service: ModerationService,
        store: DailyStore,
        clock: Clock,
        on_change: Callable[[], None],
    ) -> None:
        self._service = service
        self._store = store
        self._clock = clock
        self._on_change = on_change

    def command(self) -> app_commands.Command[Any, ..., None]:
        """Return the command, to be added to a group."""

        async def daily(
            interaction: discord.Interaction,
            *,
            channel: discord.TextChannel | None = None,
            time: _Text | None = None,
            time_zone: _Text | None = None,
            days: _Text | None = None,
            off: bool = False,
        ) -> None:
            options = _Options(channel, time, time_zone, days)
            await respond(interaction, self._answer(interaction, options, off=off), Manner.PRIVATE)

        app_commands.describe(
            channel="The channel to post in",
            time="The time of day, such as 09:30",
            time_zone="The time zone of that time; type a city",
            days="The days, such as Mon, Thu or weekdays",
            off="Turn it off",
        )(daily)
        app_commands.autocomplete(time_zone=_offer_zones, days=_offer_days)(daily)
        return app_commands.Command(
            name="daily", description="Post a point to discuss, once a day", callback=daily
        )

    async def _answer(
        self, interaction: discord.Interaction, options: _Options, *, off: bool
    ) -> Response:
        requester = requester_of(interaction, self._service)
        if options.channel and interaction.guild:
            allowed = options.channel.permissions_for(interaction.guild.me)
            if permissions := missing(allowed, FOR_POSTS):
                raise RequestError(CANNOT_POST.format(permissions=permissions))
        channels = interaction.guild.channels if interaction.guild else ()
        names = {str(channel.id): channel.name for channel in channels}
        page = await asyncio.to_thread(self._page, requester, options, off, names)
        self._on_change()
        return page_response(page)

    def _page(
        self, requester: Requester, options: _Options, off: bool, channel_names: dict[str, str]
    ) -> Page:
        """Store the options and return the settings. Raises RequestError without the right."""
        requester.moderation()
        daily, posted = self._store.of(requester.server)
        if off:
            self._store.put(requester.server, None)
            return request_page(TURNED_OFF)
        if not options.are_empty:
            daily = options.applied(daily, requester, self._clock)
            self._store.put(requester.server, daily)
        if daily is None:
            return request_page(NEVER_SET)
        following = next_due(daily, self._clock(), posted.day)
        channel = channel_names.get(daily.channel, "deleted-channel")
        return daily_settings_page(daily, channel, following and following.astimezone(daily.zone))


async def _offer_zones(_interaction: discord.Interaction, typed: str) -> Choices:
    names: tuple[str, ...] = _COMMON_ZONES
    if typed.strip():
        names = await asyncio.to_thread(near_zones, typed, CHOICES)
    return [app_commands.Choice(name=name.replace("_", " "), value=name) for name in names]


async def _offer_days(_interaction: discord.Interaction, typed: str) -> Choices:
    """Offer the days that contain the typed text; after a comma, one more day."""
    before, comma, last = typed.rpartition(",")
    offered = DAYS if comma else _COMMON_DAYS
    near = [one for one in offered if last.strip().casefold() in one.casefold()]
    values = [f"{before.strip()}, {one}" if comma else one for one in near]
    return [app_commands.Choice(name=one, value=one) for one in values if len(one) <= CHOICE]
