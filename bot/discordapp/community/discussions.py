"""Open discussions with a poll, and post the poll's result in the thread."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import discord

from bot.answers.actions import Debate
from bot.answers.model import DebateAnswer
from bot.community.discussions import Discussion, DiscussionStore
from bot.discordapp import responder
from bot.discordapp.buttons import old_button
from bot.discordapp.channel_permissions import FOR_DISCUSSIONS, missing
from bot.discordapp.community.scheduler import is_done
from bot.discordapp.limits import POLL_ANSWER, POLL_QUESTION, THREAD_NAME
from bot.discordapp.markdown import shortened
from bot.discordapp.network import NETWORK_ERRORS, nonce, persist, post
from bot.errors import RequestError, StoreError
from bot.i18n import N_, gettext as _
from bot.moderation.servers import Servers
from bot.pages import community, page_of
from bot.pages.page import Page
from bot.store.records import Clock

logger = logging.getLogger(__name__)

POLL_DAYS = 3
# "A thread has already been created for this message":
# https://docs.discord.com/developers/topics/opcodes-and-status-codes
_THREAD_EXISTS = 160004
_WEEK_MIN: Final = 10080
# Discord counts the votes once more after a poll's end, and then marks it as final.
_COUNTING = timedelta(seconds=5)
_LONGEST_COUNTING = timedelta(hours=1)
_RETRY_AFTER = timedelta(minutes=1)

ONLY_IN_A_SERVER = N_("I can open discussions only in a server that has added me.")
REFUSED = N_("Discord refused, so nothing was opened. Please try again later.")
HALF_DONE = N_(
    "I opened the thread but couldn’t finish it, and I’m not allowed to delete it. "
    "Someone who manages threads can. Pressing the button again opens another one."
)


_Locks = defaultdict[str, asyncio.Lock]


@dataclass(frozen=True, slots=True)
class DiscussionOpener:
    """Opens discussions, one at a time in each server; ``on_open`` is called after each."""

    _servers: Servers
    _store: DiscussionStore
    _clock: Clock
    _on_open: Callable[[], None]
    _locks: _Locks = field(default_factory=lambda: _Locks(asyncio.Lock))

    async def open(self, interaction: discord.Interaction, target: tuple[str, ...]) -> None:
        """Open a discussion on the point of a button, or link the existing one."""
        response = self._response(interaction, target)
        await responder.respond(interaction, response, responder.Manner.PRIVATE)

    async def _response(
        self, interaction: discord.Interaction, target: tuple[str, ...]
    ) -> responder.Response:
        """Raises RequestError if no discussion can be opened here."""
        if len(target) != 1:
            raise old_button()
        channel = _channel_of(interaction)
        server = responder.server_of(interaction)
        async with self._locks[server]:
            page = await self._existing(interaction, server, target[0])
            page = page or await self._new(interaction, channel, server, target[0])
        return responder.page_response(page)

    async def _existing(
        self, interaction: discord.Interaction, server: str, point: str
    ) -> Page | None:
        """Return the page with a link to the discussion, if there is one and its thread exists."""
        message = str(interaction.message.id) if interaction.message else ""
        found = await asyncio.to_thread(self._store.on, server, message, point)
        if found is None:
            return None
        try:
            await interaction.client.fetch_channel(int(found.thread))
        except discord.NotFound:
            await asyncio.to_thread(self._store.forget, server, found.thread)
            return None
        return community.open_already_page(_link(server, found.thread))

    async def _new(
        self,
        interaction: discord.Interaction,
        channel: discord.TextChannel,
        server: str,
        point: str,
    ) -> Page:
        """Open the thread with everything in it; delete it if any part fails."""
        debate = await asyncio.to_thread(lambda: self._servers.desk(server).follow(Debate(point)))
        if not isinstance(debate, DebateAnswer):
            return page_of(debate)
        thread = await _create_thread(interaction.message, channel, debate)
        try:
            await post(thread, community.discussion_page(debate), "opening")
            tag = nonce(f"{thread.id} poll")
            poll = await persist(lambda: thread.send(poll=poll_on(debate), nonce=tag))
            opened = Discussion(
                thread=str(thread.id),
                poll=str(poll.id),
                message=str(interaction.message.id) if interaction.message else "",
                point=debate.point.id,
                ends=self._clock() + timedelta(days=POLL_DAYS),
            )
            await asyncio.to_thread(self._store.add, server, opened)
        except (*NETWORK_ERRORS, StoreError) as error:
            logger.warning("a discussion could not be opened: %s", error)
            await _delete(thread, interaction.app_permissions)
            raise RequestError(_(REFUSED)) from error
        self._on_open()
        return community.opened_page(_link(server, opened.thread), POLL_DAYS)


def _channel_of(interaction: discord.Interaction) -> discord.TextChannel:
    """Return the channel for a discussion. Raises RequestError if there can be none."""
    if not responder.server_of(interaction):
        raise RequestError(_(ONLY_IN_A_SERVER))
    channel = interaction.channel
    if isinstance(channel, discord.Thread):
        raise RequestError(_("This is already a thread, so you can discuss it right here."))
    if not isinstance(channel, discord.TextChannel):
        raise RequestError(_("This kind of channel has no threads. Try it in a text channel."))
    permissions = missing(interaction.app_permissions, FOR_DISCUSSIONS)
    if permissions:
        not_allowed = _(
            "I can’t open a discussion here: I’m missing {permissions}. Someone who "
            "manages this channel can allow it."
        )
        raise RequestError(not_allowed, permissions=permissions)
    # The button must not give members a permission that the server denies them.
    if missing(interaction.permissions, ("create_public_threads",)):
        raise RequestError(
            _(
                "To open a discussion here, you need permission to create public threads in this "
                "channel."
            )
        )
    return channel


async def _create_thread(
    message: discord.Message | None, channel: discord.TextChannel, debate: DebateAnswer
) -> discord.Thread:
    """Create a public thread under the message if it can have one, else in the channel."""
    name = thread_name(debate)
    try:
        if message and not (message.flags.ephemeral or message.flags.has_thread):
            held = message
            thread = await persist(lambda: _create_under(held, name))
            if thread is not None:
                return thread
        return await channel.create_thread(
            name=name, type=discord.ChannelType.public_thread, auto_archive_duration=_WEEK_MIN
        )
    except NETWORK_ERRORS as error:
        logger.warning("no thread in channel %s: %s", channel.id, error)
        raise RequestError(_(REFUSED)) from error


async def _create_under(message: discord.Message, name: str) -> discord.Thread | None:
    """Return a new thread under a message; None if it has a thread that is in use.

    An empty one of the bot's own is from an attempt whose answer was lost.
    """
    try:
        return await message.create_thread(name=name, auto_archive_duration=_WEEK_MIN)
    except discord.HTTPException as error:
        if error.code != _THREAD_EXISTS or message.guild is None:
            raise
    found = await message.guild.fetch_channel(message.id)
    own = isinstance(found, discord.Thread) and found.owner_id == message.guild.me.id
    return found if isinstance(found, discord.Thread) and own and not found.message_count else None


def thread_name(debate: DebateAnswer) -> str:
    """Return the motion, shortened to the length of a thread's name."""
    return shortened(debate.point.sentence, THREAD_NAME)


def poll_on(debate: DebateAnswer) -> discord.Poll:
    """Return a new poll on the motion; a poll can be sent only once."""
    question = shortened(debate.point.sentence, POLL_QUESTION)
    poll = discord.Poll(question, timedelta(days=POLL_DAYS))
    for answer in community.ballot(debate):
        poll.add_answer(text=shortened(answer, POLL_ANSWER))
    return poll


async def _delete(thread: discord.Thread, allowed: discord.Permissions) -> None:
    if not allowed.manage_threads:
        raise RequestError(_(HALF_DONE))
    try:
        await thread.delete()
    except NETWORK_ERRORS as error:
        raise RequestError(_(HALF_DONE)) from error


def _link(server: str, channel: str) -> str:
    return f"https://discord.com/channels/{server}/{channel}"


class PollResults:
    """Posts the results of polls that have ended.

    Discord announces the end of a poll; if the bot was not running then, the end is known from the
    time the poll was opened.
    """

    def __init__(self, client: discord.Client, servers: Servers, store: DiscussionStore) -> None:
        self._client = client
        self._servers = servers
        self._store = store
        self._ended: set[str] = set()

    def note_end(self, thread: int) -> None:
        """Remember that the poll in a thread has ended; the next run posts its result."""
        self._ended.add(str(thread))

    async def run(self, now: datetime) -> datetime | None:
        """Post the results that are due; return the next due moment, None if there is none."""
        moments = []
        ended, self._ended = self._ended, set()
        for server, discussions in (await asyncio.to_thread(self._store.all)).items():
            if self._client.get_guild(int(server)) is None:
                continue
            for discussion in discussions:
                if discussion.over:
                    continue
                moment = discussion.ends + _COUNTING
                if moment <= now or discussion.thread in ended:
                    result = self._conclude(server, discussion, now)
                    if await is_done(result, "no result in thread %s", discussion.thread):
                        continue
                    moment = now + _RETRY_AFTER
                moments.append(moment)
        return min(moments, default=None)

    async def _conclude(self, server: str, discussion: Discussion, now: datetime) -> bool:
        """Post the result of a counted poll, or close a discussion that has lost its poll.

        Returns False to try again later.
        """
        await responder.speak_for(self._servers, server)
        try:
            thread = await self._client.fetch_channel(int(discussion.thread))
            if not isinstance(thread, discord.Thread):
                return await self._close(server, discussion, "it is no thread")
            message = await thread.fetch_message(int(discussion.poll))
        except (discord.NotFound, discord.Forbidden) as error:
            return await self._close(server, discussion, str(error))
        except NETWORK_ERRORS as error:
            logger.warning("the poll in thread %s is not readable: %s", discussion.thread, error)
            return False
        poll = message.poll
        if poll is None:
            return await self._close(server, discussion, "it has no poll")
        if not poll.is_finalised() and now < discussion.ends + _LONGEST_COUNTING:
            return False
        if await asyncio.to_thread(self._store.end, server, discussion.thread):
            await self._post(server, discussion, thread, poll)
        return True

    async def _post(
        self, server: str, discussion: Discussion, thread: discord.Thread, poll: discord.Poll
    ) -> None:
        point = discussion.point
        debate = await asyncio.to_thread(lambda: self._servers.desk(server).debate(point))
        found = debate if isinstance(debate, DebateAnswer) and debate.point.id == point else None
        votes = tuple((answer.text, answer.vote_count) for answer in poll.answers)
        try:
            await post(thread, community.result_page(str(poll.question), votes, found), "result")
        except NETWORK_ERRORS as error:
            logger.warning("no result in thread %s: %s", discussion.thread, error)

    async def _close(self, server: str, discussion: Discussion, reason: str) -> bool:
        await asyncio.to_thread(self._store.end, server, discussion.thread)
        logger.info("discussion in thread %s ends without a result: %s", discussion.thread, reason)
        return True
