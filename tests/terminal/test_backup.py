"""``backup``, ``restore`` and ``move``: nothing is lost or overwritten."""

import sqlite3
import stat
from pathlib import Path

import pytest

from tests.store.postgres import Cluster, cluster
from tests.terminal.place import Place, place_in
from tests.terminal.test_transfer import leaflet

__all__ = ["cluster"]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A place with one import."""
    made = place_in(tmp_path / "old")
    assert made.run("import", leaflet(made), "--yes").status == 0
    return made


def part(place: Place) -> bytes:
    return place.bytes_of("export", "--server", "local")


def test_a_backup_restored_elsewhere_is_the_same(place: Place, tmp_path: Path) -> None:
    ran = place.run("backup", place.path("it's a 100% backup?.db"))
    assert ran.status == 0
    assert ran.out.startswith("Backed up ")
    other = place_in(tmp_path / "new")
    assert other.run("restore", place.path("it's a 100% backup?.db")).status == 0
    assert part(other) == part(place)


def test_a_backup_is_one_file_that_its_owner_alone_may_read(place: Place) -> None:
    before = set(place.folder.iterdir())
    place.run("backup", place.path("backup.db"))
    assert set(place.folder.iterdir()) - before == {place.folder / "backup.db"}
    assert stat.S_IMODE((place.folder / "backup.db").stat().st_mode) == 0o600


def test_a_backup_is_never_written_over(place: Place) -> None:
    Path(place.path("backup.db")).write_text("mine")
    ran = place.run("backup", place.path("backup.db"))
    assert ran.status == 2
    assert "exists already" in ran.err
    assert Path(place.path("backup.db")).read_text() == "mine"


def test_a_backup_is_left_as_it_was_by_restoring_it(place: Place, tmp_path: Path) -> None:
    place.run("backup", place.path("backup.db"))
    before = Path(place.path("backup.db")).read_bytes()
    place_in(tmp_path / "new").run("restore", place.path("backup.db"))
    assert Path(place.path("backup.db")).read_bytes() == before


def test_a_backup_is_not_restored_over_a_full_database(place: Place) -> None:
    place.run("backup", place.path("backup.db"))
    before = part(place)
    ran = place.run("restore", place.path("backup.db"))
    assert ran.status == 2
    assert ran.err == (
        "The database to copy to is not empty, so nothing was copied; name a new one: for restore "
        "in DATABASE_URL, such as sqlite:///data/restored.db, for move after --to.\n"
    )
    assert part(place) == before
    moved = place.run("move", "--to", place.database)
    assert (moved.status, moved.err, part(place)) == (2, ran.err, before)


def test_an_unchanged_server_has_nothing_to_back_up_or_move(tmp_path: Path) -> None:
    empty = place_in(tmp_path / "empty")
    for order in (("backup", empty.path("b.db")), ("move", "--to", f"sqlite:///{tmp_path}/n.db")):
        ran = empty.run(*order)
        assert ran.status == 1
        assert ran.out.startswith("There is nothing to ")
    assert not (tmp_path / "empty" / "data").exists()
    assert not (tmp_path / "n.db").exists()


def test_a_file_that_is_not_a_backup_is_refused(tmp_path: Path) -> None:
    other = place_in(tmp_path / "new")
    (tmp_path / "text.db").write_text("no database")
    (tmp_path / "cut.db").write_bytes(b"SQLite format 3\0" + b"\x01" * 5000)
    for name in ("text.db", "cut.db", "nowhere.db"):
        ran = other.run("restore", str(tmp_path / name))
        assert ran.status == 2, ran.out
        assert "backup" in ran.err or "cannot be read" in ran.err
    sqlite3.connect(tmp_path / "other.db").execute("CREATE TABLE t (c)").connection.close()
    assert other.run("restore", str(tmp_path / "other.db")).status == 1


def test_a_backup_with_any_flipped_bit_is_refused(place: Place, tmp_path: Path) -> None:
    place.run("backup", place.path("backup.db"))
    whole = Path(place.path("backup.db")).read_bytes()
    step = len(whole) // 20
    for number, at in enumerate((*range(step // 2, len(whole), step), len(whole) - 90, -9, -1)):
        flipped = bytearray(whole)
        flipped[at] ^= 1 << number % 8
        (tmp_path / "flipped.db").write_bytes(flipped)
        other = place_in(tmp_path / f"new-{number}")
        ran = other.run("restore", str(tmp_path / "flipped.db"))
        assert ran.status == 2
        assert "its content does not match its checksum" in ran.err
        assert not Path(other.path("data/bot.db")).exists()


def test_a_backup_that_lost_its_checksum_is_checked_by_sqlite_itself(
    place: Place, tmp_path: Path
) -> None:
    place.run("backup", place.path("backup.db"))
    whole = Path(place.path("backup.db")).read_bytes()
    bare = whole[: whole.rindex(b"\ncounterpoint-backup")]
    Path(place.path("bare.db")).write_bytes(bare)
    other = place_in(tmp_path / "new")
    ran = other.run("restore", place.path("bare.db"))
    assert (ran.status, part(other)) == (0, part(place))
    assert ran.out.endswith("It has no checksum, since an older version wrote it.\n")
    Path(place.path("cut.db")).write_bytes(bare[: len(bare) // 2])
    ran = place_in(tmp_path / "newer").run("restore", place.path("cut.db"))
    assert ran.status == 2
    assert "backup cannot be read" in ran.err


def test_all_moves_to_postgresql_and_back(place: Place, cluster: Cluster, tmp_path: Path) -> None:
    address = cluster.new_database()
    ran = place.run("move", "--to", address)
    assert ran.status == 0
    assert "set DATABASE_URL" in ran.out
    assert address not in ran.out + ran.err
    moved = place_in(tmp_path / "moved", address)
    assert part(moved) == part(place)
    assert moved.run("doctor").out.count("PostgreSQL: 1 server\n") == 1
    back = f"sqlite:///{tmp_path}/back.db"
    assert moved.run("move", "--to", "-", typed=f"{back}\n").status == 0
    assert part(place_in(tmp_path / "back", back)) == part(place)


def test_an_address_with_a_password_is_never_repeated(place: Place) -> None:
    for address in ("postgresql://bot:hunter2@127.0.0.1:1/x", "mysql://bot:hunter2@host/x"):
        ran = place.run("move", "--to", address)
        assert ran.status == 2
        assert "hunter2" not in ran.out + ran.err
