"""The page of an excerpt where it stands in its source."""

from bot.answer.answers import ContextAnswer
from bot.pages.attribution import grounds, passage, state, status, where, who
from bot.pages.page import Action, Block, Deed, Heading, Line, Marked, Page

_NONE_HELD = "No text is held in which this passage could be shown in its place."


def context_page(answer: ContextAnswer) -> Page:
    """The passage marked in the text around it; then its attribution and the grounds for it."""
    excerpt = answer.excerpt
    link = (Action(Deed.OPEN, "Source", (excerpt.link,)),) if excerpt.link else ()
    small = tuple(Line(ground, small=True) for ground in grounds(excerpt))
    here = Action(Deed.CONTEXT, "", (excerpt.quote.id,))
    if not answer.marked:
        alone: tuple[Block, ...] = (passage(excerpt), Line(_NONE_HELD), *_nearest(answer), *small)
        return Page(alone, link, here=here)
    said = (where(excerpt), status(excerpt), state(excerpt))
    blocks: tuple[Block, ...] = (
        Heading(who(excerpt.speaker)),
        Marked(answer.before, answer.marked, answer.after),
        *(Line(text, small=True) for text in said if text),
        *small,
    )
    return Page(blocks, link, here=here, head=who(excerpt.speaker), foot=where(excerpt))


def _nearest(answer: ContextAnswer) -> tuple[Line, ...]:
    nearest = answer.excerpt.verdict.nearest
    return (Line(f"The nearest passage of the text held: “{nearest}”"),) if nearest else ()
