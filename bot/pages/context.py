"""The page of an excerpt where it stands in its source, and the ways to it and from it."""

from bot.answers.model import ContextAnswer
from bot.library.model import Excerpt, State
from bot.pages.attribution import grounds, name_shown, passage, state, status, where, who
from bot.pages.page import Action, Block, Choice, Deed, Heading, Line, Marked, Menu, Page
from bot.pages.wording import shortened

_NONE_HELD = "No text is held in which this passage could be shown in its place."
# Discord takes 100 characters in a menu.
_LONGEST_CHOICE = 96


def context_page(answer: ContextAnswer, back: tuple[str, ...] = ()) -> Page:
    """The passage marked in the text around it; then its attribution and the grounds for it.

    ``back`` is what the context was opened from, as :func:`menu_of_contexts` and the page of a
    quote put it into the target.
    """
    excerpt = answer.excerpt
    ways = _ways(excerpt, back)
    small = tuple(Line(ground, small=True) for ground in grounds(excerpt))
    here = Action(Deed.CONTEXT, "", (excerpt.quote.id, *back))
    if not answer.marked:
        alone: tuple[Block, ...] = (passage(excerpt), Line(_NONE_HELD), *_nearest(answer), *small)
        return Page(alone, ways, here=here)
    said = (where(excerpt), status(excerpt), state(excerpt))
    blocks: tuple[Block, ...] = (
        Heading(who(excerpt.speaker)),
        Marked(answer.before, answer.marked, answer.after),
        *(Line(text, small=True) for text in said if text),
        *small,
    )
    return Page(blocks, ways, here=here, head=who(excerpt.speaker), foot=where(excerpt))


def menu_of_contexts(excerpts: tuple[Excerpt, ...], back: tuple[str, ...]) -> tuple[Menu, ...]:
    """A menu of the excerpts of a debate to read in their sources; none where no text is held.

    ``back`` is the target of the way back to the debate.
    """
    choices = tuple(
        Choice(
            shortened(excerpt.quote.text, _LONGEST_CHOICE),
            (excerpt.quote.id, *back),
            shortened(name_shown(excerpt.speaker), _LONGEST_CHOICE),
        )
        for excerpt in excerpts
        if excerpt.verdict.state is State.VERIFIED
    )
    return (Menu(Deed.CONTEXT, "Read one in context", choices),) if choices else ()


def _ways(excerpt: Excerpt, back: tuple[str, ...]) -> tuple[Action, ...]:
    source = (Action(Deed.OPEN, "Source", (excerpt.link,)),) if excerpt.link else ()
    match back:
        case (kind, within, first, place):
            again = Action(Deed.ANOTHER, "Back to the excerpt", (kind, within, first, place))
            return (again, *_onward(excerpt), *source)
        case (_, _, *_):
            return (Action(Deed.PAIR, "Back to the debate", back), *source)
        case _:
            return (*_onward(excerpt), *source)


def _onward(excerpt: Excerpt) -> tuple[Action, ...]:
    """To the debate that the excerpt belongs to; else to others of its topic."""
    quote = excerpt.quote
    if quote.positions:
        return (Action(Deed.DEBATE, "The whole debate", (quote.positions[0].point,)),)
    if quote.topics:
        return (Action(Deed.QUOTE, "More on this topic", ("topic", quote.topics[0])),)
    return ()


def _nearest(answer: ContextAnswer) -> tuple[Line, ...]:
    nearest = answer.excerpt.verdict.nearest
    return (Line(f"The nearest passage of the text held: “{nearest}”"),) if nearest else ()
