"""Follow-ups of a page, as they are typed."""

import pytest
from msgspec.structs import replace

from bot.answers.actions import Another, Context, Debate, DebatePage, Opposing, QuoteOf, Topics
from bot.i18n import speaking
from bot.library.model import Kind
from bot.pages.page import ActionKind, Button, Choice, Menu, OpenLink, Page, ServerAction
from bot.pages.wording import all_topics
from bot.search.scope import Scope
from bot.terminal.follow_ups import (
    as_arguments,
    chosen,
    follow_ups_of,
    means_a_follow_up,
    numbered,
)

LANES = Scope(Kind.TOPIC, "lanes")
ANOTHER = Button("Another", Another(LANES, "first", 2))
OPPOSING = Button("Opposing view", Opposing("q"))
POINT = Button("Lanes should be parted from traffic by a kerb.", Debate("kerbs"))
SOURCE = Button("Source", OpenLink("https://echo.example/"))
BUTTONS = (ANOTHER, OPPOSING, POINT, SOURCE)


def test_short_labels_share_a_line_a_long_one_has_its_own_and_numbers_stand_in_order() -> None:
    assert numbered(BUTTONS) == (
        "1 Another · 2 Opposing view",
        "3 Lanes should be parted from traffic by a kerb.",
        "4 Source",
    )


def test_without_ways_there_is_no_line() -> None:
    assert numbered(()) == ()


@pytest.mark.parametrize(
    ("typed", "button"),
    [
        ("1", ANOTHER),
        ("4", SOURCE),
        ("another", ANOTHER),
        ("NEXT", ANOTHER),
        ("opposing", OPPOSING),
        ("Opposing view", OPPOSING),
        ("source", SOURCE),
        ("debate", POINT),
    ],
)
def test_a_way_goes_by_its_number_its_word_or_its_label(typed: str, button: Button) -> None:
    assert chosen(typed, BUTTONS) is button


@pytest.mark.parametrize("typed", ["0", "5", "1234", "²", "context", "another one", ""])
def test_nothing_else_is_a_way(typed: str) -> None:
    assert chosen(typed, BUTTONS) is None


@pytest.mark.parametrize(("typed", "meant"), [("7", True), ("context", True), ("why", False)])
def test_a_number_or_a_word_for_a_way_is_meant_as_one(typed: str, meant: bool) -> None:
    assert means_a_follow_up(typed) is meant


@pytest.mark.parametrize(
    ("button", "line"),
    [
        (ANOTHER, "Add: --another 2"),
        (POINT, "Or: debate kerbs  (Lanes should be parted from traffic by a kerb.)"),
        (
            Button("More views", DebatePage("kerbs", 1)),
            "Or: debate kerbs --more 1  (More views)",
        ),
        (Button("First views", DebatePage("kerbs", 0)), "Or: debate kerbs  (First views)"),
        (Button("Lanes", Topics("lanes")), "Or: topics lanes  (Lanes)"),
        (all_topics(), "Or: topics  (All topics)"),
        (Button("Lanes", QuoteOf(LANES)), "Or: quote lanes  (Lanes)"),
        (Button("Mary", QuoteOf(Scope(Kind.SPEAKER, "mary"))), "Or: quote --speaker mary  (Mary)"),
    ],
)
def test_on_the_command_line_a_way_is_something_to_add_or_to_type(
    button: Button, line: str
) -> None:
    assert as_arguments((button,)) == (line,)


def test_contexts_of_a_menu_are_follow_ups_and_one_flag() -> None:
    back = DebatePage("kerbs", 0)
    choices = (Choice("Paint", Context("paint", back)), Choice("Kerb", Context("kerb", back)))
    buttons = follow_ups_of(Page((), menus=(Menu("Read one in context", choices),)))
    assert [button.label for button in buttons] == ["In context: “Paint”", "In context: “Kerb”"]
    assert chosen("context", buttons) is buttons[0]
    assert as_arguments(buttons) == ("Add: --context",)


def test_of_a_menu_of_points_nine_are_follow_ups() -> None:
    choices = tuple(Choice(f"Point {one}", Debate(f"p-{one}")) for one in range(12))
    buttons = follow_ups_of(Page((), menus=(Menu("Read a debate", choices),)))
    assert buttons == tuple(Button(one.label, one.action) for one in choices[:9])


def test_actions_of_a_server_are_no_follow_ups() -> None:
    discuss = Button("Open a discussion", ServerAction(ActionKind.DISCUSS, ("kerbs",)))
    assert follow_ups_of(Page((), (ANOTHER, discuss, SOURCE))) == (ANOTHER, SOURCE)


def test_the_way_back_from_a_context_goes_by_back_alone() -> None:
    back = Button("Back to the excerpt", Another(LANES, "first", 2))
    assert chosen("back", (back, POINT)) is back
    assert chosen("next", (back, POINT)) is None
    with speaking("fr"):
        back = replace(back, label="Retour à l’extrait")
        assert chosen("back", (back, POINT)) is back
        assert chosen("next", (back, POINT)) is None


def test_an_address_is_not_typed() -> None:
    assert as_arguments((SOURCE,)) == ()
