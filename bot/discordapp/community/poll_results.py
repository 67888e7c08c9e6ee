"""How a discussion's poll ended, told in its thread, whenever it is noticed."""

import asyncio
import logging
from datetime import datetime, timedelta

import discord

from bot.answers.model import DebateAnswer
from bot.community.discussions import Discussion, DiscussionStore
from bot.discordapp.rendering import render
from bot.discordapp.workers import Desks
from bot.pages.community import VoteCount, result_page

logger = logging.getLogger(__name__)

# Discord counts a poll's votes once more after its end, and says when it is done.
_COUNTING = timedelta(seconds=5)
_COUNTED_AT_LAST = timedelta(hours=1)
_LOOK_AGAIN = timedelta(minutes=1)


class Results:
    """Tells the results of polls that are over.

    Discord says at once that a poll has ended; where nobody was there to hear it, its end is known
    from when it was opened.
    """

    def __init__(self, client: discord.Client, desks: Desks, kept: DiscussionStore) -> None:
        self._client = client
        self._desks = desks
        self._kept = kept
        self._ended: set[str] = set()

    def hear(self, thread: int) -> None:
        """Note that the poll in a thread has ended; it is seen to in the next round."""
        self._ended.add(str(thread))

    async def round(self, now: datetime) -> datetime | None:
        """Tell the results that are due; when the next will be."""
        moments = []
        heard, self._ended = self._ended, set()
        for server, discussions in (await asyncio.to_thread(self._kept.all)).items():
            if self._client.get_guild(int(server)) is None:
                continue
            for one in discussions:
                if one.over:
                    continue
                moment = one.ends + _COUNTING
                if moment <= now or one.thread in heard:
                    if await self._seen_to(server, one, now):
                        continue
                    moment = now + _LOOK_AGAIN
                moments.append(moment)
        return min(moments, default=None)

    async def _seen_to(self, server: str, one: Discussion, now: datetime) -> bool:
        try:
            return await self._told(server, one, now)
        except Exception:
            # What is wrong with one discussion must not keep the others from their results.
            logger.exception("no result in thread %s", one.thread)
            return False

    async def _told(self, server: str, one: Discussion, now: datetime) -> bool:
        """Whether there is nothing more to do for this discussion."""
        try:
            thread = await self._client.fetch_channel(int(one.thread))
            if not isinstance(thread, discord.Thread):
                return await self._ended_silently(server, one, "it is no thread")
            message = await thread.fetch_message(int(one.poll))
        except (discord.NotFound, discord.Forbidden) as error:
            return await self._ended_silently(server, one, str(error))
        except discord.HTTPException as error:
            logger.warning("the poll in thread %s could not be read: %s", one.thread, error)
            return False
        poll = message.poll
        if poll is None:
            return await self._ended_silently(server, one, "it has no poll")
        if not poll.is_finalised() and now < one.ends + _COUNTED_AT_LAST:
            return False
        if await asyncio.to_thread(self._kept.end, server, one.thread):
            await self._tell(server, one, thread, poll)
        return True

    async def _tell(
        self, server: str, one: Discussion, thread: discord.Thread, poll: discord.Poll
    ) -> None:
        debate = await asyncio.to_thread(lambda: self._desks.desk(server).debate(one.point))
        beside = debate if isinstance(debate, DebateAnswer) else None
        if beside and beside.point.id != one.point:
            beside = None
        tallied = tuple(VoteCount(answer.text, answer.vote_count) for answer in poll.answers)
        try:
            for reply in render(result_page(str(poll.question), tallied, beside)):
                await thread.send(view=reply.view, files=reply.files())
        except discord.HTTPException as error:
            logger.warning("the result in thread %s could not be told: %s", one.thread, error)

    async def _ended_silently(self, server: str, one: Discussion, why: str) -> bool:
        logger.info("the discussion in thread %s ends without a result: %s", one.thread, why)
        await asyncio.to_thread(self._kept.end, server, one.thread)
        return True
