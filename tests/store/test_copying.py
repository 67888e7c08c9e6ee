from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.errors import StoreError
from bot.store.database import is_sqlite
from bot.store.store import Store, copy_store, open_store
from bot.store.tables import METADATA
from tests.store.conftest import new_address
from tests.store.making import BEN, act, draft, quote, topic


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with open_store(new_address(request.param, request, tmp_path)) as opened:
        yield opened


@pytest.fixture(scope="module")
def source(
    kind: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """A store with something in every table; no test changes it."""
    with open_store(new_address(kind, request, tmp_path_factory.mktemp("source"))) as opened:
        for server in ("one", "two"):
            opened.history.append(server, [topic("Trams 🚋"), quote("a"), quote("b")], act(0))
            opened.suggestions.put(server, *draft())
            opened.suggestions.put(server, *draft())
            opened.suggestions.accept(server, 1, [quote("c")], act(3, BEN, why="good"))
            opened.settings.put(server, "curator", {"role": 7})
            opened.questions.note(server, "what about trams", date(2026, 3, 2))
            opened.claim(server, "daily", date(2026, 3, 2))
        many = [quote(f"q-{number}") for number in range(1500)]
        opened.history.append("many", many, act(0))
        yield opened


def rows(store: Store) -> dict[str, list[Any]]:
    """Return all rows of a store by table."""
    with store.database.read() as connection:
        return {
            table.name: list(connection.execute(select(table).order_by(*table.primary_key)).all())
            for table in METADATA.sorted_tables
        }


def test_a_copy_holds_everything(source: Store, target: Store) -> None:
    copied = copy_store(source, target)
    assert rows(target) == rows(source)
    assert all(rows(source).values())
    assert copied == sum(map(len, rows(source).values()))


def test_work_goes_on_in_the_copy(source: Store, target: Store) -> None:
    copy_store(source, target)
    assert target.history.append("one", [quote("d")], act(4)).__class__.__name__ == "Saved"
    assert target.history.revision("one") == 5
    assert source.history.revision("one") == 4


def test_a_target_that_holds_something_is_refused_and_left_alone(
    source: Store, target: Store
) -> None:
    target.history.append("mine", [quote("a")], act(0))
    before = rows(target)
    with pytest.raises(StoreError, match="not empty"):
        copy_store(source, target)
    assert rows(target) == before


def test_a_store_is_not_copied_onto_itself(source: Store) -> None:
    before = rows(source)
    with pytest.raises(StoreError):
        copy_store(source, source)
    assert rows(source) == before


def test_a_copy_that_breaks_off_leaves_nothing(source: Store, target: Store) -> None:
    refusing = (
        "CREATE TRIGGER no BEFORE INSERT ON claims BEGIN SELECT RAISE(ABORT, 'no'); END"
        if is_sqlite(target.database.engine)
        else "ALTER TABLE claims ADD CHECK (job = '')"
    )
    with target.database.write() as connection:
        connection.exec_driver_sql(refusing)
    with pytest.raises(StoreError):
        copy_store(source, target)
    assert not any(rows(target).values())
