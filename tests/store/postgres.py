"""A PostgreSQL cluster for the tests: in a temporary folder, reachable only by a socket there.

``initdb`` and ``pg_ctl`` refuse to be root, so root runs them as another user.
"""

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from psycopg import sql

_USER = "counterpoint"
_PATIENCE_S = 60
# Without fsync: these tests kill the bot, not the machine.
_OPTIONS = "-c fsync=off -c listen_addresses='' -c max_connections=200 -c log_statement=none"


class Cluster:
    """A running PostgreSQL and the databases in it."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self._folder = folder
        self._names = (f"db{number}" for number in itertools.count(1))

    def make(self) -> None:
        """Make the cluster and start it."""
        self._run("initdb", "-A", "trust", "-U", _USER, "-E", "UTF8", "--no-locale", "--no-sync")
        self.start()

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = f"{_OPTIONS} -k {self._folder}"
        log = str(self._folder / "log")
        self._run("pg_ctl", "-w", "-t", str(_PATIENCE_S), "-o", options, "-l", log, "start")

    def stop(self) -> None:
        """Stop it at once, without a shutdown."""
        self._run("pg_ctl", "-w", "-t", str(_PATIENCE_S), "-m", "immediate", "stop")

    def address(self, database: str) -> str:
        """Return the address of a database in it."""
        return f"postgresql://{_USER}@/{database}?host={quote(str(self._folder), safe='')}"

    def new_database(self) -> str:
        """Make an empty database; return its address."""
        name = next(self._names)
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.address(name)

    def _run(self, program: str, *arguments: str) -> None:
        account = _account()
        # A file, not a pipe: the server that is started keeps it open.
        with (self._folder / "said").open("ab") as said:
            done = subprocess.run(
                [self._programs / program, "-D", self._folder / "cluster", *arguments],
                user=account.pw_uid if account else None,
                group=account.pw_gid if account else None,
                extra_groups=[] if account else None,
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                timeout=2 * _PATIENCE_S,
                check=False,
            )
        assert done.returncode == 0, (self._folder / "said").read_text()


def _account() -> pwd.struct_passwd | None:
    """Return the account to run PostgreSQL as; None for the account of the tests."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _programs() -> Path | None:
    """Return the folder with the programs of the newest PostgreSQL installed."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: float(path.parent.parent.name),
    )
    on_path = shutil.which("initdb")
    if found:
        return found[-1].parent
    return Path(on_path).resolve().parent if on_path else None


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """Run a cluster; skip the test if no PostgreSQL is installed, but fail in CI."""
    programs = _programs()
    if programs is None:
        reason = "PostgreSQL is not installed: there is no initdb"
        assert "CI" not in os.environ, f"{reason}; run .ci/install-postgres"  # noqa: TID251 - tests have no settings
        pytest.skip(reason)
    # A socket's path is limited to some 100 characters, and pytest's folders are long.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    account = _account()
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)
    cluster = Cluster(programs, folder)
    try:
        cluster.make()
        yield cluster
    finally:
        if (folder / "cluster" / "postmaster.pid").exists():
            cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with running_cluster() as made:
        yield made
