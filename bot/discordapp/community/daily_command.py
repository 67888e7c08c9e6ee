"""``/library daily``: show, preview, set and turn off the daily point."""

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import discord
from discord import app_commands

from bot.commands import DAILY_COMMAND
from bot.community.daily import DailySettings, DailyStore, PostedPoints, next_due
from bot.community.typed_times import (
    DAYS,
    NAMES_OF_DAYS,
    near_zones,
    read_days,
    read_time,
    read_zone,
)
from bot.discordapp.buttons import old_button
from bot.discordapp.channel_permissions import FOR_POSTS, missing, require_may_post
from bot.discordapp.limits import CHOICE, CHOICES
from bot.discordapp.moderation.requester import Requester, requester_of
from bot.discordapp.responder import Manner, Response, manner_of, page_response, respond
from bot.discordapp.slash_commands import Choices, SlashCommand, completion, slash_command
from bot.errors import RequestError
from bot.i18n import gettext as _, listed
from bot.moderation.service import ModerationService
from bot.pages import request_page
from bot.pages.community import daily_settings_page
from bot.pages.page import Page
from bot.store.records import Clock

# Channel, time and days in a custom_id.
_TARGET = re.compile(r"[0-9]{1,20}:[0-9]{4}:[0-6]{1,7}")
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
_COMMON_DAYS = (*NAMES_OF_DAYS, *DAYS)


# The options by name; a text that was left out is empty.
_Given = Mapping[str, Any]


def _applied(
    given: _Given, before: DailySettings | None, requester: Requester, clock: Clock
) -> DailySettings:
    """Return the settings with the options; RequestError if the first ones are incomplete."""
    changed: dict[str, Any] = {"since": clock(), "by": requester.member.id}
    if given["days"]:
        changed["days"] = read_days(given["days"])
    needed = {"channel": _("a channel"), "time": _("a time"), "time_zone": _("a time zone")}
    absent = [words for name, words in needed.items() if not given[name]]
    if before is None and absent:
        said = _("To start the daily point, I also need {missing}.")
        raise RequestError(said, missing=listed(absent))
    if given["channel"]:
        changed["channel"] = str(given["channel"].id)
    if given["time"]:
        changed["at"] = read_time(given["time"])
    if given["time_zone"]:
        changed["zone"] = read_zone(given["time_zone"])
    return replace(before, **changed) if before else DailySettings(**changed)


@dataclass(frozen=True, slots=True)
class DailyCommand:
    """The command of the daily point; ``on_change`` is called after each use."""

    _service: ModerationService
    _store: DailyStore
    _clock: Clock
    _on_change: Callable[[], None]

    def command(self) -> SlashCommand:
        """Return the command, to be added to a group."""

        async def daily(
            interaction: discord.Interaction, *, off: bool | None, **given: Any
        ) -> None:
            answer = self._answer(interaction, given, off=bool(off))
            await respond(interaction, answer, Manner.PRIVATE)

        completions = {"time zone": completion(_offer_zones), "days": completion(_offer_days)}
        return slash_command(DAILY_COMMAND, daily, completions.__getitem__, longest=100)

    async def save(self, interaction: discord.Interaction, target: tuple[str, ...]) -> None:
        """Store the settings of a preview: the handler of its button."""
        await respond(interaction, self._saved(interaction, target), manner_of(interaction))

    async def _answer(
        self, interaction: discord.Interaction, given: _Given, *, off: bool
    ) -> Response:
        """Raises RequestError without the right, before the bot's own rights are named."""
        requester = requester_of(interaction, self._service)
        await asyncio.to_thread(requester.moderation)
        names = _channel_names(interaction)
        if given["channel"]:
            _refuse_closed(interaction, str(given["channel"].id))
        page = await asyncio.to_thread(self._page, requester, given, off, names)
        if off:
            self._on_change()
        return page_response(page)

    def _page(
        self, requester: Requester, given: _Given, off: bool, names: Mapping[str, str]
    ) -> Page:
        """Return the settings, or a preview of those with the options; or turn it off."""
        daily, posted = self._store.of(requester.server)
        if off:
            self._store.put(requester.server, None)
            return request_page(_("The daily point is off now."))
        preview = any(given.values())
        if preview:
            daily = _applied(given, daily, requester, self._clock)
        if daily is None:
            never = _(
                "There’s no daily point yet. To start one, choose a channel, a time and a time "
                "zone."
            )
            return request_page(never)
        return self._settings(daily, posted, names, _target(daily) if preview else ())

    async def _saved(self, interaction: discord.Interaction, target: tuple[str, ...]) -> Response:
        requester = requester_of(interaction, self._service)
        await asyncio.to_thread(requester.moderation)
        daily = _daily_of(target, requester, self._clock)
        _refuse_closed(interaction, daily.channel)

        def store() -> Page:
            self._store.put(requester.server, daily)
            _, posted = self._store.of(requester.server)
            return self._settings(daily, posted, _channel_names(interaction))

        page = await asyncio.to_thread(store)
        self._on_change()
        return page_response(page)

    def _settings(
        self,
        daily: DailySettings,
        posted: PostedPoints,
        names: Mapping[str, str],
        unsaved: tuple[str, ...] = (),
    ) -> Page:
        following = next_due(daily, self._clock(), posted.day)
        channel = names.get(daily.channel, "deleted-channel")
        local = following and following.astimezone(daily.zone)
        return daily_settings_page(daily, channel, local, unsaved)


def _channel_names(interaction: discord.Interaction) -> Mapping[str, str]:
    channels = interaction.guild.channels if interaction.guild else ()
    return {str(channel.id): channel.name for channel in channels}


def _refuse_closed(interaction: discord.Interaction, channel_id: str) -> None:
    """Raise RequestError if the member or the bot may not post in a channel."""
    guild = interaction.guild
    channel = guild.get_channel(int(channel_id)) if guild else None
    if guild is None or channel is None:
        raise RequestError(_("That channel is gone. Choose another with the channel option."))
    require_may_post(interaction, channel)
    if permissions := missing(channel.permissions_for(guild.me), FOR_POSTS):
        said = _("I can’t post in that channel: I’m missing {permissions}.")
        raise RequestError(said, permissions=permissions)


def _target(daily: DailySettings) -> tuple[str, ...]:
    """Return the settings as the parts of a custom_id: channel, ``0930``, zone, days."""
    days = "".join(map(str, sorted(daily.days)))
    return (daily.channel, f"{daily.at:%H%M}", daily.zone.key, days)


def _daily_of(target: tuple[str, ...], requester: Requester, clock: Clock) -> DailySettings:
    """Return the settings of :func:`_target`. Raises RequestError for other parts."""
    match target:
        case (channel, at, zone, days) if _TARGET.fullmatch(f"{channel}:{at}:{days}"):
            time, chosen = read_time(f"{at[:2]}:{at[2:]}"), frozenset(map(int, days))
            by = requester.member.id
            return DailySettings(channel, time, read_zone(zone), clock(), chosen, by)
        case _:
            raise old_button()


async def _offer_zones(_interaction: discord.Interaction, typed: str) -> Choices:
    names: tuple[str, ...] = _COMMON_ZONES
    if typed.strip():
        names = await asyncio.to_thread(near_zones, typed, CHOICES)
    return [app_commands.Choice(name=name.replace("_", " "), value=name) for name in names]


async def _offer_days(_interaction: discord.Interaction, typed: str) -> Choices:
    """Offer the days that contain the typed text; after a comma, one more day."""
    before, comma, last = typed.rpartition(",")
    offered = DAYS if comma else _COMMON_DAYS
    wanted = last.strip().casefold()
    near = [one for one in offered if wanted in one.casefold() or wanted in _(one).casefold()]
    values = [f"{before.strip()}, {_(one)}" if comma else _(one) for one in near]
    return [app_commands.Choice(name=one, value=one) for one in values if len(one) <= CHOICE]
