"""From a request to messages ready to send; whatever goes wrong on the way becomes a page too."""

import asyncio
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.answer.answers import Answer
from bot.desk import Desk
from bot.discordapp.cards import Reply, replies
from bot.discordapp.kept import Kept
from bot.errors import RequestError
from bot.pages import error_page, page_of, request_page
from bot.pages.page import Page

logger = logging.getLogger(__name__)

_KEPT = 512
# What people type in common is short; long questions are asked once.
_LONGEST_KEPT = 200


@dataclass(frozen=True, slots=True)
class Request:
    """Something to ask the desk. Two of one ``key`` get the same answer from the same desk."""

    key: tuple[str, ...]
    ask: Callable[[Desk], Answer] = field(compare=False)


@dataclass(frozen=True, slots=True)
class Composed:
    """The messages to send; ``refused`` where they say why there is no answer."""

    replies: tuple[Reply, ...]
    refused: bool = False


class Composer:
    """Asks the desk and writes out what it says. Its methods never raise.

    The desk is pure, so an answer once written out holds as long as the desk does, and is kept.
    Measured over a loopback Discord on two busy cores, the way through a thread costs half a
    millisecond, a quarter of all that a bare command takes; a kept answer goes out without it.
    What must be worked out is worked out in a thread, so that it holds up neither other members
    nor the gateway's heartbeat.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kept: Kept[tuple[str, ...], Composed] = Kept(_KEPT)

    def ready(self, request: Request) -> Composed | None:
        """The messages, if they need not be worked out."""
        return self._kept.get(request.key)

    async def compose(self, request: Request) -> Composed:
        """Work the messages out."""
        composed = await asyncio.to_thread(self._compose, request)
        if not composed.refused and sum(map(len, request.key)) <= _LONGEST_KEPT:
            self._kept.put(request.key, composed)
        return composed

    def _compose(self, request: Request) -> Composed:
        try:
            return Composed(replies(page_of(request.ask(self._desk))))
        except RequestError as error:
            return refusal(str(error))
        except Exception as error:  # noqa: BLE001 - here an exception becomes a reply
            return apology(error)


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
