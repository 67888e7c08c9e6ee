"""Fixtures: every contract test runs on both databases, in its own server."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.store import Store, open_store
from tests.clocks import ManualClock
from tests.store.postgres import cluster

__all__ = ["cluster"]

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def clock() -> ManualClock:
    return ManualClock(microsecond=123456)


@pytest.fixture(scope="session")
def store(
    kind: str,
    clock: ManualClock,
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Store]:
    """One store for all tests of the contract; each uses its own server."""
    with open_store(new_address(kind, request, tmp_path_factory.mktemp("store")), clock) as opened:
        yield opened


@pytest.fixture
def address(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a new database."""
    return new_address(kind, request, tmp_path)


@pytest.fixture
def server() -> str:
    return f"server-{next(_NUMBERS)}"


def new_address(kind: str, request: pytest.FixtureRequest, folder: Path) -> str:
    if kind == "sqlite":
        return f"sqlite:///{folder}/counterpoint-{next(_NUMBERS)}.db"
    return str(request.getfixturevalue("cluster").new_database())
