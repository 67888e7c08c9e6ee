"""A page as messages: which text stands in which card of which message.

A passage has a card to itself, in the colour of its tone; what is said around it stands free. A
page without a passage is one card. What does not fit into one message goes on in the next, and
what does not fit into the messages an answer may take goes on in a file.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from bot.discordapp import lines
from bot.discordapp.limits import (
    BUTTONS_OF_A_MESSAGE,
    BUTTONS_OF_A_ROW,
    COMPONENTS_OF_A_MESSAGE,
    MESSAGES_OF_AN_ANSWER,
    SELECTS_OF_A_MESSAGE,
    TEXT_OF_A_MESSAGE,
)
from bot.discordapp.lines import Run, Text, TextLine, joined, texts
from bot.discordapp.words import REST_IN_THE_FILE
from bot.pages.page import (
    Block,
    Heading,
    Line,
    Marked,
    Page,
    Passage,
    Row,
    Rows,
    Rule,
    Tone,
)

# Any message may turn out to be the last one, which says that the rest is in a file, and that
# there is more than its menus hold.
_ROOM_FOR_A_NOTE = 100
ROOM = TEXT_OF_A_MESSAGE - len(REST_IN_THE_FILE) - 1 - _ROOM_FOR_A_NOTE
_COMPONENTS_FOR_A_FILE = 2


@dataclass(frozen=True, slots=True)
class Card:
    """Texts that stand together; ``tone`` is None where they stand free of any card.

    An empty text is a pause.
    """

    tone: Tone | None
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one message holds, and the text of the file that goes with it, if any."""

    cards: tuple[Card, ...]
    rest: str = ""


_PAUSE = Text("", "")


def sheets(page: Page) -> tuple[Sheet, ...]:
    """The messages that say the page, one at least, in the order to send them."""
    buttons = min(len(page.actions), BUTTONS_OF_A_MESSAGE)
    kept_free = buttons + -(-buttons // BUTTONS_OF_A_ROW) + _COMPONENTS_FOR_A_FILE
    # Each select fills a row; one text may say that there are more.
    kept_free += 2 * SELECTS_OF_A_MESSAGE + 1 if page.menus else 0
    made = _packed(cards(page), COMPONENTS_OF_A_MESSAGE - kept_free)
    if len(made) <= MESSAGES_OF_AN_ANSWER:
        return tuple(made)
    shown = made[:MESSAGES_OF_AN_ANSWER]
    over = (card for sheet in made[MESSAGES_OF_AN_ANSWER:] for card in sheet.cards)
    rest = "\n\n".join(text.plain for card in over for text in card.texts if text.plain)
    return (*shown[:-1], Sheet(shown[-1].cards, rest))


def cards(page: Page) -> tuple[Card, ...]:
    """The page's blocks in cards, in the order to read them; a card may be longer than fits."""
    if not any(isinstance(block, Passage) for block in page.blocks):
        return (Card(page.tone, tuple(_texts_of(page.blocks))),)
    made: list[Card] = []
    for alone, blocks in groupby(page.blocks, key=lambda block: isinstance(block, Passage)):
        if alone:
            made.extend(Card(_tone(block), tuple(_texts_of((block,)))) for block in blocks)
        else:
            made.append(Card(None, tuple(_texts_of(blocks))))
    return tuple(made)


def _tone(block: Block) -> Tone:
    return block.tone if isinstance(block, Passage) else Tone.PLAIN


def _texts_of(blocks: Iterable[Block]) -> Iterator[Text]:
    """The texts of the blocks; lines of small print that follow each other are one text."""
    small: list[TextLine] = []
    for block in blocks:
        if isinstance(block, Line) and block.small:
            small.extend(lines.line(lines.SMALL, block.text))
            continue
        yield from texts(small, ROOM)
        small = []
        yield from _block(block)
    yield from texts(small, ROOM)


def _block(block: Block) -> Iterable[Text]:
    match block:
        case Heading():
            return texts(lines.line(lines.TITLE, block.text), ROOM)
        case Line():
            return texts(lines.lines(lines.PLAIN, (Run(block.text),)), ROOM)
        case Passage():
            return _passage(block)
        case Marked():
            runs = (Run(block.before), Run(block.passage, strong=True), Run(block.after))
            return texts(lines.lines(lines.QUOTED, runs), ROOM)
        case Rows():
            return texts((one for row in block.rows for one in _row(row)), ROOM)
        case Rule():
            return (_PAUSE,)


def _row(row: Row) -> tuple[TextLine, ...]:
    name = lines.line(lines.ENTRY, row.name, strong=True)
    said = lines.line(lines.ENTRY, row.text)
    under = tuple(one for text in row.under for one in lines.line(lines.UNDER_ENTRY, text))
    if not name or not said:
        return (*name, *said, *under)
    return (TextLine(lines.ENTRY, (*name[0].runs, Run(" "), *said[0].runs)), *under)


def _passage(passage: Passage) -> Iterator[Text]:
    """The side, the words, who said them, where.

    The words stand in a quotation, line by line, so that nothing in them can pass for our own
    attribution; where they take several texts, each has the whole attribution with it.
    """
    label = lines.line(lines.PLAIN, passage.label, strong=True)
    said = lines.lines(lines.QUOTED, (Run(passage.text),))
    attribution = (
        *lines.line(lines.PLAIN, passage.who, strong=True),
        *(
            one
            for text in (passage.where, *passage.remarks)
            for one in lines.line(lines.SMALL, text)
        ),
    )
    before, after = texts(label, ROOM), texts(attribution, ROOM)
    frame = sum(text.weight + 1 for text in (*before, *after))
    if not said or frame > ROOM // 2:
        # An attribution that takes more than half a message can only follow what it is of.
        yield from texts((*label, *said, *attribution), ROOM)
        return
    for part in texts(said, ROOM - frame):
        yield joined((*before, part, *after))


@dataclass(slots=True)
class _Filling:
    """A sheet being filled, and what is left of its room."""

    room: int
    components: int
    cards: list[Card] = field(default_factory=list)
    opened: bool = False

    def take(self, tone: Tone | None, text: Text) -> bool:
        """Add the text to the card being written, or say that it does not fit."""
        components = 1 + (tone is not None and not self.opened)
        if self.cards and (text.weight > self.room or components > self.components):
            return False
        self.room -= text.weight
        self.components -= components
        if self.opened:
            self.cards[-1] = Card(tone, (*self.cards[-1].texts, text))
        else:
            self.cards.append(Card(tone, (text,)))
        self.opened = True
        return True


def _packed(whole: Iterable[Card], components: int) -> list[Sheet]:
    made: list[Sheet] = []
    filling = _Filling(ROOM, components)
    for card in whole:
        filling.opened = False
        for text in card.texts:
            if not filling.take(card.tone, text):
                made.append(Sheet(tuple(filling.cards)))
                filling = _Filling(ROOM, components)
                filling.take(card.tone, text)
    return [*made, Sheet(tuple(filling.cards))]
