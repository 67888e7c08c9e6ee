import pytest

from bot.search.abbreviations import Abbreviations, defined_phrase, find_abbreviations, initials

_REAL = frozenset({"it", "who", "act", "cat", "and"})


def _derive(*texts: str, labels: tuple[str, ...] = ()) -> Abbreviations:
    return find_abbreviations(texts, labels, _REAL)


@pytest.mark.parametrize(
    ("phrase", "shorts"),
    [
        ("National Programme for IT", ("npfit", "npit")),
        ("Freedom of Information", ("foi", "fi")),
        ("Low-traffic Neighbourhoods", ("ltn",)),
        ("Health & Social Care", ("h&sc", "hsc")),
    ],
)
def test_initials_come_with_and_without_small_words(phrase: str, shorts: tuple[str, ...]) -> None:
    assert initials(phrase) == shorts


@pytest.mark.parametrize(
    ("short", "words", "phrase"),
    [
        ("ICS", "then the Integrated Care Systems", "Integrated Care Systems"),
        (
            "NPfAT",
            "the National Programme for Active Travel",
            "National Programme for Active Travel",
        ),
        ("ATF", "nothing of the kind here", ""),
        ("HTTP", "Hypertext Transfer Protocol", "Hypertext Transfer Protocol"),
    ],
)
def test_a_definition_is_the_shortest_ending_that_holds_the_letters(
    short: str, words: str, phrase: str
) -> None:
    assert defined_phrase(short, words.split()) == phrase


def test_a_text_that_defines_a_short_form_is_believed() -> None:
    found = _derive("Paid for by the Active Travel Fund (ATF) in spring.")
    assert found.long_of["atf"] == ("Active Travel Fund",)
    assert found.short_of["active", "travel", "fund"] == "atf"


def test_a_definition_may_come_the_other_way_round() -> None:
    assert _derive("The ATF (Active Travel Fund) pays.").long_of["atf"] == ("Active Travel Fund",)


def test_plural_short_forms_are_one() -> None:
    found = _derive("Two Low Traffic Neighbourhoods (LTNs) came.")
    assert found.long_of["ltn"] == ("Low Traffic Neighbourhoods",)


def test_initials_seen_elsewhere_lead_to_the_phrase() -> None:
    found = _derive("The NPfAT is dead.", "Long live the National Programme for Active Travel!")
    assert found.long_of["npfat"] == ("National Programme for Active Travel",)


def test_a_member_may_shorten_what_the_library_never_does() -> None:
    assert "npfat" in _derive("the National Programme for Active Travel").long_of


def test_a_label_may_be_shortened_though_it_has_no_capitals() -> None:
    assert _derive(labels=("low traffic neighbourhoods",)).long_of["ltn"] == (
        "low traffic neighbourhoods",
    )


@pytest.mark.parametrize(
    "label", ["game of musical chairs", "working with industry", "shut up now"]
)
def test_a_label_that_is_half_a_sentence_is_not_known_by_its_initials(label: str) -> None:
    assert find_abbreviations([], [label], frozenset()).long_of == {}


def test_a_name_in_capitals_is_known_by_its_initials_small_words_or_not() -> None:
    assert (
        "rspb"
        in find_abbreviations(
            [], ["Royal Society for the Protection of Birds"], frozenset()
        ).long_of
    )


def test_no_real_word_is_taken_for_a_short_form_unless_it_is_written_so() -> None:
    assert "act" not in _derive("All Cyclists Together meet.").long_of
    assert "act" in _derive("All Cyclists Together (ACT) meet.").long_of


def test_two_letters_must_be_defined() -> None:
    assert "hs" not in _derive("The HS is the High Street.").long_of
    assert "hs" in _derive("The High Street (HS) is busy.").long_of


def test_a_definition_beats_a_guess() -> None:
    found = _derive("All Town Folk met.", "The Active Travel Fund (ATF) paid.")
    assert found.long_of["atf"] == ("Active Travel Fund",)


def test_dotted_capitals_are_a_short_form() -> None:
    assert "atf" in _derive("The A.T.F. is the Active Travel Fund.").long_of


def test_a_phrase_is_found_where_it_begins() -> None:
    found = _derive("Active Travel Fund (ATF)")
    words = ("the", "active", "travel", "fund", "paid")
    assert found.phrase_at(words, 1) == ("active", "travel", "fund")
    assert found.phrase_at(words, 0) == ()


def test_brackets_without_end_are_no_trouble() -> None:
    assert not _derive("(" * 50_000 + "A" * 50_000).long_of
