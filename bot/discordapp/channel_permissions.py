"""Permissions: those the bot asks for, and checks of its own and a member's in a channel."""

from collections.abc import Iterable

import discord

from bot.errors import RequestError
from bot.i18n import N_, gettext as _, listed

# discord.py's names, and those in Discord's settings.
_NAMES = {
    "view_channel": N_("View Channel"),
    "send_messages": N_("Send Messages"),
    "create_public_threads": N_("Create Public Threads"),
    "send_messages_in_threads": N_("Send Messages in Threads"),
    "read_message_history": N_("Read Message History"),
    "send_polls": N_("Create Polls"),
}
FOR_DISCUSSIONS = tuple(name for name in _NAMES if name != "send_messages")
FOR_POSTS = ("view_channel", "send_messages")
MAY_NOT_POST_THERE = N_(
    "You can’t choose that channel, since you’re missing {permissions} there yourself."
)


def require_may_post(interaction: discord.Interaction, channel: discord.abc.GuildChannel) -> None:
    """Raise RequestError if the member may not post in a channel; then the bot does not either."""
    member = interaction.user
    if isinstance(member, discord.Member):
        lacked = missing(channel.permissions_for(member), FOR_POSTS)
        if lacked:
            raise RequestError(_(MAY_NOT_POST_THERE), permissions=lacked)


def missing(allowed: discord.Permissions, needed: Iterable[str]) -> str:
    """Return the needed permissions that are not allowed, as ``A, B and C``; empty if none."""
    if allowed.administrator:
        return ""
    return listed([_(_NAMES[name]) for name in needed if not getattr(allowed, name)])


def invite_link(application_id: int) -> str:
    """Return the address that adds the bot to a server, with the permissions it needs."""
    needed = (*_NAMES, "embed_links", "attach_files")
    permissions = discord.Permissions(**dict.fromkeys(needed, True))
    return discord.utils.oauth_url(
        application_id, permissions=permissions, scopes=("bot", "applications.commands")
    )
