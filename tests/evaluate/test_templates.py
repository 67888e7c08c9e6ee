"""The share of right answers to each kind of request made from templates."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from bot.answers.desk import Desk
from bot.library.library import Library
from bot.library.load import load_library
from tests.libraries import town
from tools.evaluate.asking import Outcome, ask_all
from tools.evaluate.labelled import OUT
from tools.evaluate.measures import both_sides
from tools.evaluate.templates import templated

FLOORS = {
    "both sides": 0.99,
    "about": 0.99,
    "speaker": 0.99,
    "speaker on topic": 0.99,
    "critics": 0.99,
    "year": 0.99,
    OUT: 0.99,
    "passage of 4": 0.98,
    "passage of 6": 0.99,
    "passage of 8": 0.99,
    "passage of 4, slip": 0.94,
    "passage of 6, slip": 0.99,
    "passage of 8, slip": 0.99,
}
QUOTES = Path(__file__).parents[2] / "quotes"


def is_right(outcome: Outcome, library: Library) -> bool:
    if outcome.request.kind == OUT:
        return not outcome.answered
    if outcome.request.kind == "both sides":
        return outcome.answered and both_sides(outcome, library)
    return outcome.answered and outcome.rank == 1


@cache
def shares(name: str) -> dict[str, float]:
    library = {"shipped": lambda: load_library(QUOTES), "town": town}[name]()
    asked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for outcome in ask_all(Desk(library), templated(library)):
        asked[outcome.request.kind] += 1
        right[outcome.request.kind] += is_right(outcome, library)
    return {kind: right[kind] / count for kind, count in asked.items()}


@pytest.mark.parametrize("library", ["shipped", "town"])
@pytest.mark.parametrize("kind", FLOORS)
def test_requests_are_understood_in_any_library(library: str, kind: str) -> None:
    assert shares(library)[kind] >= FLOORS[kind]
