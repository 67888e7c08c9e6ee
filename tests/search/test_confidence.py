from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from bot.search.confidence import ConfidenceFeatures, confidence, share_held

_SHARE = st.floats(0, 1)


@given(_SHARE, _SHARE, _SHARE, st.integers(0, 2000))
def test_confidence_is_between_none_and_whole(
    around: float, line: float, text: float, words: int
) -> None:
    assert 0 <= confidence(ConfidenceFeatures(around, line, text, words)) <= 1


@given(_SHARE, _SHARE, _SHARE, st.integers(1, 500))
def test_more_found_is_never_less_sure(around: float, line: float, text: float, words: int) -> None:
    less = ConfidenceFeatures(around, line, text, words)
    for more in (
        replace(less, around=min(1.0, around + 0.1)),
        replace(less, line=line + 0.1),
        replace(less, text=min(1.0, text + 0.1)),
        replace(less, words=words + 1),
    ):
        assert around == 0 or confidence(more) >= confidence(less)


def test_nothing_found_is_nothing() -> None:
    assert confidence(ConfidenceFeatures(0, 0, 0, 400)) == 0


def test_a_question_found_whole_in_one_line_is_sure() -> None:
    assert confidence(ConfidenceFeatures(1, 1.5, 0.2, 2)) > 0.6
    assert confidence(ConfidenceFeatures(1, 2, 1, 4)) > 0.95


def test_all_words_in_a_quote_are_surer_only_if_one_is_striking() -> None:
    whole = ConfidenceFeatures(1, 0.5, 1, 2)
    nearly = replace(whole, text=0.89)
    assert confidence(nearly) < 0.8
    assert confidence(whole) > 0.9
    assert confidence(replace(whole, striking=False)) < 0.8


def test_each_word_counts_where_it_counts_most() -> None:
    worths = {"kerb": 2.0, "paint": 1.0}
    fields = ((0.5, frozenset({"kerb", "paint"})), (1.0, frozenset({"kerb"})))
    assert share_held(worths, 4.0, fields) == pytest.approx((2.0 + 0.5) / 4.0)


def test_no_words_hold_no_share() -> None:
    assert share_held({}, 0.0, ((1.0, frozenset({"kerb"})),)) == 0
