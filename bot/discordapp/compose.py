"""From a request to messages ready to send; whatever goes wrong on the way becomes a page too."""

import asyncio
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from bot.answers.desk import Desk
from bot.answers.model import Answer, NotFound
from bot.discordapp.cards import Reply, replies
from bot.discordapp.kept import Kept
from bot.discordapp.pace import Pace
from bot.discordapp.turns import Turns
from bot.errors import RequestError
from bot.pages import error_page, on_a_message, page_of, request_page
from bot.pages.page import Deed, Page

logger = logging.getLogger(__name__)

_KEPT = 512
_IN_SERVERS = (Deed.DISCUSS, Deed.SUGGEST)
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
    be counted. ``server`` is empty for the shared library alone. ``page`` is the one to show of an
    answer that has several; it must be told by the key too. ``back`` is as :func:`page_of` has it.
    ``message`` is the beginning of the message it is about, where it is about one.
    """

    server: str
    key: tuple[str, ...]
    ask: Callable[[Desk], Answer] = field(compare=False)
    question: str = ""
    page: int = 1
    back: tuple[str, ...] = ()
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
class Composed:
    """The messages to send; ``refused`` where they say why there is no answer.

    ``found`` is False where they say that there is nothing.
    """

    replies: tuple[Reply, ...]
    refused: bool = False
    found: bool = True


class Composer:
    """Asks the desk and writes out what it says. Its methods never raise.

    A desk is pure, so an answer once written out holds as long as the desk does, and is kept.
    Measured over a loopback Discord on two busy cores, the way through a thread and back costs
    three quarters of a millisecond, a third of all that a bare command takes; an answer that is
    kept, or soon worked out, goes out without it where a glance tells which desk answers. Whatever
    may take longer is worked out in a thread, so that it holds up neither other members nor the
    gateway's heartbeat; so is which desk is a server's, where a database over the network is asked
    for that.
    """

    def __init__(self, desks: Desks) -> None:
        self.turns = Turns()
        self._pace = Pace()
        self._desks = desks
        self._kept: Kept[tuple[str, ...], tuple[Desk, Composed]] = Kept(_KEPT)

    def ready(self, request: Request, *, quickly: bool = True) -> Composed | None:
        """The messages, if they are kept or, ``quickly``, can be worked out in no time."""
        desk = self._desks.glance(request.server)
        if desk is None:
            return None
        kept = self._kept.get(request.place)
        if kept and kept[0] is desk:
            return kept[1]
        if not quickly or request.is_long or not self._pace.is_quick:
            return None
        try:
            return self._keep(request, desk, self._composed(request, desk))
        except Exception as error:  # noqa: BLE001 - here an exception becomes a reply
            return _told(error)

    async def compose(self, request: Request) -> Composed:
        """Work the messages out."""
        kept = self._kept.get(request.place)
        try:
            made = await asyncio.to_thread(self._made, request, kept)
        except Exception as error:  # noqa: BLE001 - here an exception becomes a reply
            return _told(error)
        return self._keep(request, *made)

    def _keep(self, request: Request, desk: Desk, composed: Composed) -> Composed:
        if not request.is_long:
            self._kept.put(request.place, (desk, composed))
        return composed

    async def count(self, request: Request, composed: Composed, day: date) -> None:
        """Count the question if it found nothing.

        After the answer is sent, and after those of others who wait, for it takes 2 ms.
        """
        if composed.found or not request.question:
            return
        try:
            async with self.turns.later():
                await asyncio.to_thread(
                    self._desks.note_unanswered, request.server, request.question, day
                )
        except Exception:
            # Who asked has the answer; there is nobody to tell.
            logger.exception("a question that found nothing was not counted")

    def _made(self, request: Request, kept: tuple[Desk, Composed] | None) -> tuple[Desk, Composed]:
        desk = self._desks.desk(request.server)
        if kept and kept[0] is desk:
            return kept
        return desk, self._composed(request, desk)

    def _composed(self, request: Request, desk: Desk) -> Composed:
        with self._pace.timed():
            answer = request.ask(desk)
            page = page_of(answer, request.back)
            page = on_a_message(page, request.message) if request.message else page
            page = page if request.server else _outside_servers(page)
            return Composed(replies(page, request.page), found=not isinstance(answer, NotFound))


def _told(error: Exception) -> Composed:
    return refusal(str(error)) if isinstance(error, RequestError) else apology(error)


def _outside_servers(page: Page) -> Page:
    """The page without the ways on that only a server has."""
    here = tuple(action for action in page.actions if action.deed not in _IN_SERVERS)
    return replace(page, actions=here)


def refusal(sentence: str) -> Composed:
    """One sentence on why there is no answer."""
    return _refused(request_page(sentence))


def apology(error: BaseException) -> Composed:
    """An apology with a reference, under which the log has the trace."""
    reference = secrets.token_hex(4)
    logger.error("reference %s", reference, exc_info=error)
    return _refused(error_page(reference))


def _refused(page: Page) -> Composed:
    return Composed(replies(page), refused=True)
