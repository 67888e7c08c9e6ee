"""The member behind an interaction, and what they may do to the collection of their server."""

from dataclasses import dataclass

import discord

from bot.discordapp.responder import Interaction, server_of
from bot.errors import RequestError
from bot.i18n import N_, gettext as _
from bot.moderation.form_values import FormKey
from bot.moderation.service import Moderation, ModerationService, Moderator
from bot.moderation.suggestions import MemberActions
from bot.store.records import Member

ONLY_IN_A_SERVER = N_("This works only in a server that has added me.")


@dataclass(frozen=True, slots=True)
class Requester:
    """The member behind an interaction in a server, and what they may do there.

    ``manages``: they have Manage Messages in the channel. ``roles`` are the ids of their roles
    without that of everyone.
    """

    interaction: Interaction
    server: str
    member: Member
    manages: bool
    roles: frozenset[str]

    @property
    def service(self) -> ModerationService:
        """The moderation service of the bot."""
        return self.interaction.client.moderation

    @property
    def token(self) -> str:
        """The id of the interaction."""
        return str(self.interaction.id)

    def may_curate(self) -> bool:
        """Return whether they have Manage Messages or, as the store says, the curator role."""
        return self.manages or self.service.preferences(self.server).curator_role in self.roles

    def moderation(self) -> Moderation:
        """Return what they may do as a moderator. Raises RequestError without the right."""
        moderator = Moderator(self.member.id, self.member.name, self.may_curate())
        return self.service.bind(self.server, moderator)

    def as_member(self) -> MemberActions:
        """Return what they may do as any member."""
        return self.service.for_member(self.server, self.member)

    def form_key(self, token: str) -> FormKey:
        """Return the key of one of their pending forms."""
        return (self.server, self.member.id, token)


def requester_of(interaction: Interaction) -> Requester:
    """Return the member behind an interaction. RequestError outside a server with the bot."""
    server = server_of(interaction)
    if not server:
        raise RequestError(_(ONLY_IN_A_SERVER))
    user, allowed = interaction.user, interaction.permissions
    roles = user.roles if isinstance(user, discord.Member) else []
    return Requester(
        interaction=interaction,
        server=server,
        member=Member(str(user.id), user.display_name),
        manages=allowed.manage_messages or allowed.administrator,
        # The role of everyone has the server's id, and gives no right.
        roles=frozenset(str(role.id) for role in roles) - {server},
    )
