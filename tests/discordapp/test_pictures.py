"""The pictures of the docs show what the bot sends today, and fit a phone."""

import json
import re
import struct
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

import pytest

from bot.answers.desk import Desk
from bot.answers.model import AskAnswer, DebateAnswer
from bot.discordapp.rendering import ACCENTS
from bot.library.library import Library
from bot.library.load import load_library
from bot.pages import page_of
from bot.pages.page import Page, QuoteBlock, Tone
from bot.settings import SHIPPED_LIBRARY
from tools.pictures.__main__ import DRAWN, PICTURES, digest, find_browser, heights, sources
from tools.pictures.card import THEMES, page
from tools.pictures.markdown import as_html
from tools.pictures.members import payloads

# Pixels at a width of 360, as on a phone.
BUDGETS = {
    "quote": 480,
    "debate": 1100,
    "ask": 1200,
    "discussion": 1300,
    "nothing": 480,
    "topics": 900,
}


def test_pictures_are_those_of_todays_cards() -> None:
    today = {name: digest(source) for name, source, _ in sources()}
    assert json.loads(DRAWN.read_text("utf-8")) == today, "run python -m tools.pictures"


@pytest.mark.parametrize("theme", ["", "-light"])
@pytest.mark.parametrize(("name", "most"), BUDGETS.items())
def test_card_on_a_phone_keeps_its_budget(name: str, most: int, theme: str) -> None:
    header = (PICTURES / f"{name}-phone{theme}.png").read_bytes()[16:24]
    width, height = struct.unpack(">II", header)
    assert width == 360
    assert height <= most


@pytest.mark.skipif(find_browser() is None, reason="heights are measured in chromium")
def test_card_over_its_budget_shows_no_second_excerpt_and_no_points_near() -> None:
    cards = tuple(_cards(load_library(SHIPPED_LIBRARY)))
    drawings = ((page(payloads(card), asked, width=360), 360) for _, asked, card in cards)
    measured = heights(find_browser() or "", drawings)
    over = [
        card
        for (name, _, card), height in zip(cards, measured, strict=True)
        if height > BUDGETS[name]
    ]
    assert len(over) < len(cards) / 4
    for card in over:
        sides = Counter(block.label for block in card.blocks if isinstance(block, QuoteBlock))
        assert set(sides.values()) == {1}
        assert "Related points" not in [menu.label for menu in card.menus]


def _cards(library: Library) -> Iterator[tuple[str, str, Page]]:
    """Yield the card of every point, and of every question that a quote answers."""
    desk = Desk(library)
    for point in library.points.values():
        answer = desk.debate(point.id)
        if isinstance(answer, DebateAnswer):
            yield "debate", f"/debate {point.id}", page_of(answer)
    for question in sorted({one for quote in library.quotes.values() for one in quote.phrasings}):
        answered = desk.ask(question)
        if isinstance(answered, AskAnswer):
            yield "ask", f"/ask {question}", page_of(answered)


def test_times_and_commands_are_drawn_as_discord_shows_them() -> None:
    assert as_html("-# Ada · <t:1772473500:f>") == "<small>Ada · 2 March 2026 17:45</small>"
    assert as_html("Use </library daily:7>.") == (
        '<p>Use <span class="command">/library daily</span>.</p>'
    )
    assert as_html("\\<t:1:f>") == "<p>&lt;t:1:f&gt;</p>"


@pytest.mark.parametrize("theme", THEMES)
def test_text_has_a_contrast_of_4_5_in_both_themes(theme: str) -> None:
    colours = dict(re.findall(r"--(\w+):(#\w+)", theme))
    grounds = {"page": ("ink", "head", "faint", "link"), "button": ("buttonink",)}
    grounds["card"] = grounds["page"]
    pairs = {(ground, ink) for ground, inks in grounds.items() for ink in inks}
    low = {pair for pair in pairs if _contrast(*(colours[one] for one in pair)) < 4.5}
    assert low == set()


def test_sides_are_told_apart_by_brightness_too() -> None:
    accents = (ACCENTS[Tone.FOR], ACCENTS[Tone.AGAINST])
    for one, other in combinations((f"#{accent:06x}" for accent in accents), 2):
        assert _contrast(one, other) > 2


def _contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.2, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = (value / 255 for value in bytes.fromhex(digits))
    linear = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
