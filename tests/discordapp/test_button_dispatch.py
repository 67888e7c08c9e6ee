"""Buttons of the shipped library: the same answer in Discord and at a terminal."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.answers.actions import Another, Context, Opposing
from bot.answers.desk import Desk
from bot.answers.model import Answer, ContextAnswer
from bot.discordapp.buttons import decode, encode
from bot.library.load import load_library
from bot.library.model import Kind
from bot.pages import page_of
from bot.pages.page import OpenLink, Page, ServerAction
from bot.search.scope import Scope
from bot.terminal.follow_ups import chosen, follow_ups_of


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk(load_library(Path(__file__).parents[2] / "quotes"))


def answers(desk: Desk) -> Iterator[Answer]:
    """Answers for each quote (its excerpt, opponents and context), point and topic."""
    for quote in desk.library.quotes.values():
        yield desk.follow(Another(Scope(Kind.SPEAKER, quote.speaker), quote.id, 0))
        yield desk.follow(Another(Scope(Kind.SOURCE, quote.source), quote.id, 0))
        yield desk.follow(Opposing(quote.id))
        yield desk.follow(Context(quote.id))
    for point in desk.library.points.values():
        yield desk.debate(point.id)
        yield desk.ask(point.sentence)
    yield from map(desk.topics, ("", *desk.library.topics))


def without_back(answer: Answer) -> Answer:
    """Return the answer; a context without its way back, for which a custom_id may have no room."""
    return replace(answer, back=None) if isinstance(answer, ContextAnswer) else answer


def in_discord(desk: Desk, page: Page) -> list[Answer]:
    """Return the answers to the buttons and the menus, by their custom_ids."""
    actions = [one.action for one in page.buttons]
    actions += [choice.action for menu in page.menus for choice in menu.choices]
    decoded = [decode(encode(one)) for one in actions if not isinstance(one, OpenLink)]
    return [without_back(desk.follow(one)) for one in decoded if not isinstance(one, ServerAction)]


def at_a_terminal(desk: Desk, page: Page) -> list[Answer]:
    """Return the answers to the numbers that can be typed."""
    buttons = follow_ups_of(page)
    typed = [chosen(str(number), buttons) for number in range(1, len(buttons) + 1)]
    actions = [one.action for one in typed if one]
    return [
        without_back(desk.follow(one))
        for one in actions
        if not isinstance(one, OpenLink | ServerAction)
    ]


def test_every_button_leads_to_the_same_answer_in_discord_and_at_a_terminal(desk: Desk) -> None:
    compared = 0
    for answer in answers(desk):
        page = page_of(answer)
        discord = in_discord(desk, page)
        for one in at_a_terminal(desk, page):
            assert one in discord
            compared += 1
    assert compared > 5 * len(desk.library.quotes)
