"""A page as Discord's components: what is sent, ready to send."""

import io
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.discordapp.escape import shortened, weight
from bot.discordapp.layout import Card, Sheet, sheets
from bot.discordapp.limits import BUTTON_URL, BUTTONS_OF_A_MESSAGE, BUTTONS_OF_A_ROW, LABEL
from bot.discordapp.selects import selects
from bot.discordapp.state import written
from bot.discordapp.words import FILE_NAME, REST_IN_THE_FILE
from bot.pages.page import Action, Deed, Menu, Page, Tone

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


def replies(page: Page) -> tuple[Reply, ...]:
    """The messages that say the page, one at least; the last has its buttons."""
    *others, last = sheets(page)
    return (*(_reply(sheet) for sheet in others), _reply(last, page.actions, page.menus))


def _reply(sheet: Sheet, actions: tuple[Action, ...] = (), menus: tuple[Menu, ...] = ()) -> Reply:
    view = _Sent(timeout=None)
    for card in sheet.cards:
        for shown in _card(card):
            view.add_item(shown)
    if sheet.rest:
        view.add_item(ui.TextDisplay(REST_IN_THE_FILE))
        view.add_item(ui.File(f"attachment://{FILE_NAME}"))
    for row in (*_rows(actions), *selects(menus)):
        view.add_item(row)
    return Reply(view, sheet.rest)


def _card(card: Card) -> list[ui.Item[ui.LayoutView]]:
    written_out: list[ui.Item[ui.LayoutView]] = [
        ui.TextDisplay(text.markdown) if text.markdown else ui.Separator() for text in card.texts
    ]
    if card.tone is None or not written_out:
        return written_out
    return [ui.Container(*written_out, accent_colour=ACCENTS[card.tone])]


def _rows(actions: tuple[Action, ...]) -> list[ui.ActionRow[ui.LayoutView]]:
    # Two buttons with one custom_id are refused by Discord, and do the same anyway.
    buttons = {button.url or button.custom_id: button for button in map(_button, actions) if button}
    offered = list(buttons.values())[:BUTTONS_OF_A_MESSAGE]
    return [
        ui.ActionRow(*offered[start : start + BUTTONS_OF_A_ROW])
        for start in range(0, len(offered), BUTTONS_OF_A_ROW)
    ]


def _button(action: Action) -> ui.Button[ui.LayoutView] | None:
    label = shortened(action.label, LABEL)
    if action.deed is Deed.OPEN:
        address = _address(action.target[0])
        return ui.Button(label=label, url=address) if address else None
    state = written(action)
    return ui.Button(label=label, custom_id=state) if state else None


def _address(link: str) -> str:
    """The link as a button can hold it: without the way to the passage where that is too long."""
    for address in (link, link.partition("#")[0]):
        if weight(address) <= BUTTON_URL:
            return address
    return ""
