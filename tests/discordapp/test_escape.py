import pytest
from hypothesis import given, strategies as st

from bot.discordapp.markdown import escape, shortened, weight
from bot.library.text_cleaning import legible
from tests.discordapp.markdown import read

# Pieces of Discord's markup, from which random texts are made.
PIECES = (
    *"\\*_~`|[]()<>@#&!:-+.> \n\t1a¯ツé🙂",
    *("**", "__", "~~", "||", "```", ">>> ", "> ", "# ", "## ", "-# ", "- ", "1. ", "12) "),
    *("@everyone", "@here", "<@1>", "<@&2>", "<#3>", "<t:1:R>", "<:e:4>", "<a:e:4>", "</c:5>"),
    *("https://e.org/a_b*c", "[x](https://e.org)", "<https://e.org>", ":smile:", "discord.gg/x"),
    *("¯\\_(ツ)_/¯", "שלום", "\u202e", "\u2066", "\u200f", "\u200b", "\u2028", "\r\n", "\x00"),
)
hostile = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=200)


@given(hostile)
def test_nothing_in_a_text_is_markup_and_all_of_it_is_read(text: str) -> None:
    assert read(escape(text)) == (legible(text), [])


@given(hostile)
def test_escaped_text_is_at_most_twice_as_long_and_two_a_line(text: str) -> None:
    lines = legible(text).count("\n") + 1
    assert weight(escape(text)) <= 2 * weight(legible(text)) + 2 * lines


@pytest.mark.parametrize("piece", PIECES)
def test_each_piece_of_markup_alone_is_shown_as_it_is(piece: str) -> None:
    for text in (piece, f"a{piece}b", f"{piece}b{piece}", f"x\n{piece} y"):
        assert read(escape(text)) == (legible(text), [])


def test_reader_of_these_tests_sees_markup_where_there_is_some() -> None:
    assert read("**a** <@1>")[1] == ["strong", "mention"]
    assert read("# a")[1] == ["heading"]


def test_plain_words_are_left_as_they_are() -> None:
    text = "A hyphen-ed (plain) sentence, 50% of it: “fine”; it’s 10 o'clock!"
    assert escape(text) == text


def test_what_could_turn_the_order_of_a_line_is_left_out() -> None:
    assert legible("a\u202eb\u2066c\u2069d") == "abcd"


def test_letters_and_marks_of_right_to_left_scripts_stay() -> None:
    assert legible("שלום\u200f عليكم") == "שלום\u200f عليكم"


def test_every_kind_of_line_end_is_one() -> None:
    assert legible("a\r\nb\rc\u2028d\x85e\x0bf") == "a\nb\nc\nd\ne\nf"


def test_half_a_character_can_be_sent() -> None:
    assert legible("a\ud83d") == "a\ufffd"


@pytest.mark.parametrize(("text", "counted"), [("", 0), ("abc", 3), ("é", 1), ("🙂", 2)])
def test_weight_counts_as_the_strictest_client_does(text: str, counted: int) -> None:
    assert weight(text) == counted


@given(hostile, st.integers(2, 50))
def test_shortened_text_fits_and_says_that_it_is_cut(text: str, limit: int) -> None:
    cut = shortened(text, limit)
    assert weight(cut) <= limit
    assert "\n" not in cut
    assert cut.endswith("…") or cut == " ".join(legible(text).split())


def test_what_follows_much_white_space_is_not_lost_silently() -> None:
    assert shortened(f"one{' ' * 1000}two", 20) == "one…"
    assert shortened(f"one{' ' * 1000}", 20) == "one"
