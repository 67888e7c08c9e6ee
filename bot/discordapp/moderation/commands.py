"""The commands of moderation: ``/library …``, ``/suggest`` and *Save as quote*."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import discord
from discord import app_commands, ui

from bot.commands import (
    CLEARABLE_SETTINGS,
    DAILY_COMMAND,
    LIBRARY_COMMANDS,
    SAVE_MESSAGE,
    SUGGEST_COMMAND,
    ServerCommand,
)
from bot.discordapp.community.permissions import refuse_not_theirs
from bot.discordapp.limits import CHOICES
from bot.discordapp.lines import shortened
from bot.discordapp.moderation import form_handlers
from bot.discordapp.moderation.importer import Check
from bot.discordapp.moderation.moderation_flow import (
    ModerationResponder,
    Opening,
    Requester,
    manner_of,
    requester_of,
)
from bot.discordapp.network import NETWORK_ERRORS
from bot.discordapp.rendering import OutgoingMessage, render
from bot.discordapp.responder import Manner, Response, page_response, respond, server_of
from bot.discordapp.slash_commands import (
    Choices,
    Completion,
    SlashCommand,
    choice,
    choices_of,
    completion,
    slash_command,
)
from bot.errors import RequestError
from bot.i18n import N_, number, pgettext
from bot.i18n import gettext as _
from bot.library.model import Kind, Quote
from bot.library.view import View
from bot.moderation.import_files import MOST_BYTES, archive_of
from bot.moderation.import_plan import ImportPlan, plan_import
from bot.moderation.outcomes import ModerationAnswer
from bot.moderation.quotes import Among, quotes_like
from bot.moderation.servers import Preferences
from bot.moderation.service import ModerationService
from bot.pages.moderation.overview import exported_page, plan_page, settings_page
from bot.pages.page import Page

_Given = Mapping[str, Any]
_Handler = Callable[[discord.Interaction, _Given], Awaitable[None]]

SET_AND_CLEARED = N_(
    "You set and cleared the {setting} at the same time, so nothing was changed. "
    "Please do only one of the two."
)
ROLE_BY_MANAGERS = N_(
    "Only members with Manage Messages can choose who curates, so nothing was changed."
)
ROLE_OF_EVERYONE = N_(
    "Everyone has that role, so everyone could change the collection. To keep it "
    "safe, nothing was changed: choose a smaller role."
)
# discord.py fills in the settings left out from those of the tree.
_IN_SERVERS = app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False)
_BY_SERVERS = app_commands.AppInstallationType(guild=True, user=False)
_LONGEST_OPTION = 1000
_LONGEST_SPEAKER = 40
_KINDS = {"topic": Kind.TOPIC, "point": Kind.POINT}
TOO_LARGE = N_("That file has {size} MB; the limit is 8 MB. Split it and import the parts in turn.")
NOT_FETCHED = N_(
    "I couldn’t download the file from Discord, so nothing was imported. Please try again."
)
EXPORT_NAME = "library.zip"
_DOWNLOAD_LIMIT_S = 60.0
_MB = 1_000_000


def add_commands(tree: app_commands.CommandTree[Any], responder: ModerationResponder) -> None:
    """Add ``/library``, ``/suggest`` and *Save as quote* to a tree.

    By default Discord shows ``/library`` to members with Manage Messages, the others to everyone.
    """
    group = app_commands.Group(
        name="library",
        description=N_("This server's own collection of quotes"),
        default_permissions=discord.Permissions(manage_messages=True),
        allowed_contexts=_IN_SERVERS,
        allowed_installs=_BY_SERVERS,
    )
    handlers = _handlers(responder)
    for command in LIBRARY_COMMANDS:
        if command is not DAILY_COMMAND:
            group.add_command(_command(responder, command, handlers[command.name]))
    tree.add_command(group)

    async def suggest(interaction: discord.Interaction, given: _Given) -> None:
        await responder.open(interaction, lambda _requester: form_handlers.suggestion_form(given))

    async def save(interaction: discord.Interaction, message: discord.Message) -> None:
        await responder.open(interaction, lambda by: form_handlers.message_form(by, message))

    menu = app_commands.ContextMenu(name=SAVE_MESSAGE, callback=save)
    for one in (_command(responder, SUGGEST_COMMAND, suggest), menu):
        one.allowed_contexts, one.allowed_installs = _IN_SERVERS, _BY_SERVERS
        tree.add_command(one)


def _command(
    responder: ModerationResponder, command: ServerCommand, handle: _Handler
) -> SlashCommand:
    async def callback(interaction: discord.Interaction, **given: Any) -> None:
        filled_in = {name: value for name, value in given.items() if value not in (None, "")}
        await handle(interaction, filled_in)

    completion_for = partial(_completion, responder.service)
    return slash_command(command, callback, completion_for, _LONGEST_OPTION)


def _handlers(responder: ModerationResponder) -> Mapping[str, _Handler]:
    """Return the handler of each command; it gets the options that were filled in."""

    def opening(make: Callable[[Requester, _Given], Opening]) -> _Handler:
        async def handle(interaction: discord.Interaction, given: _Given) -> None:
            await responder.open(interaction, lambda requester: make(requester, given))

        return handle

    def answering(ask: Callable[[Requester, _Given], ModerationAnswer]) -> _Handler:
        async def handle(interaction: discord.Interaction, given: _Given) -> None:
            await responder.answer(interaction, lambda requester: ask(requester, given))

        return handle

    return {
        "add": opening(form_handlers.new_form),
        "edit": opening(lambda by, given: form_handlers.edit_form(by, given["quote"], given)),
        "remove": opening(lambda by, given: form_handlers.removal_form(by, given["quote"])),
        "restore": answering(
            lambda by, given: by.moderation().quotes.restore(given["quote"], by.token)
        ),
        "hide": answering(
            lambda by, given: by.moderation().quotes.hide(
                given["quote"], by.token, given.get("reason", "")
            )
        ),
        "show": answering(lambda by, given: by.moderation().quotes.show(given["quote"], by.token)),
        "history": answering(lambda by, given: by.moderation().history(given.get("quote", ""))),
        "review": answering(lambda by, _given: by.moderation().suggestions.review(by.token)),
        "topic": opening(lambda by, given: form_handlers.topic_form(by, given.get("topic", ""))),
        "point": opening(
            lambda by, given: form_handlers.point_form(
                by, given.get("point", ""), given.get("topic", "")
            )
        ),
        "import": lambda interaction, given: respond(
            interaction, _plan(interaction, responder, given["file"]), Manner.PRIVATE
        ),
        "export": lambda interaction, _given: respond(
            interaction, _export_answer(interaction, responder), Manner.PRIVATE
        ),
        "gaps": answering(lambda by, _given: by.moderation().gaps()),
        "settings": partial(_settings, responder),
    }


async def _settings(
    responder: ModerationResponder, interaction: discord.Interaction, given: _Given
) -> None:
    """Show the settings, or change them; a new review channel is tried out."""
    names = _names(interaction)

    def settings(requester: Requester) -> Page:
        moderation = requester.moderation()
        shown = moderation.settings()
        if given:
            _check_role(given, requester)
            if "review_channel" in given:
                refuse_not_theirs(interaction, given["review_channel"])
            shown = moderation.put_settings(_changed(shown.preferences, given))
        preferences = shown.preferences
        role, channel = preferences.curator_role, preferences.review_channel
        return settings_page(shown, names.get(role, ""), names.get(channel, ""))

    async def work() -> Response:
        response = await responder.response(interaction, settings)
        channel = given.get("review_channel")
        if channel is None:
            return response
        after = partial(responder.try_review_channel, interaction, str(channel.id))
        return replace(response, after=after)

    await respond(interaction, work(), manner_of(interaction))


def _names(interaction: discord.Interaction) -> dict[str, str]:
    guild = interaction.guild
    if guild is None:
        return {}
    roles = {str(role.id): f"@{role.name.removeprefix('@')}" for role in guild.roles}
    return roles | {str(channel.id): f"#{channel.name}" for channel in guild.channels}


def _check_role(given: _Given, requester: Requester) -> None:
    wanted, role = given.get("curator_role"), CLEARABLE_SETTINGS[0]
    if (wanted or given.get("clear") == role) and not requester.manages:
        raise RequestError(_(ROLE_BY_MANAGERS))
    if wanted and str(wanted.id) == requester.server:
        raise RequestError(_(ROLE_OF_EVERYONE))


def _changed(preferences: Preferences, given: _Given) -> Preferences:
    """Return the settings with the options applied. Raises RequestError if they contradict."""
    cleared = str(given.get("clear", "")).replace(" ", "_")
    if cleared in given:
        raise RequestError(_(SET_AND_CLEARED).format(setting=pgettext("choice", given["clear"])))
    changes: dict[str, Any] = {cleared: ""} if cleared else {}
    for name in ("curator_role", "review_channel"):
        if name in given:
            changes[name] = str(given[name].id)
    if "language" in given:
        changes["language"] = str(given["language"])
    if "note_questions" in given:
        changes["note_questions"] = bool(given["note_questions"])
    return replace(preferences, **changes)


def _completion(service: ModerationService, completes: str) -> Completion:
    """Return the completion of topics, points, or quotes; quotes only for moderators."""

    async def complete(interaction: discord.Interaction, typed: str) -> Choices:
        if completes in _KINDS:
            server = server_of(interaction)
            return await asyncio.to_thread(_offer_names, service, server, completes, typed)
        requester = requester_of(interaction, service)
        return await asyncio.to_thread(_offer_quotes, requester, Among(completes), typed)

    return completion(complete)


def _offer_names(service: ModerationService, server: str, completes: str, typed: str) -> Choices:
    desk = service.servers.desk(server)
    return choices_of(desk.complete(completes, typed, CHOICES, (_KINDS[completes],)), desk)


def _offer_quotes(requester: Requester, among: Among, typed: str) -> Choices:
    if not requester.may_curate():
        return []
    view = requester.service.servers.view(requester.server)
    found = quotes_like(view, among, typed, CHOICES)
    return [choice(quote.text, _note(view, quote), quote.id) for quote in found]


def _note(view: View, quote: Quote) -> str:
    speaker = view.library.speakers.get(quote.speaker)
    name = shortened(speaker.name, _LONGEST_SPEAKER) if speaker else ""
    out = ""
    if quote.id in view.removed:
        out = _("removed here")
    elif quote.id in view.hidden:
        out = _("hidden here")
    return "".join(f" · {part}" for part in (name, out) if part)


logger = logging.getLogger(__name__)


async def _export_answer(
    interaction: discord.Interaction, responder: ModerationResponder
) -> Response:
    return await asyncio.to_thread(_export, requester_of(interaction, responder.service))


async def _plan(
    interaction: discord.Interaction, responder: ModerationResponder, file: discord.Attachment
) -> Response:
    requester = requester_of(interaction, responder.service)
    await asyncio.to_thread(requester.moderation)  # the right is checked before the download
    octets = await _download(file)
    today = interaction.created_at.date()

    def plan(check: Check) -> ImportPlan:
        view = requester.service.servers.view(requester.server)
        return plan_import(view, {file.filename: octets}, today, check)

    planned = await responder.importer.read(requester.server, plan)
    requester.service.plans.put(requester.form_key(requester.token), planned)
    return await asyncio.to_thread(page_response, plan_page(planned, requester.token))


async def _download(file: discord.Attachment) -> bytes:
    """Return the content of the file. Raises RequestError if it is too large or not available."""
    if file.size > MOST_BYTES:
        raise RequestError(_(TOO_LARGE).format(size=number(round(file.size / _MB))))
    try:
        async with asyncio.timeout(_DOWNLOAD_LIMIT_S):
            return await file.read()
    except NETWORK_ERRORS as error:
        logger.warning("an attachment could not be downloaded: %s", error)
        raise RequestError(_(NOT_FETCHED)) from error


def _export(requester: Requester) -> Response:
    requester.moderation()
    view = requester.service.servers.view(requester.server)
    octets = archive_of(view)
    (message,) = render(exported_page(len(view.put.keys() - view.removed.keys())))
    message.view.add_item(ui.File(f"attachment://{EXPORT_NAME}"))
    return Response((OutgoingMessage(message.view, octets, EXPORT_NAME),))
