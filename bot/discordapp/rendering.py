"""Render a page as Discord's components: messages that are ready to send."""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import discord
from discord import ui

from bot.discordapp import limits
from bot.discordapp.custom_id import encode, option_value, select_id, with_page
from bot.discordapp.layout import REST_IN_THE_FILE, MessageLayout, message_layouts
from bot.discordapp.markdown import SMALL, shortened, weight
from bot.i18n import N_, gettext as _
from bot.pages.page import Button, Choice, Menu, OpenLink, Page, Tone
from bot.search.text import fold

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
BUTTONS_LEFT_OUT = N_("Only {shown} of {all} buttons fit here.")
CHOICES_LEFT_OUT = N_("The menus show {shown} of {all}. Ask for the others by name.")
PAGE_NUMBER = N_("Page {number} of {all}")
PREVIOUS_PAGE = N_("Previous page")
NEXT_PAGE = N_("Next page")
FILE_NAME = "rest-of-the-answer.txt"

_Component = ui.Item[Any]


class _StatelessView(ui.LayoutView):
    """A view that discord.py need not keep: its buttons hold all they need."""

    def is_finished(self) -> bool:
        """Return True, so that discord.py does not wait for clicks."""
        return True


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """One message to send: its components, and the content and name of its file (empty: none).

    ``plain`` is its text as it stands in a file, for a message of several.
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
    ending = (*note, *_button_rows(page.buttons), *selects(page.menus))
    return (
        *(OutgoingMessage(_view(layout), plain=layout.plain) for layout in others),
        OutgoingMessage(_view(last, ending), rest.encode(), plain=last.plain),
    )


def _file_note() -> tuple[_Component, ...]:
    return ui.TextDisplay(_(REST_IN_THE_FILE)), ui.File(f"attachment://{FILE_NAME}")


def in_one(first: OutgoingMessage, rest: Sequence[OutgoingMessage]) -> OutgoingMessage:
    """Return the first message with a file of the texts of the others, and the last's buttons.

    Of the messages of :func:`render` only the last has a file or buttons.
    """
    view = _StatelessView(timeout=None)
    rows = (one for one in rest[-1].view.children if isinstance(one, ui.ActionRow))
    for component in (*first.view.children, *_file_note(), *rows):
        view.add_item(component)
    texts = [one.plain for one in rest] + [rest[-1].content.decode()]
    return OutgoingMessage(view, "\n\n".join(filter(None, texts)).encode())


def _part(page: Page, layouts: tuple[MessageLayout, ...], number: int) -> OutgoingMessage:
    """Return one part of a long page, with its number and the buttons to its neighbours."""
    turns = [
        ui.Button[Any](label=label, custom_id=with_page(page.here, to))
        for label, to in ((_(PREVIOUS_PAGE), number - 1), (_(NEXT_PAGE), number + 1))
        if 1 <= to <= len(layouts)
    ]
    ending = (
        ui.TextDisplay[Any](SMALL + _(PAGE_NUMBER).format(number=number, all=len(layouts))),
        ui.ActionRow(*turns),
        *_button_rows(page.buttons),
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


def _view(layout: MessageLayout, ending: Iterable[_Component] = ()) -> _StatelessView:
    view = _StatelessView(timeout=None)
    for group in layout.groups:
        texts: list[_Component] = [
            ui.TextDisplay(text.markdown) if text.markdown else ui.Separator()
            for text in group.texts
        ]
        if group.tone is not None and texts:
            texts = [ui.Container(*texts, accent_colour=ACCENTS[group.tone])]
        for component in texts:
            view.add_item(component)
    for component in ending:
        view.add_item(component)
    return view


def _button_rows(buttons: tuple[Button, ...]) -> list[_Component]:
    """Return the rows of buttons, then a line if some do not fit."""
    # Discord refuses two buttons with one custom_id; they would do the same anyway.
    made = {one.url or one.custom_id: one for one in map(_button, buttons) if one}
    offered = list(made.values())[: limits.BUTTONS_OF_A_MESSAGE]
    rows: list[_Component] = [
        ui.ActionRow(*offered[start : start + limits.BUTTONS_OF_A_ROW])
        for start in range(0, len(offered), limits.BUTTONS_OF_A_ROW)
    ]
    if len(offered) < len(made):
        left_out = _(BUTTONS_LEFT_OUT).format(shown=len(offered), all=len(made))
        rows.append(ui.TextDisplay(SMALL + left_out))
    return rows


def _button(button: Button) -> ui.Button[Any] | None:
    label = shortened(button.label, limits.LABEL)
    if isinstance(button.action, OpenLink):
        url = _url(button.action.address)
        return ui.Button(label=label, url=url) if url else None
    custom_id = encode(button.action)
    return ui.Button(label=label, custom_id=custom_id) if custom_id else None


def _url(address: str) -> str:
    """Return the address, without its fragment if it is too long; empty if it is still too long."""
    for url in (address, address.partition("#")[0]):
        if weight(url) <= limits.BUTTON_URL:
            return url
    return ""


def selects(menus: tuple[Menu, ...]) -> list[_Component]:
    """Return the menus as selects of at most 25 options, then a line if some do not fit.

    A menu that needs several selects is split evenly; each names what it holds: "Topics A–M".
    """
    parts = [part for menu in menus for part in _split(_encodable(menu))]
    offered = parts[: limits.SELECTS_OF_A_MESSAGE]
    rows: list[_Component] = [ui.ActionRow(_select(menu, number)) for menu, number in offered]
    total = sum(len(menu.choices) for menu, _ in parts)
    shown = sum(len(menu.choices) for menu, _ in offered)
    if shown < total:
        rows.append(ui.TextDisplay(SMALL + _(CHOICES_LEFT_OUT).format(shown=shown, all=total)))
    return rows


def _encodable(menu: Menu) -> Menu:
    """Return the menu without choices that a select cannot hold, each action once."""
    options = ((_option(choice), choice) for choice in menu.choices)
    kept = {option.value: choice for option, choice in options if option.value}
    return replace(menu, choices=tuple(kept.values()))


def _split(menu: Menu) -> list[tuple[Menu, int]]:
    """Return the menu in parts that fit into a select, each with its number from 1."""
    count = -(-len(menu.choices) // limits.OPTIONS_OF_A_SELECT)
    if count < 2:
        return [(menu, 1)] if count else []
    names = [fold(choice.label) for choice in menu.choices]
    letters = [name[:1].upper() for name in names] if names == sorted(names) else []
    parts = list(pairwise(_ends(letters or [""] * len(names), count)))
    labels = (
        _initials(letters[start], letters[end - 1]) if letters else f"{start + 1}–{end}"
        for start, end in parts
    )
    return [
        (Menu(f"{menu.label} {label}", menu.choices[start:end]), number)
        for number, (label, (start, end)) in enumerate(zip(labels, parts, strict=True), start=1)
    ]


def _ends(letters: Sequence[str], count: int) -> Iterator[int]:
    """Yield 0 and the end of each of ``count`` parts that a select can hold.

    They are as even as possible, but a part ends before another letter if it can.
    """
    end, whole = 0, len(letters)
    yield end
    for part in range(1, count):
        even, after = whole * part // count, count - part
        least = max(end + 1, whole - after * limits.OPTIONS_OF_A_SELECT)
        most = min(end + limits.OPTIONS_OF_A_SELECT, whole - after)
        possible = range(least, most + 1)
        end = min((letters[at - 1] == letters[at], abs(at - even), at) for at in possible)[-1]
        yield end
    yield whole


def _initials(first: str, last: str) -> str:
    """Return ``A–I``, or ``A`` if all begin with it."""
    return first if first == last else f"{first}–{last}".strip("–")


def _select(menu: Menu, number: int) -> ui.Select[Any]:
    return ui.Select(
        custom_id=select_id(menu.choices[0].action, number),
        placeholder=shortened(menu.label, limits.PLACEHOLDER) or None,
        options=[_option(choice) for choice in menu.choices],
    )


def _option(choice: Choice) -> discord.SelectOption:
    """Return the choice as an option; its value is empty if a select cannot hold the action."""
    value = option_value(choice.action)
    return discord.SelectOption(
        label=shortened(choice.label, limits.SELECT_OPTION) or value,
        value=value,
        description=shortened(choice.note, limits.SELECT_OPTION) or None,
    )
