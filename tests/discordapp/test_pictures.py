"""The pictures of the docs show what the bot sends today, and fit a phone."""

import json
import struct

import pytest

from tools.pictures.__main__ import DRAWN, PICTURES, digest, sources

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
