"""The page of a form before it is saved, for the moderator alone."""

from collections.abc import Iterable

from bot.library.model import Excerpt, State
from bot.moderation.outcomes import (
    DuplicateQuote,
    FormProblem,
    InvalidForm,
    Preview,
    Remark,
    Review,
    SideEffect,
    SideEffectKind,
)
from bot.pages.attribution import name_shown, passage
from bot.pages.moderation.times import moment_named
from bot.pages.page import (
    ActionKind,
    Block,
    Button,
    Heading,
    Line,
    ListBlock,
    Page,
    Row,
    ServerAction,
    Tone,
)
from bot.pages.stances import on_the_point, tone_of
from bot.pages.wording import counted, shortened

_LACKS = {Remark.NO_DATE: "a date", Remark.NO_LINK: "a link", Remark.NO_POINT: "a point"}
_SAID = {
    Remark.INVISIBLE: "Characters that nobody sees were left out of the text.",
    Remark.MARKS: "The quotation marks around the text were left out: the card shows its own.",
    Remark.MENTION: "A mention in the text is shown as it is written, and calls nobody.",
    Remark.DATE_IN_WORDS: "The date is kept in your words, and sorted by the year in them.",
}

_NOT_SAVED = "A preview: nothing is saved yet"


def preview_page(preview: Preview) -> Page:
    """The card as members will see it and what to know before saving; or what is wrong."""
    change = Button("Change", ServerAction(ActionKind.CHANGE, (preview.token,)))
    cancel = Button("Cancel", ServerAction(ActionKind.CANCEL, (preview.token,)))
    here = ServerAction(ActionKind.LOOK, (preview.token,))
    if not preview.valid:
        return Page(
            (*troubles_told(preview.problems), *known_twins(preview.duplicates)),
            (change, cancel),
            Tone.NOTICE,
            here=here,
            head=_NOT_SAVED,
        )
    save = Button("Save", ServerAction(ActionKind.SAVE, (preview.token,)))
    only_you = Line("Only you see this. Nothing is saved yet.", small=True)
    return Page((*shown(preview), only_you), (save, change, cancel), here=here, head=_NOT_SAVED)


def review_page(review: Review) -> Page:
    """A suggestion to decide: who made it, the card it would be, and what to know."""
    preview, suggestion = review.preview, review.suggestion
    number = str(suggestion.number)
    change = Button("Change first", ServerAction(ActionKind.CHANGE, (preview.token,)))
    decline = Button("Decline", ServerAction(ActionKind.DECLINE, (number, preview.token)))
    accept = Button("Accept", ServerAction(ActionKind.ACCEPT, (number, preview.token)))
    following = Button("Next", ServerAction(ActionKind.REVIEW, (number,)))
    behind = counted(review.behind, "other suggestion")
    who = f"{suggestion.member.name}, {moment_named(suggestion.at)}"
    blocks: tuple[Block, ...] = (
        Heading(f"Suggestion {suggestion.number}"),
        Line(who, small=True),
        *(shown(preview) if preview.valid else _to_be_filed(preview)),
        Line(f"{behind.capitalize()} to decide.", small=True),
    )
    ways = (*((accept,) if preview.valid else ()), change, decline)
    return Page(
        blocks,
        (*ways, *((following,) if review.behind else ())),
        here=ServerAction(ActionKind.REVIEW, (number, number)),
        head=f"Suggestion {suggestion.number}",
    )


def unfit_page(answer: InvalidForm) -> Page:
    """Everything that is wrong in a form."""
    return Page(troubles_told(answer.problems), tone=Tone.NOTICE)


def troubles_told(troubles: tuple[FormProblem, ...]) -> tuple[Block, ...]:
    """What is wrong, one a line; and that nothing typed is lost."""
    many = counted(len(troubles), "thing")
    told = tuple(Row(trouble.sentence) for trouble in troubles)
    return (
        Line(f"Not saved yet: {many} to change. What you typed is kept."),
        ListBlock(told),
    )


def shown(preview: Preview) -> tuple[Block, ...]:
    """The card, and what to know of it."""
    blocks: list[Block] = []
    if preview.before is not None and preview.excerpt is not None:
        blocks.append(passage(preview.before, label="As it stands"))
    if preview.excerpt is not None:
        blocks.append(_card(preview, preview.excerpt))
        blocks.extend(_nearest(preview.excerpt))
        blocks.extend(_also(preview))
    blocks.extend(Line(text) for text in map(_made, preview.side_effects))
    blocks.extend(known_twins(preview.duplicates))
    blocks.extend(Line(text, small=True) for text in _remarks(preview.remarks))
    return tuple(blocks)


def known_twins(twins: tuple[DuplicateQuote, ...]) -> tuple[Block, ...]:
    """The quotes that say nearly the same, with their ids."""
    if not twins:
        return ()
    rows = tuple(
        Row(twin.excerpt.quote.id, _likeness(twin), (shortened(twin.excerpt.quote.text),))
        for twin in twins
    )
    return (Line("The collection holds something like it:"), ListBlock(rows))


def _card(preview: Preview, excerpt: Excerpt) -> Block:
    point, stance = preview.positions[0] if preview.positions else (None, None)
    label = on_the_point(stance, point) if point else ""
    if preview.before is not None:
        label = f"As it will be · {label}" if label else "As it will be"
    if not label and preview.topics:
        label = f"On {', '.join(topic.name for topic in preview.topics)}"
    return passage(excerpt, label=label, tone=tone_of(stance))


def _also(preview: Preview) -> tuple[Block, ...]:
    """Where it stands besides what the card's label says."""
    if not preview.positions:
        return ()
    others = tuple(Line(on_the_point(stance, point)) for point, stance in preview.positions[1:])
    topics = ", ".join(topic.name for topic in preview.topics)
    return (*others, *((Line(f"Also under {topics}."),) if topics else ()))


def _nearest(excerpt: Excerpt) -> tuple[Block, ...]:
    verdict = excerpt.verdict
    if verdict.state is not State.DIFFERS or not verdict.nearest:
        return ()
    return (Line(f"The nearest passage in the source: “{shortened(verdict.nearest, 400)}”"),)


def _made(made: SideEffect) -> str:
    also = f", also for {counted(made.quotes, 'other quote')}" if made.quotes else ""
    near = ", ".join(one.name for one in made.near)
    known = f" Known already: {near}." if near else ""
    match made.kind:
        case SideEffectKind.NEW_SPEAKER:
            return f"New speaker: {made.name}.{known}"
        case SideEffectKind.NEW_SOURCE:
            return f"New source: “{made.name}”.{known}"
        case SideEffectKind.CHANGED_SPEAKER:
            return f"Changes the speaker {made.name}{also}."
        case SideEffectKind.CHANGED_SOURCE:
            return f"Changes the source “{made.name}”{also}."


def _likeness(twin: DuplicateQuote) -> str:
    said = "the same words" if twin.same_words else f"{twin.likeness:.0f} % alike"
    other = f" under another name, {name_shown(twin.excerpt.speaker)}" if twin.other_name else ""
    out = f" ({twin.out} here)" if twin.out else ""
    return f"{said}{other}{out}"


def _remarks(remarks: Iterable[Remark]) -> list[str]:
    given = tuple(remarks)
    missing = [_LACKS[remark] for remark in given if remark in _LACKS]
    lines = [f"Missing: {', '.join(missing)}."] if missing else []
    return lines + [_SAID[remark] for remark in given if remark in _SAID]


def _to_be_filed(preview: Preview) -> tuple[Block, ...]:
    """A suggestion that cannot be accepted as it is: what was typed, and what is wrong."""
    form = preview.form
    said = f"{form.speaker}, in {form.source}"
    rows = tuple(Row(trouble.sentence) for trouble in preview.problems)
    return (
        Line(f"“{form.text}”"),
        Line(said),
        Line("To be changed before it can be accepted:"),
        ListBlock(rows),
        *known_twins(preview.duplicates),
    )
