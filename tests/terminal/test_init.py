"""``init``: a new library from the example."""

from argparse import Namespace
from pathlib import Path

import pytest

from bot.errors import RequestError
from bot.library.load import check_library
from bot.library.model import State
from bot.settings import SHIPPED_LIBRARY, Settings
from bot.terminal.library_commands import init
from tests.terminal.terminal import piped, written
from tools.write_schemas import schema_files


def run(folder: Path) -> tuple[int, str]:
    streams = piped()
    return init(Namespace(folder=str(folder)), Settings(), streams), written(streams.stdout)


def test_the_example_is_in_order_and_shows_what_a_library_has(tmp_path: Path) -> None:
    status, text = run(tmp_path / "new")
    assert status == 0
    report = check_library(tmp_path / "new")
    assert report.problems == ()
    assert report.library is not None
    assert report.library.count(State.VERIFIED) == len(report.library.quotes) == 3
    assert sum(sides.both for sides in report.library.by_point.values()) == 1
    assert f"python -m bot check {tmp_path / 'new'}" in text


def test_the_schemas_come_with_it_as_they_ship(tmp_path: Path) -> None:
    run(tmp_path)
    for name, text in schema_files().items():
        assert (tmp_path / "quotes" / name).read_text("utf-8") == text
        assert (SHIPPED_LIBRARY / name).read_text("utf-8") == text


def test_existing_files_are_not_touched(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    for name in (tmp_path, tmp_path / "mine"):
        with pytest.raises(RequestError, match="is not an empty folder"):
            run(name)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RequestError, match="cannot be written"):
        run(tmp_path / "file" / "new")
