"""The page of one excerpt."""

from bot.answers.model import QuoteAnswer
from bot.library.model import Kind
from bot.pages.attribution import passage, ways_on
from bot.pages.page import Action, Block, Deed, Line, Page
from bot.pages.reasons import reasons
from bot.pages.stances import on_the_point, stance_on, tone_of


def quote_page(answer: QuoteAnswer) -> Page:
    """The excerpt first; then which of how many it is, why it matched, and the ways on."""
    excerpt = answer.excerpts[0]
    stance = stance_on(excerpt.quote, answer.point) if answer.point else None
    label = on_the_point(stance, answer.point) if answer.point else ""
    small = (_which_of_how_many(answer), _end(answer))
    why = _reasons(answer)
    blocks: tuple[Block, ...] = (
        passage(excerpt, label=label, tone=tone_of(stance)),
        *(Line(text, small=True) for text in small if text),
        *((Line(why, small=True, asked=True),) if why else ()),
    )
    return Page(blocks, _actions(answer), tone_of(stance), here=_here(answer))


def _here(answer: QuoteAnswer) -> Action:
    first = answer.first or answer.excerpts[0].quote.id
    scope = answer.scope
    walked = (scope.kind.value, scope.id, first, str(answer.shown - 1))
    return Action(Deed.ANOTHER, "", walked)


def _reasons(answer: QuoteAnswer) -> str:
    # A point's name is a whole sentence, and it stands on the page already.
    name = "" if answer.scope.kind is Kind.POINT else answer.scope_name
    # Texts and speakers have no other names: one that matched is that of a topic or a point.
    owner = name if answer.scope.kind is Kind.TOPIC else ""
    return reasons(answer.why, {answer.scope.id: name}, owner=owner)


def _which_of_how_many(answer: QuoteAnswer) -> str:
    return f"{answer.shown} of {answer.total} {_scope_in_words(answer)}"


def _is_last(answer: QuoteAnswer) -> bool:
    return answer.shown == answer.total > 1


def _end(answer: QuoteAnswer) -> str:
    return "That was the last of them: next comes the first again." if _is_last(answer) else ""


def _scope_in_words(answer: QuoteAnswer) -> str:
    name = answer.scope_name
    match answer.scope.kind:
        case Kind.TOPIC:
            return f"on {name}"
        case Kind.SPEAKER:
            return f"by {name}"
        case Kind.SOURCE:
            return f"from “{name}”"
        case Kind.POINT if answer.point and answer.point.id == answer.scope.id:
            return "on this point"
        case Kind.POINT:
            return f"on “{name}”"


def _actions(answer: QuoteAnswer) -> tuple[Action, ...]:
    quote = answer.excerpts[0].quote
    scope = answer.scope
    actions = []
    if answer.total > 1:
        walk = (scope.kind.value, scope.id, answer.first or quote.id, str(answer.shown))
        label = "From the first" if _is_last(answer) else "Another"
        actions.append(Action(Deed.ANOTHER, label, walk))
    if answer.opposed:
        actions.append(Action(Deed.OPPOSING, "Opposing view", (quote.id,)))
    back = (scope.kind.value, scope.id, answer.first or quote.id, str(answer.shown - 1))
    return (*actions, *ways_on(answer.excerpts[0], back))
