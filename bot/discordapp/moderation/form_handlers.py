"""Fill in the forms that are opened, and handle the forms that are submitted."""

from collections.abc import Mapping
from functools import partial

import discord
from discord import ui
from msgspec.structs import replace

from bot.discordapp.buttons import number_in
from bot.discordapp.messages import words_of
from bot.discordapp.moderation.modals import (
    ModalState,
    labelled,
    submitted_modal,
    with_values,
)
from bot.discordapp.moderation.moderation_flow import (
    Ask,
    Opening,
    Requester,
    requester_of,
    response_to,
)
from bot.discordapp.rendering import render
from bot.discordapp.responder import Interaction, Response, manner_of, respond
from bot.errors import RequestError, StoreError, log_fault
from bot.i18n import N_, gettext as _
from bot.moderation.form_values import Form, FormKind, PendingForm, PointForm, TopicForm
from bot.moderation.outcomes import ModerationAnswer
from bot.moderation.previews import FORM_GONE
from bot.pages.moderation.changes import saved_message_page
from bot.pages.moderation.quote_preview import lost_form_page, unsaved_form_page
from bot.pages.moderation.suggestions import too_many_page
from bot.pages.page import Page
from bot.store.records import TooMany

OLD_FORM = N_(
    "This form is from an older version of the bot, so nothing was saved. Please "
    "open it again with its command."
)
NO_TOPIC = N_(
    "A new point belongs under a topic. Choose one with the topic option of /library point."
)
_COMMANDS = {
    FormKind.QUOTE: N_("/library add or /library edit"),
    FormKind.FILING: N_("/library add or /library edit"),
    FormKind.SUGGESTION: "/suggest",
    FormKind.TOPIC: "/library topic",
    FormKind.POINT: "/library point",
}


def new_form(requester: Requester, given: Mapping[str, str]) -> PendingForm:
    """Return the form of a new quote with the options of the command."""
    requester.moderation()
    return PendingForm(FormKind.QUOTE, _with_options(Form(), given))


def edit_form(requester: Requester, given: Mapping[str, str]) -> PendingForm:
    """Return the form of a quote as it is now, changed by the options of the command."""
    form = requester.moderation().quotes.form_of(given["quote"])
    return PendingForm(FormKind.QUOTE, replace(_with_options(form, given), quote=form.quote))


def suggestion_form(_requester: Requester, given: Mapping[str, str]) -> PendingForm:
    """Return a member's form with the options of the command."""
    return PendingForm(FormKind.SUGGESTION, _with_options(Form(), given))


def topic_form(requester: Requester, given: Mapping[str, str]) -> PendingForm:
    """Return the form of a topic; an empty one without a topic."""
    moderation, seen = requester.moderation(), _revision(requester)
    topic = given.get("topic")
    form = moderation.topics.topic_form(topic) if topic else TopicForm()
    return PendingForm(FormKind.TOPIC, form, seen=seen)


def point_form(requester: Requester, given: Mapping[str, str]) -> PendingForm:
    """Return the form of a point; without a point, an empty one under the topic."""
    topics, seen = requester.moderation().topics, _revision(requester)
    if point := given.get("point"):
        form = topics.point_form(point)
    elif topic := given.get("topic"):
        form = PointForm(topic=topics.topic_form(topic).topic)
    else:
        raise RequestError(_(NO_TOPIC))
    return PendingForm(FormKind.POINT, form, seen=seen)


def message_form(requester: Requester, message: discord.Message) -> Opening:
    """Return the form of a message: a moderator's, or a suggestion for other members.

    A message that was saved already gets the page of its quotes. A forwarded message counts as its
    original.
    """
    snapshots = message.message_snapshots
    form = _forwarded(message, snapshots[0]) if snapshots else _written(message)
    saved = requester.service.saved_from(requester.server, form.message)
    may_curate = requester.may_curate()
    if saved:
        library = requester.service.servers.desk(requester.server).library
        excerpts = [library.excerpt(quote) for quote in saved]
        # The author of a message saved from a forward is not known to the collection.
        named = any(excerpt.source.author for excerpt in excerpts)
        own = named and form.author == requester.member.id
        return saved_message_page(excerpts, own=own, may_curate=may_curate)
    return PendingForm(FormKind.QUOTE if may_curate else FormKind.SUGGESTION, form)


def _written(message: discord.Message) -> Form:
    channel = getattr(message.channel, "name", "")
    return Form(
        text=message.content or words_of(message),
        speaker=message.author.display_name,
        source=_("message in #{channel}").format(channel=channel) if channel else _("message"),
        publication=message.guild.name if message.guild else "",
        date=message.created_at.date().isoformat(),
        link=message.jump_url,
        message=str(message.id),
        author=str(message.author.id),
    )


def _forwarded(message: discord.Message, original: discord.MessageSnapshot) -> Form:
    """Return the form of a forwarded message, whose author Discord does not name."""
    origin, guild = message.reference, message.guild
    here = guild if origin and guild and origin.guild_id == guild.id else None
    channel = here.get_channel_or_thread(origin.channel_id) if here and origin else None
    source = _("message in #{name}") if channel else _("forwarded message")
    return Form(
        text=original.content or words_of(message),
        source=source.format(name=channel.name if channel else ""),
        publication=here.name if here else "",
        date=original.created_at.date().isoformat(),
        link=origin.jump_url if origin and origin.guild_id and origin.message_id else "",
        message=str(origin.message_id if origin and origin.message_id else message.id),
    )


def changed_form(requester: Requester, given: Mapping[str, str]) -> PendingForm:
    """Return a form as last submitted: of a quote the ``kind`` of form. Raises RequestError."""
    pending = requester.service.form(requester.form_key(given["token"]))
    if pending is not None and pending.kind is FormKind.SUGGESTION:
        return pending
    requester.moderation()
    if pending is None:
        raise RequestError(_(FORM_GONE))
    if pending.seen is not None:
        return replace(pending, seen=_revision(requester))
    filing = given["kind"] == FormKind.FILING
    return replace(pending, kind=FormKind.FILING if filing else FormKind.QUOTE)


def removal_form(requester: Requester, given: Mapping[str, str]) -> ModalState:
    """Return the form that asks why a quote is removed. Raises RequestError if it cannot be."""
    requester.moderation().quotes.require_removable(given["quote"])
    return ModalState(FormKind.REMOVAL, requester.token, given["quote"])


def decline_form(requester: Requester, given: Mapping[str, str]) -> ModalState:
    """Return the form that asks why a suggestion is declined."""
    requester.moderation()
    return ModalState(FormKind.DECLINING, given["token"] or requester.token, given["suggestion"])


def _with_options(form: Form, given: Mapping[str, str]) -> Form:
    values = {name: text for name, text in given.items() if hasattr(form, name) and text.strip()}
    return replace(form, **values)


def _revision(requester: Requester) -> int:
    """Return the revision; read it before the form's values, or a change between is overwritten."""
    return requester.service.servers.view(requester.server).revision


async def submit(interaction: Interaction) -> None:
    """Handle a submitted form; the values that were typed are never lost."""
    await respond(interaction, _response(interaction), manner_of(interaction))


async def _response(interaction: Interaction) -> Response | ui.Modal:
    """Raise RequestError outside a server, and for a form of another version."""
    form = submitted_modal(interaction)
    if form is None:
        raise RequestError(_(OLD_FORM))
    requester = requester_of(interaction)
    key = requester.form_key(form.token)
    ask: Ask = partial(_decide, form=form)
    if form.kind not in (FormKind.REMOVAL, FormKind.DECLINING):
        pending = requester.service.form(key)
        if pending is None:
            lost = lost_form_page(labelled(form), _(_COMMANDS[form.kind]))
            return Response(render(lost), refused=True)
        if {pending.kind, form.kind} <= {FormKind.QUOTE, FormKind.FILING}:
            # Both show fields of one form, and a preview does not know which was submitted.
            pending = replace(pending, kind=form.kind)
        filled = with_values(pending, form.values)
        requester.service.forms.put(key, filled)
        ask = partial(_submitted, pending=filled, token=form.token)
    try:
        return await response_to(interaction, ask, form.token)
    except StoreError as error:
        page = unsaved_form_page(labelled(form), log_fault(error), form.token)
        return Response(render(page), refused=True)


def _decide(requester: Requester, form: ModalState) -> ModerationAnswer:
    moderation, reason = requester.moderation(), form.values.get("reason", "")
    if form.kind is FormKind.REMOVAL:
        return moderation.quotes.remove(form.subject, reason, form.token)
    return moderation.suggestions.decline(number_in(form.subject), reason, form.token)


def _submitted(requester: Requester, pending: PendingForm, token: str) -> ModerationAnswer | Page:
    match pending.form:
        case TopicForm() | PointForm() as form:
            return requester.moderation().topics.put(form, token, pending.seen)
        case Form() as form if pending.kind is FormKind.SUGGESTION:
            channel = str(requester.interaction.channel_id or "")
            answer = requester.as_member().suggest(form, token, channel)
            if isinstance(answer, TooMany):
                return too_many_page(answer, form, token)
            return answer
        case Form() as form:
            return requester.moderation().previews.make(form, token)
