"""Pages of a quote's form before it is saved."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from bot.i18n import N_, counted, gettext as _
from bot.library.model import Excerpt, Source, Speaker, State
from bot.moderation.form_values import Form, FormKind
from bot.moderation.outcomes import (
    DuplicateQuote,
    FormProblem,
    InvalidForm,
    Preview,
    Remark,
    Resolved,
    SideEffectKind,
)
from bot.pages.attribution import name_shown, passage
from bot.pages.page import (
    ActionKind,
    Block,
    Button,
    Line,
    ListBlock,
    Page,
    QuoteBlock,
    Row,
    ServerAction,
    Tone,
)
from bot.pages.wording import dotted, lines, on_the_point, server_button, shortened, tone_of

_MISSING = {
    Remark.NO_DATE: N_("a date"),
    Remark.NO_LINK: N_("a link"),
    Remark.NO_POINT: N_("a point"),
}
_REMARKS = {
    Remark.INVISIBLE: N_("I removed invisible characters from the text."),
    Remark.MARKS: N_("I removed the quotation marks around the text: the card adds its own."),
    Remark.MENTION: N_("The mention in the text is shown as plain text and notifies nobody."),
    Remark.DATE_IN_WORDS: N_("The date is kept in your words, and sorted by the year in them."),
}
_SIDE_EFFECTS = {
    SideEffectKind.NEW_SPEAKER: N_("New speaker: {name}."),
    SideEffectKind.NEW_SOURCE: N_("New source: “{name}”."),
    SideEffectKind.CHANGED_SPEAKER: N_("Changes the speaker {name}."),
    SideEffectKind.CHANGED_SOURCE: N_("Changes the source “{name}”."),
}
OUT = {"removed": N_("removed here"), "hidden": N_("hidden here")}
_LONGEST_NEAREST = 400


def preview_page(preview: Preview) -> Page:
    """Return the card as members will see it, or the problems and the text that was typed."""
    token, head = preview.token, _("A preview: nothing is saved yet")
    cancel = server_button(_("Cancel"), ActionKind.CANCEL, token)
    buttons = (change_button(token), file_button(token), cancel)
    here = ServerAction(ActionKind.LOOK, (token,))
    if preview.problems:
        blocks = (
            *problem_blocks(preview.problems),
            *duplicate_blocks(preview.duplicates),
            typed_block(preview.form),
        )
        return Page(blocks, buttons, Tone.NOTICE, here=here, head=head)
    save = server_button(_("Save"), ActionKind.SAVE, token)
    only_you = Line(_("Only you can see this. Nothing is saved yet."), small=True)
    return Page((*preview_blocks(preview), only_you), (save, *buttons), here=here, head=head)


def invalid_form_page(answer: InvalidForm, token: str) -> Page:
    """Return every problem of a form, with a quote's text; Change opens the form of ``token``."""
    typed = (typed_block(answer.form),) if isinstance(answer.form, Form) else ()
    buttons = (change_button(token),) if token else ()
    return Page((*problem_blocks(answer.problems), *typed), buttons, Tone.NOTICE)


def change_button(token: str, label: str = "") -> Button:
    """Return the button that opens a form again, *Change* by default."""
    return server_button(label or _("Change"), ActionKind.CHANGE, token)


def file_button(token: str) -> Button:
    """Return the button that opens the second form of a quote, with its point and topic."""
    return server_button(_("Topic and point"), ActionKind.CHANGE, token, FormKind.FILING.value)


def cancelled_page() -> Page:
    """Return the page after Cancel."""
    return Page((Line(_("Cancelled. Nothing was saved.")),), tone=Tone.NOTICE)


def lost_form_page(typed: Sequence[tuple[str, str]], command: str) -> Page:
    """Return the typed values, label and text, of a lost form that ``command`` opens again."""
    said = _(
        "Sorry, the bot restarted while your form was open, so nothing was saved. Here is the text "
        "you typed: copy it, then open the form again with {command}."
    )
    return Page((Line(said.format(command=command)), *_values(typed)), tone=Tone.NOTICE)


def unsaved_form_page(typed: Sequence[tuple[str, str]], reference: str, token: str) -> Page:
    """Return the typed values of a form that could not be saved, and a button to send it again."""
    said = _(
        "Not saved: the database can’t be used at the moment. Here is the text you typed. "
        "Try again in a minute; if it goes on, tell the people who run this bot: "
        "reference {reference}."
    )
    buttons = (change_button(token, _("Open the form again")),) if token else ()
    return Page((Line(said.format(reference=reference)), *_values(typed)), buttons, Tone.NOTICE)


def _values(typed: Sequence[tuple[str, str]]) -> Iterator[QuoteBlock]:
    return (QuoteBlock(text, who="", where="", label=label) for label, text in typed)


def typed_block(form: Form) -> QuoteBlock:
    """Return a quote as it was typed, so that it can be copied."""
    position = ", ".join(part for part in (form.point, form.stance, form.topic) if part)
    where = dotted((form.source, form.date, form.link, position))
    return QuoteBlock(form.text, form.speaker, where, label=_("You typed"))


def problem_blocks(problems: tuple[FormProblem, ...]) -> tuple[Block, ...]:
    """Return the problems of a form, one a row; the text that was typed is kept."""
    said = counted(
        len(problems),
        "Not saved yet: please change {count} thing. The text you typed is kept.",
        "Not saved yet: please change {count} things. The text you typed is kept.",
    )
    rows = tuple(Row(problem.sentence) for problem in problems)
    return (Line(said), ListBlock(rows))


def preview_blocks(preview: Preview) -> tuple[Block, ...]:
    """Return the card, before and after an edit, and everything to know before saving."""
    before, excerpt, remarks = preview.before, preview.excerpt, preview.remarks
    if excerpt is None:
        return ()
    nearest = excerpt.verdict.nearest if excerpt.verdict.state is State.DIFFERS else ""
    if nearest:
        text = shortened(nearest, _LONGEST_NEAREST)
        nearest = _("The nearest passage in the source: “{text}”").format(text=text)
    things = ", ".join(_(_MISSING[remark]) for remark in remarks if remark in _MISSING)
    missing = _("Missing: {things}.").format(things=things) if things else ""
    others = (_(_REMARKS[remark]) for remark in remarks if remark in _REMARKS)
    return (
        *((passage(before, label=_("Before")),) if before else ()),
        _card(preview, excerpt),
        *lines(nearest),
        *_other_positions(preview),
        *map(_side_effect, preview.side_effects),
        *duplicate_blocks(preview.duplicates),
        *lines(missing, *others, small=True),
    )


def duplicate_blocks(duplicates: tuple[DuplicateQuote, ...]) -> tuple[Block, ...]:
    """Return the quotes with nearly the same text, each with its id."""
    if not duplicates:
        return ()
    found = ((one, one.excerpt.quote) for one in duplicates)
    rows = tuple(Row(quote.id, _likeness(one), (shortened(quote.text),)) for one, quote in found)
    return (Line(_("The collection already has something like it:")), ListBlock(rows))


def _card(preview: Preview, excerpt: Excerpt) -> Block:
    point, stance = preview.positions[0] if preview.positions else (None, None)
    stands = on_the_point(stance, point) if point else ""
    if not stands and preview.topics:
        names = ", ".join(one.name for one in preview.topics)
        stands = _("Filed under {topics}").format(topics=names)
    label = _("After") if preview.before is not None else ""
    card = passage(excerpt, label=label, tone=tone_of(stance))
    return replace(card, remarks=(stands, *card.remarks)) if stands else card


def _other_positions(preview: Preview) -> tuple[Block, ...]:
    """Return the positions and topics that the card's label does not name."""
    others = (on_the_point(stance, point) for point, stance in preview.positions[1:])
    topics = ", ".join(topic.name for topic in preview.topics if preview.positions)
    return lines(*others, _("Also under {topics}.").format(topics=topics) if topics else "")


def _side_effect(effect: Resolved[Speaker] | Resolved[Source]) -> Line:
    thing = effect.thing
    name = thing.name if isinstance(thing, Speaker) else thing.title
    said = _(_SIDE_EFFECTS[effect.kind]).format(name=name) if effect.kind else ""
    if effect.near:
        names = ", ".join(one.name for one in effect.near)
        said += " " + _("Known already: {names}.").format(names=names)
    if effect.quotes:
        said += " " + counted(
            effect.quotes,
            "This changes {count} other quote too.",
            "This changes {count} other quotes too.",
        )
    return Line(said)


def _likeness(duplicate: DuplicateQuote) -> str:
    alike = _("{percent}% alike").format(percent=round(duplicate.likeness))
    name = name_shown(duplicate.excerpt.speaker)
    return dotted(
        (
            _("the same words") if duplicate.same_words else alike,
            _("under another name, {name}").format(name=name) if duplicate.other_name else "",
            _(OUT[duplicate.out]) if duplicate.out else "",
        )
    )
