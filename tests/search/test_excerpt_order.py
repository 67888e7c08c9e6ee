from collections import Counter

import pytest
from hypothesis import given, strategies as st

from bot.library.library import Library
from bot.search.results import StrengthOrder, opponents, weakness
from tests.libraries import QUOTES, town

_ORDER = StrengthOrder(town(), {quote: number for number, quote in enumerate(town().quotes)})
_IDS = st.lists(st.sampled_from([quote.id for quote in QUOTES]), unique=True, max_size=30)


@pytest.mark.parametrize(
    ("stronger", "weaker"),
    [
        ("trade-gain", "twain-lies"),  # not misattributed
        ("kerb-ambulance", "kerb-surgery"),  # verified before unchecked
        ("trade-loss", "trade-heavy"),  # unchecked before differing
        ("lane-stay", "kerb-mixed"),  # takes a side
        ("helmet-seen", "rtl"),  # a mixed stance before none
        ("lane-stay", "school-chaos"),  # of a comfortable length
    ],
)
def test_the_stronger_comes_first(library: Library, stronger: str, weaker: str) -> None:
    assert _ORDER.strongest((weaker, stronger)) == (stronger, weaker)
    assert weakness(library.quotes[stronger], library) < weakness(library.quotes[weaker], library)


def test_between_equals_the_curators_order_decides(library: Library) -> None:
    equals = [
        quote.id
        for quote in library.quotes.values()
        if weakness(quote, library) == weakness(library.quotes["lane-empty"], library)
    ]
    assert len(equals) > 2
    assert _ORDER.strongest(reversed(equals)) == tuple(equals)


@given(_IDS)
def test_spreading_keeps_every_quote_and_the_first_first(ids: list[str]) -> None:
    spread = _ORDER.alternate_speakers(ids)
    assert sorted(spread) == sorted(ids)
    assert spread[:1] == tuple(ids[:1])


@given(_IDS)
def test_nobody_speaks_twice_before_all_have_spoken(ids: list[str]) -> None:
    speakers = [town().quotes[quote].speaker for quote in ids]
    first_turns = [town().quotes[quote].speaker for quote in _ORDER.alternate_speakers(ids)]
    assert len(set(first_turns[: len(set(speakers))])) == len(set(speakers))
    assert Counter(first_turns) == Counter(speakers)


def test_a_speaker_already_heard_comes_later() -> None:
    assert _ORDER.alternate_speakers(("lane-stay", "lane-daughter"), ["aldous"]) == (
        "lane-daughter",
        "lane-stay",
    )


def test_opponents_stand_on_the_same_point(library: Library) -> None:
    assert opponents("kerb-lorry", library) == {"kerbs": ("kerb-ambulance", "kerb-sweeper")}


@pytest.mark.parametrize("quote", ["kerb-mixed", "helmet-law", "rtl", "school-chaos"])
def test_a_quote_without_a_side_or_alone_has_no_opponent(library: Library, quote: str) -> None:
    assert opponents(quote, library) == {}


def test_an_opponent_is_among_the_first_where_one_is_allowed() -> None:
    ids = ("kerb-lorry", *(quote.id for quote in QUOTES if quote.speaker == "brennan"))
    assert _ORDER.with_opponent(ids)[-1] == "kerb-ambulance"
    assert len(_ORDER.with_opponent(ids)) == 6
    assert _ORDER.with_opponent(ids, lambda _: ()) == ids[:6]
    assert _ORDER.with_opponent(()) == ()
