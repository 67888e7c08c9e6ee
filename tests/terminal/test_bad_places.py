"""Folders that are read-only, disks that are full, databases of newer versions: at a terminal.

A command with less room or fewer rights than the tests is a process of its own.
"""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main
from bot.errors import ExitStatus
from bot.store.store import open_store
from tests.loopback.process import ROOT
from tests.loopback.server import TOKEN
from tests.terminal.terminal import piped, written

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
QUOTES = "text,speaker,source,topic\nNobody asked the nurses.,A nurse,A letter,lessons\n"
READ_ONLY = (
    "the database cannot be opened for writing; give this user the right to write its file and its "
    "folder, or name another place in DATABASE_URL\n"
)
NEWER = (
    "the database was made by a newer version of this program (its schema is 9999); install that "
    "version or a newer one, or restore a backup made before it\n"
)


def run(
    *words: str | Path, folder: Path, within: tuple[str, ...] = (), **env: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*within, sys.executable, "-m", "bot", *map(str, words)],
        cwd=folder,
        env=ENVIRONMENT | {"HOME": str(folder)} | env,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def told(ran: subprocess.CompletedProcess[str]) -> tuple[int, str]:
    return ran.returncode, ran.stderr


def run_here(*words: str, folder: Path, token: str = "") -> tuple[int, str]:
    """Run a command in the process of the tests; return its status and standard error."""
    streams = piped()
    with contextlib.chdir(folder):
        status = main(words, streams, {"DISCORD_TOKEN": token})
    return status, written(streams.stderr)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder whose database has one import."""
    (tmp_path / "quotes.csv").write_text(QUOTES)
    assert run_here("import", "quotes.csv", "--yes", folder=tmp_path) == (0, "")
    return tmp_path


def contents(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    """A folder in which nothing may be made."""
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o555)
    return folder


@pytest.fixture
def as_owner() -> tuple[str, ...]:
    """The program that takes root's right to write anywhere; nothing for other users."""
    if os.geteuid() != 0:
        return ()
    if shutil.which("setpriv") is None:
        pytest.skip("there is no setpriv to take rights from root")
    return ("setpriv", "--bounding-set=-dac_override,-dac_read_search")


@pytest.fixture
def small_disk() -> tuple[str, ...]:
    """The program that lets no file grow beyond 2 KB; so nothing may write bytecode."""
    if shutil.which("prlimit") is None:
        pytest.skip("there is no prlimit")
    return ("prlimit", "--fsize=2048", "env", "PYTHONDONTWRITEBYTECODE=1")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("backup", "locked/b.db"), "locked/b.db cannot be written: permission denied.\n"),
        (("export", "locked/library"), "locked/library cannot be written: permission denied.\n"),
        (("export", "locked/l.zip"), "locked/l.zip cannot be written: permission denied.\n"),
        (("init", "locked/new"), "locked/new cannot be written: permission denied.\n"),
    ],
)
@pytest.mark.usefixtures("locked")
def test_a_read_only_folder_is_told_and_left_as_it_is(
    words: tuple[str, str], sentence: str, place: Path, as_owner: tuple[str, ...]
) -> None:
    before = contents(place)
    ran = run(*words, folder=place, within=as_owner)
    assert told(ran) == (ExitStatus.BAD_USE, sentence)
    assert contents(place) == before


@pytest.mark.parametrize("words", [(), ("import", "quotes.csv", "--yes")])
def test_a_database_in_a_read_only_folder_is_told(
    words: tuple[str, ...], tmp_path: Path, locked: Path, as_owner: tuple[str, ...]
) -> None:
    (tmp_path / "quotes.csv").write_text(QUOTES)
    env = {"DATABASE_URL": f"sqlite:///{locked}/bot.db", "DISCORD_TOKEN": TOKEN}
    ran = run(*words, folder=tmp_path, within=as_owner, **env)
    assert told(ran) == (ExitStatus.BAD_USE, READ_ONLY)
    assert contents(tmp_path) == {"quotes.csv", "locked"}


def test_doctor_says_that_a_folder_is_read_only(
    tmp_path: Path, locked: Path, as_owner: tuple[str, ...]
) -> None:
    env = {"DATABASE_URL": f"sqlite:///{locked}/bot.db"}
    ran = run("doctor", folder=tmp_path, within=as_owner, **env)
    assert ran.returncode == ExitStatus.NOTHING
    line = f"look  disk: the bot may not write to {locked}; give its user the right to"
    assert line in ran.stdout.splitlines()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("export", "library"), "library cannot be written: file too large.\n"),
        (("export", "l.zip"), "l.zip cannot be written: file too large.\n"),
        (("init", "new"), "new cannot be written: file too large.\n"),
    ],
)
def test_a_full_disk_is_told_and_nothing_is_half_written(
    words: tuple[str, str], sentence: str, tmp_path: Path, small_disk: tuple[str, ...]
) -> None:
    ran = run(*words, folder=tmp_path, within=small_disk)
    assert told(ran) == (ExitStatus.BAD_USE, sentence)
    assert contents(tmp_path) == set()
    assert run_here(*words, folder=tmp_path) == (0, "")


def test_a_backup_on_a_full_disk_leaves_no_file(place: Path, small_disk: tuple[str, ...]) -> None:
    ran = run("backup", "b.db", folder=place, within=small_disk)
    assert told(ran) == (
        ExitStatus.BAD_USE,
        "the database could not be read or written (OperationalError: disk I/O error)\n",
    )
    assert {path.name for path in place.iterdir()} == {"quotes.csv", "data"}


def test_a_first_start_on_a_full_disk_is_told_and_succeeds_once_there_is_room(
    tmp_path: Path, small_disk: tuple[str, ...]
) -> None:
    env = {"DATABASE_URL": f"sqlite:///{tmp_path}/bot.db", "DISCORD_TOKEN": TOKEN}
    ran = run(folder=tmp_path, within=small_disk, **env)
    assert told(ran) == (
        ExitStatus.BAD_USE,
        "the database could not be read or written (OperationalError: disk I/O error)\n",
    )
    with open_store(env["DATABASE_URL"]) as store:
        assert store.history.revision("local") == 0


@pytest.mark.parametrize("words", [(), ("backup", "b.db")])
def test_a_database_of_a_newer_version_is_told_and_left_alone(
    words: tuple[str, ...], place: Path
) -> None:
    database = place / "data" / "counterpoint.db"
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE schema_version SET version_num = '9999'")
    connection.close()
    before = contents(place), database.read_bytes()
    assert run_here(*words, folder=place, token=TOKEN) == (ExitStatus.BAD_USE, NEWER)
    assert (contents(place), database.read_bytes()) == before
