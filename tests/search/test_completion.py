import pytest
from hypothesis import given, strategies as st

from bot.library.model import Kind
from bot.search.completion import KINDS, MOST_CHOICES, Completer
from bot.search.matcher import Matcher
from tests.libraries import nothing, town

_COMPLETER = Completer(Matcher(town()))


def _ids(option: str, typed: str) -> list[str]:
    return [one.id for one in _COMPLETER.complete(option, typed)]


@pytest.mark.parametrize(
    ("option", "typed", "first"),
    [
        ("topic", "cyc", "cycle-lanes"),
        ("topic", "Cycle l", "cycle-lanes"),
        ("topic", "bike-l", "cycle-lanes"),
        ("topic", "praking", "parking"),
        ("topic", "helmts", "helmets"),
        ("topic", "polut", "air"),
        ("topic", "gutie", "gutierrez"),
        ("topic", "José", "gutierrez"),
        ("point", "kreb", "kerbs"),
        ("point", "potho", "lanes-are-waste"),
        ("point", "rat r", "close-side-streets"),
        ("point", "twnety", "twenty-everywhere"),
        ("speaker", "ald", "aldous"),
        ("speaker", "brenn", "brennan"),
        ("speaker", "ليلى", "haddad"),
        ("source", "minut", "council-2024"),
        ("source", "discontant", "echo-2024"),
    ],
)
def test_what_is_meant_comes_first(option: str, typed: str, first: str) -> None:
    assert _ids(option, typed)[0] == first


def test_nothing_typed_shows_what_has_most_on_both_sides() -> None:
    assert _ids("topic", "")[0] == "cycle-lanes"
    assert _ids("point", "🚲")[0] in {"cycle-lanes", "kerbs"}
    assert _ids("speaker", "")[0] == "aldous"
    assert _ids("source", "")[0] in {"council-2024", "echo-2024"}


def test_what_has_no_quotes_comes_last() -> None:
    assert _ids("speaker", "")[-2:] == ["reporter", "silent"]


@pytest.mark.parametrize("option", ["topic", "point", "speaker", "source"])
def test_an_option_completes_its_own_kinds_alone(option: str) -> None:
    kinds = {one.kind for one in _COMPLETER.complete(option, "e")}
    assert kinds <= set(KINDS[option])


def test_an_exact_beginning_comes_before_a_near_one() -> None:
    names = _ids("topic", "park")
    assert names[:2] in (
        ["parking", "charge-for-parking"],
        ["charge-for-parking", "parking"],
    )


@pytest.mark.parametrize(
    ("option", "typed", "in_turn"),
    [
        # The beginning of a name ranks before a word in it, and before busier topics by an alias.
        ("topic", "b", ["buses", "free-buses", "cycle-lanes"]),
        ("topic", "s", ["trade", "close-side-streets", "kerbs"]),
        ("topic", "p", ["parking", "school-parking", "close-side-streets"]),
        # An article does not count.
        ("source", "l", ["letter", "forum-2023"]),
        ("point", "hi", ["trade", "lanes-hurt-shops"]),
        # A word of a name and the beginning of a sentence rank before an alias.
        ("topic", "mo", ["money", "lanes-are-waste", "low-traffic"]),
        ("topic", "tra", ["trams", "trade", "kerbs"]),
        # With one or two letters, results whose shown name begins so rank first; with more not.
        ("topic", "tw", ["twain", "twenty-everywhere", "speed-limits"]),
        ("topic", "twe", ["speed-limits", "twenty-everywhere"]),
        # A stop word ranks among the last.
        ("topic", "fo", ["lanes-hurt-shops", "lanes-are-waste"]),
        # Within one rank, results with the most quotes come first.
        ("speaker", "m", ["aldous", "twain"]),
    ],
)
def test_the_likelier_meant_comes_before(option: str, typed: str, in_turn: list[str]) -> None:
    assert [id_ for id_ in _ids(option, typed) if id_ in in_turn] == in_turn


def test_what_goes_by_an_alias_is_shown_by_its_name() -> None:
    assert _COMPLETER.complete("topic", "ltn")[0].name == "Low-traffic neighbourhoods"


def test_two_letters_may_be_wrong_but_not_three() -> None:
    assert _ids("point", "segrigatid lanes")[0] == "kerbs"
    assert "kerbs" not in _ids("point", "segrigatid lenes")


def test_a_long_sentence_may_be_mistyped() -> None:
    assert _ids("point", "Cycle lanes shuold be separated from traffic")[0] == "kerbs"


@pytest.mark.parametrize(("limit", "most"), [(0, 0), (-3, 0), (3, 3), (25, 25), (1000, 25)])
def test_no_more_than_the_limit(limit: int, most: int) -> None:
    assert len(_COMPLETER.complete("topic", "", limit)) == min(most, MOST_CHOICES)


def test_an_unknown_option_completes_nothing() -> None:
    assert _COMPLETER.complete("private", "") == ()


def test_an_empty_library_completes_nothing() -> None:
    empty = Completer(Matcher(nothing()))
    assert all(empty.complete(option, typed) == () for option in KINDS for typed in ("", "cyc"))


@given(st.sampled_from(list(KINDS)), st.text(max_size=200))
def test_anything_can_be_typed(option: str, typed: str) -> None:
    choices = _COMPLETER.complete(option, typed)
    assert len(choices) <= MOST_CHOICES
    assert len({(one.kind, one.id) for one in choices}) == len(choices)
    assert all(isinstance(one.kind, Kind) for one in choices)
    assert choices == _COMPLETER.complete(option, typed)
