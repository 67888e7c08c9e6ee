"""Moderation in Discord: commands, forms, buttons, and messages to those concerned."""

from typing import Any

import discord
from discord import app_commands

from bot.discordapp.moderation.actions import action_handlers
from bot.discordapp.moderation.commands import library_group, save_menu, suggest_command
from bot.discordapp.moderation.form_handlers import submit
from bot.discordapp.moderation.moderation_flow import ModerationResponder
from bot.discordapp.moderation.notifications import Notifier
from bot.moderation import ModerationService

__all__ = ["ModerationFeature"]


class ModerationFeature:
    """Everything that the client needs to offer moderation."""

    def __init__(self, service: ModerationService, client: discord.Client) -> None:
        self._responder = ModerationResponder(service, Notifier(client, service))
        self.action_handlers = action_handlers(self._responder)

    def add_commands(self, tree: app_commands.CommandTree[Any]) -> None:
        """Add ``/library``, ``/suggest`` and *Save as quote* to a tree."""
        tree.add_command(library_group(self._responder))
        tree.add_command(suggest_command(self._responder))
        tree.add_command(save_menu(self._responder))

    async def take_form(self, interaction: discord.Interaction) -> None:
        """Handle a submitted form."""
        await submit(interaction, self._responder)
