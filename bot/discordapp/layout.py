"""Lay a page out as messages: the texts of each, grouped into containers.

Each of several quotes, or each side of a debate, has a container in the colour of its tone; the
texts around it are free. One quote alone needs none. A page without a quote is one container. A
page too long for one message continues in the next, under the head of the page; the line about the
request is in the first only.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from bot.discordapp import limits, markdown
from bot.discordapp.markdown import Run, Text, TextLine, join, pack, shortened, split_list
from bot.i18n import N_, before_text
from bot.pages.page import (
    Block,
    ContextBlock,
    Divider,
    Heading,
    Labelled,
    Line,
    ListBlock,
    Page,
    QuoteBlock,
    Row,
    Tone,
)

# The sentence below, in any language.
_ROOM_FOR_REST = 100
REST_IN_THE_FILE = N_("This answer goes on in the file below.")
# Any message may also have a line about the file or the page number, and one each about buttons
# and choices left out.
_ROOM_FOR_NOTES = 150
# Characters of the texts repeated on several messages; escaping doubles them at most.
_LONGEST_ASKED = 160
_LONGEST_FRAME = 120
# Two lines are about the request: why it matched, and the message it is about.
_ROOM_FOR_ASKED = 2 * (_LONGEST_ASKED + limits.MESSAGE_ECHO + 20) + 16
_ROOM_FOR_A_FRAME = 2 * _LONGEST_FRAME + 8
# The room for the request is always kept free: buttons that turn pages do not know the request,
# and each part must begin and end where it did before.
_ROOM_OF_ONE = limits.TEXT_OF_A_MESSAGE - _ROOM_FOR_REST - _ROOM_FOR_NOTES - _ROOM_FOR_ASKED
ROOM = _ROOM_OF_ONE - _ROOM_FOR_A_FRAME
# The page number, a row of two buttons, the request or the head, the foot; or a file.
_COMPONENTS_AROUND = 6
# Parts this short are not broken over two lines of a phone: "2 voices for, none against" in a list
# with bullets, "Social care" in another.
_UNBROKEN_IN_A_LIST, _UNBROKEN = 26, 16
_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
_SEPARATOR = " · "


@dataclass(frozen=True, slots=True)
class TextGroup:
    """Texts shown together, in a container; ``tone`` None puts them into none.

    An empty text is a divider.
    """

    tone: Tone | None
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class MessageLayout:
    """The text groups of one message, in order."""

    groups: tuple[TextGroup, ...]

    @property
    def entries(self) -> int:
        """The number of list entries that begin in the message."""
        return sum(text.entries for group in self.groups for text in group.texts)

    @property
    def weight(self) -> int:
        """The weight of the message's texts against Discord's limit."""
        return sum(text.weight for group in self.groups for text in group.texts)

    @property
    def plain(self) -> str:
        """The texts as plain text, for a file."""
        texts = (text.plain for group in self.groups for text in group.texts)
        return "\n\n".join(text for text in texts if text)


def message_layouts(page: Page) -> tuple[MessageLayout, ...]:
    """Return the layouts of the messages that show the page, at least one, in order."""
    components = limits.COMPONENTS_OF_A_MESSAGE - _reserved_components(page)
    page = replace(page, blocks=tuple(map(_shortened_if_asked, page.blocks)))
    asked = tuple(_texts(block for block in page.blocks if _is_asked(block)))
    one, *more = _fill(
        text_groups(page), limits.TEXT_OF_A_MESSAGE, components + 1, splits_lists=False
    )
    if not more and one.weight - sum(text.weight + 1 for text in asked) <= _ROOM_OF_ONE:
        return (one,)
    rest = replace(page, blocks=tuple(block for block in page.blocks if not _is_asked(block)))
    filled = _fill(text_groups(rest), ROOM, components, splits_lists=page.here is not None)
    return tuple(
        MessageLayout(
            (
                *(_frame(page.head) if number else ()),
                *layout.groups,
                *(_frame(page.foot) if number < len(filled) - 1 else ()),
                *((TextGroup(None, asked),) if asked and not number else ()),
            )
        )
        for number, layout in enumerate(filled)
    )


def _reserved_components(page: Page) -> int:
    """Return the number of components that are not text: buttons, menus and what is around."""
    buttons = min(len(page.buttons), limits.BUTTONS_OF_A_MESSAGE)
    rows = -(-buttons // limits.BUTTONS_OF_A_ROW) + (len(page.buttons) > buttons)
    # Each select fills a row; one text may say that there are more choices.
    menus = 2 * limits.SELECTS_OF_A_MESSAGE + 1 if page.menus else 0
    return buttons + rows + menus + _COMPONENTS_AROUND


def _is_asked(block: Block) -> bool:
    return isinstance(block, Line) and block.asked


def _shortened_if_asked(block: Block) -> Block:
    """Return the block; a line about the request is shortened to the room kept for it."""
    if isinstance(block, Line) and block.asked:
        return replace(block, text=shortened(block.text, _LONGEST_ASKED))
    return block


def _frame(text: str) -> tuple[TextGroup, ...]:
    framed = pack(markdown.line(markdown.SMALL, shortened(text, _LONGEST_FRAME)), ROOM)
    return (TextGroup(None, framed),) if framed else ()


def text_groups(page: Page) -> tuple[TextGroup, ...]:
    """Return the blocks of the page in groups, in order; a group may be longer than a message."""
    quotes = [block for block in page.blocks if isinstance(block, QuoteBlock)]
    if not quotes:
        return (TextGroup(page.tone, tuple(_texts(page.blocks))),)
    if len(quotes) == 1 and not quotes[0].label:
        return (TextGroup(None, tuple(_texts(page.blocks))),)
    groups: list[TextGroup] = []
    for is_quote, blocks in groupby(page.blocks, key=lambda block: isinstance(block, QuoteBlock)):
        if is_quote:
            groups.extend(_sides(block for block in blocks if isinstance(block, QuoteBlock)))
        else:
            groups.append(TextGroup(None, tuple(_texts(blocks))))
    return tuple(groups)


def _sides(quotes: Iterable[QuoteBlock]) -> Iterator[TextGroup]:
    """Yield a group for each quote, or one for neighbours with the same label."""
    for (tone, label), side in groupby(quotes, key=lambda quote: (quote.tone, quote.label)):
        if not label:
            yield from (TextGroup(tone, tuple(_quote(quote))) for quote in side)
            continue
        first, *others = side
        below = (text for quote in others for text in _quote(replace(quote, label="")))
        yield TextGroup(tone, (*_quote(first), *below))


def _texts(blocks: Iterable[Block]) -> Iterator[Text]:
    """Yield the texts of the blocks; consecutive lines of small print are one text."""
    small: list[TextLine] = []
    for block in blocks:
        if isinstance(block, Line) and block.small:
            small.extend(markdown.line(markdown.SMALL, block.text, own=True))
            continue
        yield from pack(small, ROOM)
        small = []
        yield from _texts_of_block(block)
    yield from pack(small, ROOM)


def _texts_of_block(block: Block) -> tuple[Text, ...]:
    match block:
        case Heading() | Labelled():
            return pack(_title(block), ROOM)
        case Line():
            return pack(markdown.split_lines(markdown.PLAIN, (Run(block.text, own=True),)), ROOM)
        case QuoteBlock():
            return tuple(_quote(block))
        case ContextBlock():
            runs = (Run(block.before), Run(block.passage, strong=True), Run(block.after))
            return pack(markdown.split_lines(markdown.QUOTED, runs), ROOM)
        case ListBlock():
            rows = () if block.on_buttons else block.rows
            prefix = markdown.ENTRY if block.bullets else markdown.PLAIN
            return pack((line for row in rows for line in _entry(row, prefix)), ROOM)
        case Divider():
            return (Text("", ""),)


def _title(block: Heading | Labelled) -> tuple[TextLine, ...]:
    if isinstance(block, Heading):
        return markdown.line(markdown.TITLE, block.text)
    named = (Run(before_text(block.label)), Run(markdown.on_one_line(block.text), strong=True))
    return (TextLine(markdown.SMALL, named),)


def _entry(row: Row, prefix: str) -> tuple[TextLine, ...]:
    name = markdown.line(prefix, row.name, strong=True, own=True)
    note = markdown.line(prefix, row.text, own=True)
    under = tuple(line for text in row.under for line in markdown.line(markdown.UNDER_ENTRY, text))
    if not name or not note:
        return (*name, *note, *under)
    most = _UNBROKEN_IN_A_LIST if prefix == markdown.ENTRY else _UNBROKEN
    unbroken = (replace(run, text=_unbroken(run.text, most)) for run in note[0].runs)
    return (TextLine(prefix, (*name[0].runs, Run(" "), *unbroken)), *under)


def _unbroken(text: str, most: int) -> str:
    """Return the text so that a phone breaks none of its parts of up to ``most`` characters."""
    parts = (
        part.replace(" ", _NO_BREAK_SPACE) if len(part) <= most else part
        for part in text.split(_SEPARATOR)
    )
    return f"{_NO_BREAK_SPACE}· ".join(parts)


def _quote(quote: QuoteBlock) -> Iterator[Text]:
    """Yield the label, the words, the speaker and the source of a quote.

    Every line of the words is in a Markdown quotation, so that no text in it can pass for our
    attribution. If the words take several texts, each has the whole attribution, or the beginning
    of one that is longer than half a message.
    """
    label = markdown.line(markdown.SMALL, quote.label, strong=True)
    words = markdown.split_lines(markdown.QUOTED, (Run(quote.text),))
    attribution = (
        *_who_and_where(quote),
        *(line for text in quote.remarks for line in markdown.line(markdown.SMALL, text)),
    )
    before, after = pack(label, ROOM), pack(attribution, ROOM)
    around = sum(text.weight + 1 for text in (*before, *after))
    if not words:
        yield from pack((*label, *attribution), ROOM)
        return
    if around <= ROOM // 2:
        for part in pack(words, ROOM - around):
            yield join((*before, part, *after))
        return
    brief = _who_and_where(
        replace(
            quote,
            who=shortened(quote.who, _LONGEST_FRAME),
            where=shortened(quote.where, _LONGEST_FRAME),
        )
    )
    yield from before
    for part in pack(words, ROOM - 2 * _ROOM_FOR_A_FRAME):
        yield join((part, *pack(brief, ROOM)))
    yield from pack(attribution, ROOM)


def _who_and_where(quote: QuoteBlock) -> tuple[TextLine, ...]:
    """Return the attribution in one line of small print, the speaker in bold."""
    who = markdown.line(markdown.SMALL, quote.who, strong=True)
    where = markdown.line(markdown.SMALL, quote.where)
    if not who or not where:
        return (*who, *where)
    return (TextLine(markdown.SMALL, (*who[0].runs, Run(_SEPARATOR), *where[0].runs)),)


@dataclass(slots=True)
class _Filling:
    room: int
    components: int
    entries: int = limits.ENTRIES_OF_A_MESSAGE
    groups: list[TextGroup] = field(default_factory=list)
    opened: bool = False

    def add(self, tone: Tone | None, text: Text) -> bool:
        """Add the text to the open group, or return False if it does not fit."""
        components = 1 + (tone is not None and not self.opened)
        full = text.weight > self.room or components > self.components
        if self.groups and (full or text.entries > self.entries):
            return False
        self.room -= text.weight
        self.entries -= text.entries
        self.components -= components
        if self.opened:
            self.groups[-1] = TextGroup(tone, (*self.groups[-1].texts, text))
        else:
            self.groups.append(TextGroup(tone, (text,)))
        self.opened = True
        return True


def _fill(
    groups: Iterable[TextGroup], room: int, components: int, *, splits_lists: bool
) -> list[MessageLayout]:
    """Distribute the groups over messages.

    With ``splits_lists``, a list that does not fit begins where more than half a message is free,
    so that its heading is not alone there.
    """
    layouts: list[MessageLayout] = []
    filling = _Filling(room, components)
    for group in groups:
        filling.opened = False
        for text in group.texts:
            if filling.add(group.tone, text):
                continue
            rest = text
            if splits_lists and filling.room > room // 2:
                first, *others = split_list(text, filling.room)
                if others and filling.add(group.tone, first):
                    (rest,) = others
            layouts.append(MessageLayout(tuple(filling.groups)))
            filling = _Filling(room, components)
            filling.add(group.tone, rest)
    return [*layouts, MessageLayout(tuple(filling.groups))]
