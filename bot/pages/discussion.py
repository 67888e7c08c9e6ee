"""What is said in a discussion, and of it: its opening, its poll, its result."""

from dataclasses import dataclass, replace

from bot.answers.actions import Context, Debate, DebatePage
from bot.answers.model import DebateAnswer
from bot.library.model import Stance
from bot.pages.debate import debate_page, on_its_side
from bot.pages.page import Block, Button, Heading, Line, ListBlock, OpenLink, Page, QuoteBlock, Row
from bot.pages.stances import side_named
from bot.pages.wording import counted

_UNDECIDED = "It depends"


@dataclass(frozen=True, slots=True)
class Ballot:
    """What a poll asks, and the answers it takes: for, against, neither."""

    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tallied:
    """One answer of a poll that is over, and how many gave it."""

    answer: str
    votes: int


def ballot(debate: DebateAnswer) -> Ballot:
    """The poll on the motion."""
    sides = (side_named(stance, debate.point) for stance in (Stance.FOR, Stance.AGAINST))
    return Ballot(debate.point.sentence, (*sides, _UNDECIDED))


def discussion_page(debate: DebateAnswer) -> Page:
    """The debate as it opens a discussion: the motion, the sides, and the way to more views."""
    page = debate_page(debate)
    more = tuple(one for one in page.buttons if isinstance(one.action, DebatePage))
    contexts = tuple(menu for menu in page.menus if isinstance(menu.choices[0].action, Context))
    # Nobody asked for it, so nobody could turn its pages for the others: all of it is shown.
    return replace(page, buttons=more, menus=contexts, here=None)


def opened_page(link: str, days: int) -> Page:
    """The discussion is open; ``link`` leads to it."""
    said = f"The discussion is open: the motion, both sides, and a poll for {counted(days, 'day')}."
    return _led(said, link)


def open_already_page(link: str) -> Page:
    """There is a discussion on this, and ``link`` leads to it."""
    return _led("There is a discussion on this already.", link)


def result_page(question: str, tallied: tuple[Tallied, ...], debate: DebateAnswer | None) -> Page:
    """How the poll ended, beside an excerpt of either side where the library still has the point.

    A poll counts those who took part, so no side is said to have won.
    """
    total = sum(one.votes for one in tallied)
    rows = ListBlock(tuple(Row(one.answer, _share(one.votes, total)) for one in tallied))
    blocks: tuple[Block, ...] = (
        Heading("How the poll ended"),
        Line(question),
        *((rows,) if total else (Line("Nobody voted."),)),
        *(_passages(debate) if debate else ()),
    )
    again = (Button("The whole debate", Debate(debate.point.id)),) if debate else ()
    return Page(blocks, again)


def _passages(debate: DebateAnswer) -> tuple[QuoteBlock, ...]:
    return tuple(
        on_its_side(debate, excerpt, side.stance)
        for side in sorted(debate.sides, key=lambda side: side.stance is not Stance.FOR)
        for excerpt in side.excerpts[:1]
    )


def _share(votes: int, total: int) -> str:
    return f"{counted(votes, 'vote')}, {votes / total:.0%}" if total else ""


def _led(said: str, link: str) -> Page:
    return Page((Line(said),), (Button("Go to the discussion", OpenLink(link)),))
