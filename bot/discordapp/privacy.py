"""``/privacy`` in servers and direct messages: show a member their records, and forget them."""

import asyncio
from collections.abc import Callable

import discord
from discord import app_commands

from bot.commands import PRIVACY_COMMAND
from bot.discordapp.button_dispatch import ActionHandlers
from bot.discordapp.responder import (
    Manner,
    manner_of,
    page_response,
    part_asked,
    respond,
    server_of,
)
from bot.discordapp.slash_commands import SlashCommand
from bot.moderation.service import ModerationService
from bot.pages.page import CONFIRMED, ActionKind, Page
from bot.pages.privacy import forget_page, forgotten_page, privacy_page

_Target = tuple[str, ...]


class PrivacyFeature:
    """The command and its buttons. In direct messages they are about all servers.

    Only the asker sees any of it.
    """

    def __init__(self, client: discord.Client, service: ModerationService) -> None:
        self._client = client
        self._service = service
        self.action_handlers: ActionHandlers = {
            ActionKind.PRIVACY: self._show,
            ActionKind.FORGET: self._forget,
        }

    def command(self) -> SlashCommand:
        """Return the command, to be added to a tree."""

        async def privacy(interaction: discord.Interaction) -> None:
            await self._answer(interaction, lambda: self._records(interaction), Manner.PRIVATE)

        name, summary = PRIVACY_COMMAND.name, PRIVACY_COMMAND.summary
        return app_commands.Command(name=name, description=summary, callback=privacy)

    async def _show(self, interaction: discord.Interaction, _target: _Target) -> None:
        await self._answer(interaction, lambda: self._records(interaction), manner_of(interaction))

    async def _forget(self, interaction: discord.Interaction, target: _Target) -> None:
        server = server_of(interaction)
        member = str(interaction.user.id)

        def page() -> Page:
            if CONFIRMED not in target:
                return forget_page(everywhere=not server)
            return forgotten_page(self._service.forget_member(member, server))

        await self._answer(interaction, page, manner_of(interaction))

    def _records(self, interaction: discord.Interaction) -> Page:
        server = server_of(interaction)
        records = self._service.personal_records(str(interaction.user.id), server)
        names = {str(guild.id): guild.name for guild in self._client.guilds}
        return privacy_page(records, names, everywhere=not server)

    async def _answer(
        self, interaction: discord.Interaction, page: Callable[[], Page], manner: Manner
    ) -> None:
        work = asyncio.to_thread(lambda: page_response(page(), part_asked(interaction)))
        await respond(interaction, work, manner)
