"""Buttons and selects under answers: any process answers them, on any message, at any time."""

import re
from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Any, Self

import discord
from discord import ui

from bot.discordapp.compose import Composer, Request
from bot.discordapp.custom_id import back_of, follow, page_in, parts_of, state_of
from bot.discordapp.places import server_of
from bot.discordapp.responder import Manner

# Does what a button asks for, and answers; gets the target of its deed.
Deeds = Mapping[str, Callable[[discord.Interaction, tuple[str, ...]], Awaitable[None]]]
_NONE: Deeds = MappingProxyType({})


def button_of(composer: Composer, deeds: Deeds = _NONE) -> type[ui.DynamicItem[ui.Item[Any]]]:
    """The kind of button that this composer answers, for :meth:`discord.Client.add_dynamic_items`.

    ``deeds`` are those that do something, by name; all others ask the desk. It takes every
    custom_id there is: one that cannot be followed gets a sentence, not silence.
    """

    class Way(ui.DynamicItem[ui.Item[Any]], template=r"[\s\S]*"):
        @classmethod
        async def from_custom_id(
            cls,
            _interaction: discord.Interaction,
            item: ui.Item[Any],
            _match: re.Match[str],
            /,
        ) -> Self:
            return cls(item)

        async def callback(self, interaction: discord.Interaction) -> None:
            state = state_of(self.custom_id, _chosen(interaction))
            deed, *target = parts_of(page_in(state)[0]) or ("",)
            if deed in deeds:
                await deeds[deed](interaction, tuple(target))
                return
            manner = Manner.CHANGED if _is_the_askers(interaction) else Manner.PRIVATE
            request = Request(
                server_of(interaction),
                ("button", state),
                interaction.created_at.date(),
                lambda desk: follow(desk, state),
                page=page_in(state)[1],
                back=back_of(state),
            )
            await composer.answer(interaction, request, manner)

    return Way


def _chosen(interaction: discord.Interaction) -> tuple[str, ...]:
    """What was chosen in a select; nothing of a button."""
    given: Mapping[str, Any] = interaction.data or {}
    return tuple(given.get("values") or ())


def _is_the_askers(interaction: discord.Interaction) -> bool:
    """Whether the message answers the member who clicked; another's must not change it."""
    message = interaction.message
    if message is None:
        return False
    if message.interaction_metadata is not None:
        return message.interaction_metadata.user.id == interaction.user.id
    asked = message.reference.resolved if message.reference else None
    return isinstance(asked, discord.Message) and asked.author.id == interaction.user.id
