"""A page as Discord's components: what is sent, ready to send."""

import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import discord
from discord import ui

from bot.discordapp.custom_id import encode, with_page
from bot.discordapp.escape import shortened, weight
from bot.discordapp.layout import Card, Sheet, sheets
from bot.discordapp.limits import (
    BUTTON_URL,
    BUTTONS_OF_A_MESSAGE,
    BUTTONS_OF_A_ROW,
    LABEL,
    MESSAGES_OF_AN_ANSWER,
    OPTIONS_OF_A_SELECT,
    SELECTS_OF_A_MESSAGE,
)
from bot.discordapp.lines import SMALL
from bot.discordapp.selects import selects
from bot.discordapp.words import (
    BUTTONS_GO_ON,
    FILE_NAME,
    NEXT_PAGE,
    PAGE_NUMBER,
    PREVIOUS_PAGE,
    REST_IN_THE_FILE,
)
from bot.pages.page import Button, Menu, OpenLink, Page, Tone

# Okabe and Ito's colours, told apart by colour-blind readers too (https://jfly.uni-koeln.de/color/).
# The words of a label say the same, so nothing hangs on them. Plain cards take the theme's own.
ACCENTS: dict[Tone, int | None] = {
    Tone.PLAIN: None,
    Tone.FOR: 0x0072B2,
    Tone.AGAINST: 0xE69F00,
    Tone.MIXED: 0xCC79A7,
    Tone.NOTICE: 0x999999,
    Tone.ERROR: 0xD55E00,
}


class _Sent(ui.LayoutView):
    """A view that discord.py need not remember: its buttons hold all they need.

    It never changes, so it can be sent many times, and is written out once.
    """

    _written: list[dict[str, Any]] | None = None

    def to_components(self) -> list[dict[str, Any]]:
        """The components as they are sent."""
        if self._written is None:
            self._written = super().to_components()  # type: ignore[no-untyped-call] # it has none
        return self._written

    def is_finished(self) -> bool:
        """There is nothing to wait for."""
        return True


@dataclass(frozen=True, slots=True)
class Reply:
    """One message to send: its components, and the text of its file (empty: none)."""

    view: ui.LayoutView
    rest: str = ""

    def files(self) -> list[discord.File]:
        """The file with the rest of the answer, new each time, since sending uses it up."""
        if not self.rest:
            return []
        return [discord.File(io.BytesIO(self.rest.encode()), filename=FILE_NAME)]


def replies(page: Page, turned: int = 1) -> tuple[Reply, ...]:
    """The messages that say the page, one at least; the last has its buttons.

    One message where the page can be asked for again: it shows the part that is ``turned`` to,
    counted from 1, and has buttons to turn to the others. After the last comes none: the last is
    shown. What cannot be asked for again goes on in further messages, at last in a file.
    """
    made = sheets(page)
    if len(made) > 1 and with_page(page.here, len(made)):
        return (_turned(page, made, min(turned, len(made))),)
    *others, last = made[:MESSAGES_OF_AN_ANSWER]
    rest = "\n\n".join(sheet.plain for sheet in made[MESSAGES_OF_AN_ANSWER:])
    noted: list[ui.Item[ui.LayoutView]] = []
    if rest:
        noted = [ui.TextDisplay(REST_IN_THE_FILE), ui.File(f"attachment://{FILE_NAME}")]
    ending = (*noted, *_rows(page.buttons), *selects(page.menus))
    return (*(Reply(_view(sheet)) for sheet in others), Reply(_view(last, ending), rest))


def _turned(page: Page, made: tuple[Sheet, ...], number: int) -> Reply:
    """One of several sheets, the ways to those before and after it, and the ways on."""
    turns = [
        ui.Button[ui.LayoutView](label=label, custom_id=with_page(page.here, to))
        for label, to in ((PREVIOUS_PAGE, number - 1), (NEXT_PAGE, number + 1))
        if 1 <= to <= len(made)
    ]
    ending = (
        ui.TextDisplay[ui.LayoutView](SMALL + PAGE_NUMBER.format(number=number, all=len(made))),
        ui.ActionRow(*turns),
        *_rows(page.buttons),
        *selects(tuple(_of_sheet(menu, made, number) for menu in page.menus)),
    )
    return Reply(_view(made[number - 1], ending))


def _of_sheet(menu: Menu, made: tuple[Sheet, ...], number: int) -> Menu:
    """Of a menu too long for one message, the choices that go with the entries on the sheet."""
    count = len(menu.choices)
    if count <= OPTIONS_OF_A_SELECT * SELECTS_OF_A_MESSAGE:
        return menu
    before = sum(sheet.entries for sheet in made[: number - 1])
    listed = sum(sheet.entries for sheet in made) or 1
    start, end = (count * at // listed for at in (before, before + made[number - 1].entries))
    return replace(menu, choices=menu.choices[start:end]) if end > start else menu


def _view(sheet: Sheet, ending: Iterable[ui.Item[ui.LayoutView]] = ()) -> _Sent:
    view = _Sent(timeout=None)
    for card in sheet.cards:
        for shown in _card(card):
            view.add_item(shown)
    for row in ending:
        view.add_item(row)
    return view


def _card(card: Card) -> list[ui.Item[ui.LayoutView]]:
    written_out: list[ui.Item[ui.LayoutView]] = [
        ui.TextDisplay(text.markdown) if text.markdown else ui.Separator() for text in card.texts
    ]
    if card.tone is None or not written_out:
        return written_out
    return [ui.Container(*written_out, accent_colour=ACCENTS[card.tone])]


def _rows(buttons: tuple[Button, ...]) -> list[ui.Item[ui.LayoutView]]:
    """The rows of buttons, then how many had no room, if any had none."""
    # Two buttons with one custom_id are refused by Discord, and do the same anyway.
    made = {one.url or one.custom_id: one for one in map(_button, buttons) if one}
    offered = list(made.values())[:BUTTONS_OF_A_MESSAGE]
    rows: list[ui.Item[ui.LayoutView]] = [
        ui.ActionRow(*offered[start : start + BUTTONS_OF_A_ROW])
        for start in range(0, len(offered), BUTTONS_OF_A_ROW)
    ]
    if len(offered) < len(made):
        said = BUTTONS_GO_ON.format(shown=len(offered), all=len(made))
        rows.append(ui.TextDisplay(SMALL + said))
    return rows


def _button(button: Button) -> ui.Button[ui.LayoutView] | None:
    label = shortened(button.label, LABEL)
    if isinstance(button.action, OpenLink):
        address = _address(button.action.address)
        return ui.Button(label=label, url=address) if address else None
    custom_id = encode(button.action)
    return ui.Button(label=label, custom_id=custom_id) if custom_id else None


def _address(link: str) -> str:
    """The link as a button can hold it: without the way to the passage where that is too long."""
    for address in (link, link.partition("#")[0]):
        if weight(address) <= BUTTON_URL:
            return address
    return ""
