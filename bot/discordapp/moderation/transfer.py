"""Import and export: files in and out, and what an import would do shown before it does it."""

import asyncio
import io
import logging
from dataclasses import dataclass

import aiohttp
import discord
from discord import ui

from bot.discordapp.moderation.moderation_flow import Flow
from bot.discordapp.moderation.requester import Asker, asker_of, moderator_of, require_right
from bot.discordapp.moderation.words import EXPORT_NAME, NOT_FETCHED, TOO_LARGE
from bot.discordapp.rendering import OutgoingMessage, render
from bot.discordapp.responder import Manner, Response, page_response, respond
from bot.errors import RequestError
from bot.moderation import ModerationService
from bot.moderation.exporting import archive_of
from bot.moderation.importing.archive import MOST_BYTES
from bot.moderation.importing.plan import ImportPlan, plan_import
from bot.pages.moderation.transfer import exported_page, plan_page

logger = logging.getLogger(__name__)

_FETCHED_WITHIN_S = 60.0
_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class _WithArchive(OutgoingMessage):
    """A message that hands over an archive."""

    octets: bytes = b""

    def files(self) -> list[discord.File]:
        """The archive, new each time, since sending uses it up."""
        return [discord.File(io.BytesIO(self.octets), filename=EXPORT_NAME)]


async def take_in(interaction: discord.Interaction, flow: Flow, file: discord.Attachment) -> None:
    """Show what importing the file would do; nothing is done before Apply."""
    await respond(interaction, _planned(interaction, flow, file), Manner.PRIVATE)


async def hand_out(interaction: discord.Interaction, flow: Flow) -> None:
    """Answer with the server's collection as a file."""
    await respond(interaction, _exported(interaction, flow), Manner.PRIVATE)


async def _exported(interaction: discord.Interaction, flow: Flow) -> Response:
    return await asyncio.to_thread(_archive, asker_of(interaction), flow.curation)


async def _planned(
    interaction: discord.Interaction, flow: Flow, file: discord.Attachment
) -> Response:
    asker = asker_of(interaction)
    await asyncio.to_thread(_allowed, asker, flow.curation)
    octets = await _fetched(file)
    today = interaction.created_at.date()

    def look() -> ImportPlan:
        view = flow.curation.servers.view(asker.server)
        return plan_import(view, {file.filename: octets}, today)

    looked = await asyncio.to_thread(look)
    flow.curation.pending.put_plan(asker.server, asker.member.id, asker.token, looked)
    return await asyncio.to_thread(page_response, plan_page(looked, asker.token))


async def _fetched(file: discord.Attachment) -> bytes:
    if file.size > MOST_BYTES:
        raise RequestError(TOO_LARGE.format(size=f"{file.size / _MB:,.1f} MB"))
    try:
        async with asyncio.timeout(_FETCHED_WITHIN_S):
            return await file.read()
    except (discord.HTTPException, aiohttp.ClientError, TimeoutError) as error:
        logger.warning("an attachment could not be fetched: %s", error)
        raise RequestError(NOT_FETCHED) from error


def _allowed(asker: Asker, curation: ModerationService) -> None:
    require_right(curation, asker, moderator_of(asker, curation))


def _archive(asker: Asker, curation: ModerationService) -> Response:
    _allowed(asker, curation)
    view = curation.servers.view(asker.server)
    octets = archive_of(view)
    (reply,) = render(exported_page(len(view.put.keys() - view.removed.keys())))
    reply.view.add_item(ui.File(f"attachment://{EXPORT_NAME}"))
    return Response((_WithArchive(reply.view, octets=octets),))
