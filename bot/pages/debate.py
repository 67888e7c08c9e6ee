"""The page of a point and both its sides."""

from bot.answers.actions import DebatePage, QuoteOf
from bot.answers.model import DebateAnswer
from bot.library.model import Excerpt, Kind, Stance
from bot.pages.attribution import checked, passage
from bot.pages.context import menu_of_contexts
from bot.pages.page import ActionKind, Block, Button, Heading, Line, Page, QuoteBlock, ServerAction
from bot.pages.reasons import reasons
from bot.pages.stances import (
    menu_of_points,
    missing_sides,
    only_point,
    side_named,
    tone_of,
)
from bot.pages.wording import counted, dotted
from bot.search.results import Cause, Scope, Why


def debate_page(answer: DebateAnswer) -> Page:
    """The motion, then the sides turn about; then what is missing, how many there are, and why."""
    shown = answer.in_turn
    excerpts = tuple(excerpt for excerpt, _ in shown)
    missing = missing_sides(answer)
    small = (
        dotted((answer.topic.name, _which_part(answer), votes(answer))),
        _end(answer),
        checked(excerpts),
    )
    why = reasons_of(answer, answer.why)
    blocks: tuple[Block, ...] = (
        Heading(answer.point.sentence),
        *(on_its_side(answer, excerpt, stance) for excerpt, stance in shown),
        *((Line(missing),) if missing else ()),
        *(Line(text, small=True) for text in small if text),
        *((Line(why, small=True, asked=True),) if why else ()),
    )
    here = _at(answer, answer.page)
    discuss = Button("Open a discussion", ServerAction(ActionKind.DISCUSS, (answer.point.id,)))
    return Page(
        blocks,
        (*_more(answer), *_one_by_one(answer), discuss, *only_point(answer.others)),
        menus=(
            *menu_of_contexts(excerpts, here),
            *menu_of_points("Other points of this topic", answer.others),
        ),
        here=here,
        head=answer.point.sentence,
    )


def on_its_side(answer: DebateAnswer, excerpt: Excerpt, stance: Stance | None) -> QuoteBlock:
    """The excerpt under the name of its side."""
    label = side_named(stance, answer.point)
    return passage(excerpt, label=label, tone=tone_of(stance), alone=False)


def votes(answer: DebateAnswer) -> str:
    """How many excerpts the library holds on either side, whatever is shown of them."""
    totals = {side.stance: side.total for side in answer.sides}
    return f"{totals.get(Stance.FOR, 0)} for, {totals.get(Stance.AGAINST, 0)} against"


def reasons_of(answer: DebateAnswer, why: tuple[Why, ...]) -> str:
    """Why this debate matched, where the heading does not already say it."""
    topic = answer.topic
    folded = {alias.casefold() for alias in topic.aliases}
    of_the_topic = any(one.cause is Cause.ALIAS and one.found.casefold() in folded for one in why)
    named = {topic.id: topic.name, answer.point.id: "", answer.point.sentence: ""}
    return reasons(why, named, owner=topic.name if of_the_topic else "")


def _which_part(answer: DebateAnswer) -> str:
    if answer.pages < 2:
        return ""
    a_pair = all(len(side.excerpts) == 1 for side in answer.sides)
    return f"{'pair' if a_pair else 'part'} {answer.page + 1} of {answer.pages}"


def _more(answer: DebateAnswer) -> tuple[Button, ...]:
    """The way to the next views; after the last ones, back to the first."""
    if answer.pages < 2:
        return ()
    following = (answer.page + 1) % answer.pages
    label = "More views" if following else "First views"
    return (Button(label, _at(answer, following)),)


def _at(answer: DebateAnswer, page: int) -> DebatePage:
    return DebatePage(answer.point.id, page, answer.opposed)


def _end(answer: DebateAnswer) -> str:
    """On the last page: that it is the last, and what one side has beyond the pairs."""
    if answer.page + 1 < answer.pages:
        return ""
    paired = all(side.total for side in answer.sides)
    said = f"That is every {'pair' if paired else 'excerpt'} on this point."
    more = _unpaired(answer)
    ended = (said,) if answer.pages > 1 else ()
    return " ".join((*ended, *((more,) if more else ())))


def _unpaired(answer: DebateAnswer) -> str:
    fewer, more = sorted(answer.sides, key=lambda side: side.total)
    rest = more.total - fewer.total
    if not fewer.total or not rest:
        return ""
    which = "for" if more.stance is Stance.FOR else "against"
    return f"{counted(rest, 'more excerpt')} {'stands' if rest == 1 else 'stand'} {which} it."


def _one_by_one(answer: DebateAnswer) -> tuple[Button, ...]:
    """After the last pair, the way to the excerpts that have no partner."""
    if answer.page + 1 < answer.pages or not _unpaired(answer):
        return ()
    return (Button("One by one", QuoteOf(Scope(Kind.POINT, answer.point.id))),)
