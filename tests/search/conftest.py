"""The town of ``tests.libraries``, read once for all tests of search."""

import pytest

from bot.library.library import Library
from bot.search.matcher import Matcher
from tests.libraries import nothing, town


@pytest.fixture(scope="session")
def library() -> Library:
    return town()


@pytest.fixture(scope="session")
def matcher(library: Library) -> Matcher:
    return Matcher(library)


@pytest.fixture(scope="session")
def empty() -> Matcher:
    return Matcher(nothing())
