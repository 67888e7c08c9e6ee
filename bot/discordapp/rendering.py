"""Render a page as Discord's components: messages that are ready to send.

Each of several quotes, or each side of a debate, has a container in the colour of its tone; the
texts around it are free. One quote alone needs none. A page without a quote is one container. A
page too long for one message continues in the next, under the head of the page; the line about the
request is in the first only.
"""

import io
from collections.abc import Iterable, Sequence
from itertools import filterfalse, groupby
from typing import TypeGuard

import discord
from discord import ui
from msgspec import Struct
from msgspec.structs import replace

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


class OutgoingMessage(Struct, frozen=True):
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


class Piece(Struct, frozen=True):
    """A text of a message; those of one group and tone share a container, without a tone none."""

    text: str
    tone: Tone | None = None
    group: int = 0


Layout = tuple[Piece, ...]
"""The texts of one message, in order."""


def plain_of(layout: Layout) -> str:
    """Return the texts as plain text, for a file."""
    return "\n\n".join(markdown.plain(piece.text) for piece in layout if piece.text)


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
    rest = "\n\n".join(map(plain_of, layouts[limits.MESSAGES_OF_AN_ANSWER :]))
    note = _file_note() if rest else ()
    ending = (*note, *button_rows(page.buttons), *selects(page.menus))
    return (
        *(OutgoingMessage(_view(layout), plain=plain_of(layout)) for layout in others),
        OutgoingMessage(_view(last, ending), rest.encode(), plain=plain_of(last)),
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


def _part(page: Page, layouts: tuple[Layout, ...], number: int) -> OutgoingMessage:
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


def _menu_of_part(menu: Menu, layouts: tuple[Layout, ...], number: int) -> Menu:
    """Return the menu; if it is too long for a message, only the choices of the entries shown."""
    count = len(menu.choices)
    if count <= limits.OPTIONS_OF_A_SELECT * limits.SELECTS_OF_A_MESSAGE:
        return menu
    shown = [sum(markdown.entries(piece.text) for piece in layout) for layout in layouts]
    before, entries = sum(shown[: number - 1]), sum(shown) or 1
    start, end = (count * at // entries for at in (before, before + shown[number - 1]))
    return replace(menu, choices=menu.choices[start:end]) if end > start else menu


def _view(layout: Layout, ending: Iterable[Component] = ()) -> ui.LayoutView:
    components: list[Component] = []
    for (_group, tone), pieces in groupby(layout, key=lambda one: (one.group, one.tone)):
        texts = [ui.TextDisplay[ui.LayoutView](piece.text) for piece in pieces]
        if tone is None:
            components += texts
        else:
            components.append(ui.Container(*texts, accent_colour=ACCENTS[tone]))
    return _view_of((*components, *ending))


def _view_of(components: Iterable[Component]) -> ui.LayoutView:
    view = _StatelessView(timeout=None)
    for component in components:
        view.add_item(component)
    return view


def message_layouts(page: Page) -> tuple[Layout, ...]:
    """Return the layouts of the messages that show the page, at least one, in order."""
    components = limits.COMPONENTS_OF_A_MESSAGE - _reserved_components(page)
    # A line about the request is shortened to the room kept for it.
    blocks = [
        replace(one, text=markdown.shortened(one.text, limits.ASKED)) if _is_asked(one) else one
        for one in page.blocks
    ]
    pieces = pieces_of(replace(page, blocks=tuple(blocks)))
    asked = [Piece(text) for text in markdown.texts_of(filter(_is_asked, blocks))]
    one, *more = _fill(pieces, limits.TEXT_OF_A_MESSAGE, components + 1, splits_lists=False)
    rest_weight = _weight(one) - _weight(asked) - len(asked)
    if not more and rest_weight <= limits.ROOM_OF_ONE_MESSAGE:
        return (tuple(one),)
    pieces = pieces_of(replace(page, blocks=tuple(filterfalse(_is_asked, blocks))))
    filled = _fill(pieces, ROOM, components, splits_lists=page.here is not None)
    head, foot, last = _repeated(page.head), _repeated(page.foot), len(filled) - 1
    return tuple(
        (
            *(head if number else ()),
            *layout,
            *(foot if number < last else ()),
            *(() if number else asked),
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


def _repeated(text: str) -> list[Piece]:
    """Return the head or foot of a page, which stands in several messages, in small print."""
    short = markdown.shortened(text, limits.REPEATED_TEXT)
    return [Piece(text) for text in markdown.pack(markdown.line(markdown.SMALL, short))]


def pieces_of(page: Page) -> list[Piece]:
    """Return the texts of the page in order: a group for each quote, or for each labelled side."""
    quotes = [block for block in page.blocks if isinstance(block, QuoteBlock)]
    if not quotes or (len(quotes) == 1 and not quotes[0].label):
        tone = None if quotes else page.tone
        return [Piece(text, tone) for text in markdown.texts_of(page.blocks)]
    pieces: list[Piece] = []
    for group, (side, numbered) in enumerate(groupby(enumerate(page.blocks), key=_side)):
        first, *others = (block for _number, block in numbered)
        # The label of a side stands above its first quote alone.
        others = [replace(one, label="") if isinstance(one, QuoteBlock) else one for one in others]
        texts = markdown.texts_of((first, *others))
        pieces += [Piece(text, side[0] if side else None, group) for text in texts]
    return pieces


def _side(numbered: tuple[int, Block]) -> tuple[Tone, str | int] | None:
    """Return the tone and the label of a quote, or its number without one; None for a text."""
    number, block = numbered
    return (block.tone, block.label or number) if isinstance(block, QuoteBlock) else None


def _fill(
    pieces: Iterable[Piece], room: int, components: int, *, splits_lists: bool
) -> list[list[Piece]]:
    """Distribute the texts over messages.

    With ``splits_lists``, a list that does not fit begins where more than half a message is free,
    so that its heading is not alone there.
    """
    layouts: list[list[Piece]] = [[]]
    for piece in pieces:
        layout, rest = layouts[-1], piece
        if _fits([*layout, piece], room, components):
            layout.append(piece)
            continue
        free = room - _weight(layout)
        if splits_lists and free > room // 2:
            first, *others = (
                replace(piece, text=text) for text in markdown.split_list(piece.text, free)
            )
            if others and _fits([*layout, first], room, components):
                layout.append(first)
                (rest,) = others
        layouts.append([rest])
    return layouts


def _weight(layout: Iterable[Piece]) -> int:
    return sum(markdown.weight(piece.text) for piece in layout)


def _fits(layout: list[Piece], room: int, components: int) -> bool:
    """Return whether a message can hold the texts; one alone always fits."""
    containers = len({piece.group for piece in layout if piece.tone})
    return len(layout) == 1 or (
        _weight(layout) <= room
        and len(layout) + containers <= components
        and sum(markdown.entries(piece.text) for piece in layout) <= limits.ENTRIES_OF_A_MESSAGE
    )
