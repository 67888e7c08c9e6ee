from urllib.parse import quote

import pytest
from hypothesis import given, strategies as st

from bot.library.library import passage_link, surroundings
from bot.library.model import Span

_URL = "https://example.org/a"
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


def test_the_passage_runs_from_the_first_piece_to_the_last() -> None:
    before, marked, after = surroundings(_TEXT, [_span("One"), _span("Three")])
    assert before == ""
    assert marked.startswith("One.")
    assert marked.endswith("Three")
    assert after == ".\n\nFour."


def test_at_the_ends_of_a_text_there_are_no_neighbours() -> None:
    assert surroundings("One.", [Span(0, 4)]) == ("", "One.", "")
    assert surroundings(_TEXT, [_span("One.")])[0] == ""
    assert surroundings(_TEXT, [_span("Four.")])[2] == ""


@given(st.text(alphabet=st.sampled_from("ab \n"), min_size=1), st.data())
def test_the_parts_joined_are_a_stretch_of_the_source(text: str, choose: st.DataObject) -> None:
    seen = [at for at, letter in enumerate(text) if not letter.isspace()]
    if not seen:
        return
    start = choose.draw(st.sampled_from(seen))
    end = choose.draw(st.sampled_from([at for at in seen if at >= start])) + 1
    before, marked, after = surroundings(text, [Span(start, end)])
    assert marked == text[start:end]
    whole = before + marked + after
    assert text[start - len(before) :].startswith(whole)
    assert whole == whole.strip()


@pytest.mark.parametrize(
    ("url", "text", "link"),
    [
        ("", "so it is", ""),
        (_URL, "so it is", f"{_URL}#:~:text=so%20it%20is"),
        (_URL, "so it […] is", f"{_URL}#:~:text=so%20it"),
        (_URL, "[…] is", f"{_URL}#:~:text=is"),
        (_URL, "[…]", _URL),
        (_URL, "well-known, so", f"{_URL}#:~:text=well%2Dknown%2C%20so"),
        (_URL, "so it [...] is", f"{_URL}#:~:text=so%20it"),
        (f"{_URL}#:~:text=Old%20words", "so it is", f"{_URL}#:~:text=so%20it%20is"),
        (f"{_URL}#top:~:text=Old", "so it is", f"{_URL}#top:~:text=so%20it%20is"),
        (_URL, "First ends.\n\nNext begins.", f"{_URL}#:~:text=First%20ends.,Next%20begins."),
        (
            _URL,
            "学" * 200,
            f"{_URL}#:~:text={'%E5%AD%A6' * 12},{'%E5%AD%A6' * 12}",
        ),
        (_URL, "กี่" * 60, f"{_URL}#:~:text={quote('กี่' * 12)},{quote('กี่' * 12)}"),
        (f"{_URL}#top", "so it is", f"{_URL}#top:~:text=so%20it%20is"),
        (
            _URL,
            "a b c d e f g h i j k l m",
            f"{_URL}#:~:text=a%20b%20c%20d%20e%20f,h%20i%20j%20k%20l%20m",
        ),
    ],
)
def test_a_link_leads_to_the_passage(url: str, text: str, link: str) -> None:
    assert passage_link(url, text) == link


def _found_in(text: str, words: str) -> tuple[str, str, str]:
    start = text.index(words)
    return surroundings(text, [Span(start, start + len(words))])


def test_a_source_of_one_long_paragraph_opens_at_the_passage() -> None:
    text = "One sentence of many. " * 2500 + "Here it is. " + "One sentence of many. " * 2500
    before, marked, after = _found_in(text, "Here it is.")
    assert marked == "Here it is."
    assert before == "One sentence of many. " * 54
    assert after == " One sentence of many." * 54


def test_lines_without_blank_lines_are_cut_between_lines() -> None:
    text = "A line. And more of it\n" * 3000 + "Here it is\n" + "A line. And more of it\n" * 3000
    before, _, after = _found_in(text, "Here it is")
    assert before == "A line. And more of it\n" * 52
    assert after == "\nA line. And more of it" * 52


def test_a_text_without_sentences_is_cut_between_words_and_else_between_letters() -> None:
    before, _, after = _found_in("word " * 9000 + "here it is " + "word " * 9000, "here it is")
    assert (before, after) == ("word " * 240, " word" * 240)
    before, _, after = _found_in("x" * 9000 + "here" + "y" * 9000, "here")
    assert (before, after) == ("x" * 1200, "y" * 1200)
    before, _, after = _found_in("学是。" * 3000 + "在这" + "学是。" * 3000, "在这")
    assert (before, after) == ("学是。" * 400, "学是。" * 400)


@pytest.mark.parametrize(
    ("before", "prefix"),
    [
        ("", ""),
        ("No, ", "No%2C-,"),
        ("One.\n\n", "One.-,"),
        ("one two three four five six seven ", "two%20three%20four%20five%20six%20seven-,"),
        ("A paragraph.\n\nAnd this ", "And%20this-,"),
        (f"{'x' * 150} {'y' * 150} end ", f"{'y' * 150}%20end-,"),
        ("学" * 400, f"{'%E5%AD%A6' * 12}-,"),
    ],
)
def test_a_link_names_the_words_before_a_passage_that_is_not_the_first(
    before: str, prefix: str
) -> None:
    assert passage_link(_URL, "so it is", before) == f"{_URL}#:~:text={prefix}so%20it%20is"
