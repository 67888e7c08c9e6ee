"""Answer an interaction: within three seconds, once, and never with silence.

:func:`respond` is the only way from work to an answer, and :func:`outcome` the only place where an
exception becomes a reply.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, TypeVar

import discord
from discord import ui

from bot.discordapp.limits import ANNOUNCE_AFTER_S
from bot.discordapp.rendering import OutgoingMessage, render
from bot.errors import RequestError, log_fault
from bot.pages import error_page, request_page
from bot.pages.page import Page

logger = logging.getLogger(__name__)

# "Unknown interaction", "Unknown Webhook", "Interaction has already been acknowledged", "Invalid
# Webhook Token": https://docs.discord.com/developers/topics/opcodes-and-status-codes
TOO_LATE = frozenset({10062, 10015, 40060, 50027})
FORM_TOO_LATE = (
    "Discord waits only three seconds for a form, and this one took longer. "
    "Nothing is lost. Please try again."
)


class Manner(Enum):
    """The place of an answer."""

    SHOWN = auto()  # a new message that everybody sees
    PRIVATE = auto()  # a new message that only the asker sees
    CHANGED = auto()  # the message of the button becomes the answer


@dataclass(frozen=True, slots=True)
class Response:
    """The messages that answer an interaction, at least one.

    A ``refused`` one says why nothing was done: only the asker sees it, and the message of the
    button stays. ``after`` runs once the messages are sent; its errors are only logged.
    """

    messages: tuple[OutgoingMessage, ...]
    refused: bool = False
    after: Callable[[], Awaitable[None]] | None = None


T = TypeVar("T")
Work = Coroutine[Any, Any, Response | ui.Modal]


async def respond(
    interaction: discord.Interaction,
    work: Work,
    manner: Manner,
    announce_after_s: float = ANNOUNCE_AFTER_S,
) -> None:
    """Answer the interaction with the response or the form that ``work`` returns.

    Longer work is announced to Discord ("is thinking") and answered afterwards; a form cannot
    follow an announcement and is replaced by a sentence. An error of the work becomes a reply.
    """
    task = asyncio.create_task(outcome(work))
    try:
        done, _ = await asyncio.wait({task}, timeout=announce_after_s)
        if not (done or interaction.response.is_done()):
            changed, private = manner is Manner.CHANGED, manner is Manner.PRIVATE
            await interaction.response.defer(ephemeral=private, thinking=not changed)
        await _send(interaction, await task, manner)
    except discord.HTTPException as error:
        await _refused_by_discord(interaction, error)
    response = await task
    if isinstance(response, Response):
        await finish(response)


async def outcome(work: Awaitable[T]) -> T | Response:
    """Wait for the work; turn an error into an apology with a reference, or its own sentence."""
    try:
        return await work
    except RequestError as error:
        return refusal(str(error))
    except Exception as error:  # noqa: BLE001 - this is where an exception becomes a reply
        return _apology(error)


async def finish(response: Response) -> None:
    """Run what follows the response, now that it is sent."""
    if response.after is None:
        return
    try:
        await response.after()
    except Exception:
        # The asker has the answer; there is nobody to tell.
        logger.exception("what follows an answer failed")


def page_response(
    page: Page, number: int = 1, after: Callable[[], Awaitable[None]] | None = None
) -> Response:
    """Return the response that shows a page; of a long one, part ``number``, counted from 1."""
    return Response(render(page, number), after=after)


def refusal(sentence: str) -> Response:
    """Return the response that says why a request cannot be met."""
    return Response(render(request_page(sentence)), refused=True)


async def post(channel: discord.abc.Messageable, page: Page) -> None:
    """Send a page to a channel. Raises discord.HTTPException."""
    for message in render(page):
        await channel.send(view=message.view, files=message.files())


def server_of(interaction: discord.Interaction) -> str:
    """Return the id of the server whose collection answers.

    Empty in direct messages, and in a server where only a member added the bot.
    """
    return str(interaction.guild_id) if interaction.is_guild_integration() else ""


def _apology(error: BaseException) -> Response:
    return Response(render(error_page(log_fault(error))), refused=True)


async def _send(
    interaction: discord.Interaction, response: Response | ui.Modal, manner: Manner
) -> None:
    answered = interaction.response.is_done()
    if isinstance(response, ui.Modal):
        if not answered:
            await interaction.response.send_modal(response)
            return
        response = refusal(FORM_TOO_LATE)
    if response.refused and not answered:
        manner = Manner.PRIVATE
    first, *rest = response.messages
    if not answered:
        await _send_first(interaction, first, manner)
    elif response.refused and manner is Manner.CHANGED:
        await _follow_up(interaction, first, private=True)
    else:
        await interaction.edit_original_response(view=first.view, attachments=first.files())
    button_message = interaction.message
    private = manner is Manner.PRIVATE or (
        manner is Manner.CHANGED and button_message is not None and button_message.flags.ephemeral
    )
    for message in rest:
        await _follow_up(interaction, message, private=private)


async def _send_first(
    interaction: discord.Interaction, message: OutgoingMessage, manner: Manner
) -> None:
    view, files, private = message.view, message.files(), manner is Manner.PRIVATE
    if manner is Manner.CHANGED:
        await interaction.response.edit_message(view=view, attachments=files)
    else:
        await interaction.response.send_message(view=view, files=files, ephemeral=private)


async def _follow_up(
    interaction: discord.Interaction, message: OutgoingMessage, *, private: bool
) -> None:
    await interaction.followup.send(view=message.view, files=message.files(), ephemeral=private)


async def _refused_by_discord(
    interaction: discord.Interaction, error: discord.HTTPException
) -> None:
    """Apologise for an answer that Discord refused; only log it if nobody waits any more."""
    if error.code in TOO_LATE:
        logger.warning("an answer came too late or twice: %s", error)
        return
    (message,) = _apology(error).messages
    try:
        if interaction.response.is_done():
            await _follow_up(interaction, message, private=True)
        else:
            await _send_first(interaction, message, Manner.PRIVATE)
    except discord.HTTPException as second:
        logger.warning("the apology could not be sent either: %s", second)
