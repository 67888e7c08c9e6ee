"""Folding, words and stems of languages other than English."""

import pytest

from bot.library.normalisation import cuts_a_word
from bot.search.languages import ReadingLanguage, language_of_words
from bot.search.text import STOP_WORDS, fold, plain_key, reading_in, stem, tokens, words_in


@pytest.mark.parametrize(
    ("one", "other"),
    [("ガラス", "カラス"), ("Бой", "Бои"), ("कि", "क"), ("बस", "बास"), ("กา", "กี")],
)
def test_a_mark_that_makes_another_letter_is_kept(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("ﾊﾞｽ", "バス"), ("ещё", "еще"), ("المُترو", "المترو"), ("Καφές", "καφες"), ("Größe", "grosse")],
)
def test_accents_and_widths_do_not_matter(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_scripts_without_spaces_are_read_in_pairs() -> None:
    assert words_in("公共交通 bus") == ["公共", "共交", "交通", "bus"]
    assert words_in("รถ") == ["รถ"]
    assert plain_key(tokens("公共交通")).startswith(plain_key(tokens("公共交")))


@pytest.mark.parametrize(
    ("code", "word", "words"),
    [
        ("fr", "l'argent", ["argent"]),
        ("fr", "aujourd'hui", ["aujourdhui"]),
        ("it", "dell'acqua", ["acqua"]),
        ("tr", "Türkiye'nin", ["türkiye"]),
        ("tr", "IŞIK", ["ışık"]),
    ],
)
def test_apostrophes_follow_the_language(code: str, word: str, words: list[str]) -> None:
    with reading_in(ReadingLanguage(code)):
        assert [token.folded for token in tokens(word)] == words


@pytest.mark.parametrize(
    ("code", "one", "other"),
    [
        ("de", "Wohnungen", "Wohnung"),
        ("ru", "школу", "школа"),
        ("ko", "학교를", "학교"),
        ("es", "escuelas", "escuela"),
    ],
)
def test_inflected_words_have_one_stem(code: str, one: str, other: str) -> None:
    with reading_in(ReadingLanguage(code)):
        assert stem(fold(one)) == stem(fold(other))


def test_names_of_topics_are_no_stop_words() -> None:
    assert "gut" in ReadingLanguage("de").stops
    assert "gut" not in ReadingLanguage("de", frozenset(("gut",))).stops


def test_a_language_without_rules_is_read_by_its_words_alone() -> None:
    with reading_in(ReadingLanguage("xx")):
        assert [stem(word) for word in words_in("Baten bat")] == ["baten", "bat"]


def test_english_is_english_and_few_words_too() -> None:
    words = "we do not need a new department for this and they know it is so".split()  # noqa: SIM905
    assert language_of_words(words, STOP_WORDS) == "en"
    assert language_of_words(["der", "die", "das"], STOP_WORDS) == "en"


@pytest.mark.parametrize(
    "text", ["学校比道路更重要，因为孩子是未来。", "バスは夜も走るべきだ。", "รถไฟฟ้าช่วย"]
)
def test_an_excerpt_may_begin_anywhere_in_a_script_without_spaces(text: str) -> None:
    assert not cuts_a_word(text, 2)


def test_a_mark_is_never_cut_from_its_letter() -> None:
    assert cuts_a_word("กี่", 1)
    assert cuts_a_word("हिन्दी", 1)


@pytest.mark.parametrize(
    ("code", "one", "other"),
    [
        ("ko", "폐교하는", "폐교"),
        ("ko", "노인들에게", "노인"),
        ("ko", "닫아야", "닫으면"),
        ("pt", "túneis", "túnel"),
        ("pl", "szkół", "szkoła"),
        ("uk", "тунелі", "тунель"),
    ],
)
def test_endings_are_cut(code: str, one: str, other: str) -> None:
    with reading_in(ReadingLanguage(code)):
        assert stem(fold(one)) == stem(fold(other))


@pytest.mark.parametrize(
    ("code", "word"), [("sv", "får"), ("fi", "tähti"), ("da", "å"), ("es", "año")]
)
def test_letters_of_a_language_keep_their_marks(code: str, word: str) -> None:
    assert fold(word) != word
    with reading_in(ReadingLanguage(code)):
        assert fold(word) == word
