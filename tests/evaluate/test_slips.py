"""Generated mistakes look like real ones and are the same each time."""

import importlib.util

import pytest
from rapidfuzz.distance import OSA

from tests.evaluate.slips import misspelt, slipped

TEXT = "Should every council charge people for parking at the station?"


def test_a_slip_changes_one_letter_of_one_word_in_three() -> None:
    pairs = list(zip(TEXT.split(), slipped(TEXT).split(), strict=True))
    wrong = [(right, typed) for right, typed in pairs if right != typed]
    # Should, every, council, charge, people, parking, station
    assert len(wrong) == 2
    assert all(OSA.distance(right, typed) == 1 for right, typed in wrong)
    assert all(right[0] == typed[0] for right, typed in wrong)


def test_the_same_text_slips_the_same_way_each_time() -> None:
    assert slipped(TEXT) == slipped(TEXT)


def test_a_text_of_short_words_stays_the_same() -> None:
    assert slipped("Is it so? 4711 ☕") == "Is it so? 4711 ☕"
    assert slipped("") == ""


@pytest.mark.skipif(
    importlib.util.find_spec("codespell_lib") is None, reason="codespell is not installed"
)
def test_a_misspelling_is_one_that_people_have_made() -> None:
    assert OSA.distance(misspelt("government"), "government") in {1, 2, 3}
    assert misspelt("xyzzyq") == "xyzzyq"
