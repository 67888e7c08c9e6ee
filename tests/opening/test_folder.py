"""A folder that keeps what takes long to make."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.opening.folder import MOST_FILES, KeepingFolder

HEAD, BODY = b"head", bytearray(range(256)) * 40
HOUR_S = 3600


@pytest.fixture
def folder(tmp_path: Path) -> KeepingFolder:
    return KeepingFolder(tmp_path / "cache" / "counterpoint")


def keep(folder: KeepingFolder, name: str = "one") -> Path:
    assert folder.write(name, HEAD, (bytes(BODY[:100]), memoryview(BODY)[100:]))
    return folder.path / f"{name}.kept"


def test_what_was_kept_is_read_as_it_was(folder: KeepingFolder) -> None:
    keep(folder)
    assert folder.read("one") == (HEAD, BODY)
    assert folder.read("two") is None


def test_the_folder_is_made_for_its_user_alone(folder: KeepingFolder) -> None:
    path = keep(folder)
    assert folder.path.stat().st_mode & 0o777 == 0o700
    assert path.stat().st_mode & 0o777 == 0o600


def test_nothing_is_read_where_no_folder_is(folder: KeepingFolder) -> None:
    assert folder.read("one") is None
    assert not folder.path.exists()


def test_what_is_kept_anew_takes_the_place_of_the_old(folder: KeepingFolder) -> None:
    keep(folder)
    assert folder.write("one", b"", ())
    assert folder.read("one") == (b"", bytearray())
    assert len(list(folder.path.iterdir())) == 1


@pytest.mark.parametrize(
    "damaged",
    [
        lambda whole: whole[:0],
        lambda whole: whole[:7],
        lambda whole: whole[:30],
        lambda whole: whole[:60],
        lambda whole: whole[:-1],
        lambda whole: whole + b"\0",
        lambda whole: whole.replace(b"counterpoint 1", b"counterpoint 2"),
        lambda whole: whole[:15] + b"\0" * 32 + whole[47:],
        lambda whole: whole[:47] + b"\xff" * 8 + whole[55:],
        lambda whole: whole[:55] + b"HEAD" + whole[59:],
        lambda whole: whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:],
    ],
)
def test_what_is_damaged_or_cut_short_is_not_read(
    folder: KeepingFolder, damaged: Callable[[bytes], bytes]
) -> None:
    path = keep(folder)
    path.write_bytes(damaged(path.read_bytes()))
    assert folder.read("one") is None
    keep(folder)
    assert folder.read("one") == (HEAD, BODY)


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777, 0o1777])
def test_a_folder_that_others_may_write_to_is_not_used(folder: KeepingFolder, mode: int) -> None:
    keep(folder)
    folder.path.chmod(mode)
    assert folder.read("one") is None
    assert not folder.write("two", HEAD, ())
    assert [path.name for path in folder.path.iterdir()] == ["one.kept"]


@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_a_file_that_others_may_write_to_is_not_read(folder: KeepingFolder, mode: int) -> None:
    keep(folder).chmod(mode)
    assert folder.read("one") is None


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give things to others")
def test_what_is_somebody_elses_is_not_read(folder: KeepingFolder) -> None:
    path = keep(folder)
    os.chown(path, 65534, 65534)
    assert folder.read("one") is None
    os.chown(path, 0, 0)
    assert folder.read("one") == (HEAD, BODY)
    os.chown(folder.path, 65534, 65534)
    assert folder.read("one") is None
    assert not folder.write("two", HEAD, ())


def test_links_are_not_followed(folder: KeepingFolder, tmp_path: Path) -> None:
    path = keep(folder)
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert folder.read("one") is None
    link = KeepingFolder(tmp_path / "link")
    link.path.symlink_to(folder.path)
    assert not link.write("one", HEAD, ())


@pytest.mark.parametrize("odd", [Path.mkdir, os.mkfifo])
def test_what_is_no_file_is_not_read(folder: KeepingFolder, odd: Callable[[Path], None]) -> None:
    path = keep(folder)
    path.unlink()
    odd(path)
    assert folder.read("one") is None


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    folder = KeepingFolder(tmp_path / "file" / "counterpoint")
    assert not folder.write("one", HEAD, ())
    assert folder.read("one") is None


def test_the_longest_unused_of_too_many_go(folder: KeepingFolder) -> None:
    for number in range(MOST_FILES):
        path = keep(folder, str(number))
        os.utime(path, (1_000_000 + number, 1_000_000 + number))
    folder.read("0")
    keep(folder, "last")
    left = {path.stem for path in folder.path.iterdir()}
    assert left == {"last", "0", *map(str, range(2, MOST_FILES))}


def test_what_was_left_behind_unfinished_goes(folder: KeepingFolder) -> None:
    path = keep(folder)
    old, new = folder.path / "old.part", folder.path / "new.part"
    foreign = folder.path / "history"
    for each in (old, new, foreign):
        each.write_bytes(b"")
    past = path.stat().st_mtime - HOUR_S - 60
    os.utime(old, (past, past))
    keep(folder)
    assert {each.name for each in folder.path.iterdir()} == {"one.kept", "new.part", "history"}


def test_processes_at_once_read_something_whole_or_nothing(folder: KeepingFolder) -> None:
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from bot.opening.folder import KeepingFolder\n"
        "folder = KeepingFolder(Path(sys.argv[1]))\n"
        "for number in range(60):\n"
        "    letter = bytes([number])\n"
        "    assert folder.write('one', letter, (letter * 200_000,))\n"
        "    head, body = folder.read('one')\n"
        "    assert body == head * 200_000\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", program, str(folder.path)]) for _ in range(3)
    ]
    assert [process.wait() for process in running] == [0, 0, 0]
    assert [path.name for path in folder.path.iterdir()] == ["one.kept"]
