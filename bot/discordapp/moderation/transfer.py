"""Import a file, after showing its effect, and export the server's collection."""

import asyncio
import logging

import aiohttp
import discord
from discord import ui

from bot.discordapp.moderation.moderation_flow import ModerationResponder, Requester, requester_of
from bot.discordapp.rendering import OutgoingMessage, render
from bot.discordapp.responder import Manner, Response, page_response, respond
from bot.errors import RequestError
from bot.moderation.archive import MOST_BYTES, archive_of
from bot.moderation.import_plan import ImportPlan, plan_import
from bot.pages.moderation.transfer import exported_page, plan_page

logger = logging.getLogger(__name__)

TOO_LARGE = (
    "That file has {size:,.1f} MB; the limit is 8 MB. Split it and import the parts in turn."
)
NOT_FETCHED = (
    "I couldn’t download the file from Discord, so nothing was imported. Please try again."
)
EXPORT_NAME = "library.zip"
_DOWNLOAD_LIMIT_S = 60.0
_MB = 1_000_000


async def import_file(
    interaction: discord.Interaction, responder: ModerationResponder, file: discord.Attachment
) -> None:
    """Show the effect of importing the file; Apply carries it out."""
    await respond(interaction, _plan(interaction, responder, file), Manner.PRIVATE)


async def export_collection(
    interaction: discord.Interaction, responder: ModerationResponder
) -> None:
    """Answer with the server's collection as a file."""

    async def work() -> Response:
        return await asyncio.to_thread(_export, requester_of(interaction, responder.service))

    await respond(interaction, work(), Manner.PRIVATE)


async def _plan(
    interaction: discord.Interaction, responder: ModerationResponder, file: discord.Attachment
) -> Response:
    requester = requester_of(interaction, responder.service)
    await asyncio.to_thread(requester.moderation)  # the right is checked before the download
    octets = await _download(file)
    today = interaction.created_at.date()

    def plan() -> ImportPlan:
        view = requester.service.servers.view(requester.server)
        return plan_import(view, {file.filename: octets}, today)

    planned = await asyncio.to_thread(plan)
    requester.service.pending.put_plan(*requester.form_key(requester.token), planned)
    return await asyncio.to_thread(page_response, plan_page(planned, requester.token))


async def _download(file: discord.Attachment) -> bytes:
    """Return the content of the file. Raises RequestError if it is too large or not available."""
    if file.size > MOST_BYTES:
        raise RequestError(TOO_LARGE.format(size=file.size / _MB))
    try:
        async with asyncio.timeout(_DOWNLOAD_LIMIT_S):
            return await file.read()
    except (discord.HTTPException, aiohttp.ClientError, TimeoutError) as error:
        logger.warning("an attachment could not be downloaded: %s", error)
        raise RequestError(NOT_FETCHED) from error


def _export(requester: Requester) -> Response:
    requester.moderation()
    view = requester.service.servers.view(requester.server)
    octets = archive_of(view)
    (message,) = render(exported_page(len(view.put.keys() - view.removed.keys())))
    message.view.add_item(ui.File(f"attachment://{EXPORT_NAME}"))
    return Response((OutgoingMessage(message.view, octets, EXPORT_NAME),))
