"""The moderators' desk as the client knows it."""

from typing import Any

import discord
from discord import app_commands

from bot.discordapp.moderation import submitted as sent
from bot.discordapp.moderation.actions import Deeds, deeds_of
from bot.discordapp.moderation.commands import library_group, suggest_command
from bot.discordapp.moderation.menu import save_menu
from bot.discordapp.moderation.moderation_flow import Flow
from bot.discordapp.moderation.notifications import Teller
from bot.moderation import ModerationService


class CuratingFront:
    """Commands, buttons and forms of the moderators' desk."""

    def __init__(self, curation: ModerationService, client: discord.Client) -> None:
        self._flow = Flow(curation, Teller(client))
        self.deeds: Deeds = deeds_of(self._flow)

    def add_commands(self, tree: app_commands.CommandTree[Any]) -> None:
        """Put the commands and the entry of the message menu into a tree."""
        tree.add_command(library_group(self._flow))
        tree.add_command(suggest_command(self._flow))
        tree.add_command(save_menu(self._flow))

    async def take_form(self, interaction: discord.Interaction) -> None:
        """Do what a form that was sent off asks for."""
        await sent.take(interaction, self._flow)
