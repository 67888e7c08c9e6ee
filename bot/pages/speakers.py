"""The pages of a speaker, and of all speakers."""

from bot.answers.actions import Debate, QuoteOf, Speakers
from bot.answers.model import SpeakerAnswer, SpeakersAnswer
from bot.library.model import Kind, Stance
from bot.pages.attribution import name_shown, passage, who
from bot.pages.blocks import Block, Heading, Line, ListBlock, Row
from bot.pages.page import Button, Choice, Menu, Page
from bot.pages.wording import counted, dotted, shortened
from bot.search.results import Scope

# Discord takes 100 characters in a menu.
_LONGEST_CHOICE = 96
_MOST_CRITICS = 5
_SAID = {Stance.FOR: "for", Stance.AGAINST: "against", Stance.MIXED: "partly for, partly against"}


def speaker_page(answer: SpeakerAnswer) -> Page:
    """Return the page of a speaker: who it is, the strongest excerpts, positions, opponents."""
    sources = ", ".join(f"“{source.title}” ({count})" for source, count in answer.sources)
    critics = ", ".join(name_shown(one) for one in answer.critics[:_MOST_CRITICS])
    rows = tuple(Row(point.sentence, _SAID[stance]) for point, stance in answer.positions)
    blocks: tuple[Block, ...] = (
        Heading(who(answer.speaker)),
        Line(f"{counted(answer.total, 'excerpt')} from {sources}", small=True),
        *(passage(excerpt, alone=False) for excerpt in answer.excerpts),
        *((ListBlock(rows),) if rows else ()),
        *((Line(f"Opposed by {critics}", small=True),) if critics else ()),
    )
    scope = Scope(Kind.SPEAKER, answer.speaker.id)
    every = Button("Read them one by one", QuoteOf(scope))
    choices = tuple(
        Choice(shortened(point.sentence, _LONGEST_CHOICE), Debate(point.id), _SAID[stance])
        for point, stance in answer.positions
    )
    menus = (Menu("Open a debate", choices),) if len(choices) > 1 else ()
    here = Speakers(answer.speaker.id)
    return Page(blocks, (every,), menus=menus, here=here, head=who(answer.speaker))


def speakers_page(answer: SpeakersAnswer) -> Page:
    """Return the list of all speakers."""
    rows = tuple(
        Row(
            name_shown(tally.speaker),
            dotted((tally.speaker.role, counted(tally.quotes, "excerpt"))),
        )
        for tally in answer.speakers
    )
    choices = tuple(
        Choice(
            shortened(name_shown(tally.speaker), _LONGEST_CHOICE),
            Speakers(tally.speaker.id),
            counted(tally.quotes, "excerpt"),
        )
        for tally in answer.speakers
    )
    menus = (Menu("Open a speaker", choices),) if choices else ()
    return Page(
        (Heading("Speakers"), ListBlock(rows)), menus=menus, here=Speakers(), head="Speakers"
    )
