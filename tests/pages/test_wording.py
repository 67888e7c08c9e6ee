"""Wording of numbers, lists and other small phrases."""

import pytest
from hypothesis import given, strategies as some

from bot.pages.wording import dotted, excerpts, shortened


@pytest.mark.parametrize(
    ("count", "words"), [(0, "no excerpts"), (1, "1 excerpt"), (2, "2 excerpts")]
)
def test_counts_agree_with_their_noun(count: int, words: str) -> None:
    assert excerpts(count) == words


def test_a_text_within_the_limit_stays_whole() -> None:
    assert shortened("x" * 80) == "x" * 80


def test_a_text_beyond_the_limit_is_cut_after_a_word_and_marked() -> None:
    assert shortened("one two three four", 15) == "one two three…"


def test_a_text_without_spaces_is_cut_where_it_must_be() -> None:
    assert shortened("x" * 81) == "x" * 79 + "…"


def test_many_lines_become_one() -> None:
    assert shortened("one\n\n two\tthree") == "one two three"


@given(some.text(max_size=300), some.integers(min_value=5, max_value=100))
def test_no_text_ever_goes_over_the_limit_or_is_cut_silently(text: str, limit: int) -> None:
    kept = shortened(text, limit)
    assert len(kept) <= limit
    assert kept == " ".join(text.split()) or kept.endswith("…")


def test_what_says_nothing_gets_no_dot() -> None:
    assert dotted(("one", "", "two")) == "one · two"


def test_what_follows_much_white_space_is_not_lost_silently() -> None:
    assert shortened(f"one{' ' * 1000}two", 20) == "one…"
