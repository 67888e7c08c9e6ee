import pytest
from hypothesis import given, strategies as st

from bot.library.rules import check_id, new_id


@pytest.mark.parametrize(
    ("words", "id_"),
    [
        ("We will not merge the two depots, ever.", "we-will-not-merge-the-two"),
        ("José Gutiérrez", "jose-gutierrez"),
        ("ليلى حداد", "speaker-2"),
        ("é", "speaker-e-2"),
        ("", "speaker-2"),
        ("😀 <@123> **bold**", "123-bold"),
        ("Incomprehensibilities misunderstood", "incomprehensibilities"),
    ],
)
def test_an_id_is_made_of_the_first_words(words: str, id_: str) -> None:
    assert new_id(words, set(), "speaker") == id_


def test_a_taken_id_is_followed_by_a_number() -> None:
    assert new_id("Mary Aldous", {"mary-aldous"}, "speaker") == "mary-aldous-2"
    assert new_id("Mary Aldous", {"mary-aldous", "mary-aldous-2"}, "speaker") == "mary-aldous-3"


def test_thousands_of_the_same_words_have_an_id_each() -> None:
    taken: set[str] = set()
    for _ in range(5000):
        taken.add(new_id("The same", taken, "quote"))
    assert len(taken) == 5000
    assert "the-same-5000" in taken


@given(st.text(max_size=200), st.sets(st.integers(1, 9), max_size=9))
def test_any_words_make_an_id_that_is_free(words: str, numbers: set[int]) -> None:
    first = new_id(words, set(), "quote")
    taken = {first, *(f"{first}-{number}" for number in numbers)}
    id_ = new_id(words, taken, "quote")
    assert id_ not in taken
    assert check_id(id_) == id_
    assert new_id(words, taken, "quote") == id_
