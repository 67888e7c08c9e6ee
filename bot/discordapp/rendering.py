"""Render a page as Discord's components: messages that are ready to send.

Each of several quotes, or each side of a debate, has a container in the colour of its tone; the
texts around it are free. One quote alone needs none. A page without a quote is one container. A
page too long for one message continues in the next, under the head of the page; the line about the
request is in the first only.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TypeGuard

import discord
from discord import ui

from bot.discordapp import limits, markdown
from bot.discordapp.buttons import Component, button_rows, selects, with_page
from bot.discordapp.limits import ROOM
from bot.i18n import N_, gettext as _
from bot.pages.page import Block, Line, Menu, Page, QuoteBlock, Tone

# The colour-blind safe palette of Okabe and Ito (https://jfly.uni-koeln.de/color/). The label names
# the side too, so nothing depends on the colour. Plain containers take the colour of the theme.
ACCENTS: dict[Tone, int | None] = {
    Tone.PLAIN: None,
    Tone.FOR: 0x0072B2,
    Tone.AGAINST: 0xE69F00,
    Tone.MIXED: 0xCC79A7,
    Tone.NOTICE: 0x999999,
    Tone.ERROR: 0xD55E00,
}
REST_IN_THE_FILE = N_("This answer goes on in the file below.")
FILE_NAME = "rest-of-the-answer.txt"
# The page number, a row of two buttons, the request or the head, the foot; or a file.
_COMPONENTS_AROUND = 6


class _StatelessView(ui.LayoutView):
    """A view that discord.py need not keep: its buttons hold their state."""

    def is_finished(self) -> bool:
        """Return True, so that discord.py does not wait for clicks."""
        return True


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """One message to send: its components, and the content and name of its file (empty: none).

    ``plain`` is its text for a file; only one of several messages has it.
    """

    view: ui.LayoutView
    content: bytes = b""
    file_name: str = FILE_NAME
    plain: str = ""

    def files(self) -> list[discord.File]:
        """Return new files, since sending uses them up."""
        if not self.content:
            return []
        return [discord.File(io.BytesIO(self.content), filename=self.file_name)]


@dataclass(frozen=True, slots=True)
class TextGroup:
    """Texts shown together: in a container of the colour of ``tone``, or in none without a tone."""

    tone: Tone | None
    texts: tuple[markdown.Text, ...]


@dataclass(frozen=True, slots=True)
class MessageLayout:
    """The text groups of one message, in order."""

    groups: tuple[TextGroup, ...]

    @property
    def texts(self) -> tuple[markdown.Text, ...]:
        """The texts of all groups."""
        return tuple(text for group in self.groups for text in group.texts)

    @property
    def entries(self) -> int:
        """The number of list entries that begin in the message."""
        return sum(text.entries for text in self.texts)

    @property
    def plain(self) -> str:
        """The texts as plain text, for a file."""
        return "\n\n".join(text.plain for text in self.texts if text.plain)


def render(page: Page, number: int = 1) -> tuple[OutgoingMessage, ...]:
    """Return the messages that show a page, at least one; the last has the buttons and menus.

    A long page that a button can ask for again (``page.here``) is one message: part ``number``,
    counted from 1, with buttons to the parts before and after; a number that is too high shows the
    last part. Any other long page takes up to three messages, then a file.
    """
    layouts = message_layouts(page)
    if len(layouts) > 1 and with_page(page.here, len(layouts)):
        return (_part(page, layouts, min(number, len(layouts))),)
    *others, last = layouts[: limits.MESSAGES_OF_AN_ANSWER]
    rest = "\n\n".join(layout.plain for layout in layouts[limits.MESSAGES_OF_AN_ANSWER :])
    note = _file_note() if rest else ()
    ending = (*note, *button_rows(page.buttons), *selects(page.menus))
    return (
        *(OutgoingMessage(_view(layout), plain=layout.plain) for layout in others),
        OutgoingMessage(_view(last, ending), rest.encode(), plain=last.plain),
    )


def _file_note() -> tuple[Component, ...]:
    return ui.TextDisplay(_(REST_IN_THE_FILE)), ui.File(f"attachment://{FILE_NAME}")


def in_one(first: OutgoingMessage, rest: Sequence[OutgoingMessage]) -> OutgoingMessage:
    """Return the first message with a file of the texts of the others, and the last's buttons.

    Of the messages of :func:`render` only the last has a file or buttons.
    """
    rows = (one for one in rest[-1].view.children if isinstance(one, ui.ActionRow))
    texts = [one.plain for one in rest] + [rest[-1].content.decode()]
    view = _view_of((*first.view.children, *_file_note(), *rows))
    return OutgoingMessage(view, "\n\n".join(filter(None, texts)).encode())


def _part(page: Page, layouts: tuple[MessageLayout, ...], number: int) -> OutgoingMessage:
    """Return one part of a long page, with its number and the buttons to its neighbours."""
    turns: list[ui.Button[ui.LayoutView]] = [
        ui.Button(label=label, custom_id=with_page(page.here, to))
        for label, to in ((_("Previous page"), number - 1), (_("Next page"), number + 1))
        if 1 <= to <= len(layouts)
    ]
    here = _("Page {number} of {all}")
    ending = (
        ui.TextDisplay(markdown.SMALL + here.format(number=number, all=len(layouts))),
        ui.ActionRow(*turns),
        *button_rows(page.buttons),
        *selects(tuple(_menu_of_part(menu, layouts, number) for menu in page.menus)),
    )
    return OutgoingMessage(_view(layouts[number - 1], ending))


def _menu_of_part(menu: Menu, layouts: tuple[MessageLayout, ...], number: int) -> Menu:
    """Return the menu; if it is too long for a message, only the choices of the entries shown."""
    count = len(menu.choices)
    if count <= limits.OPTIONS_OF_A_SELECT * limits.SELECTS_OF_A_MESSAGE:
        return menu
    before = sum(layout.entries for layout in layouts[: number - 1])
    entries = sum(layout.entries for layout in layouts) or 1
    start, end = (count * at // entries for at in (before, before + layouts[number - 1].entries))
    return replace(menu, choices=menu.choices[start:end]) if end > start else menu


def _view(layout: MessageLayout, ending: Iterable[Component] = ()) -> ui.LayoutView:
    components: list[Component] = []
    for group in layout.groups:
        texts = [ui.TextDisplay[ui.LayoutView](text.markdown) for text in group.texts]
        if group.tone is None or not texts:
            components += texts
        else:
            components.append(ui.Container(*texts, accent_colour=ACCENTS[group.tone]))
    return _view_of((*components, *ending))


def _view_of(components: Iterable[Component]) -> ui.LayoutView:
    view = _StatelessView(timeout=None)
    for component in components:
        view.add_item(component)
    return view


def message_layouts(page: Page) -> tuple[MessageLayout, ...]:
    """Return the layouts of the messages that show the page, at least one, in order."""
    components = limits.COMPONENTS_OF_A_MESSAGE - _reserved_components(page)
    # A line about the request is shortened to the room kept for it.
    blocks = (
        replace(one, text=markdown.shortened(one.text, limits.ASKED)) if _is_asked(one) else one
        for one in page.blocks
    )
    page = replace(page, blocks=tuple(blocks))
    asked = tuple(markdown.texts_of(block for block in page.blocks if _is_asked(block)))
    one, *more = _fill(
        text_groups(page), limits.TEXT_OF_A_MESSAGE, components + 1, splits_lists=False
    )
    rest_weight = sum(text.weight for text in one.texts) - sum(text.weight + 1 for text in asked)
    if not more and rest_weight <= limits.ROOM_OF_ONE_MESSAGE:
        return (one,)
    rest = replace(page, blocks=tuple(block for block in page.blocks if not _is_asked(block)))
    filled = _fill(text_groups(rest), ROOM, components, splits_lists=page.here is not None)
    asked_group = (TextGroup(None, asked),) if asked else ()
    head, foot = _repeated(page.head), _repeated(page.foot)
    return tuple(
        MessageLayout(
            (
                *(head if number else ()),
                *layout.groups,
                *(foot if number < len(filled) - 1 else ()),
                *(() if number else asked_group),
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


def _is_asked(block: Block) -> TypeGuard[Line]:
    return isinstance(block, Line) and block.asked


def _repeated(text: str) -> tuple[TextGroup, ...]:
    """Return the head or foot of a page, which stands in several messages, in small print."""
    short = markdown.shortened(text, limits.REPEATED_TEXT)
    texts = markdown.pack(markdown.line(markdown.SMALL, short))
    return (TextGroup(None, texts),) if texts else ()


def text_groups(page: Page) -> tuple[TextGroup, ...]:
    """Return the blocks of the page in groups, in order; a group may be longer than a message."""
    quotes = [block for block in page.blocks if isinstance(block, QuoteBlock)]
    if not quotes or (len(quotes) == 1 and not quotes[0].label):
        return (TextGroup(None if quotes else page.tone, tuple(markdown.texts_of(page.blocks))),)
    groups: list[TextGroup] = []
    for is_quote, blocks in groupby(page.blocks, key=lambda block: isinstance(block, QuoteBlock)):
        if is_quote:
            groups.extend(_sides(block for block in blocks if isinstance(block, QuoteBlock)))
        else:
            groups.append(TextGroup(None, tuple(markdown.texts_of(blocks))))
    return tuple(groups)


def _sides(quotes: Iterable[QuoteBlock]) -> Iterator[TextGroup]:
    """Yield a group for each quote, or one for neighbours with the same label."""
    for (tone, label), side in groupby(quotes, key=lambda quote: (quote.tone, quote.label)):
        if not label:
            yield from (TextGroup(tone, tuple(markdown.quote_texts(quote))) for quote in side)
            continue
        first, *others = side
        shown = (first, *(replace(quote, label="") for quote in others))
        yield TextGroup(
            tone, tuple(text for quote in shown for text in markdown.quote_texts(quote))
        )


@dataclass(slots=True)
class _Filling:
    """A message that is being filled: the room that is left, and the groups so far."""

    room: int
    components: int
    entries: int = limits.ENTRIES_OF_A_MESSAGE
    groups: list[TextGroup] = field(default_factory=list)
    opened: bool = False

    def add(self, tone: Tone | None, text: markdown.Text) -> bool:
        """Add the text to the open group, or return False if it does not fit."""
        components = 1 + (tone is not None and not self.opened)
        full = text.weight > self.room or components > self.components
        if self.groups and (full or text.entries > self.entries):
            return False
        self.room -= text.weight
        self.entries -= text.entries
        self.components -= components
        before = self.groups.pop().texts if self.opened else ()
        self.groups.append(TextGroup(tone, (*before, text)))
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
                first, *others = markdown.split_list(text, filling.room)
                if others and filling.add(group.tone, first):
                    (rest,) = others
            layouts.append(MessageLayout(tuple(filling.groups)))
            filling = _Filling(room, components)
            filling.add(group.tone, rest)
    return [*layouts, MessageLayout(tuple(filling.groups))]
