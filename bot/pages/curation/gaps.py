"""The page of where a collection has little."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.answer.answers import PointTally, TopicTally
from bot.curation.answers import Gaps
from bot.pages.page import Block, Heading, Line, Page, Row, Rows
from bot.pages.stances import tally_in_words
from bot.pages.wording import counted
from bot.store import Unanswered

_MOST = 10
_Gap = TypeVar("_Gap")


def gaps_page(gaps: Gaps) -> Page:
    """Points with one side, topics with one voice, questions that found nothing."""
    blocks: tuple[Block, ...] = (
        Heading("Points without both sides"),
        *_listed(gaps.one_sided, _point, "Every point has both sides."),
        Heading("Topics with one voice or none"),
        *_listed(gaps.one_voice, _topic, "Every topic has several voices."),
        Heading("Questions that found nothing"),
        *_asked(gaps),
    )
    return Page(blocks)


def _asked(gaps: Gaps) -> tuple[Block, ...]:
    if not gaps.noted:
        return (Line("They are not counted here: the settings turn it on."),)
    counted_so = Line("Counted without saying who asked.", small=True)
    return (*_listed(gaps.unanswered, _question, "None so far."), counted_so)


def _listed(found: Sequence[_Gap], row: Callable[[_Gap], Row], none: str) -> tuple[Block, ...]:
    """The first ten as rows, and how many follow; or the sentence for none."""
    if not found:
        return (Line(none),)
    rest = len(found) - _MOST
    more = (Line(f"And {rest} more.", small=True),) if rest > 0 else ()
    return (Rows(tuple(row(one) for one in found[:_MOST])), *more)


def _point(tally: PointTally) -> Row:
    return Row(tally.point.sentence, tally_in_words(tally))


def _topic(tally: TopicTally) -> Row:
    return Row(
        tally.topic.name, f"{counted(tally.voices, 'voice')}, {counted(tally.quotes, 'quote')}"
    )


def _question(question: Unanswered) -> Row:
    often = "once" if question.asked == 1 else counted(question.asked, "time")
    return Row(question.question, f"asked {often}")
