import pytest
from hypothesis import given, strategies as st

from bot.library.library import Collection, make_library
from bot.library.model import Card, Topic
from bot.search.matcher import Matcher
from bot.search.request import parse_request
from bot.search.results import Cause, Why
from bot.search.text import LONGEST_REQUEST


def _terms(matcher: Matcher, text: str) -> list[str]:
    return [word.term for word in matcher.parse(text).words]


@pytest.mark.parametrize("text", ["in-house buses", "in house buses", "inhouse buses"])
def test_hyphenated_joined_and_apart_are_one(matcher: Matcher, text: str) -> None:
    assert _terms(matcher, text) == ["inhous", "bus"]


def test_a_prefix_written_apart_is_joined(matcher: Matcher) -> None:
    assert [word.read for word in matcher.parse("re placed").words] == ["replaced"]


def test_two_real_words_stay_two(matcher: Matcher) -> None:
    assert [word.read for word in matcher.parse("play ground").words] == ["play", "ground"]


def test_words_run_together_are_split(matcher: Matcher) -> None:
    assert [word.read for word in matcher.parse("activetravel").words] == ["active", "travel"]


def test_a_correction_says_what_was_read(matcher: Matcher) -> None:
    word = matcher.parse("bolards").words[0]
    assert word.why == Why(Cause.CORRECTION, "bolards", "bollards")


def test_another_spelling_is_no_correction(matcher: Matcher) -> None:
    assert matcher.parse("neighborhoods").words[0].why is None


@pytest.mark.parametrize("typed", ["LTN", "ltn", "L.T.N.", "LTNs"])
def test_a_short_form_says_what_it_stands_for(matcher: Matcher, typed: str) -> None:
    why = matcher.parse(typed).words[0].why
    assert why
    assert why.cause is Cause.ABBREVIATION
    assert why.found.casefold() == "low-traffic neighbourhoods"


@pytest.mark.parametrize("typed", ["hvae", "wiht", "tehy", "teh", "wll", "woukd", "ftom", "mutch"])
def test_a_stop_word_with_a_slip_in_it_says_nothing_either(matcher: Matcher, typed: str) -> None:
    assert [word.asked for word in matcher.parse(f"{typed} parking").words] == ["parking"]


@pytest.mark.parametrize("typed", ["ehr", "icb", "mre2", "fifa"])
def test_a_short_form_that_is_hardly_a_slip_stays(matcher: Matcher, typed: str) -> None:
    assert typed in [word.asked for word in matcher.parse(f"{typed} parking").words]


def test_stop_words_have_no_place_among_the_words(matcher: Matcher) -> None:
    assert matcher.parse("should we be of the").words == ()
    assert not matcher.parse("should we be of the").blank


@pytest.mark.parametrize("text", ["", "   ", "🚲🚲", "?!…", "\u200b\u200e\u202e", "\n\t"])
def test_a_request_without_words_is_blank(matcher: Matcher, text: str) -> None:
    assert matcher.parse(text).blank


@pytest.mark.parametrize("text", ["12", "2+2", "what is 2+2", "how about 12 of 100?"])
def test_small_numbers_with_stop_words_are_blank(matcher: Matcher, text: str) -> None:
    assert matcher.parse(text).blank
    assert not matcher.parse(f"{text} kerbs").blank


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("kerbs", True),
        ("Kerbs!", True),
        ("the kerbs", False),
        ("kerb paint", False),
        ("bolards", False),
    ],
)
def test_one_word_typed_right_is_one_word(matcher: Matcher, text: str, alone: bool) -> None:
    assert matcher.parse(text).is_one_word is alone


def test_a_name_written_apart_is_no_long_form() -> None:
    topic = Topic("ulez", "ULEZ", ("UL EZ",))
    library = make_library(Collection(card=Card("Test"), topics=(topic,)))
    assert Matcher(library).parse("ulez charge").words[0].why is None


def test_a_word_said_twice_is_one(matcher: Matcher) -> None:
    assert len(matcher.parse("kerb kerbs KERB").words) == 1


def test_a_request_is_read_up_to_its_limit(matcher: Matcher) -> None:
    assert matcher.parse("kerb " * 50_000).text == ("kerb " * 50_000)[:LONGEST_REQUEST]


def test_only_so_many_words_are_corrected(matcher: Matcher) -> None:
    slips = " ".join(f"bolards{letter * 9}" for letter in "bcdfghjklmnpqrstvwxz" * 20)
    assert matcher.parse(f"bolards {slips}").words[0].read == "bollards"


@given(st.text(max_size=300))
def test_any_text_is_read(matcher: Matcher, text: str) -> None:
    found = parse_request(text, matcher.lexicon)
    assert all(word.term for word in found.words)
    assert len({word.term for word in found.words}) == len(found.words)
    assert found == parse_request(text, matcher.lexicon)


def test_chat_and_mistyped_small_words_say_nothing(matcher: Matcher) -> None:
    words = matcher.parse("tbh whihc kerb shuld ppl build lol").words
    assert [word.read for word in words] == ["kerb", "build"]


def test_a_request_parsed_before_keeps_the_text_typed_this_time(matcher: Matcher) -> None:
    for text in ("Bolards?", "bolards", "IT", "it", "Bolards?"):
        assert matcher.parse(text) == parse_request(text, matcher.lexicon)
