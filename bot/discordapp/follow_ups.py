"""Send the messages of an answer that come after its first."""

import logging
from collections.abc import Sequence

import discord

from bot.discordapp.network import NETWORK_ERRORS, persist
from bot.discordapp.rendering import OutgoingMessage, in_one

logger = logging.getLogger(__name__)

# "Unknown interaction", "Unknown Webhook", "Interaction has already been acknowledged", "Invalid
# Webhook Token": https://docs.discord.com/developers/topics/opcodes-and-status-codes
TOO_LATE = frozenset({10062, 10015, 40060, 50027})


def is_too_late(error: Exception) -> bool:
    """Whether Discord no longer waits for an answer, or has had one."""
    return isinstance(error, discord.HTTPException) and error.code in TOO_LATE


async def send_rest(
    interaction: discord.Interaction,
    messages: Sequence[OutgoingMessage],
    *,
    private: bool,
    in_a_file: bool,
) -> None:
    """Send all messages but the first, which is the original response. Raises network errors.

    If one fails ``in_a_file``, its text and all after it go into a file of the original response:
    a message whose answer was lost may be there, and sent again it would come twice; an edit may
    be repeated.
    """
    first, *rest = messages
    for number, message in enumerate(rest):
        try:
            await follow_up(interaction, message, private=private)
        except NETWORK_ERRORS as error:
            if is_too_late(error) or not in_a_file:
                raise
            logger.info("the rest is sent in a file: %s", type(error).__name__)
            await _edit(interaction, in_one(first, rest[number:]))
            return


async def _edit(interaction: discord.Interaction, message: OutgoingMessage) -> None:
    edit = interaction.edit_original_response
    await persist(lambda: edit(view=message.view, attachments=message.files()))


async def follow_up(
    interaction: discord.Interaction, message: OutgoingMessage, *, private: bool
) -> None:
    """Send one more message, again only if it did not arrive. Raises the errors of the network."""
    send = interaction.followup.send
    await persist(
        lambda: send(view=message.view, files=message.files(), ephemeral=private), repeatable=False
    )
