"""Who asks the moderators' desk, where, and whether they may curate there."""

from dataclasses import dataclass

import discord

from bot.discordapp.moderation.words import ONLY_IN_A_SERVER
from bot.discordapp.responder import server_of
from bot.errors import RequestError
from bot.moderation import ModerationService, Moderator
from bot.store import Member


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks and where, as the interaction says: read off it without asking anybody.

    ``token`` is the interaction's id. ``manages`` is Manage Messages in this channel.
    """

    server: str
    channel: str
    member: Member
    token: str
    manages: bool
    roles: frozenset[str]


def asker_of(interaction: discord.Interaction) -> Asker:
    """The asker. Raises RequestError outside a server that the bot was added to."""
    server = server_of(interaction)
    if not server:
        raise RequestError(ONLY_IN_A_SERVER)
    user, allowed = interaction.user, interaction.permissions
    roles = user.roles if isinstance(user, discord.Member) else []
    return Asker(
        server=server,
        channel=str(interaction.channel_id or ""),
        member=Member(str(user.id), user.display_name),
        token=str(interaction.id),
        manages=allowed.manage_messages or allowed.administrator,
        # The role that everyone has, which is called by the server's own id, gives no right.
        roles=frozenset(str(role.id) for role in roles) - {server},
    )


def moderator_of(asker: Asker, curation: ModerationService) -> Moderator:
    """The asker with their right: Manage Messages, or the server's curator role.

    The store is asked only where the answer hangs on the role. Raises StoreError.
    """
    may = asker.manages or curation.preferences(asker.server).curator_role in asker.roles
    return Moderator(asker.member.id, asker.member.name, may)


def require_right(curation: ModerationService, asker: Asker, by: Moderator) -> None:
    """Raises the desk's RequestError where they may not curate.

    Asked before a form opens that they could not save; the desk asks again when it is sent off.
    """
    curation.bind(asker.server, by).settings()
