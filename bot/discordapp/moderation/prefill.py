"""What stands in a form when it opens."""

from collections.abc import Mapping
from dataclasses import fields, replace

import discord

from bot.discordapp.messages import words_of
from bot.discordapp.moderation.requester import Asker, require_right
from bot.discordapp.moderation.words import UNDER_A_TOPIC
from bot.errors import RequestError
from bot.moderation import (
    ChatMessage,
    Editing,
    Form,
    ModerationService,
    Moderator,
    PointForm,
    TopicForm,
    form_from_message,
)
from bot.moderation.pending_forms import FormKind, PendingForm

_FIELDS = {one.name for one in fields(Form)}


def adding(
    curation: ModerationService, asker: Asker, by: Moderator, given: Mapping[str, str]
) -> PendingForm:
    """An empty form, but for what stands in the command."""
    require_right(curation, asker, by)
    return PendingForm(FormKind.QUOTE, _overlaid(Form(), given))


def editing(
    curation: ModerationService, asker: Asker, by: Moderator, quote: str, given: Mapping[str, str]
) -> PendingForm:
    """The form of a quote as it stands, but for what stands in the command."""
    form = curation.bind(asker.server, by).quotes.form_of(quote)
    return PendingForm(FormKind.QUOTE, _overlaid(form, given), Editing(quote))


def suggesting(given: Mapping[str, str]) -> PendingForm:
    """A member's form."""
    return PendingForm(FormKind.SUGGESTION, _overlaid(Form(), given))


def topic_draft(
    curation: ModerationService, asker: Asker, by: Moderator, topic: str
) -> PendingForm:
    """The form of a topic, or an empty one."""
    require_right(curation, asker, by)
    seen = curation.servers.view(asker.server).revision
    form = curation.bind(asker.server, by).topics.topic_form(topic) if topic else TopicForm()
    return PendingForm(FormKind.TOPIC, form, seen=seen)


def point_draft(
    curation: ModerationService, asker: Asker, by: Moderator, point: str, topic: str
) -> PendingForm:
    """The form of a point, or an empty one under a topic."""
    require_right(curation, asker, by)
    seen = curation.servers.view(asker.server).revision
    if not (point or topic):
        raise RequestError(UNDER_A_TOPIC)
    if point:
        form = curation.bind(asker.server, by).topics.point_form(point)
    else:
        form = PointForm(topic=curation.bind(asker.server, by).topics.topic_form(topic).topic)
    return PendingForm(FormKind.POINT, form, seen=seen)


def from_message(message: discord.Message, by: Moderator) -> PendingForm:
    """The form filled from a message: a moderator's, or a suggestion for others."""
    channel, guild = message.channel, message.guild
    written = ChatMessage(
        id=str(message.id),
        text=message.content or words_of(message),
        author=str(message.author.id),
        name=message.author.display_name,
        link=message.jump_url,
        at=message.created_at,
        channel=getattr(channel, "name", "") or "",
        server=guild.name if guild else "",
    )
    sheet = FormKind.QUOTE if by.may_curate else FormKind.SUGGESTION
    return PendingForm(sheet, form_from_message(written))


def _overlaid(form: Form, given: Mapping[str, str]) -> Form:
    said = {name: text for name, text in given.items() if name in _FIELDS and text.strip()}
    return replace(form, **said)
