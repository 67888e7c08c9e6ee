"""Build the modals of moderation, and read submitted ones.

The custom_id of a modal is ``1:form:kind:token:subject``, so that one submitted after a restart is
recognised. A modal has at most five fields.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import discord
from discord import ui
from msgspec import Struct, field
from msgspec.structs import replace

from bot.commands import STANCES, STATUSES
from bot.discordapp.limits import FIELD, FIELD_HINT, FORM_TITLE
from bot.discordapp.markdown import shortened, weight
from bot.errors import RequestError
from bot.i18n import N_, before_text, gettext as _, number, pgettext
from bot.moderation.form_values import Form, FormKind, PendingForm

_VERSION, _FORM = "1", "form"
TOO_LONG_TO_EDIT = N_(
    "{field} has {length} characters, but a Discord form holds only {most}. To "
    "change it, use /library import; to quote a long message, copy the part you "
    "need into /library add."
)
SPEAKER_OF_FORWARD = N_("Forwarded, so Discord doesn’t say who wrote it. Write the author’s name.")


class _Field(Struct, frozen=True):
    """One field: its name in the form, its label and its hint.

    ``choices`` are all possible values, if there are few. ``longest`` is in characters.
    """

    name: str
    label: str
    hint: str
    required: bool = False
    tall: bool = False
    longest: int = 300
    choices: tuple[str, ...] = ()


class ModalState(Struct, frozen=True):
    """A modal: its kind, its token, its subject, and the values of its fields by name.

    The subject of one that asks for a reason is a quote's id or a suggestion's number.
    """

    kind: FormKind
    token: str
    subject: str
    values: Mapping[str, str] = field(default_factory=dict)


_needed = partial(_Field, required=True)
_long = partial(_Field, tall=True, longest=FIELD)
_reason = partial(_Field, "reason", N_("Why?"), required=True, tall=True, longest=1000)
_QUOTE = (
    _long(
        "text", N_("Text"), N_("The exact words; write […] where you leave some out"), required=True
    ),
    _needed(
        "speaker", N_("Speaker"), N_("Who said it: a name already in the library, or a new one")
    ),
    _Field(
        "source",
        N_("Source"),
        N_("The title of the text: one already in the library, or a new one"),
    ),
    _Field("date", N_("Date"), N_("As exact as you know it: 2024, 2024-03 or 2024-03-05")),
    _Field("link", N_("Link"), N_("Where to read it, starting with https://"), longest=2000),
)
_NAMES_HINT = N_("Separated by commas, or one per line")
_TITLES: Mapping[FormKind, str] = {
    FormKind.QUOTE: N_("Quote"),
    FormKind.FILING: N_("Topic and point"),
    FormKind.SUGGESTION: N_("Suggest a quote"),
    FormKind.TOPIC: N_("Topic"),
    FormKind.POINT: N_("Point"),
    FormKind.REMOVAL: N_("Remove a quote"),
    FormKind.DECLINING: N_("Decline a suggestion"),
}
_FIELDS: Mapping[FormKind, tuple[_Field, ...]] = {
    FormKind.QUOTE: _QUOTE,
    FormKind.FILING: (
        _Field("point", N_("Point"), N_("Its sentence, another name for it, or its id")),
        _Field(
            "stance",
            N_("Stance"),
            N_("Its side on the point; “none” removes the point"),
            choices=STANCES,
        ),
        _Field("topic", N_("Topic"), N_("Its name or id; separate several with commas")),
        _Field("status", N_("Status"), N_("Only if it’s doubtful who said it"), choices=STATUSES),
        _long(
            "note",
            N_("Note"),
            N_("The reason for the status, or anything readers should know"),
            longest=1000,
        ),
    ),
    FormKind.SUGGESTION: _QUOTE,
    FormKind.TOPIC: (
        _needed("name", N_("Name"), N_("The name of the topic")),
        _long("aliases", N_("Other names"), _NAMES_HINT),
    ),
    FormKind.POINT: (
        _long(
            "sentence",
            N_("Sentence"),
            N_("One sentence that people can agree or disagree with"),
            required=True,
            longest=1000,
        ),
        _needed(
            "side_for", N_("Who says yes"), N_("A short name for that side, such as Build kerbs")
        ),
        _needed(
            "side_against",
            N_("Who says no"),
            N_("A short name for that side, such as Paint is enough"),
        ),
        _long("aliases", N_("Other names"), _NAMES_HINT),
        _long("phrasings", N_("Questions"), N_("How people ask about it, one per line")),
    ),
    FormKind.REMOVAL: (_reason(N_("Shown in the history")),),
    FormKind.DECLINING: (_reason(N_("Sent to the member who suggested it")),),
}


class _StatelessModal(ui.Modal):
    """A modal that discord.py does not keep: its custom_id holds the state."""

    def is_finished(self) -> bool:
        """Return True, so that discord.py does not wait for it."""
        return True


def modal_of(pending: PendingForm, token: str) -> ui.Modal:
    """Return the modal of a form, filled in. RequestError for a value too long for a field."""
    form, kind = pending.form, pending.kind
    values = {one.name: str(getattr(form, one.name, "")) for one in _FIELDS[kind]}
    # Discord does not say who wrote a forwarded message.
    forwarded = isinstance(form, Form) and form.message and not form.author
    hints = {"speaker": _(SPEAKER_OF_FORWARD)} if forwarded else {}
    return _modal(ModalState(kind, token, "", values), _(_TITLES[kind]), hints)


def reason_modal(state: ModalState) -> ui.Modal:
    """Return the modal that asks for a reason; its title ends with the subject."""
    title = _(_TITLES[state.kind])
    if state.subject:
        title = before_text(title) + state.subject
    return _modal(state, shortened(title, FORM_TITLE), {})


def _modal(state: ModalState, title: str, hints: Mapping[str, str]) -> ui.Modal:
    custom_id = ":".join((_VERSION, _FORM, state.kind.value, state.token, state.subject))
    modal = _StatelessModal(title=title, custom_id=custom_id, timeout=None)
    for one in _FIELDS[state.kind]:
        hint = hints.get(one.name, _(one.hint))
        modal.add_item(_label(one, hint, state.values.get(one.name, "")))
    return modal


def _label(field: _Field, hint: str, value: str) -> ui.Label[ui.Modal]:
    label = _(field.label)
    if field.choices:
        options = [
            discord.SelectOption(label=pgettext("choice", one), value=one, default=one == value)
            for one in field.choices
        ]
        select: ui.Select[ui.Modal] = ui.Select(
            custom_id=field.name, options=options, required=field.required, min_values=0
        )
        return ui.Label(text=label, description=hint, component=select)
    length = weight(value)
    if length > FIELD:
        sizes = {"length": number(length), "most": number(FIELD)}
        raise RequestError(_(TOO_LONG_TO_EDIT), field=label, **sizes)
    text_input: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id=field.name,
        style=discord.TextStyle.paragraph if field.tall else discord.TextStyle.short,
        default=value or None,
        required=field.required,
        max_length=max(field.longest, length),
    )
    return ui.Label(text=label, description=hint[:FIELD_HINT], component=text_input)


def submitted_modal(interaction: discord.Interaction) -> ModalState | None:
    """Return the modal that an interaction submits; None if it is not one of this version."""
    given: Mapping[str, Any] = interaction.data or {}
    match str(given.get("custom_id", "")).split(":"):
        case [version, form, kind, token, subject] if (version, form) == (_VERSION, _FORM):
            if kind in set(FormKind):
                values = dict(_values(given.get("components", ())))
                return ModalState(FormKind(kind), token, subject, values)
    return None


def _values(components: Any) -> Iterator[tuple[str, str]]:
    """Yield the custom_id and the value of each field, at any depth; a select's first value."""
    for component in components:
        if "custom_id" in component and "value" in component:
            yield str(component["custom_id"]), str(component["value"] or "")
        if "custom_id" in component and "values" in component:
            yield str(component["custom_id"]), "".join(map(str, component["values"][:1]))
        yield from _values(component.get("components", ()))
        if "component" in component:
            yield from _values((component["component"],))


def with_values(pending: PendingForm, values: Mapping[str, str]) -> PendingForm:
    """Return the form with the submitted values of the fields that its modal shows."""
    shown = {one.name for one in _FIELDS[pending.kind]}
    typed: dict[str, Any] = {name: text for name, text in values.items() if name in shown}
    return replace(pending, form=replace(pending.form, **typed))


def labelled(state: ModalState) -> tuple[tuple[str, str], ...]:
    """Return the label and the text of each field that is not blank."""
    labels = {one.name: _(one.label) for one in _FIELDS[state.kind]}
    typed = state.values.items()
    return tuple((labels[name], text) for name, text in typed if name in labels and text.strip())
