"""*Save as quote*, in the menu of a message."""

import discord
from discord import app_commands

from bot.commands import SAVE_MESSAGE
from bot.discordapp.moderation.commands import BY_SERVERS, IN_SERVERS
from bot.discordapp.moderation.moderation_flow import Flow, Opening
from bot.discordapp.moderation.prefill import from_message
from bot.discordapp.moderation.requester import Asker
from bot.library.model import Excerpt
from bot.moderation import Moderator
from bot.pages.moderation.changes import saved_message_page


def save_menu(flow: Flow) -> app_commands.ContextMenu:
    """Opens the moderators' form filled in, or the suggestion form for others.

    A message that is a quote already is shown as one, with a way out for who wrote it.
    """

    async def callback(interaction: discord.Interaction, message: discord.Message) -> None:
        def opening(asker: Asker, by: Moderator) -> Opening:
            held = _saved(flow, asker.server, str(message.id))
            if not held:
                return from_message(message, by)
            theirs = str(message.author.id) == asker.member.id
            return saved_message_page(held, own=theirs, may_curate=by.may_curate)

        await flow.open(interaction, opening)

    menu = app_commands.ContextMenu(name=SAVE_MESSAGE, callback=callback)
    menu.allowed_contexts, menu.allowed_installs = IN_SERVERS, BY_SERVERS
    return menu


def _saved(flow: Flow, server: str, message: str) -> tuple[Excerpt, ...]:
    ids = flow.curation.saved_from(server, message)
    library = flow.curation.servers.desk(server).library
    return tuple(library.excerpt(id_) for id_ in ids)
