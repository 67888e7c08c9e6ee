"""Dispatch of buttons and selects: any process answers them, on any message, at any time."""

import re
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any, Self

import discord
from discord import ui

from bot.answers.actions import Action
from bot.answers.desk import Desk
from bot.answers.model import Answer
from bot.discordapp import buttons
from bot.discordapp.messages import replied_to
from bot.discordapp.responder import Interaction, Manner, Request, server_of
from bot.errors import RequestError
from bot.pages.page import ActionKind, ServerAction

ActionHandler = Callable[[Interaction, tuple[str, ...]], Awaitable[None]]
"""A function that runs an action of a server, with its target, and answers."""
ActionHandlers = Mapping[ActionKind, ActionHandler]


class ActionButton(ui.DynamicItem[ui.Item[Any]], template=r"[\s\S]*"):
    """Every button and select, for :meth:`discord.Client.add_dynamic_items`.

    The handlers of the client run the actions of servers; the desk follows all others. It matches
    every custom_id, so that an unknown one gets a sentence and not silence.
    """

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, item: ui.Item[Any], _match: re.Match[str], /
    ) -> Self:
        """Return the button of a message."""
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Run the action of the button, or of the option that was chosen."""
        custom_id = buttons.with_choice(self.custom_id, _chosen(interaction))
        action: Action | ServerAction | None = None
        manner = Manner.CHANGED if _is_by_asker(interaction) else Manner.PRIVATE
        with suppress(RequestError):
            action = buttons.decode(custom_id)
            if isinstance(action, ServerAction) and action.kind is ActionKind.POST:
                action, manner = buttons.posted(action), Manner.SHOWN
        handlers: ActionHandlers = interaction.client.action_handlers
        if isinstance(action, ServerAction) and action.kind in handlers:
            await handlers[action.kind](interaction, action.target)
            return

        def follow(desk: Desk) -> Answer:
            if action is None or isinstance(action, ServerAction):
                raise buttons.old_button()
            return desk.follow(action)

        request = Request(
            server_of(interaction),
            interaction.created_at.date(),
            follow,
            page=buttons.split_page(custom_id)[1],
            to_post=manner is Manner.CHANGED and _can_be_posted(interaction),
        )
        await interaction.client.workers.respond(interaction, request, manner)


def _chosen(interaction: Interaction) -> tuple[str, ...]:
    values: Mapping[str, Any] = interaction.data or {}
    return tuple(values.get("values") or ())


def _can_be_posted(interaction: Interaction) -> bool:
    """Return whether the message has a button that shows it in the channel; its pages keep it."""
    shown = buttons.components_in(interaction.message.components) if interaction.message else ()
    return any(buttons.is_posting(getattr(one, "custom_id", None) or "") for one in shown)


def _is_by_asker(interaction: Interaction) -> bool:
    """Return whether the message answers the member who clicked; others must not change it."""
    message = interaction.message
    if message is None:
        return False
    if message.interaction_metadata is not None:
        return message.interaction_metadata.user.id == interaction.user.id
    asked = replied_to(message)
    return asked is not None and asked.author.id == interaction.user.id
