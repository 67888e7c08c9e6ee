"""A page as messages: which text stands in which card of which message.

A passage has a card to itself, in the colour of its tone; what is said around it stands free. A
page without a passage is one card. What does not fit into one message goes on in the next, under
the page's head; what was asked stands on the first.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby

from bot.discordapp import lines
from bot.discordapp.escape import shortened
from bot.discordapp.limits import (
    BUTTONS_OF_A_MESSAGE,
    BUTTONS_OF_A_ROW,
    COMPONENTS_OF_A_MESSAGE,
    ENTRIES_OF_A_MESSAGE,
    MESSAGE_ECHO,
    SELECTS_OF_A_MESSAGE,
    TEXT_OF_A_MESSAGE,
)
from bot.discordapp.lines import Run, Text, TextLine, joined, parted, texts
from bot.discordapp.words import REST_IN_THE_FILE
from bot.pages.page import (
    Block,
    ContextBlock,
    Divider,
    Heading,
    Line,
    ListBlock,
    Page,
    QuoteBlock,
    Row,
    Tone,
)

# Any message may turn out to be one that says that the rest is in a file, or which page it is, and
# that there is more than its menus and its buttons hold.
_ROOM_FOR_A_NOTE = 150
# Characters of what is put on each of several messages: escaping doubles them at most.
_LONGEST_ASKED = 160
_LONGEST_FRAME = 120
# Of what was asked there is why it matched, and the message it is about with what stands around it.
_ROOM_FOR_ASKED = 2 * (_LONGEST_ASKED + MESSAGE_ECHO + 20) + 16
_ROOM_FOR_A_FRAME = 2 * _LONGEST_FRAME + 8
# What was asked is left out of account, so that whoever turns a page, by a button that does not
# know it, finds the pages begin and end where they did.
_ROOM_OF_ONE = TEXT_OF_A_MESSAGE - len(REST_IN_THE_FILE) - 1 - _ROOM_FOR_A_NOTE - _ROOM_FOR_ASKED
ROOM = _ROOM_OF_ONE - _ROOM_FOR_A_FRAME
# The page's number, a row of two buttons, what was asked or the head, the foot; or a file.
_COMPONENTS_AROUND = 6
# Answers to many questions show the same excerpts and motions; to write those out takes longest of
# all here.
_BLOCKS_KEPT = 1024
# What is said of an entry in so few characters has room on a line of a phone: "23 excerpts".
_KEPT_WHOLE = 24
_UNBROKEN = "\N{NO-BREAK SPACE}"
_BETWEEN_PARTS = " · "


@dataclass(frozen=True, slots=True)
class Card:
    """Texts that stand together; ``tone`` is None where they stand free of any card.

    An empty text is a pause.
    """

    tone: Tone | None
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one message holds."""

    cards: tuple[Card, ...]

    @property
    def entries(self) -> int:
        """How many entries of lists begin in it."""
        return sum(text.entries for card in self.cards for text in card.texts)

    @property
    def weight(self) -> int:
        """What it counts against the limit of a message."""
        return sum(text.weight for card in self.cards for text in card.texts)

    @property
    def plain(self) -> str:
        """All it says, as it reads in a file."""
        return "\n\n".join(text.plain for card in self.cards for text in card.texts if text.plain)


_PAUSE = Text("", "")


def sheets(page: Page) -> tuple[Sheet, ...]:
    """The messages that say the page, one at least, in the order to send them."""
    components = COMPONENTS_OF_A_MESSAGE - _kept_free(page)
    page = replace(page, blocks=tuple(map(_brief, page.blocks)))
    asked = tuple(_texts_of(block for block in page.blocks if _is_asked(block)))
    one, *more = _packed(cards(page), TEXT_OF_A_MESSAGE, components + 1, turned=False)
    if not more and one.weight - sum(text.weight + 1 for text in asked) <= _ROOM_OF_ONE:
        return (one,)
    found = replace(page, blocks=tuple(block for block in page.blocks if not _is_asked(block)))
    made = _packed(cards(found), ROOM, components, turned=page.here is not None)
    return tuple(
        Sheet(
            (
                *(_framing(page.head) if number else ()),
                *sheet.cards,
                *(_framing(page.foot) if number < len(made) - 1 else ()),
                *((Card(None, asked),) if asked and not number else ()),
            )
        )
        for number, sheet in enumerate(made)
    )


def _kept_free(page: Page) -> int:
    """The components that buttons and menus may take."""
    buttons = min(len(page.buttons), BUTTONS_OF_A_MESSAGE)
    rows = -(-buttons // BUTTONS_OF_A_ROW) + (len(page.buttons) > buttons)
    # Each select fills a row; one text may say that there are more.
    menus = 2 * SELECTS_OF_A_MESSAGE + 1 if page.menus else 0
    return buttons + rows + menus + _COMPONENTS_AROUND


def _is_asked(block: Block) -> bool:
    return isinstance(block, Line) and block.asked


def _brief(block: Block) -> Block:
    """What was asked, one line at most, no longer than there is room for it; all else as it is."""
    if isinstance(block, Line) and block.asked:
        return replace(block, text=shortened(block.text, _LONGEST_ASKED))
    return block


def _framing(text: str) -> tuple[Card, ...]:
    written = texts(lines.line(lines.SMALL, shortened(text, _LONGEST_FRAME)), ROOM)
    return (Card(None, written),) if written else ()


def cards(page: Page) -> tuple[Card, ...]:
    """The page's blocks in cards, in the order to read them; a card may be longer than fits."""
    if not any(isinstance(block, QuoteBlock) for block in page.blocks):
        return (Card(page.tone, tuple(_texts_of(page.blocks))),)
    made: list[Card] = []
    for alone, blocks in groupby(page.blocks, key=lambda block: isinstance(block, QuoteBlock)):
        if alone:
            made.extend(Card(_tone(block), tuple(_texts_of((block,)))) for block in blocks)
        else:
            made.append(Card(None, tuple(_texts_of(blocks))))
    return tuple(made)


def _tone(block: Block) -> Tone:
    return block.tone if isinstance(block, QuoteBlock) else Tone.PLAIN


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


@lru_cache(_BLOCKS_KEPT)
def _block(block: Block) -> tuple[Text, ...]:
    match block:
        case Heading():
            return texts(lines.line(lines.TITLE, block.text), ROOM)
        case Line():
            return texts(lines.lines(lines.PLAIN, (Run(block.text),)), ROOM)
        case QuoteBlock():
            return tuple(_passage(block))
        case ContextBlock():
            runs = (Run(block.before), Run(block.passage, strong=True), Run(block.after))
            return texts(lines.lines(lines.QUOTED, runs), ROOM)
        case ListBlock():
            return texts((one for row in block.rows for one in _row(row)), ROOM)
        case Divider():
            return (_PAUSE,)


def _row(row: Row) -> tuple[TextLine, ...]:
    name = lines.line(lines.ENTRY, row.name, strong=True)
    said = lines.line(lines.ENTRY, row.text)
    under = tuple(one for text in row.under for one in lines.line(lines.UNDER_ENTRY, text))
    if not name or not said:
        return (*name, *said, *under)
    kept = (Run(_kept_whole(run.text)) for run in said[0].runs)
    return (TextLine(lines.ENTRY, (*name[0].runs, Run(" "), *kept)), *under)


def _kept_whole(text: str) -> str:
    """The text so that a phone breaks it nowhere, or, where it is too long, between its parts."""
    if len(text) <= _KEPT_WHOLE:
        return text.replace(" ", _UNBROKEN)
    first, *others = text.split(_BETWEEN_PARTS)
    if not others:
        return text
    return f"{_UNBROKEN}· ".join(map(_kept_whole, (first, *others)))


def _passage(passage: QuoteBlock) -> Iterator[Text]:
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
    if not said:
        yield from texts((*label, *attribution), ROOM)
        return
    if frame <= ROOM // 2:
        for part in texts(said, ROOM - frame):
            yield joined((*before, part, *after))
        return
    # An attribution of more than half a message follows what it is of; its beginning stands by.
    brief = (
        *lines.line(lines.PLAIN, shortened(passage.who, _LONGEST_FRAME), strong=True),
        *lines.line(lines.SMALL, shortened(passage.where, _LONGEST_FRAME)),
    )
    beside = texts(brief, ROOM)
    yield from before
    for part in texts(said, ROOM - 2 * _ROOM_FOR_A_FRAME):
        yield joined((part, *beside))
    yield from texts(attribution, ROOM)


@dataclass(slots=True)
class _Filling:
    """A sheet being filled, and what is left of its room."""

    room: int
    components: int
    entries: int = ENTRIES_OF_A_MESSAGE
    cards: list[Card] = field(default_factory=list)
    opened: bool = False

    def take(self, tone: Tone | None, text: Text) -> bool:
        """Add the text to the card being written, or say that it does not fit."""
        components = 1 + (tone is not None and not self.opened)
        taken = text.weight > self.room or components > self.components
        if self.cards and (taken or text.entries > self.entries):
            return False
        self.room -= text.weight
        self.entries -= text.entries
        self.components -= components
        if self.opened:
            self.cards[-1] = Card(tone, (*self.cards[-1].texts, text))
        else:
            self.cards.append(Card(tone, (text,)))
        self.opened = True
        return True


def _packed(whole: Iterable[Card], room: int, components: int, *, turned: bool) -> list[Sheet]:
    """The cards in messages; where those are pages to turn, a list begins where there is room."""
    made: list[Sheet] = []
    filling = _Filling(room, components)
    for card in whole:
        filling.opened = False
        for text in card.texts:
            if filling.take(card.tone, text):
                continue
            rest = text
            if turned and filling.room > room // 2:  # a heading would stand there alone
                first, *others = parted(text, filling.room)
                if others and filling.take(card.tone, first):
                    (rest,) = others
            made.append(Sheet(tuple(filling.cards)))
            filling = _Filling(room, components)
            filling.take(card.tone, rest)
    return [*made, Sheet(tuple(filling.cards))]
