"""Run moderation requests: the service in a thread, the answer, and who else is told.

Messages to others that Discord refuses are only logged: what was decided stands.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from discord import ui

from bot.discordapp.moderation.modals import ModalState, modal_of, reason_modal
from bot.discordapp.moderation.requester import Requester, requester_of
from bot.discordapp.network import NETWORK_ERRORS, in_time, post_in, send_directly
from bot.discordapp.rendering import render
from bot.discordapp.responder import Interaction, Response, manner_of, part_asked, respond
from bot.errors import RequestError, StoreError, log_fault
from bot.i18n import N_, gettext as _
from bot.moderation.form_values import PendingForm
from bot.moderation.outcomes import DecisionMade, ModerationAnswer, SaveResult
from bot.pages.moderation import moderation_page_of, notice_page
from bot.pages.moderation.overview import closed_review_channel_page, review_channel_page
from bot.pages.moderation.suggestions import new_suggestion_page, own_suggestions_page
from bot.pages.page import Line, Page
from bot.store.records import StoredSuggestion

logger = logging.getLogger(__name__)

# The latest decided suggestions that a member is told of again.
_MOST_TOLD_AGAIN = 5


Opening = PendingForm | ModalState | Page
Reply = ModerationAnswer | Opening | Response
"""What to show, or the form to open."""
Ask = Callable[[Requester], Reply]

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
            await _tell_alone(requester.interaction, own_suggestions_page(decided))
    except (*NETWORK_ERRORS, StoreError) as error:
        logger.warning("a member was not told of earlier decisions: %s", error)


async def _tell_alone(interaction: Interaction, page: Page) -> None:
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
        await _tell_alone(interaction, closed_review_channel_page())
