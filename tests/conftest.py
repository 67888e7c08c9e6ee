"""Hypothesis profiles of all tests, and the town of ``tests.libraries``, read once."""

import logging
from collections.abc import Iterator

import pytest
from hypothesis import settings

from bot.library.library import Library
from bot.search.matcher import Matcher
from tests.libraries import nothing, town

pytest_plugins = ["tests.loopback.fixtures"]

# No deadline, for slow machines; otherwise Hypothesis's defaults, deterministic in CI.
settings.register_profile("usual", settings(), deadline=None)
settings.load_profile("usual")
# For a longer search on request: ``pytest --hypothesis-profile=large``.
settings.register_profile("large", settings(), max_examples=1000)


@pytest.fixture(autouse=True)
def _log_levels() -> Iterator[None]:
    """Restore the levels of the log, which the program sets when a test calls it in process."""
    names = ("", "bot", "bot.interactions", "alembic")
    before = {name: logging.getLogger(name).level for name in names}
    yield
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture(scope="session")
def library() -> Library:
    return town()


@pytest.fixture(scope="session")
def matcher(library: Library) -> Matcher:
    return Matcher(library)


@pytest.fixture(scope="session")
def empty() -> Matcher:
    return Matcher(nothing())
