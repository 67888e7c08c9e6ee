"""``/library daily``: show, preview, set and turn off the daily point."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from discord import app_commands

from bot.community.daily import DailySettings, next_due
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
from bot.discordapp.moderation.moderation_flow import Requester
from bot.discordapp.responder import Interaction, Response, page_response
from bot.discordapp.slash_commands import Choices
from bot.errors import RequestError
from bot.i18n import gettext as _, listed
from bot.pages import request_page
from bot.pages.community import daily_settings_page
from bot.pages.page import Page

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


# The options that were filled in, or the parts of a button's target, by name.
_Given = Mapping[str, Any]


def daily_point(requester: Requester, given: _Given) -> Response:
    """Return the settings, or a preview of those with the options; or turn the daily point off.

    Raises RequestError without the right, before the bot's own rights are named.
    """
    requester.moderation()
    community = requester.interaction.client.community
    if given.get("off"):
        community.dailies.put(requester.server, None)
        return _response(requester, request_page(_("The daily point is off now.")))
    if "channel" in given:
        _refuse_closed(requester.interaction, str(given["channel"].id))
    daily, _posted = community.dailies.of(requester.server)
    if given:
        daily = _applied(given, daily, requester, community.clock())
    if daily is None:
        never = _(
            "There’s no daily point yet. To start one, choose a channel, a time and a time zone."
        )
        return _response(requester, request_page(never))
    return _settings(requester, daily, _target(daily) if given else ())


def save_daily(requester: Requester, given: _Given) -> Response:
    """Store the settings of a preview, as its button asks."""
    requester.moderation()
    community = requester.interaction.client.community
    daily = _daily_of(given, requester, community.clock())
    _refuse_closed(requester.interaction, daily.channel)
    community.dailies.put(requester.server, daily)
    return _settings(requester, daily)


def _settings(
    requester: Requester, daily: DailySettings, unsaved: tuple[str, ...] = ()
) -> Response:
    community, guild = requester.interaction.client.community, requester.interaction.guild
    _daily, posted = community.dailies.of(requester.server)
    following = next_due(daily, community.clock(), posted.day)
    channel = guild.get_channel(int(daily.channel)) if guild else None
    name = channel.name if channel else "deleted-channel"
    local = following and following.astimezone(daily.zone)
    return _response(requester, daily_settings_page(daily, name, local, unsaved))


def _response(requester: Requester, page: Page) -> Response:
    """Return the response with a page; after it the scheduler looks at the settings again."""

    async def wake() -> None:
        requester.interaction.client.community.scheduler.wake()

    return page_response(page, after=wake)


def _applied(
    given: _Given, before: DailySettings | None, requester: Requester, now: datetime
) -> DailySettings:
    """Return the settings with the options; RequestError if the first ones are incomplete."""
    changed: dict[str, Any] = {"since": now, "by": requester.member.id}
    if "days" in given:
        changed["days"] = read_days(given["days"])
    needed = {"channel": _("a channel"), "time": _("a time"), "time_zone": _("a time zone")}
    absent = [words for name, words in needed.items() if name not in given]
    if before is None and absent:
        said = _("To start the daily point, I also need {missing}.")
        raise RequestError(said, missing=listed(absent))
    if "channel" in given:
        changed["channel"] = str(given["channel"].id)
    if "time" in given:
        changed["at"] = read_time(given["time"])
    if "time_zone" in given:
        changed["zone"] = read_zone(given["time_zone"])
    return replace(before, **changed) if before else DailySettings(**changed)


def _refuse_closed(interaction: Interaction, channel_id: str) -> None:
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


def _daily_of(given: _Given, requester: Requester, now: datetime) -> DailySettings:
    """Return the settings of :func:`_target`. Raises RequestError for other parts."""
    channel, at, days = given["channel"], given["time"], given["days"]
    if not _TARGET.fullmatch(f"{channel}:{at}:{days}"):
        raise old_button()
    time, zone = read_time(f"{at[:2]}:{at[2:]}"), read_zone(given["time_zone"])
    return DailySettings(channel, time, zone, now, frozenset(map(int, days)), requester.member.id)


async def offer_zones(_interaction: Interaction, typed: str) -> Choices:
    """Offer common time zones, or those near the typed text."""
    names: tuple[str, ...] = _COMMON_ZONES
    if typed.strip():
        names = await asyncio.to_thread(near_zones, typed, CHOICES)
    return [app_commands.Choice(name=name.replace("_", " "), value=name) for name in names]


async def offer_days(_interaction: Interaction, typed: str) -> Choices:
    """Offer the days that contain the typed text; after a comma, one more day."""
    before, comma, last = typed.rpartition(",")
    offered = DAYS if comma else _COMMON_DAYS
    wanted = last.strip().casefold()
    near = [one for one in offered if wanted in one.casefold() or wanted in _(one).casefold()]
    values = [f"{before.strip()}, {_(one)}" if comma else _(one) for one in near]
    return [app_commands.Choice(name=one, value=one) for one in values if len(one) <= CHOICE]
