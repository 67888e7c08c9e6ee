"""The ways on from a page, as they are typed."""

import pytest

from bot.pages.page import Action, Choice, Deed, Menu, Page
from bot.pages.stances import ALL_TOPICS
from bot.terminal.follow_ups import as_arguments, chosen, meant_as_a_way, numbered, ways_of

ANOTHER = Action(Deed.ANOTHER, "Another", ("topic", "lanes", "first", "2"))
OPPOSING = Action(Deed.OPPOSING, "Opposing view", ("q",))
POINT = Action(Deed.DEBATE, "Lanes should be parted from traffic by a kerb.", ("kerbs",))
SOURCE = Action(Deed.OPEN, "Source", ("https://echo.example/",))
WAYS = (ANOTHER, OPPOSING, POINT, SOURCE)


def test_short_labels_share_a_line_a_long_one_has_its_own_and_numbers_stand_in_order() -> None:
    assert numbered(WAYS) == (
        "1 Another · 2 Opposing view",
        "3 Lanes should be parted from traffic by a kerb.",
        "4 Source",
    )


def test_without_ways_there_is_no_line() -> None:
    assert numbered(()) == ()


@pytest.mark.parametrize(
    ("typed", "way"),
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
def test_a_way_goes_by_its_number_its_word_or_its_label(typed: str, way: Action) -> None:
    assert chosen(typed, WAYS) is way


@pytest.mark.parametrize("typed", ["0", "5", "1234", "²", "context", "another one", ""])
def test_nothing_else_is_a_way(typed: str) -> None:
    assert chosen(typed, WAYS) is None


@pytest.mark.parametrize(("typed", "meant"), [("7", True), ("context", True), ("why", False)])
def test_a_number_or_a_word_for_a_way_is_meant_as_one(typed: str, meant: bool) -> None:
    assert meant_as_a_way(typed) is meant


@pytest.mark.parametrize(
    ("action", "line"),
    [
        (ANOTHER, "Add: --another 2"),
        (POINT, "Or: debate kerbs  (Lanes should be parted from traffic by a kerb.)"),
        (
            Action(Deed.PAIR, "More views", ("kerbs", "1")),
            "Or: debate kerbs --more 1  (More views)",
        ),
        (Action(Deed.PAIR, "First views", ("kerbs", "0")), "Or: debate kerbs  (First views)"),
        (Action(Deed.TOPIC, "Lanes", ("lanes",)), "Or: topics lanes  (Lanes)"),
        (ALL_TOPICS, "Or: topics  (All topics)"),
        (Action(Deed.QUOTE, "Lanes", ("topic", "lanes")), "Or: quote lanes  (Lanes)"),
        (Action(Deed.QUOTE, "Mary", ("speaker", "mary")), "Or: quote --speaker mary  (Mary)"),
    ],
)
def test_on_the_command_line_a_way_is_something_to_add_or_to_type(
    action: Action, line: str
) -> None:
    assert as_arguments((action,)) == (line,)


def test_contexts_of_a_menu_are_ways_on_and_one_flag() -> None:
    choices = (Choice("Paint", ("paint", "kerbs", "0")), Choice("Kerb", ("kerb", "kerbs", "0")))
    ways = ways_of(Page((), menus=(Menu(Deed.CONTEXT, "Read one in context", choices),)))
    assert [way.label for way in ways] == ["In context: “Paint”", "In context: “Kerb”"]
    assert chosen("context", ways) is ways[0]
    assert as_arguments(ways) == ("Add: --context",)


def test_an_address_is_not_typed() -> None:
    assert as_arguments((SOURCE,)) == ()
