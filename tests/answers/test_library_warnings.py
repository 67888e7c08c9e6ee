"""Warnings to an editor: one line for each rule, naming what to read again."""

import pytest
from msgspec.structs import replace

from bot.answers.library_warnings import warnings
from bot.library.library import Library
from bot.library.model import Quote, Stance
from tests.libraries import nothing
from tests.library.test_voices import POINT, quoted

FOR, AGAINST = Stance.FOR, Stance.AGAINST
_ALIASES = "Aliases with a name that stands in no text and no quote: "
_OPENING = "Excerpts that open with This, These, They, It or Such and have no note: "
_SHARED = "Excerpts that share a sentence: "
_PAIRS = "Points that open with one speaker on both sides, or a report: "
_ALONE = "Points with one and the same speaker on both sides: "


def _about(library: Library, rule: str) -> str:
    return next(
        (line.removeprefix(rule) for line in warnings(library) if line.startswith(rule)), ""
    )


def _with_texts(*texts: str, note: str = "") -> Library:
    library = quoted(*(("aldous", FOR, "") for _ in texts))
    quotes = {
        id_: replace(quote, text=text, note=note)
        for (id_, quote), text in zip(library.quotes.items(), texts, strict=True)
    }
    return replace(library, quotes=quotes)


def _with_alias(alias: str) -> Library:
    library = _with_texts("The mayor of Harrowmere rode his bike.")
    topic = replace(library.topics["buses"], aliases=(alias,))
    return replace(library, topics={**library.topics, "buses": topic})


def test_an_empty_library_has_no_warnings() -> None:
    assert warnings(nothing()) == ()


@pytest.mark.parametrize("alias", ["Palantir", "the Palantir contract", "ChatGPT", "Palantir's"])
def test_an_alias_with_a_name_that_nothing_mentions_is_named(alias: str) -> None:
    assert f"{alias} (buses)" in _about(_with_alias(alias), _ALIASES)


@pytest.mark.parametrize(
    "alias", ["omnibuses", "Harrowmere's mayor", "LTN", "GPs", "SaaS", "Mayor"]
)
def test_other_aliases_are_left_alone(alias: str) -> None:
    assert f"{alias} (buses)" not in _about(_with_alias(alias), _ALIASES)


@pytest.mark.parametrize("text", ["This is bad.", "“They never came.", "Such is life in town."])
def test_an_excerpt_that_opens_with_a_pointer_needs_a_note(text: str) -> None:
    assert _about(_with_texts(text), _OPENING) == "q0"
    assert _about(_with_texts(text, note="It is the bus."), _OPENING) == ""


@pytest.mark.parametrize("text", ["Thistles grow.", "Its brakes failed.", "He said it is bad."])
def test_other_openings_need_none(text: str) -> None:
    assert _about(_with_texts(text), _OPENING) == ""


def test_two_excerpts_that_share_a_sentence_are_named_once() -> None:
    library = _with_texts(
        "I was there. Buses run on the ring road.",
        "Buses run on the ring road. Nobody minds them at all. I was there.",
        "I was there. Nobody minds the buses at all.",
    )
    assert _about(library, _SHARED) == "q0 and q1"


def test_a_first_pair_of_one_speaker_or_with_a_report_is_named() -> None:
    one = quoted(("aldous", FOR, ""), ("aldous", AGAINST, ""))
    assert _about(one, _PAIRS) == POINT
    report = quoted(("aldous", FOR, "drivers"), ("haddad", AGAINST, ""))
    assert _about(report, _PAIRS) == POINT
    fair = quoted(("aldous", FOR, ""), ("haddad", AGAINST, ""))
    assert _about(fair, _PAIRS) == ""


def test_a_point_where_one_speaker_takes_both_sides_is_named() -> None:
    quotes = (("aldous", FOR, ""), ("aldous", AGAINST, "drivers"))
    assert _about(quoted(*quotes), _ALONE) == POINT
    assert _about(quoted(*quotes, ("haddad", FOR, "")), _ALONE) == ""
    assert _about(quoted(("aldous", FOR, "")), _ALONE) == ""


def test_a_long_line_names_thirty_and_counts_the_rest() -> None:
    library = _with_texts(*(f"It is no {number}." for number in range(32)))
    named = ", ".join(f"q{number}" for number in range(30))
    assert _about(library, _OPENING) == f"{named}, and 2 more"


def test_every_rule_is_a_line_of_its_own() -> None:
    library = quoted(("aldous", FOR, "drivers"), ("aldous", AGAINST, "shops"))
    text = "It is as it was before."
    quotes: dict[str, Quote] = {
        id_: replace(quote, text=text) for id_, quote in library.quotes.items()
    }
    found = warnings(replace(library, quotes=quotes))
    assert [line.partition(":")[0] + ": " for line in found][-4:] == [
        _OPENING,
        _SHARED,
        _PAIRS,
        _ALONE,
    ]
