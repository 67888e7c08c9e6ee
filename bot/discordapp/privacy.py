"""``/privacy`` in servers and direct messages: show a member their records, and forget them.

In direct messages it is about all servers. Only the asker sees any of it.
"""

import asyncio
from collections.abc import Callable

import discord
from discord import app_commands

from bot.commands import PRIVACY_COMMAND
from bot.discordapp.button_dispatch import ActionHandlers
from bot.discordapp.responder import manner_of, page_response, part_asked, respond, server_of
from bot.discordapp.slash_commands import SlashCommand
from bot.moderation.service import ModerationService
from bot.pages.page import CONFIRMED, ActionKind, Page
from bot.pages.privacy import forget_page, forgotten_page, privacy_page


def privacy_feature(
    client: discord.Client, service: ModerationService
) -> tuple[SlashCommand, ActionHandlers]:
    """Return the command, to be added to a tree, and the handlers of its buttons."""

    async def show(interaction: discord.Interaction, _target: tuple[str, ...] = ()) -> None:
        def page() -> Page:
            server = server_of(interaction)
            records = service.personal_records(str(interaction.user.id), server)
            names = {str(guild.id): guild.name for guild in client.guilds}
            return privacy_page(records, names, everywhere=not server)

        await _answer(interaction, page)

    async def forget(interaction: discord.Interaction, target: tuple[str, ...]) -> None:
        def page() -> Page:
            server = server_of(interaction)
            if CONFIRMED not in target:
                return forget_page(everywhere=not server)
            return forgotten_page(service.forget_member(str(interaction.user.id), server))

        await _answer(interaction, page)

    async def privacy(interaction: discord.Interaction) -> None:
        await show(interaction)

    command: SlashCommand = app_commands.Command(
        name=PRIVACY_COMMAND.name, description=PRIVACY_COMMAND.summary, callback=privacy
    )
    return command, {ActionKind.PRIVACY: show, ActionKind.FORGET: forget}


async def _answer(interaction: discord.Interaction, page: Callable[[], Page]) -> None:
    work = asyncio.to_thread(lambda: page_response(page(), part_asked(interaction)))
    await respond(interaction, work, manner_of(interaction))
