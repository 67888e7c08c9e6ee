"""Forms as Discord shows them, and what comes back of them.

A form's custom_id reads ``1:form:sheet:token:subject``; so what is sent off after a restart is
known for what it was. Each holds the five fields that Discord allows, at most.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import discord
from discord import ui

from bot.commands import STANCES, STATUSES
from bot.discordapp.escape import shortened, weight
from bot.discordapp.limits import FIELD, FIELD_HINT, FORM_TITLE
from bot.discordapp.moderation.words import TOO_LONG_TO_EDIT
from bot.errors import RequestError
from bot.moderation import Form, PointForm, TopicForm
from bot.moderation.pending_forms import FormKind, PendingForm

_VERSION, _FORM = "1", "form"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: the name it has in the form behind it, and what stands over and in it.

    ``choices`` are all that can be said, where there are few.
    """

    name: str
    label: str
    hint: str = ""
    required: bool = False
    tall: bool = False
    longest: int = 300
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as it was sent off: which, under which token, about what, and what was typed."""

    sheet: FormKind
    token: str
    subject: str
    typed: Mapping[str, str]


_QUOTE = (
    Field(
        "text", "Text", "The words as they stand; […] where some are left out", True, True, FIELD
    ),
    Field("speaker", "Speaker", "Who said it: a name, one that is known here or a new one", True),
    Field("source", "Source", "What it stands in: a title, one that is known here or a new one"),
    Field("date", "Date", "As much of it as is known: 2024, 2024-03 or 2024-03-05"),
    Field("link", "Link", "Where it can be read, from https:// on", longest=2000),
)
_TITLES: Mapping[FormKind, str] = {
    FormKind.QUOTE: "A quote",
    FormKind.FILING: "Where a quote stands",
    FormKind.SUGGESTION: "Suggest a quote",
    FormKind.TOPIC: "A topic",
    FormKind.POINT: "A point",
    FormKind.REMOVAL: "Take a quote out",
    FormKind.DECLINING: "Decline a suggestion",
}
_FIELDS: Mapping[FormKind, tuple[Field, ...]] = {
    FormKind.QUOTE: _QUOTE,
    FormKind.FILING: (
        Field("point", "Point", "Its sentence, another name for it, or its id"),
        Field(
            "stance", "Stance", "Which side it takes; none takes it off the point", choices=STANCES
        ),
        Field("topic", "Topic", "Its name or id; several with commas between"),
        Field("status", "Status", "What is known against who said it", choices=STATUSES),
        Field(
            "note",
            "Note",
            "The reason for the status, or anything to know",
            tall=True,
            longest=1000,
        ),
    ),
    FormKind.SUGGESTION: _QUOTE,
    FormKind.TOPIC: (
        Field("name", "Name", "What the topic is called", True),
        Field(
            "aliases",
            "Other names",
            "With commas or on lines of their own",
            tall=True,
            longest=FIELD,
        ),
    ),
    FormKind.POINT: (
        Field("sentence", "Sentence", "One sentence that can be denied", True, True, 1000),
        Field("side_for", "Who says yes", "A short name for that side, such as Build kerbs", True),
        Field(
            "side_against",
            "Who says no",
            "A short name for that side, such as Paint is enough",
            True,
        ),
        Field(
            "aliases",
            "Other names",
            "With commas or on lines of their own",
            tall=True,
            longest=FIELD,
        ),
        Field(
            "phrasings",
            "Questions",
            "How people ask about it, one on each line",
            tall=True,
            longest=FIELD,
        ),
    ),
    FormKind.REMOVAL: (Field("reason", "Why?", "It stands in the history", True, True, 1000),),
    FormKind.DECLINING: (
        Field("reason", "Why?", "The member who suggested it is told", True, True, 1000),
    ),
}


class _Modal(ui.Modal):
    """A form that discord.py need not remember: its custom_id holds what is needed."""

    def is_finished(self) -> bool:
        """There is nothing to wait for."""
        return True


def modal_of(draft: PendingForm, token: str) -> ui.Modal:
    """The form of a draft, filled in.

    Raises RequestError for what no field of Discord takes whole: what is sent off is saved, so a
    part of it must not stand there for all of it.
    """
    held = {one.name: str(getattr(draft.form, one.name, "")) for one in _FIELDS[draft.kind]}
    return _modal(draft.kind, token, "", held)


def question_of(sheet: FormKind, token: str, subject: str, about: str = "") -> ui.Modal:
    """A form that asks for a reason. ``about`` says of what: it stands in the title."""
    title = shortened(f"{_TITLES[sheet]}: {about}", FORM_TITLE) if about else ""
    return _modal(sheet, token, subject, {}, title)


def _modal(
    sheet: FormKind, token: str, subject: str, held: Mapping[str, str], title: str = ""
) -> ui.Modal:
    custom_id = ":".join((_VERSION, _FORM, sheet.value, token, subject))
    modal = _Modal(title=title or _TITLES[sheet], custom_id=custom_id, timeout=None)
    for field in _FIELDS[sheet]:
        modal.add_item(_label(field, held.get(field.name, "")))
    return modal


def _label(field: Field, value: str) -> ui.Label[ui.Modal]:
    if field.choices:
        return ui.Label(text=field.label, description=field.hint, component=_select(field, value))
    length = weight(value)
    if length > FIELD:
        raise RequestError(TOO_LONG_TO_EDIT.format(field=field.label, length=length, most=FIELD))
    typed: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id=field.name,
        style=discord.TextStyle.paragraph if field.tall else discord.TextStyle.short,
        default=value or None,
        required=field.required,
        max_length=max(field.longest, length),
    )
    return ui.Label(text=field.label, description=field.hint[:FIELD_HINT], component=typed)


def _select(field: Field, chosen: str) -> ui.Select[ui.Modal]:
    offered = [
        discord.SelectOption(label=one, value=one, default=one == chosen) for one in field.choices
    ]
    return ui.Select(custom_id=field.name, options=offered, required=field.required, min_values=0)


def sent_form(interaction: discord.Interaction) -> Sent | None:
    """The form that an interaction sends off; None where it is none of ours."""
    said: Mapping[str, Any] = interaction.data or {}
    match str(said.get("custom_id", "")).split(":"):
        case [version, form, sheet, token, subject] if (version, form) == (_VERSION, _FORM):
            if sheet in {one.value for one in FormKind}:
                typed = dict(_typed(said.get("components", ())))
                return Sent(FormKind(sheet), token, subject, typed)
    return None


def _typed(components: Any) -> Iterator[tuple[str, str]]:
    for component in components:
        if "custom_id" in component and "value" in component:
            yield str(component["custom_id"]), str(component["value"] or "")
        if "custom_id" in component and "values" in component:
            yield str(component["custom_id"]), "".join(map(str, component["values"][:1]))
        yield from _typed(component.get("components", ()))
        if "component" in component:
            yield from _typed((component["component"],))


def filled(draft: PendingForm, typed: Mapping[str, str]) -> PendingForm:
    """The draft with what was typed in place of what stood there."""
    names = {one.name for one in fields(draft.form)} & {one.name for one in _FIELDS[draft.kind]}
    said = {name: text for name, text in typed.items() if name in names}
    match draft.form:
        case Form() as form:
            return replace(draft, form=replace(form, **said))
        case TopicForm() as topic:
            return replace(draft, form=replace(topic, **said))
        case PointForm() as point:
            return replace(draft, form=replace(point, **said))


def read_back(sent: Sent) -> tuple[tuple[str, str], ...]:
    """What was typed, field by field under its label; blank ones are left out."""
    labels = {one.name: one.label for one in _FIELDS[sent.sheet]}
    return tuple(
        (labels[name], text) for name, text in sent.typed.items() if name in labels and text.strip()
    )
