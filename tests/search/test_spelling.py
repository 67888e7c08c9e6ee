from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from bot.search import spelling
from bot.search.spelling import (
    ADJACENT_KEYS,
    Vocabulary,
    edits_allowed,
    english,
    is_finger_slip,
    vocabulary,
)
from bot.search.text import fold

_WORDS = """private sector reorganisation traffic neighbourhoods planters kerb kerbs bus bollards
interoperability pollution harrowmere funding lane lanes merge"""
_REAL = """reorganisation reorganization colour color tomatoes spreadsheet pizza gonna lol dont
hasnt going best town children"""


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    weights = dict.fromkeys(_WORDS.split(), 1.0)
    return vocabulary({**weights, "lane": 5.0}, english())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("privte", "private"),
        ("sectr", "sector"),
        ("reorganistion", "reorganisation"),
        ("reorgansiation", "reorganisation"),
        ("traffc", "traffic"),
        ("trafffic", "traffic"),
        ("rtaffic", "traffic"),
        ("neighborhods", "neighbourhoods"),
        ("interoprability", "interoperability"),
        ("pollutoin", "pollution"),
        ("kreb", "kerb"),
        ("harowmere", "harrowmere"),
    ],
)
def test_a_slip_is_read_as_the_librarys_word(words: Vocabulary, typed: str, meant: str) -> None:
    assert words.correct(typed) == meant


@pytest.mark.parametrize(
    "typed", ["pirate", "vector", "founding", "emerge", "lame", "land", "lol", "gonna", "been"]
)
def test_a_real_word_is_never_corrected(words: Vocabulary, typed: str) -> None:
    assert words.correct(typed) == ""


@pytest.mark.parametrize("typed", ["asdfghjkl", "bsu", "xq", "zzz", "brexit", "20mhp", "krb"])
def test_nothing_near_is_left_alone(words: Vocabulary, typed: str) -> None:
    assert words.correct(typed) == ""


def test_a_common_english_word_that_is_nearer_wins(words: Vocabulary) -> None:
    assert words.correct("becuase") == ""


def test_of_equally_near_words_the_heavier_is_meant(words: Vocabulary) -> None:
    assert words.correct("lanee") == "lane"


@pytest.mark.parametrize(
    ("length", "slips"), [(3, 0), (4, 1), (5, 1), (6, 2), (12, 2), (13, 3), (40, 3)]
)
def test_longer_words_bear_more_slips(length: int, slips: int) -> None:
    assert edits_allowed(length) == slips


def test_an_empty_vocabulary_corrects_nothing() -> None:
    assert vocabulary({}, english()).correct("privte") == ""


@given(st.text(max_size=40))
def test_a_correction_is_a_word_of_the_library_or_nothing(text: str) -> None:
    held = vocabulary({"private": 1.0, "sector": 2.0}, english())
    assert held.correct(text) in {"", "private", "sector"}


def test_a_word_of_four_letters_bears_a_slip_of_the_fingers_alone() -> None:
    words = vocabulary({"trust": 1.0, "body": 1.0}, english())
    assert words.correct("tust") == "trust"
    assert words.correct("bpdy") == "body"
    assert words.correct("bzdy") == ""


def test_a_word_spelt_by_ear_is_found_by_its_sound() -> None:
    words = vocabulary({"parachuted": 1.0, "ceiling": 1.0, "physicians": 1.0}, english())
    assert words.correct("parashooted") == "parachuted"
    assert words.correct("cieling") == "ceiling"
    assert words.correct("porcelain") == ""


def test_a_short_word_may_lack_a_double_letter() -> None:
    words = vocabulary({"glass": 1.0}, english())
    assert words.correct("glas") == "glass"
    assert words.correct("glos") == ""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hvae", "have"),
        ("wtih", "with"),
        ("thhey", "they"),
        ("glas", "glass"),
        ("wrld", "world"),
        ("hlp", "help"),
        ("hekp", "help"),
        ("msde", "made"),
        ("por", "poor"),
    ],
)
def test_one_slip_of_the_fingers_is_known(typed: str, meant: str) -> None:
    assert is_finger_slip(typed, meant)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("have", "have"),
        ("nasa", "nasal"),
        ("lpad", "laid"),
        ("pan", "can"),
        ("evha", "have"),
        ("helpx", "help"),
        ("", ""),
        ("", "a"),
        ("a", ""),
    ],
)
def test_other_changes_are_no_slip_of_the_fingers(typed: str, meant: str) -> None:
    assert not is_finger_slip(typed, meant)


def test_keys_beside_each_other_touch_on_the_board() -> None:
    assert {"as", "sa", "aq", "az", "gt", "gv"} <= ADJACENT_KEYS
    assert not {"aa", "ap", "qz", "fm", "lz"} & ADJACENT_KEYS


@pytest.mark.parametrize("word", _REAL.split())
def test_british_american_and_chat_words_are_english(word: str) -> None:
    held = english().words
    assert word in held


@pytest.mark.parametrize("word", ["asdfghjkl", "privte", "sectr", "harrowmere", "teh"])
def test_slips_and_names_are_not_english(word: str) -> None:
    held = english().words
    assert word not in held


LIST = (Path(spelling.__file__).parent / "wordlist" / "english.txt").read_text("ascii")
LISTED, NAMES = (part.split() for part in LIST.split("\n\n"))


def test_the_list_is_folded_as_requests_are() -> None:
    assert all(fold(word) == word and word.isalpha() for word in (*LISTED, *NAMES))


def test_every_word_of_the_list_and_no_other_is_held() -> None:
    held = english().words
    assert [word for word in LISTED if word not in held] == []
    assert [word for word in ("", "zzzz", "nhsx", "privte", "été") if word in held] == []


def test_common_words_are_some_of_all_words() -> None:
    held = english()
    assert held.common < set(LISTED)
    assert 3_000 < len(held.common) < 6_000
    assert len(set(LISTED)) > 100_000


def test_names_are_no_common_words() -> None:
    held = english()
    assert [word for word in NAMES if word not in held.names or word in held.common] == []
    assert [word for word in ("thatcher", "merkel", "obama") if word not in held.names] == []
    assert [word for word in ("wifi", "brown", "may", "londoners") if word in held.names] == []


def test_the_list_is_read_once() -> None:
    assert english() is english()
