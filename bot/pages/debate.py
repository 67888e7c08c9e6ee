"""The pages of a debate and of a question: a point, and excerpts on both sides of it."""

from bot.answers.actions import Debate, DebatePage, QuoteOf
from bot.answers.ask import token_of
from bot.answers.model import AskAnswer, DebateAnswer
from bot.library.model import Excerpt, Kind, Stance
from bot.pages import wording
from bot.pages.attribution import buttons_of, checked, passage
from bot.pages.blocks import Block, Heading, Line, QuoteBlock
from bot.pages.page import ActionKind, Button, Page, ServerAction
from bot.pages.quote import menu_of_contexts
from bot.search.results import Cause, Scope, Why

# The label of an excerpt on another point, or on none.
OFF_THE_POINT = "Also close to the question"


def debate_page(answer: DebateAnswer) -> Page:
    """Return the page: the motion, the sides in turn, a missing side, the counts, the reasons."""
    shown = answer.in_turn
    excerpts = tuple(excerpt for excerpt, _ in shown)
    missing = wording.missing_sides(answer)
    small = (
        wording.dotted((answer.topic.name, _which_part(answer), votes(answer))),
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
    return Page(
        blocks,
        _buttons(answer),
        menus=(
            *menu_of_contexts(excerpts, here),
            *wording.menu_of_points("Other points of this topic", answer.others),
        ),
        here=here,
        head=answer.point.sentence,
    )


def on_its_side(answer: DebateAnswer, excerpt: Excerpt, stance: Stance | None) -> QuoteBlock:
    """Return the excerpt under the name of its side."""
    label = wording.side_named(stance, answer.point)
    tone = wording.tone_of(stance)
    return passage(excerpt, label=label, tone=tone, alone=False, point=answer.point.id)


def votes(answer: DebateAnswer) -> str:
    """Return how many voices the library has on each side, shown or not.

    Also in how many excerpts, if somebody has several.
    """
    held = {side.stance: side.voices for side in answer.sides}
    for_, against = held.get(Stance.FOR, 0), held.get(Stance.AGAINST, 0)
    excerpts = sum(side.total for side in answer.sides)
    said = f"{wording.counted(for_, 'voice')} for, {against} against"
    if excerpts == for_ + against:
        return said
    return f"{said}, in {wording.counted(excerpts, 'excerpt')}"


def reasons_of(answer: DebateAnswer, why: tuple[Why, ...]) -> str:
    """Return the reasons for this debate that its heading does not show already."""
    topic = answer.topic
    folded = {alias.casefold() for alias in topic.aliases}
    of_the_topic = any(one.cause is Cause.ALIAS and one.found.casefold() in folded for one in why)
    named = {topic.id: topic.name, answer.point.id: "", answer.point.sentence: ""}
    return wording.reasons(why, named, owner=topic.name if of_the_topic else "")


def _which_part(answer: DebateAnswer) -> str:
    if answer.pages < 2:
        return ""
    a_pair = all(len(side.excerpts) == 1 for side in answer.sides)
    return f"{'pair' if a_pair else 'part'} {answer.page + 1} of {answer.pages}"


def _buttons(answer: DebateAnswer) -> tuple[Button, ...]:
    buttons = []
    if answer.pages > 1:
        following = (answer.page + 1) % answer.pages
        buttons.append(Button("More views" if following else "First views", _at(answer, following)))
    if answer.page + 1 >= answer.pages and _unpaired(answer):
        buttons.append(Button("One by one", QuoteOf(Scope(Kind.POINT, answer.point.id))))
    discuss = Button("Open a discussion", ServerAction(ActionKind.DISCUSS, (answer.point.id,)))
    return (*buttons, discuss, *wording.only_point(answer.others))


def _at(answer: DebateAnswer, page: int) -> DebatePage:
    return DebatePage(answer.point.id, page, answer.opposed)


def _end(answer: DebateAnswer) -> str:
    """Say on the last page that it is the last, and how many excerpts have no counterpart."""
    if answer.page + 1 < answer.pages:
        return ""
    paired = all(side.total for side in answer.sides)
    last = f"That’s every {'pair' if paired else 'excerpt'} on this point."
    return f"{last if answer.pages > 1 else ''} {_unpaired(answer)}".strip()


def _unpaired(answer: DebateAnswer) -> str:
    fewer, more = sorted(answer.sides, key=lambda side: side.total)
    rest = more.total - fewer.total
    if not fewer.total or not rest:
        return ""
    which = "for" if more.stance is Stance.FOR else "against"
    return (
        f"{wording.counted(rest, 'more excerpt')} {'stands' if rest == 1 else 'stand'} {which} it."
    )


def ask_page(answer: AskAnswer) -> Page:
    """Return the page: the point of the question, excerpts on it, the reasons, points near it."""
    debate = answer.debate
    missing = wording.missing_sides(debate) if debate else ""
    small = (
        wording.dotted((debate.topic.name, votes(debate))) if debate else "",
        checked(answer.excerpts),
    )
    why = reasons_of(debate, answer.why) if debate else wording.reasons(answer.why, {})
    blocks: tuple[Block, ...] = (
        *((Heading(debate.point.sentence),) if debate else ()),
        *_quotes_of_ask(answer),
        *((Line(missing),) if missing else ()),
        *(Line(text, small=True) for text in small if text),
        *((Line(why, small=True, asked=True),) if why else ()),
    )
    whole = (Button("The whole debate", Debate(debate.point.id)),) if debate else ()
    near = wording.menu_of_points("Points near this question", answer.near)
    contexts = menu_of_contexts(answer.excerpts, DebatePage(debate.point.id, 0)) if debate else ()
    return Page(
        blocks,
        (*(whole or buttons_of(answer.best)), *wording.only_point(answer.near)),
        menus=(*contexts, *near),
        here=token_of(answer),
        head=debate.point.sentence if debate else "",
    )


def _quotes_of_ask(answer: AskAnswer) -> tuple[QuoteBlock, ...]:
    debate, quotes = answer.debate, []
    for place, excerpt in enumerate(answer.excerpts):
        stance = excerpt.quote.stance_on(debate.point.id) if debate else None
        if debate and (stance or place == 0):
            quotes.append(on_its_side(debate, excerpt, stance))
        else:
            label = OFF_THE_POINT if debate else ""
            quotes.append(passage(excerpt, label=label, alone=False))
    return tuple(quotes)
