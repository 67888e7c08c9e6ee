"""Answering an interaction: within three seconds, once, and never with silence."""

import asyncio
import logging
from collections.abc import Awaitable, Coroutine
from enum import Enum, auto
from typing import Any, TypeVar

import discord

from bot.discordapp.cards import Reply
from bot.discordapp.compose import Composed, Composer, Request, apology, refusal
from bot.discordapp.limits import ANNOUNCE_AFTER_S
from bot.errors import RequestError

logger = logging.getLogger(__name__)

C = TypeVar("C", bound=Composed)

# "Unknown interaction", "Unknown Webhook", "Interaction has already been acknowledged", "Invalid
# Webhook Token": https://docs.discord.com/developers/topics/opcodes-and-status-codes
TOO_LATE = frozenset({10062, 10015, 40060, 50027})


class Manner(Enum):
    """How an answer is given."""

    SHOWN = auto()  # a new message that everybody sees
    PRIVATE = auto()  # a new message that the asker alone sees
    CHANGED = auto()  # the message of the button becomes the answer


async def answer(
    interaction: discord.Interaction, composer: Composer, request: Request, manner: Manner
) -> None:
    """Answer the interaction; a refusal is for the asker alone.

    If the answer takes long to work out, or many wait, Discord is told that it is under way.
    """
    turns = composer.turns
    with turns.waiting():
        composed = composer.ready(request, quickly=not turns.crowded)
        if composed:
            await respond(interaction, composed, manner)
        elif not turns.crowded:
            composed = await deliver(interaction, composer.compose(request), manner)
        elif not await _announced(interaction, manner):
            return
    if not composed:
        async with turns.later():
            composed = await composer.compose(request)
        await respond(interaction, composed, manner)
    await composer.count(request, composed, interaction.created_at.date())


async def deliver(
    interaction: discord.Interaction, work: Coroutine[Any, Any, C], manner: Manner
) -> C:
    """Send what ``work`` composes, which never raises, and give it back."""
    composing = asyncio.create_task(work)
    try:
        done, _ = await asyncio.wait({composing}, timeout=ANNOUNCE_AFTER_S)
        if not done:
            await _announce(interaction, manner)
        await send(interaction, await composing, manner)
    except discord.HTTPException as error:
        await failed(interaction, error)
    return await composing


async def guarded(interaction: discord.Interaction, work: Awaitable[None]) -> None:
    """Wait for the work; what goes wrong in it is told to who asked."""
    try:
        await work
    except RequestError as error:
        await respond(interaction, refusal(str(error)), Manner.PRIVATE)
    except Exception as error:  # noqa: BLE001 - here an exception becomes a reply
        await respond(interaction, apology(error), Manner.PRIVATE)


async def respond(interaction: discord.Interaction, composed: Composed, manner: Manner) -> None:
    """Send what is ready."""
    try:
        await send(interaction, composed, manner)
    except discord.HTTPException as error:
        await failed(interaction, error)


async def send(interaction: discord.Interaction, composed: Composed, manner: Manner) -> None:
    """Send all messages of an answer, in order."""
    if composed.refused and not interaction.response.is_done():
        manner = Manner.PRIVATE
    first, *rest = composed.replies
    if not interaction.response.is_done():
        await _respond(interaction, first, manner)
    elif composed.refused and manner is Manner.CHANGED:
        # The old message stays as it was.
        await _follow_up(interaction, first, private=True)
    else:
        await interaction.edit_original_response(view=first.view, attachments=first.files())
    private = manner is Manner.PRIVATE or (
        manner is Manner.CHANGED and _is_private(interaction.message)
    )
    for reply in rest:
        await _follow_up(interaction, reply, private=private)


async def _respond(interaction: discord.Interaction, reply: Reply, manner: Manner) -> None:
    if manner is Manner.CHANGED:
        await interaction.response.edit_message(view=reply.view, attachments=reply.files())
        return
    private = manner is Manner.PRIVATE
    files = reply.files()
    if files:
        await interaction.response.send_message(view=reply.view, files=files, ephemeral=private)
    else:
        await interaction.response.send_message(view=reply.view, ephemeral=private)


async def _follow_up(interaction: discord.Interaction, reply: Reply, *, private: bool) -> None:
    await interaction.followup.send(view=reply.view, files=reply.files(), ephemeral=private)


async def _announce(interaction: discord.Interaction, manner: Manner) -> None:
    if manner is Manner.CHANGED:
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=manner is Manner.PRIVATE, thinking=True)


async def _announced(interaction: discord.Interaction, manner: Manner) -> bool:
    """Whether Discord took the announcement; where not, there is nobody left to answer."""
    try:
        await _announce(interaction, manner)
    except discord.HTTPException as error:
        await failed(interaction, error)
        return False
    return True


async def failed(interaction: discord.Interaction, error: discord.HTTPException) -> None:
    """Discord took the answer not: say so if it still listens, and only log it if it does not."""
    if error.code in TOO_LATE:
        logger.warning("an answer came too late or twice: %s", error)
        return
    composed = apology(error)
    try:
        if interaction.response.is_done():
            await _follow_up(interaction, composed.replies[0], private=True)
        else:
            await _respond(interaction, composed.replies[0], Manner.PRIVATE)
    except discord.HTTPException as second:
        logger.warning("nor could the apology be sent: %s", second)


def _is_private(message: discord.Message | None) -> bool:
    return message is not None and message.flags.ephemeral
