"""Opening a discussion: a thread with the motion, both sides, and a poll; all of it or nothing."""

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Final
from weakref import WeakValueDictionary

import discord

from bot.answers.actions import Debate
from bot.answers.model import DebateAnswer
from bot.community.discussions import Discussion, DiscussionStore
from bot.discordapp.community import words
from bot.discordapp.community.rights import OF_A_DISCUSSION, listed, missing
from bot.discordapp.custom_id import OLD_BUTTON
from bot.discordapp.escape import shortened
from bot.discordapp.limits import POLL_ANSWER, POLL_QUESTION, THREAD_NAME
from bot.discordapp.rendering import render
from bot.discordapp.responder import Manner, Response, page_response, respond, server_of
from bot.discordapp.workers import Desks
from bot.errors import RequestError, StoreError
from bot.pages import page_of
from bot.pages.community import ballot, discussion_page, open_already_page, opened_page
from bot.pages.page import Page
from bot.store import Clock

logger = logging.getLogger(__name__)

DAYS = 3
# "A thread has already been created for this message":
# https://docs.discord.com/developers/topics/opcodes-and-status-codes
_THREAD_THERE = 160004
_WEEK_MIN: Final = 10080


class Opener:
    """Opens discussions, in each server one at a time. ``opened`` is called after each."""

    def __init__(
        self, desks: Desks, kept: DiscussionStore, clock: Clock, opened: Callable[[], None]
    ) -> None:
        self._desks = desks
        self._kept = kept
        self._clock = clock
        self._opened = opened
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def open(self, interaction: discord.Interaction, target: tuple[str, ...]) -> None:
        """Open a discussion on the point of the button, or lead to the one there is."""
        await respond(interaction, self._response(interaction, target), Manner.PRIVATE)

    async def _response(
        self, interaction: discord.Interaction, target: tuple[str, ...]
    ) -> Response:
        """Raises RequestError with a sentence where there can be none; StoreError."""
        if len(target) != 1:
            raise RequestError(OLD_BUTTON)
        channel = _channel_of(interaction)
        server = server_of(interaction)
        turn = self._turns.setdefault(server, asyncio.Lock())
        async with turn:
            page = await self._led_to(interaction, server, target[0])
            page = page or await self._made(interaction, channel, server, target[0])
        return page_response(page)

    async def _led_to(
        self, interaction: discord.Interaction, server: str, point: str
    ) -> Page | None:
        """The way to the discussion there is; None where there is none any more."""
        message = str(interaction.message.id) if interaction.message else ""
        found = await asyncio.to_thread(self._kept.on, server, message, point)
        if found is None:
            return None
        try:
            await interaction.client.fetch_channel(int(found.thread))
        except discord.NotFound:
            await asyncio.to_thread(self._kept.forget, server, found.thread)
            return None
        return open_already_page(_link(server, found.thread))

    async def _made(
        self,
        interaction: discord.Interaction,
        channel: discord.TextChannel,
        server: str,
        point: str,
    ) -> Page:
        debate = await asyncio.to_thread(lambda: self._desks.desk(server).follow(Debate(point)))
        if not isinstance(debate, DebateAnswer):
            return page_of(debate)
        thread = await _thread(interaction.message, channel, debate)
        try:
            poll = await _fill(thread, debate)
            opened = Discussion(
                thread=str(thread.id),
                poll=str(poll.id),
                message=str(interaction.message.id) if interaction.message else "",
                point=debate.point.id,
                ends=self._clock() + timedelta(days=DAYS),
            )
            await asyncio.to_thread(self._kept.add, server, opened)
        except (discord.HTTPException, StoreError) as error:
            logger.warning("a discussion could not be opened whole: %s", error)
            await _take_back(thread, interaction.app_permissions)
            raise RequestError(words.REFUSED) from error
        self._opened()
        return opened_page(_link(server, opened.thread), DAYS)


def _channel_of(interaction: discord.Interaction) -> discord.TextChannel:
    """The channel to open a discussion in. Raises RequestError where there can be none."""
    if not server_of(interaction):
        raise RequestError(words.NOT_HERE)
    channel = interaction.channel
    if isinstance(channel, discord.Thread):
        raise RequestError(words.A_THREAD_ALREADY)
    if not isinstance(channel, discord.TextChannel):
        raise RequestError(words.NO_THREADS)
    lacking = missing(interaction.app_permissions, OF_A_DISCUSSION)
    if lacking:
        raise RequestError(words.MAY_NOT.format(rights=listed(lacking)))
    # Whom a server keeps from opening threads does not get around that with a button.
    if missing(interaction.permissions, ("create_public_threads",)):
        raise RequestError(words.MEMBER_MAY_NOT)
    return channel


async def _thread(
    message: discord.Message | None, channel: discord.TextChannel, debate: DebateAnswer
) -> discord.Thread:
    """A new public thread: under the message where that can have one, else in the channel."""
    name = thread_name(debate)
    try:
        if message and not (message.flags.ephemeral or message.flags.has_thread):
            try:
                return await message.create_thread(name=name, auto_archive_duration=_WEEK_MIN)
            except discord.HTTPException as error:
                if error.code != _THREAD_THERE:
                    raise
        return await channel.create_thread(
            name=name,
            type=discord.ChannelType.public_thread,
            auto_archive_duration=_WEEK_MIN,
        )
    except discord.HTTPException as error:
        logger.warning("no thread in channel %s: %s", channel.id, error)
        raise RequestError(words.REFUSED) from error


async def _fill(thread: discord.Thread, debate: DebateAnswer) -> discord.Message:
    """Write the debate and its poll into the thread; the poll's message."""
    for reply in render(discussion_page(debate)):
        await thread.send(view=reply.view, files=reply.files())
    return await thread.send(poll=poll_on(debate))


def thread_name(debate: DebateAnswer) -> str:
    """What the thread is called: the motion, as much of it as a name takes."""
    return shortened(debate.point.sentence, THREAD_NAME)


def poll_on(debate: DebateAnswer) -> discord.Poll:
    """The poll on the motion, new each time: once sent, it is that message's."""
    asked = ballot(debate)
    poll = discord.Poll(shortened(asked.question, POLL_QUESTION), timedelta(days=DAYS))
    for answer in asked.answers:
        poll.add_answer(text=shortened(answer, POLL_ANSWER))
    return poll


async def _take_back(thread: discord.Thread, allowed: discord.Permissions) -> None:
    """Delete the thread. Raises RequestError that says what stands where that is not allowed."""
    if not allowed.manage_threads:
        raise RequestError(words.HALF_DONE)
    try:
        await thread.delete()
    except discord.HTTPException as error:
        raise RequestError(words.HALF_DONE) from error


def _link(server: str, channel: str) -> str:
    return f"https://discord.com/channels/{server}/{channel}"
