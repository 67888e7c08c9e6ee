"""Menus of a page as Discord's selects: 25 options each, and a sentence where there are more."""

from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import Any

import discord
from discord import ui

from bot.discordapp.custom_id import option_value, select_id
from bot.discordapp.escape import shortened
from bot.discordapp.limits import (
    OPTIONS_OF_A_SELECT,
    PLACEHOLDER,
    SELECT_OPTION,
    SELECTS_OF_A_MESSAGE,
)
from bot.discordapp.lines import SMALL
from bot.discordapp.words import MENU_GOES_ON
from bot.pages.page import Choice, Menu

_Item = ui.Item[Any]
# The same points and excerpts are offered under many answers.
_OPTIONS_KEPT = 1024


def selects(menus: tuple[Menu, ...]) -> list[_Item]:
    """The rows of the menus, then what they leave out, if anything.

    A menu of more than one select is parted evenly; each names its first choice and its last.
    """
    parts = [part for menu in menus for part in _parts(_possible(menu))]
    offered = parts[:SELECTS_OF_A_MESSAGE]
    rows: list[_Item] = [ui.ActionRow(_select(menu, number)) for menu, number in offered]
    total = sum(len(menu.choices) for menu, _ in parts)
    shown = sum(len(menu.choices) for menu, _ in offered)
    if shown < total:
        rows.append(ui.TextDisplay(SMALL + MENU_GOES_ON.format(shown=shown, all=total)))
    return rows


def _possible(menu: Menu) -> Menu:
    """The menu without what a select cannot hold, each action once."""
    options = ((_option(one), one) for one in menu.choices)
    kept = {option.value: one for option, one in options if option.value}
    return replace(menu, choices=tuple(kept.values()))


def _parts(menu: Menu) -> list[tuple[Menu, int]]:
    count = -(-len(menu.choices) // OPTIONS_OF_A_SELECT)
    if count < 2:
        return [(menu, 1)] if count else []
    ends = [len(menu.choices) * part // count for part in range(count + 1)]
    chosen = [menu.choices[start:end] for start, end in pairwise(ends)]
    return [
        (replace(menu, label=_ranged(menu.label, choices), choices=choices), number)
        for number, choices in enumerate(chosen, start=1)
    ]


def _ranged(label: str, choices: tuple[Choice, ...]) -> str:
    return f"{label}: {choices[0].label} to {choices[-1].label}"


def _select(menu: Menu, number: int) -> ui.Select[Any]:
    return ui.Select(
        custom_id=select_id(menu.choices[0].action, number),
        placeholder=shortened(menu.label, PLACEHOLDER) or None,
        options=[_option(one) for one in menu.choices],
    )


@lru_cache(_OPTIONS_KEPT)
def _option(one: Choice) -> discord.SelectOption:
    """The choice as an option; its value is empty where a select cannot hold it."""
    value = option_value(one.action)
    return discord.SelectOption(
        label=shortened(one.label, SELECT_OPTION) or value,
        value=value,
        description=shortened(one.note, SELECT_OPTION) or None,
    )
