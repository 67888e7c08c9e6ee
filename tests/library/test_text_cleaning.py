import pytest
from hypothesis import given, strategies as st

from bot.library.text_cleaning import (
    CONTROL,
    cut,
    legible,
    plain_lines,
    shortened,
    shown,
    without_invisible,
)

FAMILY = "👨\u200d👩\u200d👧"


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@pytest.mark.parametrize(
    ("text", "limit", "kept"),
    [
        ("", 5, ""),
        ("x" * 80, 80, "x" * 80),
        ("x" * 81, 80, "x" * 79 + "…"),
        ("one two three four", 18, "one two three four"),
        ("one two three four", 15, "one two three…"),
        ("one two, three", 12, "one two…"),
        ("one two three", 13, "one two three"),
        ("one\n\n two\tthree", 80, "one two three"),
        ("a " + "x" * 20, 10, "a xxxxxxx…"),
        (f"one{' ' * 1000}two", 20, "one…"),
        (f"one{' ' * 1000}", 20, "one"),
        ("word", 1, "…"),
    ],
)
def test_a_text_is_shortened_to_one_line_after_a_word(text: str, limit: int, kept: str) -> None:
    assert shortened(text, limit) == kept


@pytest.mark.parametrize(
    ("text", "limit", "kept"),
    [
        ("cafe\u0301s", 6, "cafe\u0301s"),
        ("cafe\u0301s!", 5, "caf…"),
        (f"ab{FAMILY}cd", 5, "ab…"),
        (f"ab{FAMILY}cd", 8, f"ab{FAMILY}…"),
        ("👍🏽👍🏽", 3, "👍🏽…"),
        ("👍🏽👍🏽", 2, "…"),
        ("🇬🇧🇫🇷🇩🇪", 4, "🇬🇧…"),
        ("🇬🇧🇫🇷🇩🇪", 5, "🇬🇧🇫🇷…"),
        ("a  b  c", 6, "a  b…"),
        ("a" + "\u0301" * 100, 50, "a" + "\u0301" * 48 + "…"),
    ],
)
def test_no_cut_goes_through_a_grapheme(text: str, limit: int, kept: str) -> None:
    assert cut(text, limit) == kept


def test_a_limit_may_be_in_utf_16_code_units() -> None:
    assert shortened("🙂🙂🙂", 6, _utf16) == "🙂🙂🙂"
    assert shortened("🙂🙂🙂🙂", 6, _utf16) == "🙂🙂…"
    assert cut("🙂🙂🙂🙂", 7, _utf16) == "🙂🙂🙂…"


@given(st.text(max_size=300), st.integers(min_value=1, max_value=100))
def test_no_text_goes_over_the_limit_or_is_cut_silently(text: str, limit: int) -> None:
    for measure in (len, _utf16):
        line, kept = shortened(text, limit, measure), cut(text, limit, measure)
        assert measure(line) <= limit
        assert line == " ".join(text.split()) or line.endswith("…")
        assert measure(kept) <= limit
        assert kept == text or kept.endswith("…")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (True, "true"),
        (7, "7"),
        ("money", "“money”"),
        ("mo\u200bney\x07", "“mo<U+200B>ney<U+0007>”"),
        ("two\nlines", "“two lines”"),
        ("x" * 60, f"“{'x' * 60}”"),
        ("x" * 61, f"“{'x' * 59}…”"),
    ],
)
def test_a_value_is_shown_on_one_line(value: object, said: str) -> None:
    assert shown(value) == said


def test_a_legible_text_has_one_kind_of_line_end_and_no_controls() -> None:
    assert (
        legible("a\r\nb\rc\u2028d\te\x00\x1b\u202ef\u200fg\ud800") == "a\nb\nc\nd ef\u200fg\ufffd"
    )


def test_invisible_characters_go_and_joiners_stay() -> None:
    assert without_invisible(f"so\u00adft\u200b\ufeff \u2066{FAMILY}") == f"soft {FAMILY}"
    assert without_invisible("bell\x07") == "bell\x07"


def test_lines_are_plain_after_every_kind_of_line_end() -> None:
    assert plain_lines("a\r\nb\x0bc\x85d\te") == "a\nb\nc\nd e"


@given(st.text())
def test_only_controls_are_found_as_controls(text: str) -> None:
    found = CONTROL.search(text)
    assert found is None or (found[0] != "\n" and not found[0].isprintable())
