import pytest
from hypothesis import given, strategies as st

from bot.search.confidence import Standing, confidence, doubted, share_held

_SHARE = st.floats(0, 1)


@given(_SHARE, _SHARE, _SHARE, st.integers(0, 2000))
def test_confidence_is_between_none_and_whole(
    around: float, line: float, text: float, words: int
) -> None:
    assert 0 <= confidence(around, line, text, words) <= 1


@given(_SHARE, _SHARE, _SHARE, st.integers(1, 500))
def test_more_found_is_never_less_sure(around: float, line: float, text: float, words: int) -> None:
    less = confidence(around, line, text, words)
    for more in (
        confidence(min(1.0, around + 0.1), line, text, words),
        confidence(around, line + 0.1, text, words),
        confidence(around, line, min(1.0, text + 0.1), words),
        confidence(around, line, text, words + 1),
    ):
        assert around == 0 or more >= less


def test_nothing_found_is_nothing() -> None:
    assert confidence(0, 0, 0, 400) == 0


def test_a_question_found_whole_in_one_line_is_sure() -> None:
    assert confidence(1, 1.5, 0.2, 2) > 0.6
    assert confidence(1, 2, 1, 4) > 0.95


def test_all_words_in_a_quote_are_surer_only_if_one_is_striking() -> None:
    assert confidence(1, 0.5, 0.89, 2) < 0.8
    assert confidence(1, 0.5, 1, 2) > 0.9
    assert confidence(1, 0.5, 1, 2, striking=False) < 0.8


_STANDINGS = st.builds(Standing, st.integers(2, 5), st.integers(0, 2), st.booleans())


@given(_SHARE, _SHARE, _SHARE, _SHARE, _STANDINGS)
def test_a_doubt_never_makes_surer(
    score: float, around: float, line: float, near: float, standing: Standing
) -> None:
    assert 0 <= doubted(score, around, line, near, standing) <= score + 1e-6


def test_a_question_whose_words_stand_together_nowhere_is_doubted() -> None:
    for words, together, less in ((2, 1, True), (3, 1, True), (5, 2, True), (2, 2, False)):
        doubt = doubted(0.6, 1.0, 0.5, 0.5, Standing(words, together, named=False))
        assert (doubt < 0.59) is less


def test_a_rare_name_is_no_evidence_for_the_rest_of_a_question() -> None:
    common, rare = (doubted(0.9, 1.0, line, 0.4, Standing(2, 1, named=True)) for line in (0.2, 0.8))
    assert rare < common


def test_each_word_counts_where_it_counts_most() -> None:
    worths = {"kerb": 2.0, "paint": 1.0}
    own, quoted = ({"kerb"}, {"tram"}), {"kerb", "paint"}
    assert share_held(worths, 4.0, own, quoted) == pytest.approx((2.0 + 0.7) / 4.0)


def test_no_words_hold_no_share() -> None:
    assert share_held({}, 0.0, ({"kerb"},)) == 0
