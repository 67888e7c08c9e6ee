"""From a request to messages ready to send; whatever goes wrong on the way becomes a page too."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Protocol

import discord

from bot.answers.desk import Desk
from bot.answers.model import Answer, NotFound
from bot.discordapp.cards import Reply, replies
from bot.discordapp.pace import Pace
from bot.discordapp.responder import Manner, Response, announce, respond
from bot.discordapp.turns import Turns
from bot.lru import LruCache
from bot.pages import on_a_message, page_of
from bot.pages.page import ActionKind, Page, ServerAction

logger = logging.getLogger(__name__)

_KEPT = 512
_IN_SERVERS = (ActionKind.DISCUSS, ActionKind.SUGGEST)
# What people type in common is short; long questions are asked once.
_LONGEST_KEPT = 200


class Desks(Protocol):
    """Who answers in a server: :class:`bot.moderation.Servers`, as reading needs it."""

    def desk(self, server: str) -> Desk:
        """The desk that answers in a server now; the same one always where ``server`` is empty."""
        ...

    def glance(self, server: str) -> Desk | None:
        """That desk, if it can be told without waiting."""
        ...

    def note_unanswered(self, server: str, question: str, day: date) -> None:
        """Count a question that found nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Request:
    """Something to ask the desk. Two of one ``key`` get the same answer from the same desk.

    ``question`` is what was typed, to be counted where it finds nothing; empty for what is not to
    be counted with its ``day``. ``server`` is empty for the shared library alone. ``page`` is the
    one to show of an answer that has several; it must be told by the key too. ``message`` is the
    beginning of the message it is about, if any.
    """

    server: str
    key: tuple[str, ...]
    day: date
    ask: Callable[[Desk], Answer] = field(compare=False)
    question: str = ""
    page: int = 1
    message: str = ""

    @property
    def place(self) -> tuple[str, ...]:
        """Where and what: under this its answer is kept."""
        return (self.server, *self.key)

    @property
    def is_long(self) -> bool:
        """Whether it is longer than what many ask."""
        return sum(map(len, self.place)) > _LONGEST_KEPT


@dataclass(frozen=True, slots=True)
class _Kept:
    """The messages of an answer from this desk, and whether it found anything."""

    desk: Desk
    replies: tuple[Reply, ...]
    found: bool


class Composer:
    """Asks the desk and writes out what it says.

    A desk is pure, so an answer once written out holds as long as the desk does, and is kept.
    Measured over a loopback Discord on two busy cores, the way through a thread and back costs
    three quarters of a millisecond, a third of all that a bare command takes; an answer that is
    kept, or soon worked out, goes out without it where a glance tells which desk answers. Whatever
    may take longer is worked out in a thread, so that it holds up neither other members nor the
    gateway's heartbeat; so is which desk is a server's, where a database over the network is asked
    for that.
    """

    def __init__(self, desks: Desks) -> None:
        self._turns = Turns()
        self._pace = Pace()
        self._desks = desks
        self._kept: LruCache[tuple[str, ...], _Kept] = LruCache(_KEPT)

    async def answer(
        self, interaction: discord.Interaction, request: Request, manner: Manner
    ) -> None:
        """Answer the interaction; where many wait, tell Discord first that it is under way."""
        with self._turns.waiting():
            crowded = self._turns.crowded
            if not crowded or self._at_hand(request):
                await respond(interaction, self.response(request), manner)
                return
            if not await announce(interaction, manner):
                return
        await respond(interaction, self._later(request), manner)

    async def response(self, request: Request) -> Response:
        """Return the messages that answer the request. Raises what the desk raises."""
        kept = self._at_hand(request)
        if kept is None:
            desk = self._desks.glance(request.server)
            if desk and not request.is_long and self._pace.is_quick:
                kept = self._made(request, desk)
            else:
                kept = await asyncio.to_thread(self._made, request)
            if not request.is_long:
                self._kept.put(request.place, kept)
        counts = request.question and not kept.found
        return Response(kept.replies, after=partial(self._count, request) if counts else None)

    async def _later(self, request: Request) -> Response:
        async with self._turns.later():
            return await self.response(request)

    def _at_hand(self, request: Request) -> _Kept | None:
        kept = self._kept.get(request.place)
        return kept if kept and kept.desk is self._desks.glance(request.server) else None

    async def _count(self, request: Request) -> None:
        """Count a question that found nothing: after others who wait, for it takes 2 ms."""
        async with self._turns.later():
            await asyncio.to_thread(
                self._desks.note_unanswered, request.server, request.question, request.day
            )

    def _made(self, request: Request, desk: Desk | None = None) -> _Kept:
        desk = desk or self._desks.desk(request.server)
        with self._pace.timed():
            answer = request.ask(desk)
            page = page_of(answer)
            page = on_a_message(page, request.message) if request.message else page
            page = page if request.server else _outside_servers(page)
            return _Kept(desk, replies(page, request.page), not isinstance(answer, NotFound))


def _outside_servers(page: Page) -> Page:
    """The page without the ways on that only a server has."""
    buttons = tuple(
        one
        for one in page.buttons
        if not (isinstance(one.action, ServerAction) and one.action.kind in _IN_SERVERS)
    )
    return replace(page, buttons=buttons)
