"""Character masks against a comparison with each string."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from bot.search.char_mask import CharMaskFilter

WORDS = st.text("abcdeé 12😀", max_size=40)


@given(st.lists(WORDS, max_size=30), WORDS, st.sampled_from([1, 45, 70, 82, 92, 100]))
def test_the_filter_finds_the_same_as_a_comparison_with_each_string(
    strings: list[str], key: str, cutoff: float
) -> None:
    by_each = {
        (number, round(ratio, 4))
        for number, string in enumerate(strings)
        if (ratio := fuzz.ratio(key, string)) >= cutoff
    }
    assert set(CharMaskFilter(strings).near(key, cutoff)) == by_each


@pytest.mark.parametrize("length", [1, 7, 50, 120])
def test_a_string_just_near_enough_by_length_is_looked_at(length: int) -> None:
    strings = ["a" * number for number in range(400)]
    key = "a" * length
    near = {number for number, _ in CharMaskFilter(strings).near(key, 70)}
    assert near == {number for number in range(400) if fuzz.ratio(key, strings[number]) >= 70}
