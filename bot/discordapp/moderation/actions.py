"""Handle the buttons of moderation: on any message, at any time, in any process."""

from collections.abc import Awaitable, Callable, Mapping

import discord

from bot.discordapp.button_dispatch import ActionHandlers
from bot.discordapp.custom_id import OLD_BUTTON
from bot.discordapp.moderation import form_handlers
from bot.discordapp.moderation.moderation_flow import ModerationResponder, Opening, Requester
from bot.errors import RequestError
from bot.i18n import N_
from bot.i18n import gettext as _
from bot.moderation.import_plan import ImportPlan
from bot.moderation.outcomes import ModerationAnswer, Preview
from bot.pages.moderation.changes import erase_page
from bot.pages.moderation.overview import IMPORT, gaps_page, plan_page
from bot.pages.moderation.quote_preview import cancelled_page
from bot.pages.page import CONFIRMED, ActionKind, Page

# The ids, numbers and tokens of a custom_id, followed by two blanks for parts that are missing.
_Target = tuple[str, ...]
_Handler = Callable[[discord.Interaction, _Target], Awaitable[None]]

PLAN_GONE = N_(
    "This import preview is no longer available, so nothing was imported. Please "
    "use /library import again."
)


def action_handlers(responder: ModerationResponder) -> ActionHandlers:
    """Return the handler of each button by the kind of its action."""
    answers = {kind: _answering(responder, ask, kind) for kind, ask in _ANSWERS.items()}
    openings = {kind: _opening(responder, make) for kind, make in _OPENINGS.items()}
    return answers | openings


def _answering(
    responder: ModerationResponder,
    ask: Callable[[Requester, _Target], ModerationAnswer | Page],
    kind: ActionKind,
) -> _Handler:
    async def handle(interaction: discord.Interaction, target: _Target) -> None:
        parts = (*target, "", "")
        token = parts[0] if kind in (ActionKind.SAVE, ActionKind.LOOK) else ""
        writes = kind in _WRITES
        await responder.answer(
            interaction, lambda requester: ask(requester, parts), token, writes=writes
        )

    return handle


def _opening(
    responder: ModerationResponder, make: Callable[[Requester, _Target], Opening]
) -> _Handler:
    async def handle(interaction: discord.Interaction, target: _Target) -> None:
        parts = (*target, "", "")
        await responder.open(interaction, lambda requester: make(requester, parts))

    return handle


def _kept(requester: Requester, target: _Target) -> ImportPlan | Preview:
    """Return the plan of an import or the preview that a button is about."""
    token, kind = (*target, "", "")[:2]
    plan = requester.service.plans.get(requester.form_key(token))
    moderation = requester.moderation()
    if plan is None and kind == IMPORT:
        raise RequestError(_(PLAN_GONE))
    return plan or moderation.previews.get(token)


def _save(requester: Requester, target: _Target) -> ModerationAnswer:
    kept, moderation = _kept(requester, target), requester.moderation()
    if isinstance(kept, ImportPlan):
        return moderation.apply(kept.changes, target[0], kept.seen, "import")
    return moderation.save(kept)


def _look(requester: Requester, target: _Target) -> ModerationAnswer | Page:
    kept = _kept(requester, target)
    return plan_page(kept, target[0]) if isinstance(kept, ImportPlan) else kept


def _accept(requester: Requester, target: _Target) -> ModerationAnswer:
    suggestion, token, *_ = target
    if not token:
        raise RequestError(OLD_BUTTON)
    return requester.moderation().suggestions.accept(form_handlers.number(suggestion), token)


def _review(requester: Requester, target: _Target) -> ModerationAnswer:
    after, only, *_ = target
    return requester.moderation().suggestions.review(
        requester.token, form_handlers.number(only or "0"), form_handlers.number(after)
    )


def _erase(requester: Requester, target: _Target) -> ModerationAnswer | Page:
    quote, confirmed, *_ = target
    quotes = requester.moderation().quotes
    if confirmed != CONFIRMED:
        return erase_page(quotes.erasable(quote))
    return quotes.erase(quote, requester.token)


_ANSWERS: Mapping[ActionKind, Callable[[Requester, _Target], ModerationAnswer | Page]] = {
    ActionKind.SAVE: _save,
    ActionKind.LOOK: _look,
    ActionKind.CANCEL: lambda _by, _target: cancelled_page(),
    ActionKind.ACCEPT: _accept,
    ActionKind.REVIEW: _review,
    ActionKind.GAPS: lambda by, target: gaps_page(by.moderation().gaps(), target[0]),
    ActionKind.RESTORE: lambda by, target: by.moderation().quotes.restore(target[0], by.token),
    ActionKind.HIDE: lambda by, target: by.moderation().quotes.hide(target[0], by.token),
    ActionKind.SHOW: lambda by, target: by.moderation().quotes.show(target[0], by.token),
    ActionKind.HISTORY: lambda by, target: by.moderation().history(
        target[0], form_handlers.number(target[1])
    ),
    ActionKind.WITHDRAW: lambda by, target: by.as_member().withdraw(target[0], by.token),
    ActionKind.ERASE: _erase,
}
_WRITES = frozenset(
    (
        ActionKind.SAVE,
        ActionKind.ACCEPT,
        ActionKind.RESTORE,
        ActionKind.HIDE,
        ActionKind.SHOW,
        ActionKind.WITHDRAW,
        ActionKind.ERASE,
    )
)
_OPENINGS: Mapping[ActionKind, Callable[[Requester, _Target], Opening]] = {
    ActionKind.CHANGE: lambda by, target: form_handlers.changed_form(by, target[0], target[1]),
    ActionKind.EDIT: lambda by, target: form_handlers.edit_form(by, target[0], {}),
    ActionKind.REMOVE: lambda by, target: form_handlers.removal_form(by, target[0]),
    ActionKind.DECLINE: lambda by, target: form_handlers.decline_form(by, target[0], target[1]),
    ActionKind.SUGGEST: lambda _by, _target: form_handlers.suggestion_form({}),
}
