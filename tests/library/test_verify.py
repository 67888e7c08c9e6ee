import pytest
from hypothesis import assume, given, strategies as st

from bot.i18n import speaking, translated
from bot.library.model import State
from bot.library.normalisation import normalised
from bot.library.verify import SourceText
from tests.stopwatch import Stopwatch

_SOURCE = """The must-read stories.

“We trained hard—but it seemed,” he said,  that every
time we were\u00a0beginning to form up into teams, we can’t stay.

It’s not the non-clinical staff: R&D costs £5bn, or 3.5% of it, in 2019–2020.
Systems that […] underpin the service. We trained hard again, and nobody noticed.
"""


def _pieces(text: str, source: str = _SOURCE) -> list[str]:
    verdict = SourceText(source).verify(text)
    assert (verdict.state is State.VERIFIED) is bool(verdict.spans)
    return [source[span.start : span.end] for span in verdict.spans]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The must-read stories.", "The must-read stories."),
        ("The must–read\nstories", "The must-read stories"),
        ('"We trained hard - but', None),
        ('"We trained hard-but it seemed," he said, that', None),
        ("he said, that every time we were beginning", None),
        ("nobody noticed.", "nobody noticed."),
        ("Systems that […] underpin the service.", "Systems that […] underpin the service."),
        ("Systems that [...] underpin the service.", "Systems that […] underpin the service."),
        ("but it seemed", "but it seemed"),
        ("R&D costs £5bn", "R&D costs £5bn"),
        ("3.5% of it", "3.5% of it"),
    ],
)
def test_an_excerpt_is_found_after_the_declared_normalisation(text: str, found: str | None) -> None:
    pieces = _pieces(text)
    if found is not None:
        assert pieces == [found]
    else:
        assert [normalised(piece) for piece in pieces] == (
            [normalised(text)] if " - " not in text else []
        )


@pytest.mark.parametrize(
    "text",
    ["we can", "t stay", "clinical staff", "the non", "D costs", "R", "5bn", "£5", "3", "5% of",
     "or 3.5", "of it, in 2019", "2020", "rained hard", "nobody notice", "must", "", "[…]", "—"],
)  # fmt: skip
def test_half_a_word_or_number_or_none_is_not_verified(text: str) -> None:
    assert _pieces(text) == []


@pytest.mark.parametrize("left_out", ["[…]", "[...]", " […] ", "\n[…]\n"])
def test_pieces_are_found_in_their_order(left_out: str) -> None:
    text = f"We trained hard{left_out}every time{left_out}we can't stay"
    assert _pieces(text) == ["We trained hard", "every\ntime", "we can’t stay"]


def test_as_little_as_possible_lies_between_two_pieces() -> None:
    source = "It is so. One two. It is so. It is more. Three four. It is more."
    verdict = SourceText(source).verify("It is so. […] It is more.")
    assert [span.start for span in verdict.spans] == [19, 29]


def test_pieces_in_another_order_are_not_verified() -> None:
    verdict = SourceText(_SOURCE).verify("nobody noticed. […] The must-read stories.")
    assert verdict.state is State.DIFFERS
    assert verdict.difference == (
        "the pieces around […] are all in the source, but not in this order"
    )


def test_pieces_may_not_share_words() -> None:
    assert _pieces("one two […] two three", "one two three") == []
    assert _pieces("one two […] one two", "one two") == []


def test_a_piece_of_one_word_is_not_enough_beside_an_omission() -> None:
    verdict = SourceText(_SOURCE).verify("We trained hard […] not")
    assert verdict.state is State.DIFFERS
    assert verdict.difference == "the piece “not” beside […] has fewer than 2 words"
    assert _pieces("We trained […] we can’t stay") == ["We trained", "we can’t stay"]


def test_the_ends_may_be_marked_as_left_out() -> None:
    assert _pieces("[…] that every time we were […] can’t stay. […]") == [
        "that every\ntime we were",
        "can’t stay.",
    ]
    assert _pieces("[…] that every time […]") == ["that every\ntime"]


@pytest.mark.parametrize(
    ("text", "difference"),
    [
        ("the pieces of", "nothing in the source is like it"),
        ("xyzzy", "nothing in the source is like it"),
        (
            "It’s the non-clinical staff",
            "the source has “not” after “It’s”, which the text leaves out",
        ),
        (
            "that every single time we were beginning to form up",
            "the text has “single” after “that every”, which the source does not have",
        ),
        (
            "Very truly We trained hard again, and nobody noticed.",
            "the text has “Very truly” at the beginning, which the source does not have",
        ),
        (
            "We trained hard again and nobody noticed.",
            "the source has “,” after “hard again”, which the text leaves out",
        ),
        (
            "We trained hard again, and somebody noticed.",
            "the source has “nobody” where the text has “somebody”",
        ),
        (
            "we trained hard again, and nobody noticed.",
            "the source has “We” where the text has “we”",
        ),
        (
            "We trained hard again , and nobody noticed.",
            "the source has “again, and” where the text has “again , and”: the white space differs",
        ),
        (
            "We trained hard again, and nobody noticеd.",
            "the source has “noticed” where the text has “noticеd” (U+0065 against U+0435)",
        ),
        (
            "We trained hard\u200b again, and nobody noticed.",
            "the text has “\u200b” (U+200B) after “trained hard”, which the source does not have",
        ),
        (
            "clinical staff: R&D costs £5bn",
            "the source has “non-clinical” where the text has “clinical”",
        ),
        (
            "5bn, or 3.5% of it",
            "the text begins or ends within a word or a number of the source",
        ),
        (
            "WE TRAINED HARD AGAIN",
            "the source has “We trained hard again” where the text has “WE TRAINED HARD AGAIN”",
        ),
        (
            "We trained hard — but it seemed,” he said,  that every",
            "the source has “hard-but it” where the text has “hard - but it”: "
            "the white space differs",
        ),
        (
            "We trained hard again, and nobodynoticed.",
            "the source has “nobody noticed.” where the text has “nobodynoticed.”: "
            "the white space differs",
        ),
        (
            "form up into nine or ten or twelve or more very small teams, we can’t stay",
            "the text has “nine or ten or twelve or more very …” after “up into”, "
            "which the source does not have",
        ),
        (
            "The must-read stories. […] underpins the service",
            "the source has “underpin” where the text has “underpins”",
        ),
    ],
)
def test_the_first_difference_is_named(text: str, difference: str) -> None:
    verdict = SourceText(_SOURCE).verify(text)
    assert verdict.state is State.DIFFERS
    assert verdict.difference == difference


def test_a_difference_can_be_told_in_another_language_than_the_library_was_loaded_in() -> None:
    difference = SourceText(_SOURCE).verify("we trained hard").difference
    with speaking("fr"):
        assert (
            translated(difference)
            == "la source dit «\u00a0We\u00a0» là où le texte dit «\u00a0we\u00a0»"
        )


def test_the_nearest_passage_is_shown_as_the_source_has_it() -> None:
    verdict = SourceText(_SOURCE).verify("every single time we were starting to form up in teams")
    assert verdict.nearest == "every\ntime we were\u00a0beginning to form up into teams"


def test_a_source_without_spaces_between_words_is_compared_by_letters() -> None:
    verdict = SourceText("我们认为公共服务应该由国家来管理而不是公司").verify(
        "公共服务应该由市场来管理"
    )
    assert verdict.state is State.DIFFERS
    assert verdict.difference.startswith("the source has “我们")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a cafe\u0301 here", "a cafe"),
        ("you can\u00ad\u200bnot go", "you can"),
        ("you can\u200b't go", "you can"),
        ("minus -5 degrees", "5 degrees"),
        ("the 24/7 service", "7 service"),
    ],
)
def test_marks_and_unseen_characters_do_not_end_a_word(source: str, text: str) -> None:
    assert _pieces(text, source) == []


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("he said \u200fyes\u200e to it", "yes"),
        ("this/that", "this"),
        ("the trusts' staff", "the trusts"),
        ("ten – 5 of them", "5 of them"),
        ("so (5) it is", "5"),
    ],
)
def test_other_signs_end_a_word(source: str, text: str) -> None:
    assert _pieces(text, source) == [text]


def test_nothing_stands_in_an_empty_source() -> None:
    assert SourceText("").verify("so it is").state is State.DIFFERS
    assert SourceText(" \n").verify("so […] it").state is State.DIFFERS


_WORDS = st.lists(
    st.sampled_from(["we", "not", "can", "can’t", "NHS", "£5", "a", "–", "“so”", "and,", "é"]),
    min_size=4,
    max_size=30,
)


@given(_WORDS, st.data())
def test_a_run_of_words_is_verified_however_it_is_spaced_and_quoted(
    words: list[str], choose: st.DataObject
) -> None:
    start = choose.draw(st.integers(0, len(words) - 2))
    end = choose.draw(st.integers(start + 1, len(words)))
    space = choose.draw(st.sampled_from([" ", "\n", "\u00a0 ", "\t"]))
    run = space.join(words[start:end]).replace("’", "'").replace("–", "-").replace("“", '"')
    assume(any(map(str.isalnum, run)))
    source = "  ".join(words)
    (piece,) = _pieces(run, source)
    assert normalised(piece) == normalised(run)


@given(_WORDS, st.data())
def test_a_run_with_one_change_is_verified_only_where_the_source_has_that_too(
    words: list[str], choose: st.DataObject
) -> None:
    source = " ".join(words)
    at = choose.draw(st.integers(0, len(source) - 1))
    new = choose.draw(st.sampled_from(["", "x", ",", " ", "not ", "N", "…"]))
    changed = source[:at] + new + source[at + 1 :]
    verdict = SourceText(source).verify(changed)
    # A changed copy of the whole source is found only if nothing but its ends is missing.
    assert (verdict.state is State.VERIFIED) <= (normalised(changed) in normalised(source))


@given(st.text(max_size=60), st.text(max_size=30))
def test_no_text_brings_the_check_down(source: str, text: str) -> None:
    verdict = SourceText(source).verify(text)
    for span in verdict.spans:
        assert 0 <= span.start < span.end <= len(source)
    if verdict.state is State.DIFFERS:
        assert verdict.difference


def test_many_excerpts_are_checked_against_a_long_source_in_reasonable_time() -> None:
    source = " ".join(f"word{n % 977} is said in sentence {n} by me," for n in range(25_000))
    assert len(source) > 900_000
    with Stopwatch() as watch:
        original = SourceText(source)
        for n in range(0, 25_000, 25):
            assert original.verify(f"is said in sentence {n} by me").state is State.VERIFIED
        for n in range(0, 25_000, 250):
            assert original.verify(f"is sad in sentence {n} by me").state is State.DIFFERS
    assert watch.took_s < 5


def test_a_source_that_repeats_one_letter_is_answered_at_once() -> None:
    with Stopwatch() as watch:
        original = SourceText("a" * 1_000_000)
        assert original.verify("a").state is State.DIFFERS
        assert original.verify("aa […] a a […] ba ba").state is State.DIFFERS
    assert watch.took_s < 3


@pytest.mark.parametrize(
    ("source", "text", "difference"),
    [
        (
            "हम हिन्दी में लिखते हैं।",
            "हम हिन्दू में लिखते हैं।",
            "the source has “हिन्दी” where the text has “हिन्दू” "
            "(U+0928 U+094D U+0926 U+0940 against U+0928 U+094D U+0926 U+0942)",
        ),
        (
            "Tiếng Việt is written so.",
            "Tie\u0302\u0301ng Việt is written so.",
            "the source has “Tiếng” where the text has “Tie\u0302\u0301ng” "
            "(U+1EBF against U+0065 U+0302 U+0301)",
        ),
        (
            "كَتَبَ الدرس أمس",
            "كُتَبَ الدرس أمس",
            "the source has “كَتَبَ” where the text has “كُتَبَ” (U+0643 U+064E against U+0643 U+064F)",
        ),
        (
            "we are 👨‍👩‍👧 here",
            "we are 👨‍👩‍👦 here",
            "the source has “👨‍👩‍👧” where the text has “👨‍👩‍👦” "
            "(U+1F468 U+200D U+1F469 U+200D U+1F467 against U+1F468 U+200D U+1F469 U+200D U+1F466)",
        ),
    ],
)
def test_a_difference_is_told_in_whole_graphemes(source: str, text: str, difference: str) -> None:
    assert SourceText(source).verify(text).difference == difference


def test_a_long_run_without_spaces_is_told_around_the_difference() -> None:
    source = "รถไฟฟ้า" * 12 + "ที่" + "โรงเรียน" * 12
    verdict = SourceText(source).verify(source.replace("ที่", "ที้"))
    assert verdict.difference == (
        "the source has “…รถไฟฟ้ารถไฟฟ้าที่โรงเรียนโรงเรี…” where the text has "
        "“…รถไฟฟ้ารถไฟฟ้าที้โรงเรียนโรงเรี…” (U+0E17 U+0E35 U+0E48 against U+0E17 U+0E35 U+0E49)"
    )


@pytest.mark.parametrize(
    ("source", "text"), [("a 👨‍👩‍👧 b", "a 👨"), ("ได้ทำงานที่นี่", "ได้ท"), ("🇳🇱 b c", "🇱 b c")]
)
def test_no_piece_ends_within_a_grapheme(source: str, text: str) -> None:
    assert _pieces(text, source) == []
