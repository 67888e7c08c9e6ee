"""The shipped labelled requests follow the rules for writing them."""

from collections import Counter
from pathlib import Path

import pytest

from bot.library.library import Library
from bot.library.load import load_library
from tools.evaluate.labelled import OUT, Labelled, Split, find_requests, read_requests

QUOTES = Path(__file__).parents[2] / "quotes"
# These kinds hold names of topics and their everyday short forms.
MAY_BE_NAMES = {"topic", "spelling", "abbreviation", "synonym"}


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(QUOTES)


@pytest.fixture(scope="module")
def requests(library: Library) -> tuple[Labelled, ...]:
    return read_requests(find_requests(QUOTES), library)


def test_there_are_enough_of_them_and_a_quarter_out_of_scope(
    requests: tuple[Labelled, ...],
) -> None:
    assert len(requests) >= 420
    assert sum(request.kind == OUT for request in requests) >= len(requests) / 4


def test_two_thirds_of_each_kind_are_to_tune_by(requests: tuple[Labelled, ...]) -> None:
    kinds = Counter(request.kind for request in requests)
    tuned = Counter(request.kind for request in requests if request.split is Split.TUNE)
    assert all(abs(tuned[kind] / kinds[kind] - 2 / 3) < 0.02 for kind in kinds)


def test_no_request_stands_there_twice(requests: tuple[Labelled, ...]) -> None:
    texts = Counter(" ".join(request.text.split()) for request in requests)
    assert [text for text, times in texts.items() if times > 1] == []


def test_no_mistyped_request_question_or_message_is_a_wording_of_the_library(
    requests: tuple[Labelled, ...], library: Library
) -> None:
    wordings = {
        wording.casefold().rstrip("?.")
        for point in library.points.values()
        for wording in (point.sentence, *point.aliases, *point.phrasings)
    }
    wordings |= {
        wording.casefold()
        for topic in library.topics.values()
        for wording in (topic.name, *topic.aliases)
    }
    copied = [
        request.text
        for request in requests
        if request.kind not in MAY_BE_NAMES and request.text.casefold().rstrip("?.") in wordings
    ]
    assert copied == []
