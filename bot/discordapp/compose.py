"""From a request to messages ready to send; whatever goes wrong on the way becomes a page too."""

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from bot.answer.answers import Answer
from bot.discordapp.cards import Reply, replies
from bot.errors import RequestError
from bot.pages import error_page, page_of, request_page
from bot.pages.page import Page

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Composed:
    """The messages to send; ``refused`` where they say why there is no answer."""

    replies: tuple[Reply, ...]
    refused: bool = False


def compose(ask: Callable[[], Answer]) -> Composed:
    """Ask, and write out what comes back. Never raises."""
    try:
        return Composed(replies(page_of(ask())))
    except RequestError as error:
        return _refusal(request_page(str(error)))
    except Exception as error:  # noqa: BLE001 - here an exception becomes a reply
        return apology(error)


def refusal(sentence: str) -> Composed:
    """One sentence on why there is no answer."""
    return _refusal(request_page(sentence))


def apology(error: BaseException) -> Composed:
    """An apology with a reference, under which the log has the trace."""
    reference = secrets.token_hex(4)
    logger.error("reference %s", reference, exc_info=error)
    return _refusal(error_page(reference))


def _refusal(page: Page) -> Composed:
    return Composed(replies(page), refused=True)
