"""What is offered while a moderator types: quotes by their words, topics, points."""

import asyncio

import discord

from bot.discordapp.escape import shortened
from bot.discordapp.limits import CHOICES
from bot.discordapp.moderation.requester import Asker, asker_of, moderator_of
from bot.discordapp.responder import server_of
from bot.discordapp.slash_commands import Choices, Completion, choice, choice_of, completion
from bot.library.model import Kind, Quote
from bot.library.view import View
from bot.moderation import ModerationService
from bot.moderation.quote_completion import Among, quotes_like

# Speakers, topics and points come together; of so many, enough are of the kind wanted.
_LOOKED_AT = 200
_KINDS = {"topic": Kind.TOPIC, "point": Kind.POINT}


def completion_of(curation: ModerationService, completes: str) -> Completion:
    """The callback that offers what ``completes`` names; to nobody who may not see it."""

    async def complete(interaction: discord.Interaction, typed: str) -> Choices:
        if completes in _KINDS:
            server = server_of(interaction)
            return await asyncio.to_thread(_filing, curation, server, completes, typed)
        asker = asker_of(interaction)
        return await asyncio.to_thread(_quotes, curation, asker, Among(completes), typed)

    return completion(complete)


def _filing(curation: ModerationService, server: str, completes: str, typed: str) -> Choices:
    near = curation.servers.desk(server).complete(completes, typed, _LOOKED_AT)
    wanted = [one for one in near if one.kind is _KINDS[completes]][:CHOICES]
    return [choice_of(one, one.id) for one in wanted]


def _quotes(curation: ModerationService, asker: Asker, among: Among, typed: str) -> Choices:
    if not moderator_of(asker, curation).may_curate:
        return []
    view = curation.servers.view(asker.server)
    found = quotes_like(view, among, typed, CHOICES)
    return [choice(one.text, _behind(view, one), one.id) for one in found]


def _behind(view: View, quote: Quote) -> str:
    speaker = view.library.speakers.get(quote.speaker)
    name = shortened(speaker.name, 40) if speaker else ""
    out = "removed" if quote.id in view.removed else "hidden" if quote.id in view.hidden else ""
    return "".join(f" · {part}" for part in (name, out) if part)
