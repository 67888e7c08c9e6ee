"""Work out members' requests in threads, a few at a time."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import filterfalse
from typing import Protocol

import discord

from bot.answers.desk import Desk
from bot.answers.model import Answer, NotFound
from bot.discordapp.limits import ANNOUNCE_AFTER_S
from bot.discordapp.responder import Manner, Response, page_response, respond
from bot.pages import on_a_message, page_of
from bot.pages.page import ActionKind, Button, ServerAction

# More threads do not answer sooner, since Python runs one at a time; they only delay the event
# loop. Two, so that one slow answer does not hold up all others.
_THREADS = 2
# Announcing costs less than a third of an answer. With 1,000 requests at once (two cores, shipped
# library) the last is answered or announced after 1.5 to 2.5 s, and after 4.5 s, which is too
# late for Discord, where each waits for its turn unannounced.
_CROWD = 16
_IN_SERVERS = (ActionKind.DISCUSS, ActionKind.SUGGEST)


class Desks(Protocol):
    """The desks of servers: :class:`bot.moderation.servers.Servers`, as far as reading needs it."""

    def desk(self, server: str) -> Desk:
        """Return the desk that answers in a server now. May wait for a database."""
        ...

    def note_unanswered(self, server: str, question: str, day: date) -> None:
        """Count a question that found nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Request:
    """A request to the desk of a server; an empty ``server`` is the shared library alone.

    ``question`` is the typed text, counted under ``day`` where it finds nothing; empty for requests
    that are not counted. ``page`` is the part to show of a long answer, from 1. ``message`` is
    the beginning of the message the request is about, if any.
    """

    server: str
    day: date
    ask: Callable[[Desk], Answer]
    question: str = ""
    page: int = 1
    message: str = ""


class Workers:
    """Answers requests; where many wait, tells Discord first that the answer is under way.

    Answers are not cached: a repeated one would come 2 ms sooner, which nobody notices.
    """

    def __init__(self, desks: Desks) -> None:
        self._desks = desks
        self._threads = asyncio.Semaphore(_THREADS)
        self._waiting = 0

    async def respond(
        self, interaction: discord.Interaction, request: Request, manner: Manner
    ) -> None:
        """Answer the interaction."""
        announce_after_s = ANNOUNCE_AFTER_S if self._waiting < _CROWD else 0.0
        await respond(interaction, self.response(request), manner, announce_after_s)

    async def response(self, request: Request) -> Response:
        """Return the messages that answer the request. Raises what the desk raises."""
        self._waiting += 1
        try:
            async with self._threads:
                return await asyncio.to_thread(self._worked_out, request)
        finally:
            self._waiting -= 1

    def _worked_out(self, request: Request) -> Response:
        answer = request.ask(self._desks.desk(request.server))
        page = page_of(answer)
        page = on_a_message(page, request.message) if request.message else page
        if not request.server:
            page = replace(page, buttons=tuple(filterfalse(_needs_a_server, page.buttons)))
        counted = request.question and isinstance(answer, NotFound)
        return page_response(page, request.page, partial(self._count, request) if counted else None)

    async def _count(self, request: Request) -> None:
        async with self._threads:
            await asyncio.to_thread(
                self._desks.note_unanswered, request.server, request.question, request.day
            )


def _needs_a_server(button: Button) -> bool:
    return isinstance(button.action, ServerAction) and button.action.kind in _IN_SERVERS
