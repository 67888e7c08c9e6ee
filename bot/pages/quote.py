"""The page of one excerpt."""

from bot.answers.actions import Another, Opposing
from bot.answers.model import QuoteAnswer
from bot.library.model import Kind
from bot.pages.attribution import buttons_of, passage
from bot.pages.page import Block, Button, Line, Page
from bot.pages.reasons import reasons
from bot.pages.stances import on_the_point, tone_of


def quote_page(answer: QuoteAnswer) -> Page:
    """Return the page: the excerpt, its place among how many, why it matched, and buttons."""
    excerpt = answer.excerpts[0]
    stance = excerpt.quote.stance_on(answer.point.id) if answer.point else None
    label = on_the_point(stance, answer.point) if answer.point else ""
    small = (_which_of_how_many(answer), _end(answer))
    why = _reasons(answer)
    blocks: tuple[Block, ...] = (
        passage(excerpt, label=label, tone=tone_of(stance)),
        *(Line(text, small=True) for text in small if text),
        *((Line(why, small=True, asked=True),) if why else ()),
    )
    return Page(blocks, _buttons(answer), tone_of(stance), here=_here(answer))


def _here(answer: QuoteAnswer) -> Another:
    return _after(answer, answer.shown - 1)


def _after(answer: QuoteAnswer, shown: int) -> Another:
    return Another(answer.scope, answer.first or answer.excerpts[0].quote.id, shown)


def _reasons(answer: QuoteAnswer) -> str:
    # The name of a point is a whole sentence and is on the page already.
    name = "" if answer.scope.kind is Kind.POINT else answer.scope_name
    # Sources and speakers have no aliases here: an alias belongs to a topic or a point.
    owner = name if answer.scope.kind is Kind.TOPIC else ""
    return reasons(answer.why, {answer.scope.id: name}, owner=owner)


def _which_of_how_many(answer: QuoteAnswer) -> str:
    return f"{answer.shown} of {answer.total} {_scope_in_words(answer)}"


def _is_last(answer: QuoteAnswer) -> bool:
    return answer.shown == answer.total > 1


def _end(answer: QuoteAnswer) -> str:
    return "That was the last one. Next comes the first again." if _is_last(answer) else ""


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


def _buttons(answer: QuoteAnswer) -> tuple[Button, ...]:
    excerpt = answer.excerpts[0]
    buttons = []
    if answer.total > 1:
        label = "From the first" if _is_last(answer) else "Another"
        buttons.append(Button(label, _after(answer, answer.shown)))
    if answer.opposed:
        buttons.append(Button("Opposing view", Opposing(excerpt.quote.id)))
    return (*buttons, *buttons_of(excerpt, _here(answer)))
