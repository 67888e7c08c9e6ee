"""What is done with a form that was sent off."""

from dataclasses import replace

import discord

from bot.discordapp.moderation.actions import number
from bot.discordapp.moderation.forms import Sent, filled, read_back, sent_form
from bot.discordapp.moderation.moderation_flow import Flow, manner_of
from bot.discordapp.moderation.pages import page_of_enough
from bot.discordapp.moderation.requester import Asker, asker_of
from bot.discordapp.moderation.words import OLD_FORM
from bot.discordapp.rendering import render
from bot.discordapp.responder import Response, respond
from bot.errors import RequestError
from bot.moderation import Form, Moderator, PointForm, TooManySuggestions, TopicForm
from bot.moderation.outcomes import ModerationAnswer
from bot.moderation.pending_forms import FormKind, PendingForm
from bot.pages.moderation.forms import lost_form_page
from bot.pages.page import Page

_COMMANDS = {
    FormKind.QUOTE: "/library add or /library edit",
    FormKind.FILING: "/library add or /library edit",
    FormKind.SUGGESTION: "/suggest",
    FormKind.TOPIC: "/library topic",
    FormKind.POINT: "/library point",
}


async def take(interaction: discord.Interaction, flow: Flow) -> None:
    """Do what a form asks for; what was typed is never lost, whatever becomes of it."""
    await respond(interaction, _response(interaction, flow), manner_of(interaction))


async def _response(interaction: discord.Interaction, flow: Flow) -> Response:
    """Raises RequestError outside a server, and for a form of another version."""
    asker, sent = asker_of(interaction), sent_form(interaction)
    if sent is None:
        raise RequestError(OLD_FORM)
    if sent.sheet in (FormKind.REMOVAL, FormKind.DECLINING):
        return await flow.response(
            interaction, lambda asker, by: _with_reason(flow, asker, by, sent), sent.token
        )
    draft = flow.curation.pending.get(asker.server, asker.member.id, sent.token)
    if draft is None:
        page = lost_form_page(read_back(sent), _COMMANDS[sent.sheet])
        return Response(render(page), refused=True)
    if {draft.kind, sent.sheet} <= {FormKind.QUOTE, FormKind.FILING}:
        # Both show fields of one form; a preview does not know which of them was sent off.
        draft = replace(draft, kind=sent.sheet)
    draft = filled(draft, sent.typed)
    flow.curation.pending.put(asker.server, asker.member.id, sent.token, draft)
    return await flow.response(
        interaction, lambda asker, by: _taken(flow, asker, by, draft, sent.token), sent.token
    )


def _with_reason(flow: Flow, asker: Asker, by: Moderator, sent: Sent) -> ModerationAnswer:
    desk, reason = flow.curation, sent.typed.get("reason", "")
    if sent.sheet is FormKind.REMOVAL:
        return desk.bind(asker.server, by).quotes.remove(sent.subject, reason, sent.token)
    return desk.bind(asker.server, by).suggestions.decline(number(sent.subject), reason, sent.token)


def _taken(
    flow: Flow, asker: Asker, by: Moderator, draft: PendingForm, token: str
) -> ModerationAnswer | Page:
    desk, server = flow.curation, asker.server
    match draft.form:
        case TopicForm() as form:
            return desk.bind(server, by).topics.put_topic(form, token, draft.seen)
        case PointForm() as form:
            return desk.bind(server, by).topics.put_point(form, token, draft.seen)
        case Form() as form if draft.kind is FormKind.SUGGESTION:
            answer = desk.for_member(server, asker.member).suggest(form, token, asker.channel)
            return (
                page_of_enough(answer, form, token)
                if isinstance(answer, TooManySuggestions)
                else answer
            )
        case Form() as form:
            return desk.bind(server, by).previews.make(form, token, draft.purpose)
