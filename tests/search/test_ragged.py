"""Many short lists of numbers in two arrays."""

from itertools import pairwise

import numpy as np
from hypothesis import given, strategies as st

from bot.search.index import RaggedArray, contained, ragged

LISTS = st.lists(st.lists(st.integers(0, 50), max_size=5), max_size=8)


def lists(rows: RaggedArray) -> list[list[int]]:
    return [rows.values[start:end].tolist() for start, end in pairwise(rows.starts.tolist())]


@given(LISTS, LISTS)
def test_what_is_contained_is_what_is_in_a_list(
    held: list[list[int]], more: list[list[int]]
) -> None:
    values = np.array([each for row in held for each in row], dtype=np.int32)
    wanted = [each for row in more for each in row]
    found = contained(values, np.array(sorted(wanted), dtype=np.int32))
    assert found.tolist() == [each in wanted for each in values.tolist()]


@given(LISTS, st.data())
def test_numbers_expand_to_the_rows_they_name(held: list[list[int]], data: st.DataObject) -> None:
    held = [*held, []]
    number = st.integers(0, len(held) - 1)
    rows = data.draw(st.lists(st.lists(number, max_size=3), max_size=4))
    expected = [[each for number in row for each in held[number]] for row in rows]
    assert lists(ragged(rows).expanded(ragged(held))) == expected
