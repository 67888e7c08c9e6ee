"""Answer buttons and selects: any process answers them, on any message, at any time."""

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
from bot.discordapp.responder import Manner, Request, Workers, server_of
from bot.errors import RequestError
from bot.pages.page import ActionKind, ServerAction

ActionHandlers = Mapping[
    ActionKind, Callable[[discord.Interaction, tuple[str, ...]], Awaitable[None]]
]
"""Functions that run the actions of servers and answer; each gets the target of the action."""


def button_type(workers: Workers, handlers: ActionHandlers) -> type[ui.DynamicItem[ui.Item[Any]]]:
    """Return the class of the buttons, for :meth:`discord.Client.add_dynamic_items`.

    ``handlers`` run the actions of servers; the desk follows all others. It matches every
    custom_id, so that an unknown one gets a sentence and not silence.
    """

    class ActionButton(ui.DynamicItem[ui.Item[Any]], template=r"[\s\S]*"):
        @classmethod
        async def from_custom_id(
            cls, _interaction: discord.Interaction, item: ui.Item[Any], _match: re.Match[str], /
        ) -> Self:
            return cls(item)

        async def callback(self, interaction: discord.Interaction) -> None:
            custom_id = buttons.with_choice(self.custom_id, _chosen(interaction))
            action: Action | ServerAction | None = None
            manner = Manner.CHANGED if _is_by_asker(interaction) else Manner.PRIVATE
            with suppress(RequestError):
                action = buttons.decode(custom_id)
                if isinstance(action, ServerAction) and action.kind is ActionKind.POST:
                    action, manner = buttons.posted(action), Manner.SHOWN
            if isinstance(action, ServerAction) and action.kind in handlers:
                await handlers[action.kind](interaction, action.target)
                return

            def follow(desk: Desk) -> Answer:
                if action is None or isinstance(action, ServerAction):
                    raise buttons.old_button()
                return desk.follow(action)

            today, page = interaction.created_at.date(), buttons.split_page(custom_id)[1]
            request = Request(
                server_of(interaction),
                today,
                follow,
                page=page,
                to_post=manner is Manner.CHANGED and _can_be_posted(interaction),
            )
            await workers.respond(interaction, request, manner)

    return ActionButton


def _chosen(interaction: discord.Interaction) -> tuple[str, ...]:
    values: Mapping[str, Any] = interaction.data or {}
    return tuple(values.get("values") or ())


def _can_be_posted(interaction: discord.Interaction) -> bool:
    """Return whether the message has a button that shows it in the channel; its pages keep it."""
    shown = buttons.components_in(interaction.message.components) if interaction.message else ()
    return any(buttons.is_posting(getattr(one, "custom_id", None) or "") for one in shown)


def _is_by_asker(interaction: discord.Interaction) -> bool:
    """Return whether the message answers the member who clicked; others must not change it."""
    message = interaction.message
    if message is None:
        return False
    if message.interaction_metadata is not None:
        return message.interaction_metadata.user.id == interaction.user.id
    asked = replied_to(message)
    return asked is not None and asked.author.id == interaction.user.id
