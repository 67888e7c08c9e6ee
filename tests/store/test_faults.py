import logging
import socket
import sqlite3
import stat
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Timer

import psycopg
import pytest

from bot.errors import StoreError
from bot.store.database import database_errors
from bot.store.records import Saved
from bot.store.store import Store, open_store
from tests.store.making import act, quote
from tests.store.postgres import Cluster
from tests.store.processes import fill_the_disk, open_unwritable, run

# The store's own limit is 1.5 s; the rest is for a machine that is busy with other work.
WITHIN_S = 30


def file_of(address: str) -> Path:
    return Path(address.removeprefix("sqlite:///"))


@pytest.fixture
def sqlite_address(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/data/counterpoint.db"


def fault(call: Callable[[], object]) -> str:
    """Return the trace of the StoreError that a call raises, in time."""
    start = time.monotonic()
    with pytest.raises(StoreError) as caught:
        call()
    assert time.monotonic() - start < WITHIN_S
    assert caught.value.__cause__ is not None
    return "".join(traceback.format_exception(caught.value))


@contextmanager
def locked(address: str, server: str) -> Iterator[None]:
    """Hold the database in another transaction that does not end."""
    if address.startswith("sqlite"):
        with sqlite3.connect(file_of(address), isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")
        other.close()
    else:
        with psycopg.connect(address) as writer:
            writer.execute("SELECT * FROM servers WHERE id = %s FOR UPDATE", (server,))
            yield


def test_a_locked_database_is_told_in_time_and_can_still_be_read(address: str, server: str) -> None:
    with open_store(address) as store:
        store.history.append(server, [quote("one")], act(0))
        with locked(address, server):
            told = fault(lambda: store.history.append(server, [quote("two")], act(1)))
            assert "locked by another" in told
            assert store.history.revision(server) == 1
            assert store.history.changes(server).changes == (quote("one"),)
        assert isinstance(store.history.append(server, [quote("two")], act(1)), Saved)


def test_the_file_is_its_owners_alone(sqlite_address: str) -> None:
    with open_store(sqlite_address) as store:
        store.history.append("s", [quote("one")], act(0))
        files = list(file_of(sqlite_address).parent.iterdir())
        assert len(files) == 3
        assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
        assert stat.S_IMODE(file_of(sqlite_address).parent.stat().st_mode) == 0o700


def test_sqlite_is_set_to_keep_what_it_acknowledged(sqlite_address: str) -> None:
    with open_store(sqlite_address) as store:
        keeps_what_it_acknowledges(store)


def keeps_what_it_acknowledges(store: Store) -> None:
    with store.database.write() as connection:
        settings = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        assert [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in settings] == [
            "wal",
            2,
            1,
            1500,
        ]


def test_a_file_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    # Not in pytest's folder, which the other user could not enter.
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "counterpoint.db"
        with open_store(f"sqlite:///{file}") as store:
            store.history.append("s", [quote("one")], act(0))
        file.chmod(0o444)
        Path(folder).chmod(0o555)
        told = run(open_unwritable, f"sqlite:///{file}", f"sqlite:///{tmp_path}/scratch.db")
        Path(folder).chmod(0o700)
        file.chmod(0o600)
        assert "the database cannot be opened for writing; give this user the right" in told
        assert folder not in told
        with open_store(f"sqlite:///{file}") as store:
            assert store.history.changes("s").changes == (quote("one"),)


def test_a_file_that_is_no_database_is_told(sqlite_address: str) -> None:
    file_of(sqlite_address).parent.mkdir()
    file_of(sqlite_address).write_text("This is a letter, not a database. " * 100)
    told = fault(lambda: open_store(sqlite_address))
    assert "not a database" in told
    assert "letter" in file_of(sqlite_address).read_text()


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path: Path) -> None:
    fault(lambda: open_store(f"sqlite:///{tmp_path}"))


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    told = fault(lambda: open_store(f"sqlite:///{tmp_path}/data/counterpoint.db"))
    assert "File exists" in told


def test_opening_waits_while_another_process_makes_the_database(sqlite_address: str) -> None:
    file_of(sqlite_address).parent.mkdir()
    other = sqlite3.connect(file_of(sqlite_address), isolation_level=None, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    release = Timer(0.3, lambda: other.execute("ROLLBACK"))
    release.start()
    with open_store(sqlite_address) as store:
        release.join()
        other.close()
        assert store.history.revision("s") == 0


def test_a_write_that_waits_too_long_for_its_own_process_is_refused(sqlite_address: str) -> None:
    with (
        open_store(sqlite_address) as store,
        store.database.write(),
        pytest.raises(StoreError, match="busy with other writes"),
    ):
        store.history.append("s", [quote("one")], act(0))


def test_too_many_who_read_at_once_are_told_in_time(sqlite_address: str) -> None:
    with open_store(sqlite_address) as store, ExitStack() as readers:
        for _ in range(10):
            readers.enter_context(store.database.read())
        assert "no connection to the database was free" in fault(
            lambda: store.history.revision("s")
        )


def test_a_full_disk_leaves_nothing_half_written(sqlite_address: str, server: str) -> None:
    answer = run(fill_the_disk, sqlite_address, server, "400000")
    assert answer["acknowledged"] > 0
    assert answer["seen"] == answer["acknowledged"]
    assert answer["after"] == answer["acknowledged"] + 1
    assert "could not be read or written" in answer["told"]
    with open_store(sqlite_address) as store:
        entries = store.history.changes(server).entries
    assert [entry.revision for entry in entries] == list(range(1, answer["after"] + 1))


def test_a_disk_without_room_is_told_and_keeps_what_is_there(sqlite_address: str) -> None:
    with open_store(sqlite_address) as store:
        store.history.append("s", [quote("one")], act(0))
        full = sqlite3.connect(file_of(sqlite_address))
        full.execute("PRAGMA max_page_count=1")

        def fill() -> None:
            with database_errors():
                for number in range(1000):
                    full.execute(f"CREATE TABLE t{number} (c)")

        assert "there is no room left on the disk of the database; make room" in fault(fill)
        full.close()
        assert store.history.changes("s").changes == (quote("one"),)


def test_a_postgresql_that_is_not_there_is_told_without_its_address() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    address = f"postgres://botuser:s3cret@127.0.0.1:{port}/botbase"
    told = fault(lambda: open_store(address))
    for secret in ("botuser", "s3cret", "127.0.0.1", str(port), "botbase"):
        assert secret not in told


def test_a_postgresql_that_says_nothing_is_told_in_time() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"postgresql://botuser:s3cret@127.0.0.1:{silent.getsockname()[1]}/botbase"
        told = fault(lambda: open_store(address))
    assert "s3cret" not in told


def test_a_database_that_postgresql_does_not_have_is_told_without_its_name(
    cluster: Cluster,
) -> None:
    address = cluster.address("botbase")
    told = fault(lambda: open_store(address))
    assert "does not exist" in told
    assert "botbase" not in told


def test_a_restart_of_postgresql_costs_nothing_after_it(
    cluster: Cluster, server: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    address = cluster.new_database()
    with open_store(address) as store:
        store.history.append(server, [quote("one")], act(0))
        cluster.stop()
        try:
            told = fault(lambda: store.history.append(server, [quote("two")], act(1)))
            fault(lambda: store.history.revision(server))
        finally:
            cluster.start()
        assert store.history.revision(server) == 1
        assert isinstance(store.history.append(server, [quote("two")], act(1)), Saved)
    name = address.partition("?host=")[2].rpartition("%2F")[2]
    assert name not in told
    assert name not in caplog.text


def test_text_of_members_is_in_no_trace(store: Store, server: str) -> None:
    store.history.append(server, [quote("one", "A secret of the town.")], act(0))

    def break_it() -> None:
        with store.database.write() as connection:
            connection.exec_driver_sql(
                "INSERT INTO history SELECT server, revision, at, who, who_name, why, deed, shelf, "  # noqa: S608 - the test's own words
                f"subject, change FROM history WHERE server = '{server}'"
            )

    told = fault(break_it)
    assert "secret" not in told
    assert f"({server}" not in told
