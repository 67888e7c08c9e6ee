from hypothesis import given
from hypothesis import strategies as st

from bot.library.context import surroundings
from bot.library.model import Span

_TEXT = "\n\nOne.\n\n  Two a.\nTwo b.\n \u00a0\n\nThree.\n\nFour.\n"


def _span(words: str) -> Span:
    start = _TEXT.index(words)
    return Span(start, start + len(words))


def test_the_passage_stands_within_its_paragraph_and_its_neighbours() -> None:
    assert surroundings(_TEXT, [_span("a.\nTwo")]) == (
        "One.\n\n  Two ",
        "a.\nTwo",
        " b.\n \u00a0\n\nThree.",
    )


def test_no_neighbours_are_shown_where_none_are_asked_for() -> None:
    assert surroundings(_TEXT, [_span("Two b.")], paragraphs=0) == ("Two a.\n", "Two b.", "")


def test_the_passage_runs_from_the_first_piece_to_the_last() -> None:
    found = surroundings(_TEXT, [_span("One"), _span("Three")], paragraphs=0)
    assert found.before == ""
    assert found.marked.startswith("One.")
    assert found.marked.endswith("Three")
    assert found.after == "."


def test_at_the_ends_of_a_text_there_are_no_neighbours() -> None:
    assert surroundings("One.", [Span(0, 4)], paragraphs=3) == ("", "One.", "")
    assert surroundings(_TEXT, [_span("One.")]).before == ""
    assert surroundings(_TEXT, [_span("Four.")]).after == ""


def test_without_a_passage_there_is_nothing_around_it() -> None:
    assert surroundings(_TEXT, []) == ("", "", "")
    assert surroundings("", []) == ("", "", "")


@given(st.text(alphabet=st.sampled_from("ab \n"), min_size=1), st.data(), st.integers(0, 2))
def test_put_together_they_are_a_stretch_of_the_source(
    text: str, choose: st.DataObject, paragraphs: int
) -> None:
    seen = [at for at, letter in enumerate(text) if not letter.isspace()]
    if not seen:
        return
    start = choose.draw(st.sampled_from(seen))
    end = choose.draw(st.sampled_from([at for at in seen if at >= start])) + 1
    found = surroundings(text, [Span(start, end)], paragraphs)
    assert found.marked == text[start:end]
    whole = "".join(found)
    assert text[start - len(found.before) :].startswith(whole)
    assert whole == whole.strip()
