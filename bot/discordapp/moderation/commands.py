"""The commands and buttons of moderation: ``/library …``, ``/suggest`` and *Save as quote*.

Buttons work on any message, at any time, in any process.
"""

import asyncio
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
from bot.discordapp.button_dispatch import ActionHandlers
from bot.discordapp.buttons import number_in, old_button
from bot.discordapp.channel_permissions import require_may_post
from bot.discordapp.limits import CHOICES
from bot.discordapp.markdown import shortened
from bot.discordapp.moderation import form_handlers
from bot.discordapp.moderation.importer import Importer, exported, planned_import
from bot.discordapp.moderation.moderation_flow import (
    ModerationResponder,
    Reply,
)
from bot.discordapp.moderation.requester import Requester, requester_of
from bot.discordapp.responder import Manner, Response, manner_of, respond
from bot.discordapp.slash_commands import (
    Choices,
    Completion,
    SlashCommand,
    choice,
    completion,
    name_completion,
    slash_command,
)
from bot.errors import RequestError
from bot.i18n import N_, gettext as _, pgettext
from bot.library.model import Kind, Quote
from bot.library.view import View
from bot.moderation.import_plan import ImportPlan
from bot.moderation.outcomes import ModerationAnswer, Preview
from bot.moderation.quotes import Among, quotes_like
from bot.moderation.servers import Preferences
from bot.moderation.service import ModerationService
from bot.pages.moderation.changes import erase_page
from bot.pages.moderation.overview import IMPORT, gaps_page, plan_page, settings_page
from bot.pages.moderation.quote_preview import OUT, cancelled_page
from bot.pages.page import CONFIRMED, ActionKind, Page

_Given = Mapping[str, Any]
# The ids, numbers and tokens of a custom_id, followed by two blanks for parts that are missing.
_Target = tuple[str, ...]
_Handler = Callable[[discord.Interaction, Any], Awaitable[None]]

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
PLAN_GONE = N_(
    "This import preview is no longer available, so nothing was imported. Please "
    "use /library import again."
)


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
    handlers = _command_handlers(responder)
    for command in LIBRARY_COMMANDS:
        if command is not DAILY_COMMAND:
            group.add_command(_command(responder, command, handlers[command.name]))
    tree.add_command(group)
    suggest = _answering(responder, lambda _requester, given: form_handlers.suggestion_form(given))

    async def save(interaction: discord.Interaction, message: discord.Message) -> None:
        await responder.answer(
            interaction, lambda requester: form_handlers.message_form(requester, message)
        )

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


def _answering(
    responder: ModerationResponder,
    ask: Callable[[Requester, Any], Reply],
    kind: ActionKind | None = None,
) -> _Handler:
    """Return the handler that answers the options, or the target of a button of the ``kind``."""

    async def handle(interaction: discord.Interaction, asked: Any) -> None:
        token = asked[0] if kind in (ActionKind.SAVE, ActionKind.LOOK) else ""
        writes = kind in _WRITING_BUTTONS
        await responder.answer(
            interaction, lambda requester: ask(requester, asked), token, writes=writes
        )

    return handle


def _command_handlers(responder: ModerationResponder) -> Mapping[str, _Handler]:
    """Return the handler of each command; it gets the options that were filled in."""
    service, importer = responder.service, Importer()

    async def read_file(interaction: discord.Interaction, given: _Given) -> None:
        plan = planned_import(interaction, service, importer, given["file"])
        await respond(interaction, plan, Manner.PRIVATE)

    async def export(interaction: discord.Interaction, _given: _Given) -> None:
        work = asyncio.to_thread(lambda: exported(requester_of(interaction, service)))
        await respond(interaction, work, Manner.PRIVATE)

    return {
        **{name: _answering(responder, ask) for name, ask in _COMMANDS.items()},
        "import": read_file,
        "export": export,
        "settings": partial(_settings, responder),
    }


def action_handlers(responder: ModerationResponder) -> ActionHandlers:
    """Return the handler of each button by the kind of its action."""

    def padded(handler: _Handler) -> _Handler:
        return lambda interaction, target: handler(interaction, (*target, "", ""))

    return {kind: padded(_answering(responder, ask, kind)) for kind, ask in _BUTTONS.items()}


_COMMANDS: Mapping[str, Callable[[Requester, _Given], Reply]] = {
    "add": form_handlers.new_form,
    "edit": lambda requester, given: form_handlers.edit_form(requester, given["quote"], given),
    "remove": lambda requester, given: form_handlers.removal_form(requester, given["quote"]),
    "topic": lambda requester, given: form_handlers.topic_form(requester, given.get("topic", "")),
    "point": lambda requester, given: form_handlers.point_form(
        requester, given.get("point", ""), given.get("topic", "")
    ),
    "restore": lambda requester, given: requester.moderation().quotes.restore(
        given["quote"], requester.token
    ),
    "hide": lambda requester, given: requester.moderation().quotes.hide(
        given["quote"], requester.token, given.get("reason", "")
    ),
    "show": lambda requester, given: requester.moderation().quotes.show(
        given["quote"], requester.token
    ),
    "history": lambda requester, given: requester.moderation().quotes.history(
        given.get("quote", "")
    ),
    "review": lambda requester, _given: requester.moderation().suggestions.review(requester.token),
    "gaps": lambda requester, _given: requester.moderation().gaps(),
}


def _pending_of(requester: Requester, target: _Target) -> ImportPlan | Preview:
    """Return the plan of an import or the preview that a button is about."""
    token, kind = target[:2]
    plan = requester.service.plans.get(requester.form_key(token))
    moderation = requester.moderation()
    if plan is None and kind == IMPORT:
        raise RequestError(_(PLAN_GONE))
    return plan or moderation.previews.get(token)


def _save(requester: Requester, target: _Target) -> ModerationAnswer:
    pending, moderation = _pending_of(requester, target), requester.moderation()
    if isinstance(pending, ImportPlan):
        return moderation.apply(pending.changes, target[0], pending.seen, "import")
    return moderation.save(pending)


def _show_again(requester: Requester, target: _Target) -> ModerationAnswer | Page:
    pending = _pending_of(requester, target)
    return plan_page(pending, target[0]) if isinstance(pending, ImportPlan) else pending


def _accept(requester: Requester, target: _Target) -> ModerationAnswer:
    suggestion, token, *_ = target
    if not token:
        raise old_button()
    return requester.moderation().suggestions.accept(number_in(suggestion), token)


def _review(requester: Requester, target: _Target) -> ModerationAnswer:
    after, only = number_in(target[0]), number_in(target[1] or "0")
    return requester.moderation().suggestions.review(requester.token, only, after)


def _erase(requester: Requester, target: _Target) -> ModerationAnswer | Page:
    quote, confirmed, *_ = target
    quotes = requester.moderation().quotes
    if confirmed != CONFIRMED:
        return erase_page(quotes.erasable(quote))
    return quotes.erase(quote, requester.token)


_BUTTONS: Mapping[ActionKind, Callable[[Requester, _Target], Reply]] = {
    ActionKind.SAVE: _save,
    ActionKind.LOOK: _show_again,
    ActionKind.CANCEL: lambda _requester, _target: cancelled_page(),
    ActionKind.ACCEPT: _accept,
    ActionKind.REVIEW: _review,
    ActionKind.GAPS: lambda requester, target: gaps_page(requester.moderation().gaps(), target[0]),
    ActionKind.RESTORE: lambda requester, target: requester.moderation().quotes.restore(
        target[0], requester.token
    ),
    ActionKind.HIDE: lambda requester, target: requester.moderation().quotes.hide(
        target[0], requester.token
    ),
    ActionKind.SHOW: lambda requester, target: requester.moderation().quotes.show(
        target[0], requester.token
    ),
    ActionKind.HISTORY: lambda requester, target: requester.moderation().quotes.history(
        target[0], number_in(target[1])
    ),
    ActionKind.WITHDRAW: lambda requester, target: requester.as_member().withdraw(
        target[0], requester.token
    ),
    ActionKind.ERASE: _erase,
    ActionKind.CHANGE: lambda requester, target: form_handlers.changed_form(
        requester, target[0], target[1]
    ),
    ActionKind.EDIT: lambda requester, target: form_handlers.edit_form(requester, target[0], {}),
    ActionKind.REMOVE: lambda requester, target: form_handlers.removal_form(requester, target[0]),
    ActionKind.DECLINE: lambda requester, target: form_handlers.decline_form(
        requester, target[0], target[1]
    ),
    ActionKind.SUGGEST: lambda _requester, _target: form_handlers.suggestion_form({}),
}
_FINAL = {ActionKind.SAVE, ActionKind.ACCEPT, ActionKind.WITHDRAW, ActionKind.ERASE}
_WRITING_BUTTONS = _FINAL | {ActionKind.RESTORE, ActionKind.HIDE, ActionKind.SHOW}


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
                require_may_post(interaction, given["review_channel"])
            shown = moderation.put_settings(_changed_settings(shown.preferences, given))
        preferences = shown.preferences
        role, channel = preferences.curator_role, preferences.review_channel
        return settings_page(shown, names.get(role, ""), names.get(channel, ""))

    async def work() -> Response | ui.Modal:
        response = await responder.response(interaction, settings)
        channel = given.get("review_channel")
        if channel is None or not isinstance(response, Response):
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


def _changed_settings(preferences: Preferences, given: _Given) -> Preferences:
    """Return the settings with the options. Raises RequestError if these contradict each other."""
    cleared = str(given.get("clear", "")).replace(" ", "_")
    if cleared in given:
        raise RequestError(_(SET_AND_CLEARED), setting=pgettext("choice", given["clear"]))
    changes: dict[str, Any] = {name: value for name, value in given.items() if name != "clear"}
    for name in changes.keys() & {"curator_role", "review_channel"}:
        changes[name] = str(given[name].id)
    if cleared:
        changes[cleared] = ""
    return replace(preferences, **changes)


def _completion(service: ModerationService, completes: str) -> Completion:
    """Return the completion of topics, points, or quotes; quotes only for moderators."""
    if completes in ("topic", "point"):
        return name_completion(service.servers, completes, (Kind(completes),))

    async def complete(interaction: discord.Interaction, typed: str) -> Choices:
        requester = requester_of(interaction, service)
        return await asyncio.to_thread(_offer_quotes, requester, Among(completes), typed)

    return completion(complete)


def _offer_quotes(requester: Requester, among: Among, typed: str) -> Choices:
    if not requester.may_curate():
        return []
    view = requester.service.servers.view(requester.server)
    found = quotes_like(view, among, typed, CHOICES)
    return [choice(quote.text, _note(view, quote), quote.id) for quote in found]


def _note(view: View, quote: Quote) -> str:
    speaker = view.library.speakers.get(quote.speaker)
    name = shortened(speaker.name, _LONGEST_SPEAKER) if speaker else ""
    out = view.out_of_sight(quote.id)
    return "".join(f" · {part}" for part in (name, _(OUT[out]) if out else "") if part)
