"""Escaping: no text of a library or request acts on a terminal or breaks a line of JSON."""

import json
import unicodedata

import pytest
from hypothesis import given, strategies as some

from bot.terminal.io import escaped_in_json, fit_for_terminal

TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize(
    "sequence",
    [
        "\x1b[31m",
        "\x1b[2J",
        "\x1b[?1049h",
        "\x9b31m",
        "\x1b]0;a title\x07",
        "\x1b]8;;https://evil.example\x1b\\",
        "\x1bPq a control string\x1b\\",
        "\x9d0;a title\x9c",
        "\x1bc",
        "\x1b(0",
        "\x07",
        "\x08",
        "\x00",
        "\x7f",
        *TURNING,
    ],
)
def test_an_escape_sequence_leaves_nothing_behind(sequence: str) -> None:
    assert fit_for_terminal(f"before{sequence}after") == "beforeafter"


def test_a_control_string_without_an_end_takes_nothing_but_itself_to_the_terminal() -> None:
    assert "\x1b" not in fit_for_terminal("before\x1b]0;no end")


def test_line_feeds_accents_emoji_and_other_scripts_stay() -> None:
    text = "café ☕🚲\nالشارع لنا جميعاً\n👩\u200d🚒"
    assert fit_for_terminal(text) == text


def test_tabs_and_other_line_ends_become_spaces() -> None:
    assert fit_for_terminal("a\tb\u2028c\r\nd") == "a b c\nd"


@given(some.text())
def test_shown_text_holds_no_control_character_but_the_line_feed(text: str) -> None:
    shown = fit_for_terminal(text)
    assert all(unicodedata.category(one) != "Cc" or one == "\n" for one in shown)
    assert not set(shown) & set(TURNING)


def test_half_characters_become_a_mark_that_utf_8_can_hold() -> None:
    assert fit_for_terminal("a\ud800b") == "a\ufffdb"


@given(some.text(alphabet=some.characters(), max_size=40))
def test_json_stays_the_same_json(text: str) -> None:
    line = escaped_in_json(json.dumps(text, ensure_ascii=False))
    assert json.loads(line) == text
    assert all(unicodedata.category(one) != "Cc" for one in line)


def test_json_with_half_characters_is_utf_8() -> None:
    line = escaped_in_json(json.dumps("\ud800 \u202e", ensure_ascii=False))
    assert line == r'"\ud800 \u202e"'
