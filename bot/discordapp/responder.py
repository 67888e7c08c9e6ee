"""Answer an interaction: within three seconds, once, and never with silence.

:func:`respond` is the only way from work to an answer. :func:`outcome` turns an error of the work
into a reply, and ``_not_shown`` an error of sending. A form that could not be saved is answered in
:mod:`bot.discordapp.moderation.form_handlers`, so that its text is not lost.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from datetime import date
from enum import Enum, auto
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import discord
from discord import ui
from msgspec import Struct
from msgspec.structs import replace

from bot.answers.desk import Desk
from bot.answers.model import Answer, NotFound
from bot.discordapp.buttons import posting, split_page
from bot.discordapp.limits import ANNOUNCE_AFTER_S
from bot.discordapp.metrics import DATABASE_ERRORS, FIRST_ANSWER, INTERACTIONS
from bot.discordapp.network import (
    NETWORK_ERRORS,
    call_back,
    edit_first,
    follow_up,
    is_too_late,
    send_rest,
)
from bot.discordapp.rendering import OutgoingMessage, render
from bot.errors import RequestError, StoreError, log_fault
from bot.i18n import gettext as _, speak
from bot.moderation.servers import Servers
from bot.pages import error_page, on_a_message, page_of, request_page
from bot.pages.page import ActionKind, Button, Page, ServerAction
from bot.search.results import NO_REQUEST

if TYPE_CHECKING:
    from bot.discordapp.client import Counterpoint

Interaction: TypeAlias = "discord.Interaction[Counterpoint]"
"""An interaction; the parts of the bot are attributes of its ``client``."""
logger = logging.getLogger(__name__)
# One entry for each interaction, in the log as JSON alone: bot/cli.py turns it off for text.
_interactions = logging.getLogger("bot.interactions")


class Manner(Enum):
    """The place of an answer."""

    SHOWN = auto()  # a new message that everybody sees
    PRIVATE = auto()  # a new message that only the asker sees
    CHANGED = auto()  # the message of the button becomes the answer


class Response(Struct, frozen=True):
    """The messages that answer an interaction, at least one.

    A ``refused`` one says why nothing was done: only the asker sees it, and the message of the
    button stays. ``after`` runs once the messages are sent; its errors are only logged. ``done`` is
    the sentence for a change that is saved though the messages could not be sent. ``outcome`` is
    counted: answered, refused or failed; a failed one has the ``reference`` of its error.
    """

    messages: tuple[OutgoingMessage, ...]
    refused: bool = False
    after: Callable[[], Awaitable[None]] | None = None
    done: str = ""
    outcome: str = "answered"
    reference: str = ""


T = TypeVar("T")
Work = Coroutine[Any, Any, Response | ui.Modal]


async def respond(
    interaction: Interaction,
    work: Work,
    manner: Manner,
    announce_after_s: float = ANNOUNCE_AFTER_S,
) -> None:
    """Answer the interaction with the response or the form that ``work`` returns.

    Longer work is announced to Discord ("is thinking") and answered afterwards; a form cannot
    follow an announcement and is replaced by a sentence. An error of the work becomes a reply.
    """
    began_s = time.monotonic()
    await speak_in(interaction)
    task = asyncio.create_task(outcome(work))
    told, reference, announced = "answered", "", False
    try:
        done, _ = await asyncio.wait({task}, timeout=announce_after_s)
        if not (done or interaction.response.is_done()):
            changed, private = manner is Manner.CHANGED, manner is Manner.PRIVATE
            defer = interaction.response.defer
            await call_back(lambda: defer(ephemeral=private, thinking=not changed))
            FIRST_ANSWER.observe(time.monotonic() - began_s)
            announced = True
        await _send(interaction, await task, manner)
    except NETWORK_ERRORS as error:
        told = "unsent"
        reference = await _not_shown(interaction, error, await task)
    response = await task
    took_s = time.monotonic() - began_s
    if not announced:
        FIRST_ANSWER.observe(took_s)
    if isinstance(response, Response) and told == "answered":
        told, reference = response.outcome, response.reference
    _record(interaction, told, reference, took_s)
    if isinstance(response, Response):
        await finish(response)


def _record(interaction: Interaction, outcome: str, reference: str, took_s: float) -> None:
    """Count and log an interaction, without its text and its member."""
    command = _command_of(interaction)
    INTERACTIONS.labels(command, outcome).inc()
    fields: dict[str, object] = {
        "command": command,
        "server": str(interaction.guild_id or ""),
        "interaction": str(interaction.id),
        "duration_s": round(took_s, 3),
        "outcome": outcome,
        **({"reference": reference} if reference else {}),
    }
    _interactions.info("interaction", extra=fields)


def _command_of(interaction: Interaction) -> str:
    """Return the command of an interaction, the kind of its button, or ``form``."""
    if interaction.type is discord.InteractionType.modal_submit:
        return "form"
    if interaction.command is not None:
        return interaction.command.qualified_name
    kind = _custom_id_of(interaction).split(":")[1:2]
    return f"button {kind[0][:20]}" if kind else "unknown"


async def outcome(work: Awaitable[T]) -> T | Response:
    """Wait for the work; turn an error into an apology with a reference, or its own sentence."""
    try:
        return await work
    except RequestError as error:
        return refusal(str(error))
    except Exception as error:  # noqa: BLE001 - this is where an exception becomes a reply
        return _apology(error)


async def finish(response: Response) -> None:
    """Run what follows the response, now that it is sent."""
    if response.after is None:
        return
    try:
        await response.after()
    except Exception:
        # The asker has the answer; there is nobody to tell.
        logger.exception("what follows an answer failed")


def page_response(
    page: Page, number: int = 1, after: Callable[[], Awaitable[None]] | None = None
) -> Response:
    """Return the response that shows a page; of a long one, part ``number``, counted from 1."""
    return Response(render(page, number), after=after)


def refusal(sentence: str) -> Response:
    """Return the response that says why a request cannot be met."""
    return Response(render(request_page(sentence)), refused=True, outcome="refused")


def server_of(interaction: Interaction) -> str:
    """Return the id of the server whose collection answers.

    Empty in direct messages, and in a server where only a member added the bot.
    """
    return str(interaction.guild_id) if interaction.is_guild_integration() else ""


def _custom_id_of(interaction: Interaction) -> str:
    given: Mapping[str, Any] = interaction.data or {}
    return str(given.get("custom_id", ""))


def part_asked(interaction: Interaction) -> int:
    """Return the part of a long answer that a button turns to, from 1; 1 for anything else."""
    return split_page(_custom_id_of(interaction))[1]


def manner_of(interaction: Interaction) -> Manner:
    """Return CHANGED for a button on a message that only the member sees, else PRIVATE."""
    message = interaction.message
    private = message is not None and message.flags.ephemeral
    return Manner.CHANGED if private else Manner.PRIVATE


def _apology(error: BaseException) -> Response:
    if isinstance(error, StoreError):
        DATABASE_ERRORS.inc()
    reference = log_fault(error)
    page = error_page(reference)
    return Response(render(page), refused=True, outcome="failed", reference=reference)


async def _send(interaction: Interaction, response: Response | ui.Modal, manner: Manner) -> None:
    answered = interaction.response.is_done()
    if isinstance(response, ui.Modal):
        if not answered:
            modal, send = response, interaction.response.send_modal
            await call_back(lambda: send(modal))
            return
        response = refusal(
            _(
                "Discord waits only three seconds for a form, and this one took longer. "
                "Nothing is lost. Please try again."
            )
        )
    if response.refused and not answered:
        manner = Manner.PRIVATE
    first, *rest = response.messages
    if not answered:
        await _send_first(interaction, first, manner)
    elif response.refused and manner is Manner.CHANGED:
        await follow_up(interaction, first, private=True)
    else:
        await edit_first(interaction, first)
    button_message = interaction.message
    private = manner is Manner.PRIVATE or (
        manner is Manner.CHANGED and button_message is not None and button_message.flags.ephemeral
    )
    if rest:
        in_a_file = not (response.refused and manner is Manner.CHANGED)
        await send_rest(interaction, response.messages, private=private, in_a_file=in_a_file)


async def _send_first(interaction: Interaction, message: OutgoingMessage, manner: Manner) -> None:
    view, private, reply = message.view, manner is Manner.PRIVATE, interaction.response
    if manner is Manner.CHANGED:
        await call_back(lambda: reply.edit_message(view=view, attachments=message.files()))
    else:
        await call_back(
            lambda: reply.send_message(view=view, files=message.files(), ephemeral=private)
        )


async def _not_shown(
    interaction: Interaction, error: Exception, response: Response | ui.Modal
) -> str:
    """Say what is known of an answer that could not be sent; return the reference, if it has one.

    If nobody waits, only log it.
    """
    if is_too_late(error):
        logger.warning("an answer came too late or twice: %s", error)
        return ""
    apology = _apology(error)
    done = response.done if isinstance(response, Response) else ""
    (message,) = (refusal(done) if done else apology).messages
    try:
        if interaction.response.is_done():
            await follow_up(interaction, message, private=True)
        else:
            await _send_first(interaction, message, Manner.PRIVATE)
    except NETWORK_ERRORS as second:
        logger.warning("the apology could not be sent either: %s", type(second).__name__)
    return apology.reference


# More threads do not answer sooner, since Python runs one at a time; they only delay the event
# loop. Two, so that one slow answer does not hold up all others.
_THREADS = 2
# With so many waiting, a request is announced at once, which costs less than a third of an answer.
# With 1,000 requests at once (two cores, shipped library) the last is answered or announced after
# 1.5 to 2.5 s, and after 4.5 s, which is too late for Discord, where each waits unannounced.
_CROWD = 16
# The answer has three seconds, and goes on in English without the language.
_LANGUAGE_LIMIT_S = 0.5
_IN_SERVERS = (ActionKind.DISCUSS, ActionKind.SUGGEST)


async def speak_for(servers: Servers, server: str) -> None:
    """Set the language of this task, and of the threads it starts, to that of a server."""
    language = servers.language_at_hand(server)
    if not language:
        try:
            async with asyncio.timeout(_LANGUAGE_LIMIT_S):
                language = await asyncio.to_thread(servers.language, server)
        except TimeoutError:
            language = "en"
    speak(language)


async def speak_in(interaction: Interaction) -> None:
    """Set the language of this task to that of the interaction's server."""
    await speak_for(interaction.client.servers, server_of(interaction))


class Request(Struct, frozen=True):
    """A request to the desk of a server; an empty ``server`` is the shared library alone.

    ``question`` is the typed text, counted under ``day`` where it finds nothing; empty for requests
    that are not counted. ``page`` is the part to show of a long answer, from 1. ``message`` is
    the beginning of the message the request is about, if any. ``to_post`` adds a button that shows
    the answer in the channel.
    """

    server: str
    day: date
    ask: Callable[[Desk], Answer]
    question: str = ""
    page: int = 1
    message: str = ""
    to_post: bool = False


class Workers:
    """Answer requests in threads, two at a time, without a cache.

    A repeated answer would come 2 ms sooner from one, which nobody notices.
    """

    def __init__(self, servers: Servers) -> None:
        self.servers = servers
        self._threads = asyncio.Semaphore(_THREADS)
        self._waiting = 0

    async def respond(self, interaction: Interaction, request: Request, manner: Manner) -> None:
        """Answer the interaction."""
        announce_after_s = ANNOUNCE_AFTER_S if self._waiting < _CROWD else 0.0
        await respond(interaction, self.response(request), manner, announce_after_s)

    async def response(self, request: Request) -> Response:
        """Return the messages that answer the request. Raises what the desk raises."""
        self._waiting += 1
        try:
            async with self._threads:
                return await asyncio.to_thread(self._worked_out, request)
        finally:
            self._waiting -= 1

    def _worked_out(self, request: Request) -> Response:
        answer = request.ask(self.servers.desk(request.server))
        page = page_of(answer)
        page = on_a_message(page, request.message) if request.message else page
        if not request.server:
            anywhere = (one for one in page.buttons if _kind(one) not in _IN_SERVERS)
            page = replace(page, buttons=tuple(anywhere))
        post = posting(page.here) if request.to_post and page.here else None
        if post is not None:
            page = replace(page, buttons=(*page.buttons, Button(_("Show in the channel"), post)))
        missed = isinstance(answer, NotFound) and answer.miss not in NO_REQUEST
        count = partial(self._count, request) if request.question and missed else None
        return page_response(page, request.page, count)

    async def _count(self, request: Request) -> None:
        async with self._threads:
            await asyncio.to_thread(
                self.servers.note_unanswered, request.server, request.question, request.day
            )


def _kind(button: Button) -> ActionKind | None:
    return button.action.kind if isinstance(button.action, ServerAction) else None
