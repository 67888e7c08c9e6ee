"""Many short lists of numbers in two arrays."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.rows import Rows, rows_of, worded
from bot.answer.words import words_in

LISTS = st.lists(st.lists(st.integers(0, 50), max_size=5), max_size=8)


def lists(rows: Rows) -> list[list[int]]:
    return [rows[number].tolist() for number in range(len(rows))]


@given(LISTS, LISTS)
def test_rows_follow_others(first: list[list[int]], then: list[list[int]]) -> None:
    assert lists(rows_of(first).followed_by(rows_of(then))) == first + then


@given(LISTS, st.data())
def test_rows_are_taken_as_often_as_they_are_asked_for(
    held: list[list[int]], data: st.DataObject
) -> None:
    wanted = data.draw(st.lists(st.integers(0, len(held) - 1), max_size=9)) if held else []
    taken = rows_of(held).taken(np.array(wanted, dtype=np.int64))
    assert lists(taken) == [held[number] for number in wanted]


def test_words_are_numbered_on_over_several_readings() -> None:
    first = worded(["Lanes and kerbs", ""])
    then = worded(["kerbs, not lanes"], first.words)
    names = list(then.words)
    for read, texts in ((first, ["Lanes and kerbs", ""]), (then, ["kerbs, not lanes"])):
        assert [[names[n] for n in row] for row in lists(read.rows)] == [*map(words_in, texts)]
