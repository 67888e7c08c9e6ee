"""Buttons and selects under answers: any process answers them, on any message, at any time."""

import re
from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Any, Self

import discord
from discord import ui

from bot.answers.actions import Action
from bot.answers.desk import Desk
from bot.answers.model import Answer
from bot.discordapp.custom_id import decode, split_page, with_choice
from bot.discordapp.places import server_of
from bot.discordapp.responder import Manner
from bot.discordapp.words import OLD_BUTTON
from bot.discordapp.workers import Request, Workers
from bot.errors import RequestError
from bot.pages.page import ActionKind, ServerAction

# Runs an action of a server, and answers; gets the target of the action.
Deeds = Mapping[ActionKind, Callable[[discord.Interaction, tuple[str, ...]], Awaitable[None]]]
_NONE: Deeds = MappingProxyType({})


def button_of(workers: Workers, deeds: Deeds = _NONE) -> type[ui.DynamicItem[ui.Item[Any]]]:
    """The kind of button that the workers answer, for :meth:`discord.Client.add_dynamic_items`.

    ``deeds`` run the actions of servers; all others ask the desk. It takes every
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
            custom_id = with_choice(self.custom_id, _chosen(interaction))
            action = _decoded(custom_id)
            if isinstance(action, ServerAction) and action.kind in deeds:
                await deeds[action.kind](interaction, action.target)
                return
            manner = Manner.CHANGED if _is_the_askers(interaction) else Manner.PRIVATE
            request = Request(
                server_of(interaction),
                interaction.created_at.date(),
                lambda desk: _followed(desk, action),
                page=split_page(custom_id)[1],
            )
            await workers.respond(interaction, request, manner)

    return Way


def _decoded(custom_id: str) -> Action | ServerAction | None:
    try:
        return decode(custom_id)
    except RequestError:
        return None


def _followed(desk: Desk, action: Action | ServerAction | None) -> Answer:
    """Return the desk's answer. Raises RequestError for an action that nothing here runs."""
    if action is None or isinstance(action, ServerAction):
        raise RequestError(OLD_BUTTON)
    return desk.follow(action)


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
