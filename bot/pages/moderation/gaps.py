"""The page of where a collection has little."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TypeVar

from bot.answers.model import PointTally, TopicTally
from bot.moderation.outcomes import Gaps
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
)
from bot.pages.stances import tally_in_words
from bot.pages.wording import counted
from bot.store import Unanswered

# Of each kind, before one asks for all.
_FIRST = 10
_Gap = TypeVar("_Gap")


class Kind(StrEnum):
    """A kind of gap. The value goes into buttons, so it never changes."""

    POINTS = "points"
    TOPICS = "topics"
    QUESTIONS = "questions"


_HEADINGS = {
    Kind.POINTS: "Points without both sides",
    Kind.TOPICS: "Topics with one voice or none",
    Kind.QUESTIONS: "Questions that found nothing",
}


def gaps_page(gaps: Gaps, which: str = "") -> Page:
    """Points with one side, topics with one voice, questions that found nothing.

    The first of each kind, with a way to all of it; or all of the kind that ``which`` names.
    """
    for kind in Kind:
        if kind == which:
            here, back = (
                ServerAction(ActionKind.GAPS, (which,)),
                Button("All gaps", ServerAction(ActionKind.GAPS, ("",))),
            )
            return Page(_section(gaps, kind, None), (back,), here=here, head=_HEADINGS[kind])
    sections = tuple(block for kind in Kind for block in _section(gaps, kind, _FIRST))
    return Page(sections, _more(gaps), here=ServerAction(ActionKind.GAPS, ("",)), head="Gaps")


def _section(gaps: Gaps, kind: Kind, most: int | None) -> tuple[Block, ...]:
    return (Heading(_HEADINGS[kind]), *_of_kind(gaps, kind, most))


def _of_kind(gaps: Gaps, kind: Kind, most: int | None) -> tuple[Block, ...]:
    match kind:
        case Kind.POINTS:
            return _listed(gaps.one_sided[:most], _point, "Every point has both sides.")
        case Kind.TOPICS:
            return _listed(gaps.one_voice[:most], _topic, "Every topic has several voices.")
        case Kind.QUESTIONS if gaps.noted:
            counted_so = Line("Counted without saying who asked.", small=True)
            return (*_listed(gaps.unanswered[:most], _question, "None so far."), counted_so)
        case Kind.QUESTIONS:
            return (Line("They are not counted here: the settings turn it on."),)


def _listed(found: Sequence[_Gap], row: Callable[[_Gap], Row], none: str) -> tuple[Block, ...]:
    return (ListBlock(tuple(map(row, found))),) if found else (Line(none),)


def _more(gaps: Gaps) -> tuple[Button, ...]:
    """The ways to what is more than is shown first, each with how many there are in all."""
    held = {
        Kind.POINTS: len(gaps.one_sided),
        Kind.TOPICS: len(gaps.one_voice),
        Kind.QUESTIONS: len(gaps.unanswered),
    }
    return tuple(
        Button(f"All {count:,} {kind}", ServerAction(ActionKind.GAPS, (kind.value,)))
        for kind, count in held.items()
        if count > _FIRST
    )


def _point(tally: PointTally) -> Row:
    return Row(tally.point.sentence, tally_in_words(tally))


def _topic(tally: TopicTally) -> Row:
    return Row(
        tally.topic.name, f"{counted(tally.voices, 'voice')}, {counted(tally.quotes, 'quote')}"
    )


def _question(question: Unanswered) -> Row:
    often = "once" if question.asked == 1 else counted(question.asked, "time")
    return Row(question.question, f"asked {often}")
