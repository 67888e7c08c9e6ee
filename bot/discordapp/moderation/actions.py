"""What moderators' buttons do. Each is followed on any message, at any time, by any process."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

import discord

from bot.discordapp.custom_id import OLD_BUTTON
from bot.discordapp.moderation.moderation_flow import Flow, Question
from bot.discordapp.moderation.prefill import editing, suggesting
from bot.discordapp.moderation.requester import Asker, require_right
from bot.discordapp.moderation.words import PLAN_GONE
from bot.errors import RequestError
from bot.moderation import Moderator
from bot.moderation.outcomes import ModerationAnswer
from bot.moderation.pending_forms import FormKind, PendingForm
from bot.pages.moderation.forms import cancelled_page
from bot.pages.moderation.overview import gaps_page
from bot.pages.moderation.transfer import IMPORT, plan_page
from bot.pages.page import ActionKind, Page

Target = tuple[str, ...]
Deeds = Mapping[ActionKind, Callable[[discord.Interaction, Target], Awaitable[None]]]
# What is done at once: from who asks, with which right, on what.
_Done = Callable[[Asker, Moderator, Target], ModerationAnswer | Page]

_MOST_DIGITS = 18


def deeds_of(flow: Flow) -> Deeds:
    """What each button of a moderator does, by the kind in its custom_id."""
    at_once = {name: _at_once(flow, done) for name, done in _done_at_once(flow).items()}
    return at_once | {
        ActionKind.SAVE: lambda pressed, target: _save(flow, pressed, target),
        ActionKind.LOOK: lambda pressed, target: _look(flow, pressed, target),
        ActionKind.CHANGE: lambda pressed, target: _change(flow, pressed, target),
        ActionKind.CANCEL: lambda pressed, _target: flow.answer(
            pressed, lambda _asker, _by: cancelled_page()
        ),
        ActionKind.EDIT: lambda pressed, target: _edit(flow, pressed, target),
        ActionKind.REMOVE: lambda pressed, target: _ask_why(
            flow, pressed, FormKind.REMOVAL, target
        ),
        ActionKind.DECLINE: lambda pressed, target: _ask_why(
            flow, pressed, FormKind.DECLINING, target
        ),
        ActionKind.SUGGEST: lambda pressed, _target: flow.open(
            pressed, lambda _asker, _by: suggesting({})
        ),
    }


def _done_at_once(flow: Flow) -> Mapping[ActionKind, _Done]:
    desk = flow.curation
    return {
        ActionKind.ACCEPT: lambda asker, by, target: desk.bind(asker.server, by).suggestions.accept(
            number(target[0]), _token(target[1])
        ),
        ActionKind.REVIEW: lambda asker, by, target: desk.bind(asker.server, by).suggestions.review(
            asker.token, number(target[1] or "0"), number(target[0])
        ),
        ActionKind.GAPS: lambda asker, by, target: gaps_page(
            desk.bind(asker.server, by).gaps(), target[0]
        ),
        ActionKind.RESTORE: lambda asker, by, target: desk.bind(asker.server, by).quotes.restore(
            target[0], asker.token
        ),
        ActionKind.HIDE: lambda asker, by, target: desk.bind(asker.server, by).quotes.hide(
            target[0], asker.token
        ),
        ActionKind.SHOW: lambda asker, by, target: desk.bind(asker.server, by).quotes.show(
            target[0], asker.token
        ),
        ActionKind.HISTORY: lambda asker, by, target: desk.bind(asker.server, by).history(
            target[0], number(target[1])
        ),
        ActionKind.WITHDRAW: lambda asker, _by, target: desk.for_member(
            asker.server, asker.member
        ).withdraw(target[0], asker.token),
    }


def number(digits: str) -> int:
    """A number in a button. Raises RequestError for what is none."""
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= _MOST_DIGITS):
        raise RequestError(OLD_BUTTON)
    return int(digits)


def _token(said: str) -> str:
    if not said:
        raise RequestError(OLD_BUTTON)
    return said


def _at_once(flow: Flow, done: _Done) -> Callable[[discord.Interaction, Target], Awaitable[None]]:
    async def pressed(interaction: discord.Interaction, target: Target) -> None:
        await flow.answer(interaction, lambda asker, by: done(asker, by, _whole(target)))

    return pressed


def _whole(target: Target) -> Target:
    """The target, with blanks for what a button of another version does not say."""
    return (*target, "", "")


async def _save(flow: Flow, interaction: discord.Interaction, target: Target) -> None:
    token, kind, *_ = _whole(target)
    desk = flow.curation

    def save(asker: Asker, by: Moderator) -> ModerationAnswer:
        plan = flow.curation.pending.plan(asker.server, asker.member.id, token)
        if plan is not None:
            return desk.bind(asker.server, by).apply(plan.changes, token, plan.seen, "import")
        _refuse_lost(kind)
        return desk.bind(asker.server, by).save(desk.bind(asker.server, by).previews.get(token))

    await flow.answer(interaction, save, token)


def _refuse_lost(kind: str) -> None:
    if kind == IMPORT:
        raise RequestError(PLAN_GONE)


async def _look(flow: Flow, interaction: discord.Interaction, target: Target) -> None:
    """Another page of a preview, or of what an import would do."""
    token, kind, *_ = _whole(target)

    def look(asker: Asker, by: Moderator) -> ModerationAnswer | Page:
        plan = flow.curation.pending.plan(asker.server, asker.member.id, token)
        if plan is None:
            _refuse_lost(kind)
            return flow.curation.bind(asker.server, by).previews.get(token)
        require_right(flow.curation, asker, by)
        return plan_page(plan, token)

    await flow.answer(interaction, look, token)


async def _change(flow: Flow, interaction: discord.Interaction, target: Target) -> None:
    token, wanted = _whole(target)[:2]

    def draft(asker: Asker, by: Moderator) -> PendingForm:
        desk, typed = flow.curation, flow.curation.pending.get(asker.server, asker.member.id, token)
        if typed is not None and typed.kind is FormKind.SUGGESTION:
            return typed
        require_right(desk, asker, by)
        if typed is not None and typed.seen is not None:
            return replace(typed, seen=desk.servers.view(asker.server).revision)
        sheet = FormKind.FILING if wanted == FormKind.FILING else FormKind.QUOTE
        if typed is not None:
            return replace(typed, kind=sheet)
        kept = desk.bind(asker.server, by).previews.get(token)
        return PendingForm(sheet, kept.form, kept.purpose)

    await flow.open(interaction, draft)


async def _edit(flow: Flow, interaction: discord.Interaction, target: Target) -> None:
    await flow.open(
        interaction, lambda asker, by: editing(flow.curation, asker, by, _whole(target)[0], {})
    )


async def _ask_why(
    flow: Flow, interaction: discord.Interaction, sheet: FormKind, target: Target
) -> None:
    subject, token = _whole(target)[:2]

    def question(asker: Asker, by: Moderator) -> Question:
        if sheet is FormKind.REMOVAL:
            flow.curation.bind(asker.server, by).quotes.require_removable(subject)
        require_right(flow.curation, asker, by)
        return Question(sheet, token or asker.token, subject, subject)

    await flow.open(interaction, question)
