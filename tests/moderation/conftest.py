"""A moderation service over the town of ``tests.libraries`` and a real database in a file."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.library.library import Library
from bot.moderation.servers import Servers
from bot.moderation.service import ModerationService
from bot.store.store import Store, open_store


class Hands:
    """A clock that stands still until a test advances it."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def turn(self, by: timedelta) -> None:
        self.at += by


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def store(tmp_path: Path, clock: Hands) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path}/counterpoint.db", clock) as opened:
        yield opened


@pytest.fixture
def servers(library: Library, store: Store) -> Servers:
    return Servers(library, store)


@pytest.fixture
def service(servers: Servers, clock: Hands) -> ModerationService:
    return ModerationService(servers, clock)
