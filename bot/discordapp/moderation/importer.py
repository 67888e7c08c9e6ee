"""``/library import`` and ``/library export``: read an attachment, and send a collection as a file.

Reading takes seconds of one core: each file is read in a thread of its own.
"""

import asyncio
import contextvars
import logging
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import TypeVar

import discord
from discord import ui

from bot.discordapp.moderation.moderation_flow import Requester, requester_of
from bot.discordapp.network import NETWORK_ERRORS, in_time
from bot.discordapp.rendering import OutgoingMessage, render
from bot.discordapp.responder import Interaction, Response, page_response
from bot.errors import RequestError
from bot.i18n import N_, gettext as _, number
from bot.moderation.import_files import MOST_BYTES, archive_of
from bot.moderation.import_plan import ImportPlan, plan_import
from bot.pages.moderation.overview import exported_page, plan_page

logger = logging.getLogger(__name__)

LONGEST_S = 30.0
MOST_AT_ONCE = 2
ONE_AT_A_TIME = N_("An import is being read here already. Wait until it is done, then send yours.")
TOO_MANY = N_("Other servers are importing at the moment. Please try again in a minute.")
TOO_SLOW = N_(
    "Reading this took longer than {seconds} seconds, so I stopped; nothing was imported. "
    "Split it into several files."
)
TOO_LARGE = N_("That file has {size} MB; the limit is 8 MB. Split it and import the parts in turn.")
NOT_FETCHED = N_(
    "I couldn’t download the file from Discord, so nothing was imported. Please try again."
)
EXPORT_NAME = "library.zip"
_MB = 1_000_000
Check = Callable[[], None]
"""Called often during an import; raises RequestError if it has to stop."""
_Plan = TypeVar("_Plan")


class Importer:
    """Read one file at a time for each server, at most two at once, and each for 30 s at most.

    ``seconds`` is a monotonic clock.
    """

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._servers: set[str] = set()

    async def read(self, server: str, plan: Callable[[Check], _Plan]) -> _Plan:
        """Return what ``plan`` returns. Raises what it raises, and RequestError to wait or stop."""
        if server in self._servers:
            raise RequestError(_(ONE_AT_A_TIME))
        if len(self._servers) >= MOST_AT_ONCE:
            raise RequestError(_(TOO_MANY))
        until = self._seconds() + LONGEST_S

        def check() -> None:
            if self._seconds() > until:
                raise RequestError(_(TOO_SLOW), seconds=round(LONGEST_S))

        self._servers.add(server)
        try:
            return await _in_a_thread(lambda: plan(check))
        finally:
            self._servers.discard(server)


async def _in_a_thread(work: Callable[[], _Plan]) -> _Plan:
    """Run the work in a daemon thread: at the end of the process nobody waits for it."""
    done: Future[_Plan] = Future()
    done.set_running_or_notify_cancel()  # from here on it cannot be cancelled

    def run() -> None:
        try:
            done.set_result(work())
        except BaseException as error:  # noqa: BLE001 - it is raised again where it is awaited
            done.set_exception(error)

    # The thread speaks the language of the task.
    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(run,), name="import", daemon=True).start()
    return await asyncio.wrap_future(done)


async def planned_import(interaction: Interaction, file: discord.Attachment) -> Response:
    """Return the effect of an import, to be applied by a button. Raises RequestError."""
    requester = requester_of(interaction)
    await asyncio.to_thread(requester.moderation)  # the right is checked before the download
    octets = await _download(file)
    today = interaction.created_at.date()

    def plan(check: Check) -> ImportPlan:
        view = requester.service.servers.view(requester.server)
        return plan_import(view, {file.filename: octets}, today, check)

    planned = await interaction.client.importer.read(requester.server, plan)
    requester.service.plans.put(requester.form_key(requester.token), planned)
    return await asyncio.to_thread(page_response, plan_page(planned, requester.token))


async def _download(file: discord.Attachment) -> bytes:
    """Return the content of the file. Raises RequestError if it is too large or not available."""
    if file.size > MOST_BYTES:
        raise RequestError(_(TOO_LARGE), size=number(round(file.size / _MB)))
    try:
        return await in_time(file.read())
    except NETWORK_ERRORS as error:
        logger.warning("an attachment could not be downloaded: %s", error)
        raise RequestError(_(NOT_FETCHED)) from error


def exported(requester: Requester, _given: Mapping[str, str]) -> Response:
    """Return the collection as a file. Raises RequestError without the right."""
    requester.moderation()
    view = requester.service.servers.view(requester.server)
    octets = archive_of(view)
    (message,) = render(exported_page(len(view.put.keys() - view.removed.keys())))
    message.view.add_item(ui.File(f"attachment://{EXPORT_NAME}"))
    return Response((OutgoingMessage(message.view, octets, EXPORT_NAME),))
