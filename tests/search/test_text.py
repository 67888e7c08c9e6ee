from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, strategies as st

from bot.search.text import (
    english_stem,
    fold,
    one_spelling,
    plain_key,
    spaced_key,
    stem,
    tokens,
)

ENDINGS = ("e", "ed", "ing", "ation", "ations", "ational", "er", "ers", "s", "able")


def _words(text: str) -> list[str]:
    return [token.folded for token in tokens(text)]


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Café", "cafe"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("Ærø", "aero"),
        ("ﬁnance", "finance"),
        ("full\u200bwidth", "fullwidth"),
        ("ＦＵＬＬ", "full"),
        ("right\u202eleft", "rightleft"),
        ("soft\u00adhyphen", "softhyphen"),
        ("شَارع", "شارع"),
    ],
)
def test_case_accents_and_invisible_characters_fold_away(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("N.H.S. reform", ["nhs", "reform"]),
        ("the U.K.", ["the", "uk"]),
        ("R&D", ["rd"]),
        ("the council's lanes", ["the", "council", "lanes"]),
        ("the council’s lanes", ["the", "council", "lanes"]),
        ("don't, won’t", ["dont", "wont"]),
        ("in-house e-mail", ["inhouse", "email"]),
        ("non\u2011breaking", ["nonbreaking"]),
        ("20mph, 20 mph", ["20mph", "20", "mph"]),
        ("snake_case", ["snake", "case"]),
        ("🚲 … — !!!", []),
        ("\u200b\u200f", []),
        ("", []),
    ],
)
def test_a_text_is_read_as_words(typed: str, words: list[str]) -> None:
    assert _words(typed) == words


@pytest.mark.parametrize(
    "variants",
    [
        ("reorganisation", "reorganization", "reorganising", "reorganize", "reorganised"),
        ("centralise", "centralize", "centralisation", "centralizing"),
        ("analyse", "analyze", "analysing"),
        ("programme", "program", "programmes"),
        ("centre", "center", "centres", "centered", "centred"),
        ("fibre", "fiber"),
        ("colour", "color", "coloured"),
        ("neighbourhood", "neighborhoods"),
        ("behaviour", "behavior"),
        ("labour", "labor", "labouring"),
        ("modelling", "modeling", "model"),
        ("travelled", "traveled", "travel"),
        ("fulfilment", "fulfillment"),
        ("enrolment", "enrollment"),
        ("licence", "license", "licensing", "licences"),
        ("defence", "defense"),
        ("practise", "practice", "practising"),
        ("catalogue", "catalog"),
        ("paediatric", "pediatrics"),
        ("bus", "buses"),
        ("build", "built", "building"),
        ("spend", "spent"),
        ("child", "children"),
        ("judgement", "judgment"),
        ("sceptical", "skeptical"),
        ("enquiry", "inquiry"),
        ("manoeuvre", "maneuver", "manoeuvred", "maneuvers"),
    ],
)
def test_british_and_american_spellings_share_a_stem(variants: tuple[str, ...]) -> None:
    assert len({stem(word) for word in variants}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hour", "horror"),
        ("four", "for"),
        ("prize", "price"),
        ("sector", "section"),
        ("organisation", "organ"),
        ("tall", "tale"),
        ("sentence", "sense"),
        ("size", "side"),
    ],
)
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_hyphens_join_and_split_to_one_key() -> None:
    keys = {plain_key(tokens(text)) for text in ("In-house", "in house", "inhouse", "IN‑HOUSE")}
    assert keys == {"inhouse"}


def test_a_spaced_key_keeps_words_apart() -> None:
    assert spaced_key(tokens("The Centre’s in-house programme")) == "the center in house program"


@given(st.text(max_size=200))
def test_words_are_folded_once_and_for_all(text: str) -> None:
    for token in tokens(text):
        assert token.folded == "".join(token.pieces)
        assert all(piece and fold(piece) == piece for piece in token.pieces)


@given(st.from_regex(r"[a-z]{1,12}", fullmatch=True))
def test_one_spelling_of_one_spelling_is_itself(word: str) -> None:
    assert one_spelling(one_spelling(word)) == one_spelling(word)


def test_many_threads_find_the_same_stems() -> None:
    words = [f"{start}{end}" for start in ("organis", "centralis", "fund") for end in ENDINGS]
    alone = {word: english_stem.__wrapped__(word) for word in words}
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(english_stem.__wrapped__, words * 50))
    assert together == [alone[word] for word in words * 50]


def test_all_of_unicode_can_be_folded() -> None:
    every = "".join(chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)
    assert fold(every) == fold(fold(every))


@pytest.mark.parametrize(
    ("text", "capitals"),
    [
        ("Should IT be run nationally?", {"it"}),
        ("IT", {"it"}),
        ("what the WHO says of it", {"who"}),
        ("Don’t run IT badly…", {"it"}),
        ("it", set()),
        ("GET IT OUT OF HERE", set()),
    ],
)
def test_a_stop_word_in_capitals_is_marked_unless_everything_is(
    text: str, capitals: set[str]
) -> None:
    assert {token.folded for token in tokens(text) if token.capitals} == capitals


@pytest.mark.parametrize("short", ["PCT", "LHCRE", "GDE", "CCG", "PC"])
def test_a_short_form_and_its_plural_have_one_stem(short: str) -> None:
    assert stem(f"{short}s".lower()) == stem(short.lower())


@pytest.mark.parametrize("word", ["bus", "gas", "pass", "css", "yes"])
def test_a_word_in_s_that_is_no_plural_keeps_it(word: str) -> None:
    assert stem(word) == word
