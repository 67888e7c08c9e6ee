"""The page of an excerpt within its source, and the menu that leads to it."""

from bot.answers.actions import Another, Context, Debate, DebatePage, QuoteOf
from bot.answers.model import ContextAnswer
from bot.library.model import Excerpt, Kind, State
from bot.pages.attribution import grounds, name_shown, passage, state, status, where, who
from bot.pages.page import Block, Button, Choice, ContextBlock, Heading, Line, Menu, OpenLink, Page
from bot.pages.wording import shortened
from bot.search.results import Scope

_WITHOUT_CONTEXT = {
    State.VERIFIED: "",
    State.DIFFERS: "These words aren’t in the source text, so there is no context to show.",
    State.UNCHECKED: "The source text isn’t in this library, so there is no context to show.",
}
# Discord takes 100 characters in a menu.
_LONGEST_CHOICE = 96


def context_page(answer: ContextAnswer) -> Page:
    """Return the page: the passage marked in its text, its attribution, and the grounds for it."""
    excerpt = answer.excerpt
    ways = _buttons(excerpt, answer.back)
    small = tuple(Line(ground, small=True) for ground in grounds(excerpt))
    here = Context(excerpt.quote.id, answer.back)
    if not answer.marked:
        reason = Line(_WITHOUT_CONTEXT[excerpt.verdict.state])
        alone: tuple[Block, ...] = (passage(excerpt), reason, *_nearest(answer), *small)
        return Page(alone, ways, here=here)
    said = (where(excerpt), status(excerpt), state(excerpt))
    blocks: tuple[Block, ...] = (
        Heading(who(excerpt.speaker)),
        ContextBlock(answer.before, answer.marked, answer.after),
        *(Line(text, small=True) for text in said if text),
        *small,
    )
    return Page(blocks, ways, here=here, head=who(excerpt.speaker), foot=where(excerpt))


def menu_of_contexts(excerpts: tuple[Excerpt, ...], back: DebatePage) -> tuple[Menu, ...]:
    """Return a menu of a debate's excerpts to read in their sources; none without a text.

    ``back`` leads back to the debate.
    """
    choices = tuple(
        Choice(
            shortened(excerpt.quote.text, _LONGEST_CHOICE),
            Context(excerpt.quote.id, back),
            shortened(name_shown(excerpt.speaker), _LONGEST_CHOICE),
        )
        for excerpt in excerpts
        if excerpt.verdict.state is State.VERIFIED
    )
    return (Menu("Read one in context", choices),) if choices else ()


def _buttons(excerpt: Excerpt, back: Another | DebatePage | None) -> tuple[Button, ...]:
    source = (Button("Source", OpenLink(excerpt.link)),) if excerpt.link else ()
    match back:
        case Another():
            again = Button("Back to the excerpt", back)
            return (again, *_onward(excerpt), *source)
        case DebatePage():
            return (Button("Back to the debate", back), *source)
        case None:
            return (*_onward(excerpt), *source)


def _onward(excerpt: Excerpt) -> tuple[Button, ...]:
    """Return a button to the debate of the excerpt, else to others on its topic."""
    quote = excerpt.quote
    if quote.positions:
        return (Button("The whole debate", Debate(quote.positions[0].point)),)
    if quote.topics:
        return (Button("More on this topic", QuoteOf(Scope(Kind.TOPIC, quote.topics[0]))),)
    return ()


def _nearest(answer: ContextAnswer) -> tuple[Line, ...]:
    nearest = answer.excerpt.verdict.nearest
    return (Line(f"The nearest passage in the source text: “{nearest}”"),) if nearest else ()
