"""Run moderation requests: the service in a thread, the answer, and who else is told.

Messages to others that Discord refuses are only logged: what was decided stands.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import discord
from discord import ui

from bot.discordapp.moderation.modals import ModalState, modal_of, reason_modal
from bot.discordapp.moderation.requester import Requester, requester_of
from bot.discordapp.network import NETWORK_ERRORS, in_time, post_in, send_directly
from bot.discordapp.rendering import render
from bot.discordapp.responder import Response, manner_of, part_asked, respond
from bot.errors import RequestError, StoreError, log_fault
from bot.i18n import N_, gettext as _
from bot.moderation.form_values import PendingForm
from bot.moderation.outcomes import DecisionMade, ModerationAnswer, SaveResult
from bot.moderation.service import ModerationService
from bot.pages.moderation import moderation_page_of, notice_page
from bot.pages.moderation.overview import closed_review_channel_page, review_channel_page
from bot.pages.moderation.suggestions import new_suggestion_page, own_suggestions_page
from bot.pages.page import Line, Page
from bot.store.records import StoredSuggestion

logger = logging.getLogger(__name__)

# The latest decided suggestions that a member is told of again.
_MOST_TOLD_AGAIN = 5


Opening = PendingForm | ModalState | Page
Reply = ModerationAnswer | Opening
"""A page, or the form to open."""
Ask = Callable[[Requester], Reply]

UNSAVED = N_(
    "Not saved: the database can’t be used at the moment. Try again in a minute; "
    "if it goes on, tell the people who run this bot: reference {reference}."
)
SAVED_UNSHOWN = N_("Saved, but I could not show it. Use /library history to see it.")
_SAVED = (SaveResult, DecisionMade, StoredSuggestion)


class ModerationResponder:
    """Answers interactions by asking the moderation service in threads; then tells others.

    ``answer`` never raises: errors become replies. Of messages that answer no
    interaction, Discord makes only the first of repeated ones.
    """

    def __init__(self, service: ModerationService, client: discord.Client) -> None:
        self.service = service
        self._client = client

    async def answer(
        self, interaction: discord.Interaction, ask: Ask, token: str = "", *, writes: bool = False
    ) -> None:
        """Answer with the page of ``ask``; if it ``writes``, a fault says nothing is saved."""

        async def work() -> Response | ui.Modal:
            try:
                return await self.response(interaction, ask, token)
            except StoreError as error:
                if not writes:
                    raise
                raise RequestError(_(UNSAVED), reference=log_fault(error)) from error

        await respond(interaction, work(), manner_of(interaction))

    async def response(
        self, interaction: discord.Interaction, ask: Ask, token: str = ""
    ) -> Response | ui.Modal:
        """Return the response to ``ask``. Raises its errors, and RequestError outside a server."""
        requester = requester_of(interaction, self.service)
        answer = await asyncio.to_thread(ask, requester)
        if isinstance(answer, ModalState):
            return reason_modal(answer)
        if isinstance(answer, PendingForm):
            modal = modal_of(answer, requester.token)
            self.service.forms.put(requester.form_key(requester.token), answer)
            return modal
        after = partial(self._notify, interaction, requester, answer)

        def rendered() -> Response:
            page = answer
            if not isinstance(page, Page):
                page = moderation_page_of(page, token or requester.token)
            done = _(SAVED_UNSHOWN) if isinstance(answer, _SAVED) else ""
            return Response(render(page, part_asked(interaction)), after=after, done=done)

        return await asyncio.to_thread(rendered)

    async def _notify(
        self,
        interaction: discord.Interaction,
        requester: Requester,
        answer: ModerationAnswer | Page,
    ) -> None:
        """Tell others of the answer, once it is sent."""
        if isinstance(answer, DecisionMade):
            await self._tell_suggester(requester.server, answer)
        elif isinstance(answer, StoredSuggestion):
            await self._announce(requester.server, answer)
            await self._tell_decisions(interaction, requester)

    async def _tell_decisions(self, interaction: discord.Interaction, requester: Requester) -> None:
        """Tell a member again how earlier suggestions were decided: a message may have failed."""
        try:
            own = await asyncio.to_thread(requester.as_member().suggestions)
            decided = tuple(one for one in own if one.decision)[:_MOST_TOLD_AGAIN]
            if decided:
                for message in render(own_suggestions_page(decided)):
                    await in_time(interaction.followup.send(view=message.view, ephemeral=True))
        except (*NETWORK_ERRORS, StoreError) as error:
            logger.warning("a member was not told of earlier decisions: %s", error)

    async def _tell_suggester(self, server: str, decided: DecisionMade) -> None:
        """Tell a member about the decision: directly, else in the channel they suggested in."""
        suggestion = decided.suggestion
        occasion = f"decision {server} {suggestion.number}"
        page, guild = notice_page(decided), self._client.get_guild(int(server))
        if guild:  # a direct message does not show the server's name
            page = replace(page, blocks=(Line(guild.name, small=True), *page.blocks))
        try:
            await send_directly(self._client, suggestion.member.id, page, occasion)
        except (*NETWORK_ERRORS, ValueError) as error:
            # Many members do not accept messages from strangers.
            logger.info("no direct message to a member: %s", error)
            await post_in(self._client, suggestion.channel, page, occasion)

    async def _announce(self, server: str, suggestion: StoredSuggestion) -> None:
        """Announce a suggestion in the review channel, if one is set."""
        try:
            preferences = await asyncio.to_thread(self.service.preferences, server)
        except StoreError as error:
            logger.warning("a suggestion was not announced: %s", error)
            return
        if preferences.review_channel:
            occasion = f"suggestion {server} {suggestion.number}"
            page = new_suggestion_page(suggestion)
            await post_in(self._client, preferences.review_channel, page, occasion)

    async def try_review_channel(self, interaction: discord.Interaction, channel: str) -> None:
        """Write to a new review channel; warn the moderator if that fails."""
        occasion = f"greeting {interaction.id}"
        if not await post_in(self._client, channel, review_channel_page(), occasion):
            (message,) = render(closed_review_channel_page())
            await in_time(interaction.followup.send(view=message.view, ephemeral=True))
