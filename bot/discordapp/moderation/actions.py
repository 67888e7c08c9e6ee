"""What moderators' buttons do. Each is followed on any message, at any time, by any process."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

import discord

from bot.discordapp.moderation.moderation_flow import Flow, Question
from bot.discordapp.moderation.pending_forms import Draft, Sheet
from bot.discordapp.moderation.prefill import editing, suggesting
from bot.discordapp.moderation.requester import Asker, require_right
from bot.discordapp.moderation.words import PLAN_GONE
from bot.discordapp.words import OLD_BUTTON
from bot.errors import RequestError
from bot.moderation import Moderator
from bot.moderation.answers import CurationAnswer
from bot.pages.moderation.gaps import gaps_page
from bot.pages.moderation.transfer import IMPORT, cancelled_page, plan_page
from bot.pages.page import Deed, Page

Target = tuple[str, ...]
Deeds = Mapping[str, Callable[[discord.Interaction, Target], Awaitable[None]]]
# What is done at once: from who asks, with which right, on what.
_Done = Callable[[Asker, Moderator, Target], CurationAnswer | Page]

_MOST_DIGITS = 18


def deeds_of(flow: Flow) -> Deeds:
    """What each button of a moderator does, by the name in its custom_id."""
    at_once = {name: _at_once(flow, done) for name, done in _done_at_once(flow).items()}
    return at_once | {
        Deed.SAVE.value: lambda pressed, target: _save(flow, pressed, target),
        Deed.LOOK.value: lambda pressed, target: _look(flow, pressed, target),
        Deed.CHANGE.value: lambda pressed, target: _change(flow, pressed, target),
        Deed.CANCEL.value: lambda pressed, _target: flow.answer(
            pressed, lambda _asker, _by: cancelled_page()
        ),
        Deed.EDIT.value: lambda pressed, target: _edit(flow, pressed, target),
        Deed.REMOVE.value: lambda pressed, target: _ask_why(flow, pressed, Sheet.REMOVAL, target),
        Deed.DECLINE.value: lambda pressed, target: _ask_why(
            flow, pressed, Sheet.DECLINING, target
        ),
        Deed.SUGGEST.value: lambda pressed, _target: flow.open(
            pressed, lambda _asker, _by: suggesting({})
        ),
    }


def _done_at_once(flow: Flow) -> Mapping[str, _Done]:
    desk = flow.curation
    return {
        Deed.ACCEPT.value: lambda asker, by, target: desk.accept(
            asker.server, by, number(target[0]), _token(target[1])
        ),
        Deed.REVIEW.value: lambda asker, by, target: desk.review(
            asker.server, by, asker.token, number(target[1] or "0"), number(target[0])
        ),
        Deed.GAPS.value: lambda asker, by, target: gaps_page(
            desk.gaps(asker.server, by), target[0]
        ),
        Deed.RESTORE.value: lambda asker, by, target: desk.restore(
            asker.server, by, target[0], asker.token
        ),
        Deed.HIDE.value: lambda asker, by, target: desk.hide(
            asker.server, by, target[0], asker.token
        ),
        Deed.SHOW.value: lambda asker, by, target: desk.show(
            asker.server, by, target[0], asker.token
        ),
        Deed.HISTORY.value: lambda asker, by, target: desk.history(
            asker.server, by, target[0], number(target[1])
        ),
        Deed.WITHDRAW.value: lambda asker, _by, target: desk.withdraw(
            asker.server, asker.member, target[0], asker.token
        ),
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

    def save(asker: Asker, by: Moderator) -> CurationAnswer:
        plan = flow.drafts.plan(asker, token)
        if plan is not None:
            return desk.apply(asker.server, by, plan.changes, token, plan.seen, "import")
        _refuse_lost(kind)
        return desk.save(asker.server, by, desk.kept(asker.server, by, token))

    await flow.answer(interaction, save, token)


def _refuse_lost(kind: str) -> None:
    if kind == IMPORT:
        raise RequestError(PLAN_GONE)


async def _look(flow: Flow, interaction: discord.Interaction, target: Target) -> None:
    """Another page of a preview, or of what an import would do."""
    token, kind, *_ = _whole(target)

    def look(asker: Asker, by: Moderator) -> CurationAnswer | Page:
        plan = flow.drafts.plan(asker, token)
        if plan is None:
            _refuse_lost(kind)
            return flow.curation.kept(asker.server, by, token)
        require_right(flow.curation, asker, by)
        return plan_page(plan, token)

    await flow.answer(interaction, look, token)


async def _change(flow: Flow, interaction: discord.Interaction, target: Target) -> None:
    token, wanted = _whole(target)[:2]

    def draft(asker: Asker, by: Moderator) -> Draft:
        desk, typed = flow.curation, flow.drafts.get(asker, token)
        if typed is not None and typed.sheet is Sheet.SUGGESTION:
            return typed
        require_right(desk, asker, by)
        if typed is not None and typed.seen is not None:
            return replace(typed, seen=desk.servers.view(asker.server).revision)
        sheet = Sheet.FILING if wanted == Sheet.FILING else Sheet.QUOTE
        if typed is not None:
            return replace(typed, sheet=sheet)
        kept = desk.kept(asker.server, by, token)
        return Draft(sheet, kept.form, kept.purpose)

    await flow.open(interaction, draft)


async def _edit(flow: Flow, interaction: discord.Interaction, target: Target) -> None:
    await flow.open(
        interaction, lambda asker, by: editing(flow.curation, asker, by, _whole(target)[0], {})
    )


async def _ask_why(
    flow: Flow, interaction: discord.Interaction, sheet: Sheet, target: Target
) -> None:
    subject, token = _whole(target)[:2]

    def question(asker: Asker, by: Moderator) -> Question:
        if sheet is Sheet.REMOVAL:
            flow.curation.require_removable(asker.server, by, subject)
        require_right(flow.curation, asker, by)
        return Question(sheet, token or asker.token, subject, subject)

    await flow.open(interaction, question)
