"""The estimated height of excerpts on a phone."""

import pytest
from msgspec.structs import replace

from bot.answers.debate import fit, note_in_brief
from bot.library.model import Excerpt, Quote, Status
from tests.pages.answers import an_excerpt


def saying(text: str, note: str = "") -> Excerpt:
    return an_excerpt(Quote("words", text, "echo", "mary", note=note))


@pytest.mark.parametrize(
    ("most", "letter", "blocks", "each"),
    [(725, "x", 1, 1), (362, "字", 1, 1), (300, "x", 2, 1), (125, "x", 2, 2)],
)
def test_excerpts_fit_up_to_a_length(most: int, letter: str, blocks: int, each: int) -> None:
    for length, fits in ((most, True), (most + 1, False)):
        assert fit([[saying(letter * length)] * each] * blocks) is fits


def test_line_ends_a_note_and_a_missing_side_take_room() -> None:
    assert fit([[saying("x" * 700)]])
    assert not fit([[saying("x" * 700 + "\n\n" + "x")]])
    assert not fit([[saying("x" * 700)], []])
    assert fit([[saying("x" * 250)], [saying("x" * 350)]])
    assert not fit([[saying("x" * 250, "n")], [saying("x" * 350)]])


def test_a_note_is_in_brief_if_it_is_short_and_under_short_words() -> None:
    def shown(words: int, note: int, status: Status | None = None) -> bool:
        quote = saying("x" * words, "n" * note).quote
        return bool(note_in_brief(replace(quote, status=status)))

    assert (shown(10, 100), shown(10, 101)) == (True, False)
    assert (shown(200, 100), shown(201, 100)) == (True, False)
    assert (shown(500, 100, Status.DISPUTED), shown(500, 101, Status.DISPUTED)) == (True, False)
