"""The commands and buttons of moderation: ``/library …``, ``/suggest`` and *Save as quote*."""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from itertools import zip_longest
from typing import Any

import discord
from discord import app_commands
from msgspec.structs import replace

from bot.commands import (
    CLEARABLE_SETTINGS,
    DAILY_COMMAND,
    LIBRARY_COMMANDS,
    SAVE_MESSAGE,
    SUGGEST_COMMAND,
    ServerCommand,
)
from bot.discordapp.button_dispatch import ActionHandler, ActionHandlers
from bot.discordapp.buttons import number_in, old_button
from bot.discordapp.channel_permissions import require_may_post
from bot.discordapp.community.daily import daily_point, offer_days, offer_zones, save_daily
from bot.discordapp.limits import CHOICES
from bot.discordapp.markdown import shortened
from bot.discordapp.moderation import form_handlers
from bot.discordapp.moderation.importer import exported, planned_import
from bot.discordapp.moderation.moderation_flow import (
    Reply,
    Requester,
    answer,
    requester_of,
    try_review_channel,
)
from bot.discordapp.responder import Interaction, Manner, page_response, respond
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
from bot.moderation.outcomes import Preview
from bot.moderation.quotes import Among, quotes_like
from bot.moderation.servers import Preferences
from bot.pages.moderation.changes import erase_page
from bot.pages.moderation.overview import IMPORT, gaps_page, plan_page, settings_page
from bot.pages.moderation.quote_preview import OUT, cancelled_page
from bot.pages.page import CONFIRMED, ActionKind

# The options of a command that were filled in, or the parts of a button's target, by name.
_Given = Mapping[str, Any]
_Ask = Callable[[Requester, _Given], Reply]

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


def add_commands(tree: app_commands.CommandTree[Any], *, daily: bool) -> None:
    """Add ``/library`` (``daily``: with the daily point), ``/suggest`` and *Save as quote*.

    By default Discord shows ``/library`` to members with Manage Messages, the others to everyone.
    """
    group = app_commands.Group(
        name="library",
        description=N_("This server's own collection of quotes"),
        default_permissions=discord.Permissions(manage_messages=True),
        allowed_contexts=_IN_SERVERS,
        allowed_installs=_BY_SERVERS,
    )
    for command in LIBRARY_COMMANDS:
        if daily or command is not DAILY_COMMAND:
            group.add_command(_command(command))
    tree.add_command(group)

    async def save(interaction: Interaction, message: discord.Message) -> None:
        await answer(interaction, lambda requester: form_handlers.message_form(requester, message))

    menu = app_commands.ContextMenu(name=SAVE_MESSAGE, callback=save)
    for one in (_command(SUGGEST_COMMAND), menu):
        one.allowed_contexts, one.allowed_installs = _IN_SERVERS, _BY_SERVERS
        tree.add_command(one)


def _command(command: ServerCommand) -> SlashCommand:
    """Return a command; its function in the table gets the options that were filled in."""

    async def callback(interaction: Interaction, **given: Any) -> None:
        filled_in = {name: value for name, value in given.items() if value not in (None, "")}
        if command.name == "import":
            plan = planned_import(interaction, filled_in["file"])
            await respond(interaction, plan, Manner.PRIVATE)
        else:
            ask = _COMMANDS[command.name]
            await answer(interaction, lambda requester: ask(requester, filled_in))

    return slash_command(command, callback, _completion, _LONGEST_OPTION)


def _handler(kind: ActionKind, ask: _Ask, parts: tuple[str, ...]) -> ActionHandler:
    """Return the handler of a button; ``ask`` gets its target by the names of the ``parts``."""

    async def handle(interaction: Interaction, target: tuple[str, ...]) -> None:
        given = dict(zip_longest(parts, target[: len(parts)], fillvalue=""))
        token = given["token"] if kind in (ActionKind.SAVE, ActionKind.LOOK) else ""
        writes = kind in _WRITING_BUTTONS
        await answer(interaction, lambda requester: ask(requester, given), token, writes=writes)

    return handle


def _pending_of(requester: Requester, given: _Given) -> ImportPlan | Preview:
    """Return the plan of an import or the preview that a button is about."""
    plan = requester.service.plans.get(requester.form_key(given["token"]))
    moderation = requester.moderation()
    if plan is None and given["kind"] == IMPORT:
        raise RequestError(_(PLAN_GONE))
    return plan or moderation.previews.get(given["token"])


def _save(requester: Requester, given: _Given) -> Reply:
    pending, moderation = _pending_of(requester, given), requester.moderation()
    if isinstance(pending, ImportPlan):
        return moderation.apply(pending.changes, given["token"], pending.seen, "import")
    return moderation.save(pending)


def _show_again(requester: Requester, given: _Given) -> Reply:
    pending = _pending_of(requester, given)
    return plan_page(pending, given["token"]) if isinstance(pending, ImportPlan) else pending


def _accept(requester: Requester, given: _Given) -> Reply:
    if not given["token"]:
        raise old_button()
    suggestions = requester.moderation().suggestions
    return suggestions.accept(number_in(given["suggestion"]), given["token"])


def _review(requester: Requester, given: _Given) -> Reply:
    after, only = (number_in(given.get(part) or "0") for part in ("after", "only"))
    return requester.moderation().suggestions.review(requester.token, only, after)


def _history(requester: Requester, given: _Given) -> Reply:
    before = number_in(given.get("before") or "0")
    return requester.moderation().quotes.history(given.get("quote", ""), before)


def _restore(requester: Requester, given: _Given) -> Reply:
    return requester.moderation().quotes.restore(given["quote"], requester.token)


def _hide(requester: Requester, given: _Given) -> Reply:
    reason = given.get("reason", "")
    return requester.moderation().quotes.hide(given["quote"], requester.token, reason)


def _show(requester: Requester, given: _Given) -> Reply:
    return requester.moderation().quotes.show(given["quote"], requester.token)


def _withdraw(requester: Requester, given: _Given) -> Reply:
    return requester.as_member().withdraw(given["quote"], requester.token)


def _erase(requester: Requester, given: _Given) -> Reply:
    quotes = requester.moderation().quotes
    if given["confirmed"] != CONFIRMED:
        return erase_page(quotes.erasable(given["quote"]))
    return quotes.erase(given["quote"], requester.token)


def _gaps(requester: Requester, given: _Given) -> Reply:
    return gaps_page(requester.moderation().gaps(), given.get("kind", ""))


def _settings(requester: Requester, given: _Given) -> Reply:
    """Show the settings, or change them; a new review channel is tried out."""
    moderation, interaction = requester.moderation(), requester.interaction
    shown = moderation.settings()
    channel = given.get("review_channel")
    if given:
        _check_role(given, requester)
        if channel:
            require_may_post(interaction, channel)
        shown = moderation.put_settings(_changed_settings(shown.preferences, given))
    page = settings_page(shown, *_names(interaction.guild, shown.preferences))
    tried = partial(try_review_channel, interaction, str(channel.id)) if channel else None
    return page_response(page, after=tried)


_COMMANDS: Mapping[str, _Ask] = {
    "add": form_handlers.new_form,
    "daily": daily_point,
    "edit": form_handlers.edit_form,
    "export": exported,
    "gaps": _gaps,
    "hide": _hide,
    "history": _history,
    "point": form_handlers.point_form,
    "remove": form_handlers.removal_form,
    "restore": _restore,
    "review": _review,
    "settings": _settings,
    "show": _show,
    "suggest": form_handlers.suggestion_form,
    "topic": form_handlers.topic_form,
}
# The function of each button, and the names of the parts of its target. ``token`` is that of a
# form; ``kind`` of SAVE and LOOK is "import" for the plan of an import. REVIEW continues after the
# number of a suggestion, or shows ``only`` one. ``before`` is the revision that a history continues
# from, 0 for the newest; ``confirmed`` is "yes". DAILY has the time as ``0930`` and the days as
# figures from 0 for Monday.
_BUTTONS: Mapping[ActionKind, tuple[_Ask, tuple[str, ...]]] = {
    ActionKind.ACCEPT: (_accept, ("suggestion", "token")),
    ActionKind.CANCEL: (lambda _requester, _given: cancelled_page(), ()),
    ActionKind.CHANGE: (form_handlers.changed_form, ("token", "kind")),
    ActionKind.DAILY: (save_daily, ("channel", "time", "time_zone", "days")),
    ActionKind.DECLINE: (form_handlers.decline_form, ("suggestion", "token")),
    ActionKind.EDIT: (form_handlers.edit_form, ("quote",)),
    ActionKind.ERASE: (_erase, ("quote", "confirmed")),
    ActionKind.GAPS: (_gaps, ("kind",)),
    ActionKind.HIDE: (_hide, ("quote",)),
    ActionKind.HISTORY: (_history, ("quote", "before")),
    ActionKind.LOOK: (_show_again, ("token", "kind")),
    ActionKind.REMOVE: (form_handlers.removal_form, ("quote",)),
    ActionKind.RESTORE: (_restore, ("quote",)),
    ActionKind.REVIEW: (_review, ("after", "only")),
    ActionKind.SAVE: (_save, ("token", "kind")),
    ActionKind.SHOW: (_show, ("quote",)),
    ActionKind.SUGGEST: (form_handlers.suggestion_form, ()),
    ActionKind.WITHDRAW: (_withdraw, ("quote",)),
}
_WRITING_BUTTONS = {
    ActionKind.SAVE,
    ActionKind.ACCEPT,
    ActionKind.WITHDRAW,
    ActionKind.ERASE,
    ActionKind.RESTORE,
    ActionKind.HIDE,
    ActionKind.SHOW,
}
MODERATION_HANDLERS: ActionHandlers = {
    kind: _handler(kind, ask, parts) for kind, (ask, parts) in _BUTTONS.items()
}


def _names(guild: discord.Guild | None, preferences: Preferences) -> tuple[str, str]:
    """Return the names of the curator role and of the review channel; empty if they are gone."""
    role = guild and guild.get_role(int(preferences.curator_role or 0))
    channel = guild and guild.get_channel(int(preferences.review_channel or 0))
    return f"@{role.name.removeprefix('@')}" if role else "", f"#{channel.name}" if channel else ""


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


def _completion(completes: str) -> Completion:
    """Return the completion of topics, points, times, or quotes; quotes only for moderators."""
    if completes in ("topic", "point"):
        return name_completion(completes, (Kind(completes),))
    if completes in _OFFERS:
        return completion(_OFFERS[completes])

    async def complete(interaction: Interaction, typed: str) -> Choices:
        requester = requester_of(interaction)
        return await asyncio.to_thread(_offer_quotes, requester, Among(completes), typed)

    return completion(complete)


_OFFERS = {"time zone": offer_zones, "days": offer_days}


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
