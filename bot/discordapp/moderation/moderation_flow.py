"""One way for everything asked of the moderators' desk: a thread, an answer, and who is told."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.discordapp.custom_id import split_page
from bot.discordapp.moderation.forms import modal_of, question_of
from bot.discordapp.moderation.notifications import Teller
from bot.discordapp.moderation.pages import page_of_answer
from bot.discordapp.moderation.requester import Asker, asker_of, moderator_of
from bot.discordapp.rendering import render
from bot.discordapp.responder import Manner, Response, page_response, respond
from bot.errors import StoreError
from bot.moderation import DecisionMade, ModerationService, Moderator, OwnSuggestions, Suggested
from bot.moderation.outcomes import ModerationAnswer
from bot.moderation.pending_forms import FormKind, PendingForm
from bot.pages.moderation.overview import closed_review_channel_page, review_channel_page
from bot.pages.page import Page

logger = logging.getLogger(__name__)

# The latest of a member's own suggestions that they are told of again.
_FATES = 5

Ask = Callable[[Asker, Moderator], ModerationAnswer | Page]


@dataclass(frozen=True, slots=True)
class Question:
    """A form that asks for a reason, on a subject (a quote's id, a suggestion's number)."""

    sheet: FormKind
    token: str
    subject: str
    about: str = ""


Opening = PendingForm | Question | Page


class Flow:
    """Asks the desk and answers the interaction. Its methods never raise.

    The desk is asked in threads.
    """

    def __init__(self, curation: ModerationService, teller: Teller) -> None:
        self.curation = curation
        self._teller = teller

    async def answer(self, interaction: discord.Interaction, ask: Ask, token: str = "") -> None:
        """Answer with what the desk says; ``token`` is that of the form it is about, if any."""
        work = self.response(interaction, ask, token)
        await respond(interaction, work, manner_of(interaction))

    async def open(
        self, interaction: discord.Interaction, make: Callable[[Asker, Moderator], Opening]
    ) -> None:
        """Open the form that is made, filled in; or show a page in its place."""
        await respond(interaction, self._opening(interaction, make), manner_of(interaction))

    async def response(
        self, interaction: discord.Interaction, ask: Ask, token: str = ""
    ) -> Response:
        """Ask the desk in a thread. Raises what it raises, and RequestError outside a server."""
        asker = asker_of(interaction)
        answer = await asyncio.to_thread(
            lambda: ask(asker, moderator_of(asker, self.curation)),
        )
        token = token or asker.token
        page = answer if isinstance(answer, Page) else page_of_answer(answer, token)
        return await asyncio.to_thread(
            page_response, page, _page(interaction), self._after(interaction, asker, answer)
        )

    async def _opening(
        self, interaction: discord.Interaction, make: Callable[[Asker, Moderator], Opening]
    ) -> Response | ui.Modal:
        asker = asker_of(interaction)
        opening = await asyncio.to_thread(lambda: make(asker, moderator_of(asker, self.curation)))
        match opening:
            case Page():
                return page_response(opening)
            case PendingForm():
                form = modal_of(opening, asker.token)
                self.curation.pending.put(asker.server, asker.member.id, asker.token, opening)
                return form
            case Question(sheet, token, subject, about):
                return question_of(sheet, token, subject, about)

    def _after(
        self, interaction: discord.Interaction, asker: Asker, answer: ModerationAnswer | Page
    ) -> Callable[[], Awaitable[None]] | None:
        """Who is told of the answer beside the asker, once that is sent."""
        match answer:
            case DecisionMade(notice=notice):
                return lambda: self._teller.tell(asker.server, notice)
            case Suggested(suggestion):

                async def tell() -> None:
                    await self._teller.announce(asker.server, suggestion, self.curation)
                    await self._tell_of_others(interaction, suggestion.number)

                return tell
            case _:
                return None

    async def _tell_of_others(self, interaction: discord.Interaction, number: int) -> None:
        """Tell a member again what became of others: perhaps no message reached them."""
        asker = asker_of(interaction)
        try:
            fates = await asyncio.to_thread(
                lambda: self.curation.for_member(asker.server, asker.member).suggestions()
            )
            decided = tuple(one for one in fates.suggestions if one.decision)[:_FATES]
            if decided:
                for reply in render(page_of_answer(OwnSuggestions(decided), "")):
                    await interaction.followup.send(view=reply.view, ephemeral=True)
        except (StoreError, discord.HTTPException) as error:
            logger.warning("what became of suggestions before %d was not told: %s", number, error)

    async def try_out_channel(self, interaction: discord.Interaction, channel: str) -> None:
        """Say in the review channel that it is that; tell the moderator where that cannot be."""
        if not await self._teller.try_out(channel, review_channel_page()):
            (reply,) = render(closed_review_channel_page())
            await interaction.followup.send(view=reply.view, ephemeral=True)


def _page(interaction: discord.Interaction) -> int:
    """The page that a button turns to; the first for all else."""
    given: Mapping[str, Any] = interaction.data or {}
    return split_page(str(given.get("custom_id", "")))[1]


def manner_of(interaction: discord.Interaction) -> Manner:
    """A moderator's own card becomes the answer; all else is answered for the asker alone."""
    message = interaction.message
    private = message is not None and message.flags.ephemeral
    return Manner.CHANGED if private else Manner.PRIVATE
