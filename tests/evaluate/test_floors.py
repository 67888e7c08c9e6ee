"""Floors for the quality of answers, each just under the figure that is reached.

A change that lowers a figure under its floor is a step back, even if others improve.
Raise a floor when a figure has risen permanently; `python -m tools.evaluate` shows them all.
"""

import importlib.util
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from bot.answers.desk import Desk
from bot.library.load import load_library
from tests.evaluate.perspectrum import (
    Corpus,
    claim_requests,
    corpus_folder,
    held_out,
    library_of,
    perspective_requests,
    read_corpus,
    right_point,
)
from tests.evaluate.slips import misspelt, slipped
from tools.evaluate.asking import Outcome, ask_all
from tools.evaluate.labelled import Labelled, Split, find_requests, read_requests
from tools.evaluate.measures import measure, shares

# Over all requests of the shipped library, both splits.
FLOORS = {
    "topic first": 0.97,
    "topic in three": 0.97,
    "typo first": 0.98,
    "typo in three": 0.99,
    "spelling first": 0.97,
    "spelling in three": 0.99,
    "abbreviation first": 0.97,
    "abbreviation in three": 0.99,
    "synonym first": 0.69,
    "synonym in three": 0.87,
    "question first": 0.83,
    "question in three": 0.95,
    "message first": 0.75,
    "message in three": 0.88,
    "all first": 0.865,
    "all in three": 0.948,
    "all mrr": 0.9,
    "answered in three": 0.86,
    "in three at 10 % false": 0.88,
    "in three at 5 % false": 0.875,
    "both sides in six": 0.945,
}
MOST_FALSE_ANSWERS = 0.045

# Over the test claims of Perspectrum, with claims as points.
PERSPECTRUM_FLOORS = {
    "claim, slips: right point": 0.99,
    "claim, misspelt: right point": 0.98,
    "claim: both sides in six": 0.99,
    "perspective: right point": 0.6,
    "perspective, slips: right point": 0.55,
    "perspective, misspelt: right point": 0.56,
}

QUOTES = Path(__file__).parents[2] / "quotes"
needs_corpus = pytest.mark.skipif(
    corpus_folder() is None,
    reason="Perspectrum is neither in COUNTERPOINT_CORPORA nor in ../shared/corpora",
)
needs_codespell = pytest.mark.skipif(
    importlib.util.find_spec("codespell_lib") is None,
    reason="codespell, whose misspellings people really made, is not installed",
)


@cache
def shipped() -> dict[str, float | None]:
    library = load_library(QUOTES)
    requests = read_requests(find_requests(QUOTES), library)
    return shares(measure(ask_all(Desk(library), requests), library))


@pytest.mark.parametrize("figure", FLOORS)
def test_the_shipped_library_answers_no_worse_than_it_did(figure: str) -> None:
    share = shipped()[figure]
    assert share is not None
    assert share >= FLOORS[figure]


def test_requests_out_of_scope_are_seldom_answered() -> None:
    share = shipped()["false answers"]
    assert share is not None
    assert share <= MOST_FALSE_ANSWERS


@cache
def corpus() -> Corpus:
    folder = corpus_folder()
    assert folder is not None
    return read_corpus(folder)


@cache
def desk(*, whole: bool) -> Desk:
    """Return a desk over the test claims, with or without the sentences of the requests."""
    claims = corpus().claims_of(Split.REPORT)
    out = () if whole else tuple(one for ids in asked_with().values() for one in ids)
    return Desk(library_of(corpus(), claims, out))


@cache
def asked_with() -> dict[str, tuple[str, ...]]:
    return held_out(corpus().claims_of(Split.REPORT), cluster=False)


def of_claims(mistyped: Callable[[str], str] = str) -> tuple[Outcome, ...]:
    claims = corpus().claims_of(Split.REPORT)
    return ask_all(desk(whole=True), claim_requests(claims, desk(whole=True).library, mistyped))


def of_perspectives(mistyped: Callable[[str], str] = str) -> tuple[Outcome, ...]:
    partial = desk(whole=False)
    claims = corpus().claims_of(Split.REPORT)
    return ask_all(
        partial, perspective_requests(corpus(), claims, partial.library, asked_with(), mistyped)
    )


@needs_corpus
def test_a_claim_typed_in_a_hurry_still_finds_its_point() -> None:
    assert right_point(of_claims(slipped)) >= PERSPECTRUM_FLOORS["claim, slips: right point"]


@needs_corpus
@needs_codespell
def test_a_claim_misspelt_as_people_do_still_finds_its_point() -> None:
    floor = PERSPECTRUM_FLOORS["claim, misspelt: right point"]
    assert right_point(of_claims(misspelt)) >= floor


@needs_corpus
def test_a_claim_gets_both_its_sides() -> None:
    share = measure(of_claims(), desk(whole=True).library).both_sides
    assert share is not None
    assert share >= PERSPECTRUM_FLOORS["claim: both sides in six"]


@needs_corpus
@pytest.mark.parametrize(
    ("typed", "floor"),
    [
        (str, "perspective: right point"),
        (slipped, "perspective, slips: right point"),
        pytest.param(misspelt, "perspective, misspelt: right point", marks=needs_codespell),
    ],
)
def test_a_statement_finds_its_point(typed: Callable[[str], str], floor: str) -> None:
    assert right_point(of_perspectives(typed)) >= PERSPECTRUM_FLOORS[floor]


@needs_corpus
def test_there_are_enough_requests_to_tune_by_and_to_report_on() -> None:
    claims = corpus().claims
    library = library_of(corpus(), claims)
    out = held_out(claims, cluster=False)
    requests: tuple[Labelled, ...] = (
        *claim_requests(claims, library, slipped),
        *perspective_requests(corpus(), claims, library, out),
    )
    for split in Split:
        assert sum(request.split is split for request in requests) >= 300
