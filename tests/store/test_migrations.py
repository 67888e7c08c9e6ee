"""Migrations from every earlier schema, with rows in it, to the newest.

A new migration needs nothing here but ``rows/REVISION.sql``: rows in every table of its schema with
the same content as the earlier files. Existing files never change.
"""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from bot.errors import StoreError
from bot.library.changes import PutTopic, RemoveQuote
from bot.store.database import engine_of, read_address
from bot.store.migrate import SCRIPTS, migrate
from bot.store.records import Decision, Member, Saved, Unanswered
from bot.store.store import Store, open_store
from bot.store.tables import METADATA
from tests.store.making import ANN, BEN, act, quote

ROWS = Path(__file__).with_name("rows")
SCHEMAS = [step.revision for step in ScriptDirectory(str(SCRIPTS)).walk_revisions()][::-1]
CLEO = Member("1003", "Cleo")


@pytest.fixture
def engine(address: str) -> Engine:
    """An engine on a new database; the test disposes of it."""
    return engine_of(read_address(address))


def fill(engine: Engine, schema: str) -> None:
    """Make an earlier schema and insert its rows."""
    migrate(engine, schema)
    with engine.execution_options(writes=True).begin() as connection:
        for statement in (ROWS / f"{schema}.sql").read_text("utf-8").splitlines():
            # Colons are not parameters here, and percent signs are not placeholders.
            connection.exec_driver_sql(statement)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_rows_of_an_earlier_schema_survive_migration(
    schema: str, engine: Engine, address: str
) -> None:
    fill(engine, schema)
    engine.dispose()
    with open_store(address) as store:
        expect_all(store)


def expect_all(store: Store) -> None:
    at = datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)
    news = store.history.changes("old")
    assert news.changes == (PutTopic("trams", "Trams"), quote("one"), RemoveQuote("one", "twice"))
    assert [entry.member for entry in news.entries] == [ANN, ANN, BEN]
    assert [entry.why for entry in news.entries] == ["", "from the minutes", "twice"]
    assert [entry.revision for entry in news.entries] == [1, 2, 3]
    assert news.entries[0].at == at
    assert store.history.append("old", [quote("one")], act(0, press="press-1")) == Saved(1, 2, at)
    (waiting,) = store.suggestions.open("old")
    assert (waiting.number, waiting.member, waiting.channel) == (1, CLEO, "channel-7")
    assert waiting.fields == {"text": "Build it."}
    declined = Decision(BEN, datetime(2026, 1, 4, tzinfo=UTC), "No source.", None)
    assert store.suggestions.get("old", 2).decision == declined
    assert store.suggestions.get("old", 3).decision == Decision(ANN, at, "", Saved(1, 2, at))
    assert store.settings.all("old") == {"curator": "7"}
    assert store.questions.most_asked("old") == (
        Unanswered("what about trams", 4, date(2026, 1, 2)),
    )
    assert not store.claim("old", "daily-point", date(2026, 1, 2))
    assert store.history.append("old", [quote("two")], act(3)) == Saved(
        4, 4, store.history.entries("old")[0].at
    )


def test_the_migrations_make_the_tables_the_program_uses(engine: Engine) -> None:
    migrate(engine)
    with engine.connect() as connection:
        options = {"compare_type": True, "version_table": "schema_version"}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


def test_a_store_is_migrated_once(address: str) -> None:
    for revision in range(3):
        with open_store(address) as store:
            assert store.history.revision("s") == revision
            store.history.append("s", [quote(f"q-{revision}")], act(revision))


def test_a_newer_database_is_refused_and_left_alone(engine: Engine, address: str) -> None:
    fill(engine, SCHEMAS[-1])
    with engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("UPDATE schema_version SET version_num = '9999'")
    with pytest.raises(StoreError, match=r"newer version of this program \(its schema is 9999\)"):
        open_store(address)
    with engine.execution_options(writes=True).begin() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM history").scalar() == 3
        connection.exec_driver_sql(f"UPDATE schema_version SET version_num = '{SCHEMAS[-1]}'")  # noqa: S608 - the test's own words
    engine.dispose()
    with open_store(address) as store:
        expect_all(store)


def test_a_database_of_another_program_is_left_alone(engine: Engine, address: str) -> None:
    with engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE history (theirs text)")
    with pytest.raises(StoreError):
        open_store(address)
    with engine.connect() as connection:
        assert not engine.dialect.has_table(connection, "servers")
    engine.dispose()
