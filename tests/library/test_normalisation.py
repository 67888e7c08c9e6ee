import pytest
from hypothesis import given, strategies as st

from bot.library.normalisation import Normalised, normalised

_TEXT = st.text(alphabet=st.sampled_from("ab’'“\"–- \n\t\u00a0é🙂"), max_size=60)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a \u00a0\n\t b", "a b"),
        ("  a  ", "a"),
        ("‘a’ ‚b‛ ‹c› ＇ʼ`´", "'a' 'b' 'c' ''''"),
        ("“a” „b‟ «c» 〝〞〟＂⹂", '"a" "b" "c" """""'),
        ("a-b‐c‑d‒e–f—g―h⁃i−j﹘k﹣l－m⸺n⸻o", "a-b-c-d-e-f-g-h-i-j-k-l-m-n-o"),
    ],
)
def test_white_space_quotation_marks_and_dashes_are_made_equal(text: str, plain: str) -> None:
    assert normalised(text) == plain


@pytest.mark.parametrize(
    "different",
    [("A", "a"), ("é", "e\u0301"), ("…", "..."), ("'", '"'), ("--", "-"), ("a\u00adb", "ab"),
     ("a\u200bb", "ab"), ("ﬁ", "fi"), ("′", "'"), ("a b", "ab")],
)  # fmt: skip
def test_nothing_else_is_made_equal(different: tuple[str, str]) -> None:
    one, other = different
    assert normalised(one) != normalised(other)


@given(_TEXT)
def test_a_text_made_equal_stays_as_it_is(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)


@given(_TEXT)
def test_every_character_is_found_where_it_stands(text: str) -> None:
    normal = Normalised(text)
    assert normal.text == normalised(text)
    places = [normal.raw_at(at) for at, letter in enumerate(normal.text) if letter != " "]
    assert places == [at for at, letter in enumerate(text) if not letter.isspace()]
    for at, letter in enumerate(normal.text):
        if letter != " ":
            assert normalised(text[normal.raw_at(at)]) == letter
