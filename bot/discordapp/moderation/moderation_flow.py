"""One way for everything asked of the moderators' desk: a thread, an answer, and who is told."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.discordapp.cards import replies
from bot.discordapp.compose import Composed, apology, refusal
from bot.discordapp.custom_id import page_in
from bot.discordapp.limits import FIRST_ANSWER_S
from bot.discordapp.moderation.forms import modal_of, question_of
from bot.discordapp.moderation.notifications import Teller
from bot.discordapp.moderation.pages import page_of_answer
from bot.discordapp.moderation.pending_forms import Draft, Drafts, Sheet
from bot.discordapp.moderation.requester import Asker, asker_of, moderator_of
from bot.discordapp.moderation.words import NOT_IN_TIME
from bot.discordapp.sending import Manner, deliver, failed, respond
from bot.errors import RequestError, StoreError
from bot.moderation import Curation, DecidedNow, Fates, Moderator, Suggested
from bot.moderation.answers import CurationAnswer
from bot.pages.moderation.transfer import review_channel_page, unwritable_page
from bot.pages.page import Page

logger = logging.getLogger(__name__)

# The latest of a member's own suggestions that they are told of again.
_FATES = 5
# A form must be the first answer, so what it is filled with must be there in time.
_FILLED_WITHIN_S = FIRST_ANSWER_S - 0.5

Ask = Callable[[Moderator], CurationAnswer | Page]


@dataclass(frozen=True, slots=True)
class Answered(Composed):
    """What is sent, and the answer it says; None where it says why there is none."""

    answer: CurationAnswer | Page | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A form that asks for a reason, on a subject (a quote's id, a suggestion's number)."""

    sheet: Sheet
    token: str
    subject: str
    about: str = ""


Opening = Draft | Question | Page


class Flow:
    """Asks the desk and answers the interaction. Its methods never raise.

    ``drafts`` are touched by the event loop alone; the desk is asked in threads.
    """

    def __init__(self, curation: Curation, teller: Teller) -> None:
        self.curation = curation
        self.drafts = Drafts()
        self._teller = teller

    async def answer(self, interaction: discord.Interaction, ask: Ask, token: str = "") -> None:
        """Answer with what the desk says; ``token`` is that of the form it is about, if any."""
        work = self._answered(interaction, ask, token or str(interaction.id))
        answered = await deliver(interaction, work, manner_of(interaction))
        match answered.answer:
            case DecidedNow(tell=tell):
                await self._teller.tell(asker_of(interaction).server, tell)
            case Suggested(suggestion):
                server = asker_of(interaction).server
                await self._teller.announce(server, suggestion, self.curation)
                await self._tell_of_others(interaction, suggestion.number)
            case _:
                pass

    async def open(
        self, interaction: discord.Interaction, make: Callable[[Asker, Moderator], Opening]
    ) -> None:
        """Open the form that is made, filled in; or show a page in its place."""
        try:
            asker = asker_of(interaction)
            opening = await asyncio.wait_for(
                asyncio.to_thread(lambda: make(asker, moderator_of(asker, self.curation))),
                _FILLED_WITHIN_S,
            )
            form = _form_of(opening, asker)
        except RequestError as error:
            await respond(interaction, refusal(str(error)), Manner.PRIVATE)
        except TimeoutError:
            # A busy machine is no fault to be looked into.
            await respond(interaction, refusal(NOT_IN_TIME), Manner.PRIVATE)
        except Exception as error:  # noqa: BLE001 - here an exception becomes a reply
            await respond(interaction, apology(error), Manner.PRIVATE)
        else:
            if isinstance(opening, Draft):
                self.drafts.put(asker, asker.token, opening)
            if isinstance(opening, Page):
                await respond(interaction, Composed(replies(opening)), manner_of(interaction))
            elif form is not None:
                await _send_form(interaction, form)

    async def _tell_of_others(self, interaction: discord.Interaction, number: int) -> None:
        """Tell a member again what became of others: perhaps no message reached them."""
        asker = asker_of(interaction)
        try:
            fates = await asyncio.to_thread(self.curation.fates, asker.server, asker.member)
            decided = tuple(one for one in fates.suggestions if one.decision)[:_FATES]
            if decided:
                for reply in replies(page_of_answer(Fates(decided), "")):
                    await interaction.followup.send(view=reply.view, ephemeral=True)
        except (StoreError, discord.HTTPException) as error:
            logger.warning("what became of suggestions before %d was not told: %s", number, error)

    async def try_out_channel(self, interaction: discord.Interaction, channel: str) -> None:
        """Say in the review channel that it is that; tell the moderator where that cannot be."""
        if not await self._teller.try_out(channel, review_channel_page()):
            (reply,) = replies(unwritable_page())
            await interaction.followup.send(view=reply.view, ephemeral=True)

    async def _answered(self, interaction: discord.Interaction, ask: Ask, token: str) -> Answered:
        try:
            asker = asker_of(interaction)
            return await asyncio.to_thread(self._asked, asker, ask, token, _page(interaction))
        except RequestError as error:
            composed = refusal(str(error))
        except Exception as error:  # noqa: BLE001 - here an exception becomes a reply
            composed = apology(error)
        return Answered(composed.replies, refused=True)

    def _asked(self, asker: Asker, ask: Ask, token: str, turned: int) -> Answered:
        answer = ask(moderator_of(asker, self.curation))
        page = answer if isinstance(answer, Page) else page_of_answer(answer, token)
        return Answered(replies(page, turned), answer=answer)


def _page(interaction: discord.Interaction) -> int:
    """The page that a button turns to; the first for all else."""
    given: Mapping[str, Any] = interaction.data or {}
    return page_in(str(given.get("custom_id", "")))[1]


def manner_of(interaction: discord.Interaction) -> Manner:
    """A moderator's own card becomes the answer; all else is answered for the asker alone."""
    message = interaction.message
    private = message is not None and message.flags.ephemeral
    return Manner.CHANGED if private else Manner.PRIVATE


def _form_of(opening: Opening, asker: Asker) -> ui.Modal | None:
    """The form to open; None for a page. Raises RequestError as :func:`modal_of` does."""
    match opening:
        case Page():
            return None
        case Draft():
            return modal_of(opening, asker.token)
        case Question(sheet, token, subject, about):
            return question_of(sheet, token, subject, about)


async def _send_form(interaction: discord.Interaction, modal: ui.Modal) -> None:
    try:
        await interaction.response.send_modal(modal)
    except discord.HTTPException as error:
        await failed(interaction, error)
