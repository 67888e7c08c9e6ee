"""Open discussions with a poll, and post the poll's result in the thread."""

import asyncio
import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import discord

from bot.answers.actions import Debate
from bot.answers.model import DebateAnswer
from bot.community.discussions import Discussion, DiscussionStore
from bot.discordapp.buttons import old_button
from bot.discordapp.channel_permissions import FOR_DISCUSSIONS, missing
from bot.discordapp.community.scheduler import attempt
from bot.discordapp.limits import POLL_ANSWER, POLL_QUESTION, THREAD_NAME
from bot.discordapp.markdown import shortened
from bot.discordapp.network import NETWORK_ERRORS, nonce, persist, post
from bot.discordapp.responder import (
    Interaction,
    Manner,
    Response,
    page_response,
    respond,
    server_of,
    speak_for,
)
from bot.errors import RequestError, StoreError
from bot.i18n import N_, gettext as _
from bot.pages import community, page_of
from bot.pages.page import Page

if TYPE_CHECKING:
    from bot.discordapp.client import Counterpoint

logger = logging.getLogger(__name__)

POLL_DAYS = 3
# "A thread has already been created for this message":
# https://docs.discord.com/developers/topics/opcodes-and-status-codes
_THREAD_EXISTS = 160004
_WEEK_MIN: Final = 10080
# Discord counts the votes once more after a poll's end, and then marks it as final.
_COUNTING = timedelta(seconds=5)
_LONGEST_COUNTING = timedelta(hours=1)

ONLY_IN_A_SERVER = N_("I can open discussions only in a server that has added me.")
REFUSED = N_("Discord refused, so nothing was opened. Please try again later.")
HALF_DONE = N_(
    "I opened the thread but couldn’t finish it, and I’m not allowed to delete it. "
    "Someone who manages threads can. Pressing the button again opens another one."
)


async def open_discussion(interaction: Interaction, target: tuple[str, ...]) -> None:
    """Open a discussion on the point of a button, or link the existing one."""
    await respond(interaction, _response(interaction, target), Manner.PRIVATE)


async def _response(interaction: Interaction, target: tuple[str, ...]) -> Response:
    """Raise RequestError if no discussion can be opened here."""
    if len(target) != 1:
        raise old_button()
    point, server = target[0], server_of(interaction)
    channel, store = _channel_of(interaction), interaction.client.community.discussions
    message = str(interaction.message.id) if interaction.message else ""
    async with interaction.client.community.opening[server]:
        found = await asyncio.to_thread(store.on, server, message, point)
        if found and await _has_thread(interaction.client, found):
            return page_response(community.open_already_page(_link(server, found.thread)))
        if found:
            await asyncio.to_thread(store.forget, server, found.thread)
        return page_response(await _opened(interaction, channel, point))


async def _has_thread(client: discord.Client, discussion: Discussion) -> bool:
    try:
        await client.fetch_channel(int(discussion.thread))
    except discord.NotFound:
        return False
    return True


async def _opened(interaction: Interaction, channel: discord.TextChannel, point: str) -> Page:
    """Open the thread with everything in it; delete it if any part fails."""
    client, server = interaction.client, server_of(interaction)
    debate = await asyncio.to_thread(lambda: client.servers.desk(server).follow(Debate(point)))
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
            ends=client.community.clock() + timedelta(days=POLL_DAYS),
        )
        await asyncio.to_thread(client.community.discussions.add, server, opened)
    except (*NETWORK_ERRORS, StoreError) as error:
        logger.warning("a discussion could not be opened: %s", error)
        await _delete(thread, interaction.app_permissions)
        raise RequestError(_(REFUSED)) from error
    return community.opened_page(_link(server, opened.thread), POLL_DAYS)


def _channel_of(interaction: Interaction) -> discord.TextChannel:
    """Return the channel for a discussion. Raises RequestError if there can be none."""
    if not server_of(interaction):
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
    """Post the results of polls that have ended.

    Discord announces the end of a poll; if the bot was not running then, the end is known from the
    time the poll was opened.
    """

    def __init__(self, client: "Counterpoint", store: DiscussionStore) -> None:
        self._client = client
        self._store = store
        self._ended: set[str] = set()

    def note_end(self, thread: int) -> None:
        """Remember that the poll in a thread has ended; the next run posts its result."""
        self._ended.add(str(thread))

    async def run(self, now: datetime) -> None:
        """Post the results that are due."""
        for server, discussions in (await asyncio.to_thread(self._store.all)).items():
            if self._client.get_guild(int(server)) is None:
                continue
            for one in discussions:
                over = one.ends + _COUNTING <= now or one.thread in self._ended
                if over and not one.over:
                    await attempt(
                        self._conclude(server, one, now), "no result in thread %s", one.thread
                    )

    async def _conclude(self, server: str, discussion: Discussion, now: datetime) -> None:
        """Post the result of a counted poll, or close a discussion that has lost its poll.

        Does nothing if the poll cannot be read or is not counted yet: the next run tries again.
        """
        await speak_for(self._client.servers, server)
        try:
            thread = await self._client.fetch_channel(int(discussion.thread))
            if not isinstance(thread, discord.Thread):
                await self._close(server, discussion, "it is no thread")
                return
            message = await thread.fetch_message(int(discussion.poll))
        except (discord.NotFound, discord.Forbidden) as error:
            await self._close(server, discussion, str(error))
            return
        except NETWORK_ERRORS as error:
            logger.warning("the poll in thread %s is not readable: %s", discussion.thread, error)
            return
        poll = message.poll
        if poll is None:
            await self._close(server, discussion, "it has no poll")
            return
        counted = poll.is_finalised() or now >= discussion.ends + _LONGEST_COUNTING
        if counted and await asyncio.to_thread(self._store.end, server, discussion.thread):
            await self._post(discussion.point, server, thread, poll)

    async def _post(
        self, point: str, server: str, thread: discord.Thread, poll: discord.Poll
    ) -> None:
        desk = await asyncio.to_thread(self._client.servers.desk, server)
        debate = await asyncio.to_thread(desk.debate, point)
        found = debate if isinstance(debate, DebateAnswer) and debate.point.id == point else None
        votes = tuple((answer.text, answer.vote_count) for answer in poll.answers)
        try:
            await post(thread, community.result_page(str(poll.question), votes, found), "result")
        except NETWORK_ERRORS as error:
            logger.warning("no result in thread %s: %s", thread.id, error)

    async def _close(self, server: str, discussion: Discussion, reason: str) -> None:
        await asyncio.to_thread(self._store.end, server, discussion.thread)
        logger.info("discussion in thread %s ends without a result: %s", discussion.thread, reason)
