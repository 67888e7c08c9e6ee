"""Run moderation requests: who asks, the service in a thread, the answer, and who else is told.

Messages to others that Discord refuses are only logged: what was decided stands.
"""

import asyncio
import logging
from collections.abc import Callable
from functools import partial

import discord
from discord import ui
from msgspec import Struct
from msgspec.structs import replace

from bot.discordapp.moderation.modals import ModalState, modal_of, reason_modal
from bot.discordapp.network import NETWORK_ERRORS, in_time, post_in, send_directly
from bot.discordapp.rendering import render
from bot.discordapp.responder import (
    Interaction,
    Response,
    manner_of,
    part_asked,
    respond,
    server_of,
)
from bot.errors import RequestError, StoreError, log_fault
from bot.i18n import N_, gettext as _
from bot.moderation.form_values import FormKey, PendingForm
from bot.moderation.outcomes import DecisionMade, ModerationAnswer, SaveResult
from bot.moderation.service import Moderation, ModerationService, Moderator
from bot.moderation.suggestions import MemberActions
from bot.pages.moderation import moderation_page_of, notice_page
from bot.pages.moderation.overview import closed_review_channel_page, review_channel_page
from bot.pages.moderation.suggestions import new_suggestion_page, own_suggestions_page
from bot.pages.page import Line, Page
from bot.store.records import Member, StoredSuggestion

logger = logging.getLogger(__name__)

# The latest decided suggestions that a member is told of again.
_MOST_TOLD_AGAIN = 5


class Requester(Struct, frozen=True):
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


Opening = PendingForm | ModalState | Page
Reply = ModerationAnswer | Opening | Response
"""The answer to show, or the form to open."""
Ask = Callable[[Requester], Reply]

ONLY_IN_A_SERVER = N_("This works only in a server that has added me.")
UNSAVED = N_(
    "Not saved: the database can’t be used at the moment. Try again in a minute; "
    "if it goes on, tell the people who run this bot: reference {reference}."
)
SAVED_UNSHOWN = N_("Saved, but I could not show it. Use /library history to see it.")
_SAVED = (SaveResult, DecisionMade, StoredSuggestion)


async def answer(
    interaction: Interaction, ask: Ask, token: str = "", *, writes: bool = False
) -> None:
    """Answer with what ``ask`` returns; if it ``writes``, a fault says that nothing is saved.

    ``token`` is that of the form that the interaction is about, if any.
    """

    async def work() -> Response | ui.Modal:
        try:
            return await response_to(interaction, ask, token)
        except StoreError as error:
            if not writes:
                raise
            raise RequestError(_(UNSAVED), reference=log_fault(error)) from error

    await respond(interaction, work(), manner_of(interaction))


async def response_to(interaction: Interaction, ask: Ask, token: str = "") -> Response | ui.Modal:
    """Return the response to ``ask``. Raises its errors, and RequestError outside a server."""
    requester = requester_of(interaction)
    return await asyncio.to_thread(_response, requester, ask, token)


def _response(requester: Requester, ask: Ask, token: str) -> Response | ui.Modal:
    reply = ask(requester)
    match reply:
        case Response():
            return reply
        case ModalState():
            return reason_modal(reply)
        case PendingForm():
            modal = modal_of(reply, requester.token)
            requester.service.forms.put(requester.form_key(requester.token), reply)
            return modal
        case Page():
            page = reply
        case _:
            page = moderation_page_of(reply, token or requester.token)
    done = _(SAVED_UNSHOWN) if isinstance(reply, _SAVED) else ""
    messages = render(page, part_asked(requester.interaction))
    return Response(messages, after=partial(_notify, requester, reply), done=done)


async def _notify(requester: Requester, reply: ModerationAnswer | Page) -> None:
    """Tell others of the answer, once it is sent."""
    if isinstance(reply, DecisionMade):
        await _tell_suggester(requester, reply)
    elif isinstance(reply, StoredSuggestion):
        await _announce(requester, reply)
        await _tell_decisions(requester)


async def _tell_decisions(requester: Requester) -> None:
    """Tell a member again how earlier suggestions were decided: a message may have failed."""
    try:
        own = await asyncio.to_thread(requester.as_member().suggestions)
        decided = tuple(one for one in own if one.decision)[:_MOST_TOLD_AGAIN]
        if decided:
            await _tell_privately(requester.interaction, own_suggestions_page(decided))
    except (*NETWORK_ERRORS, StoreError) as error:
        logger.warning("a member was not told of earlier decisions: %s", error)


async def _tell_privately(interaction: Interaction, page: Page) -> None:
    for message in render(page):
        await in_time(interaction.followup.send(view=message.view, ephemeral=True))


async def _tell_suggester(requester: Requester, decided: DecisionMade) -> None:
    """Tell a member about the decision: directly, else in the channel they suggested in."""
    suggestion, client = decided.suggestion, requester.interaction.client
    occasion = f"decision {requester.server} {suggestion.number}"
    page, guild = notice_page(decided), client.get_guild(int(requester.server))
    if guild:  # a direct message does not show the server's name
        page = replace(page, blocks=(Line(guild.name, small=True), *page.blocks))
    try:
        await send_directly(client, suggestion.member.id, page, occasion)
    except (*NETWORK_ERRORS, ValueError) as error:
        # Many members do not accept messages from strangers.
        logger.info("no direct message to a member: %s", error)
        await post_in(client, suggestion.channel, page, occasion)


async def _announce(requester: Requester, suggestion: StoredSuggestion) -> None:
    """Announce a suggestion in the review channel, if one is set."""
    try:
        preferences = await asyncio.to_thread(requester.service.preferences, requester.server)
    except StoreError as error:
        logger.warning("a suggestion was not announced: %s", error)
        return
    occasion = f"suggestion {requester.server} {suggestion.number}"
    page, client = new_suggestion_page(suggestion), requester.interaction.client
    await post_in(client, preferences.review_channel, page, occasion)


async def try_review_channel(interaction: Interaction, channel: str) -> None:
    """Write to a new review channel; warn the moderator if that fails."""
    occasion = f"greeting {interaction.id}"
    if not await post_in(interaction.client, channel, review_channel_page(), occasion):
        await _tell_privately(interaction, closed_review_channel_page())
