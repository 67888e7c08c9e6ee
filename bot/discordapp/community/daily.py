"""The daily point: ``/library daily`` to show, preview, set and turn it off; and its posts."""

import asyncio
import logging
import re
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from msgspec.structs import replace

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
from bot.discordapp.community.scheduler import attempt
from bot.discordapp.limits import CHOICE, CHOICES
from bot.discordapp.moderation.moderation_flow import Requester
from bot.discordapp.network import NETWORK_ERRORS, post, post_in, send_directly
from bot.discordapp.responder import Interaction, speak_for
from bot.discordapp.slash_commands import Choices
from bot.errors import RequestError
from bot.i18n import N_, gettext as _, listed
from bot.pages import request_page
from bot.pages.community import daily_off_page, daily_page, daily_settings_page
from bot.pages.page import Page

if TYPE_CHECKING:
    from bot.discordapp.client import Counterpoint

logger = logging.getLogger(__name__)

# Times that a post is tried, a minute apart: within the minutes in which a nonce is good.
_TRIES = 3
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
CHANNEL_GONE = N_("its channel is gone")
# https://docs.discord.com/developers/topics/opcodes-and-status-codes#json-json-error-codes
_REFUSALS = {
    10003: CHANNEL_GONE,
    50001: N_("I can’t see its channel"),
    50013: N_("I’m missing a permission in its channel"),
}
# The options that were filled in, or the parts of a button's target, by name.
_Given = Mapping[str, Any]


def daily_point(requester: Requester, given: _Given) -> Page:
    """Return the settings, or a preview of those with the options; or turn the daily point off.

    Raises RequestError without the right, before the bot's own rights are named.
    """
    requester.moderation()
    community = requester.interaction.client.community
    if given.get("off"):
        community.dailies.put(requester.server, None)
        return request_page(_("The daily point is off now."))
    if "channel" in given:
        _refuse_closed(requester.interaction, str(given["channel"].id))
    daily, _posted = community.dailies.of(requester.server)
    changed = given.keys() - {"off"}
    if changed:
        daily = _applied(given, daily, requester, community.clock())
    if daily is None:
        never = _(
            "There’s no daily point yet. To start one, choose a channel, a time and a time zone."
        )
        return request_page(never)
    return _settings(requester, daily, _target(daily) if changed else ())


def save_daily(requester: Requester, given: _Given) -> Page:
    """Store the settings of a preview, as its button asks."""
    requester.moderation()
    community = requester.interaction.client.community
    daily = _daily_of(given, requester, community.clock())
    _refuse_closed(requester.interaction, daily.channel)
    community.dailies.put(requester.server, daily)
    return _settings(requester, daily)


def _settings(requester: Requester, daily: DailySettings, unsaved: tuple[str, ...] = ()) -> Page:
    community, guild = requester.interaction.client.community, requester.interaction.guild
    _daily, posted = community.dailies.of(requester.server)
    following = next_due(daily, community.clock(), posted.day)
    channel = guild.get_channel(int(daily.channel)) if guild else None
    name = channel.name if channel else "deleted-channel"
    local = following and following.astimezone(daily.zone)
    return daily_settings_page(daily, name, local, unsaved)


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


class DailyPoster:
    """Post each server's daily point once, also if there are several processes."""

    def __init__(self, client: "Counterpoint", store: DailyStore) -> None:
        self._client = client
        self._store = store
        self._failures = Counter[tuple[str, date]]()

    async def run(self, now: datetime) -> None:
        """Post the points that are due."""
        for server, (daily, posted) in (await asyncio.to_thread(self._store.all)).items():
            guild, day = self._client.get_guild(int(server)), due(daily, now, posted.day)
            if guild and day and not guild.unavailable:
                work = self._post(guild, daily, posted, day)
                await attempt(work, "no daily point in server %s", server)

    async def _post(
        self, guild: discord.Guild, daily: DailySettings, posted: PostedPoints, day: date
    ) -> None:
        """Post the point of the day, or turn the daily point off if its channel is closed.

        ``posted`` is the record so far. If posting fails, the next runs try again; if it goes on,
        the point comes another day.
        """
        server = str(guild.id)
        await speak_for(self._client.servers, server)
        channel = guild.get_channel(int(daily.channel))
        lacked = missing(channel.permissions_for(guild.me), FOR_POSTS) if channel else ""
        if lacked or not isinstance(channel, discord.TextChannel):
            said = _("I’m missing {permissions} in its channel") if lacked else _(CHANNEL_GONE)
            await self._turn_off(guild, daily, day, said.format(permissions=lacked))
            return
        page = await asyncio.to_thread(self._claim, server, posted, day)
        if page is None:
            return
        try:
            await post(channel, page, f"daily point {day}")
        except NETWORK_ERRORS as error:
            kind = error if isinstance(error, discord.HTTPException) else type(error).__name__
            logger.warning("no daily point in server %s: %s", server, kind)
            # A proxy's page with status 403 has no code of Discord's.
            reason = _REFUSALS.get(getattr(error, "code", 0))
            again = not reason and self._may_try_again(server, day, error)
            kept = posted if again else replace(posted, day=day)
            await asyncio.to_thread(self._store.put_posted, server, kept)
            if reason and await asyncio.to_thread(self._store.put_refused, server, day) >= 3:
                await self._turn_off(guild, daily, day, _(reason))
        else:
            await asyncio.to_thread(self._store.forget_refused, server)

    def _may_try_again(self, server: str, day: date, error: Exception) -> bool:
        """Count a failure of a post; return whether the next run may try it again."""
        self._failures[server, day] += 1
        # A request without an answer has been tried for three minutes.
        return not isinstance(error, TimeoutError) and self._failures[server, day] < _TRIES

    def _claim(self, server: str, posted: PostedPoints, day: date) -> Page | None:
        """Return the page to post, recorded as posted first so that no point comes twice.

        None if another process has claimed the day or the library has no point.
        """
        if not (self._failures[server, day] or self._store.claim(server, day)):
            return None
        desk = self._client.servers.desk(server)
        point = next_point(desk.library, server, posted.points)
        debate = desk.debate(point) if point else None
        if not isinstance(debate, DebateAnswer):
            self._store.put_posted(server, replace(posted, day=day))
            return None
        points = round_after(desk.library, posted.points, point)
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
