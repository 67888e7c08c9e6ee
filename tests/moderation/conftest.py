"""A moderation service over the town of ``tests.libraries`` and a real database in a file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.library.library import Library
from bot.moderation.servers import Servers
from bot.moderation.service import ModerationService
from bot.store.store import Store, open_store
from tests.clocks import ManualClock


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def store(tmp_path: Path, clock: ManualClock) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path}/counterpoint.db", clock) as opened:
        yield opened


@pytest.fixture
def servers(library: Library, store: Store) -> Servers:
    return Servers(library, store)


@pytest.fixture
def service(servers: Servers, clock: ManualClock) -> ModerationService:
    return ModerationService(servers, clock)
