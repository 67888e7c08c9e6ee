"""Many texts as rows of words."""

import pytest

from bot.search.ragged import Rows
from bot.search.text import plain_key, spaced_key, token_of, tokens, words_in
from bot.search.token_cache import Wording

TEXTS = ["Lanes and kerbs", "", "Kerbs, not lanes: in-house!", "IT, and Müller's organisation"]


def said(rows: Rows, wording: Wording) -> list[list[str]]:
    names = list(wording.words)
    return [[names[number] for number in rows[row].tolist()] for row in range(len(rows))]


def test_words_are_numbered_on_over_several_readings() -> None:
    wording = Wording()
    first = wording.texts(TEXTS[:2])
    then = wording.labels(TEXTS[2:])
    assert said(first.rows, wording) == [*map(words_in, TEXTS[:2])]
    assert said(then, wording) == [*map(words_in, TEXTS[2:])]
    assert [*wording.tokens] == [*map(token_of, wording.words)]


@pytest.mark.parametrize("text", TEXTS)
def test_the_keys_of_a_label_are_those_of_its_words(text: str) -> None:
    wording = Wording()
    wording.labels(TEXTS)
    assert wording.keys(text) == (plain_key(tokens(text)), spaced_key(tokens(text)))
