"""The page of a question: the point it is on, the best excerpt, and both sides."""

from bot.answers.actions import Debate, DebatePage
from bot.answers.ask import token_of
from bot.answers.model import AskAnswer, DebateAnswer
from bot.library.model import Excerpt
from bot.pages.attribution import buttons_of, checked, passage
from bot.pages.context import menu_of_contexts
from bot.pages.debate import on_its_side, reasons_of, votes
from bot.pages.page import Block, Button, Heading, Line, Page, QuoteBlock
from bot.pages.reasons import reasons
from bot.pages.stances import menu_of_points, missing_sides, only_point
from bot.pages.wording import dotted

# What stands over an excerpt on another point, or on none.
OFF_THE_POINT = "Also close to the question"


def ask_page(answer: AskAnswer) -> Page:
    """What the question was read as, what was said on it, why, and the points near it."""
    debate = answer.debate
    missing = missing_sides(debate) if debate else ""
    small = (
        dotted((debate.topic.name, votes(debate))) if debate else "",
        checked(answer.excerpts),
    )
    why = reasons_of(debate, answer.why) if debate else reasons(answer.why, {})
    blocks: tuple[Block, ...] = (
        *((Heading(debate.point.sentence),) if debate else ()),
        *_passages(answer),
        *((Line(missing),) if missing else ()),
        *(Line(text, small=True) for text in small if text),
        *((Line(why, small=True, asked=True),) if why else ()),
    )
    near = menu_of_points("Points near this question", answer.near)
    contexts = menu_of_contexts(answer.excerpts, DebatePage(debate.point.id, 0)) if debate else ()
    return Page(
        blocks,
        _buttons(answer),
        menus=(*contexts, *near),
        here=token_of(answer),
        head=debate.point.sentence if debate else "",
    )


def _passages(answer: AskAnswer) -> tuple[QuoteBlock, ...]:
    debate = answer.debate
    if debate is None:
        return tuple(passage(excerpt, alone=False) for excerpt in answer.excerpts)
    best, *others = answer.excerpts
    return (
        on_its_side(debate, best, best.quote.stance_on(debate.point.id)),
        *(_beside(debate, excerpt) for excerpt in others),
    )


def _beside(debate: DebateAnswer, excerpt: Excerpt) -> QuoteBlock:
    stance = excerpt.quote.stance_on(debate.point.id)
    if stance is None:
        return passage(excerpt, label=OFF_THE_POINT, alone=False)
    return on_its_side(debate, excerpt, stance)


def _buttons(answer: AskAnswer) -> tuple[Button, ...]:
    if answer.debate is None:
        return (*buttons_of(answer.best), *only_point(answer.near))
    whole = Button("The whole debate", Debate(answer.debate.point.id))
    return (whole, *only_point(answer.near))
