import pytest

from bot.search.spelling import english
from bot.search.text import fold

_REAL = """reorganisation reorganization colour color tomatoes spreadsheet pizza gonna lol dont
hasnt going best town children"""


@pytest.mark.parametrize("word", _REAL.split())
def test_british_american_and_chat_words_are_english(word: str) -> None:
    held = english().words
    assert word in held


@pytest.mark.parametrize("word", ["asdfghjkl", "privte", "sectr", "harrowmere", "teh"])
def test_slips_and_names_are_not_english(word: str) -> None:
    held = english().words
    assert word not in held


def test_the_list_is_folded_as_requests_are() -> None:
    assert all(fold(word) == word and word.isalpha() for word in english().words)


def test_common_words_are_some_of_all_words() -> None:
    held = english()
    assert held.common < held.words
    assert 3_000 < len(held.common) < 6_000
    assert len(held.words) > 100_000
    assert sum(len(words) for words in held.common_by_initial.values()) == len(held.common)


def test_the_list_is_read_once() -> None:
    assert english() is english()
