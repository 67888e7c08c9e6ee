"""Where something is asked: in which server's collection the answer is looked up."""

import discord


def server_of(interaction: discord.Interaction) -> str:
    """The id of the server the bot was added to; empty in direct messages.

    Empty too where it answers because the member, not the server, added it.
    """
    return str(interaction.guild_id) if interaction.is_guild_integration() else ""


def server_of_message(message: discord.Message) -> str:
    """The id of the server a message stands in; empty for a direct one."""
    return str(message.guild.id) if message.guild else ""
