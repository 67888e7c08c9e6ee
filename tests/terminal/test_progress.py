"""Progress of long work: shown at a terminal, logged elsewhere, and never for short work."""

import io
import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import open_servers
from bot.settings import Settings
from bot.store.store import copy_store, open_store
from bot.terminal.io import Progress, Streams, opened
from tests.library.small_library import WHOLE, write
from tests.terminal.terminal import Terminal, piped, written

PATIENCE_S = 30


class Heard(logging.Handler):
    """Keeps the sentences of the log."""

    def __init__(self) -> None:
        super().__init__()
        self.sentences: list[str] = []
        self._more = threading.Condition()

    def emit(self, record: logging.LogRecord) -> None:
        with self._more:
            self.sentences.append(record.getMessage())
            self._more.notify_all()

    def waits_for(self, sentence: str) -> bool:
        with self._more:
            return self._more.wait_for(lambda: sentence in self.sentences, PATIENCE_S)


class Watched(Terminal):
    """A terminal on which something is awaited."""

    def __init__(self, awaited: str) -> None:
        super().__init__()
        self._awaited = awaited
        self.seen = threading.Event()

    def write(self, text: str) -> int:
        written = super().write(text)
        if self._awaited in self.getvalue():
            self.seen.set()
        return written


@pytest.fixture
def heard() -> Iterator[Heard]:
    logger, handler = logging.getLogger("bot.terminal.io"), Heard()
    before = logger.level
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    yield handler
    logger.removeHandler(handler)
    logger.setLevel(before)


def test_long_work_is_logged_now_and_then(heard: Heard) -> None:
    streams = piped()
    with Progress(streams, "Restoring", quiet_s=0, logged_every_s=0.001) as progress:
        progress.count(1200, 40000)
        assert heard.waits_for("Restoring: 1,200 of 40,000 rows, 0 s")
    assert written(streams.stderr) == ""


def test_a_new_step_forgets_the_rows_of_the_last(heard: Heard) -> None:
    with Progress(piped(), "Restoring", quiet_s=0, logged_every_s=0.001) as progress:
        progress.count(1, 1)
        progress.step("Checking")
        assert heard.waits_for("Checking: 0 s")


def test_long_work_is_one_line_at_a_terminal_that_disappears(
    heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    stderr = Watched("Backing up: 1 of 1 rows, 0 s")
    with Progress(Streams(io.StringIO(), io.StringIO(), stderr), quiet_s=0) as progress:
        progress.step("Backing up")
        progress.count(1, 1)
        assert stderr.seen.wait(PATIENCE_S)
    assert stderr.getvalue().endswith("\x1b[2K")  # the line is erased
    assert heard.sentences == []


def test_short_work_shows_nothing(heard: Heard) -> None:
    stderr = Terminal()
    with Progress(Streams(io.StringIO(), io.StringIO(), stderr), "Checking"):
        pass
    assert stderr.getvalue() == ""
    assert heard.sentences == []


def test_a_start_names_each_part_before_it_begins(tmp_path: Path) -> None:
    library, database = write(tmp_path / "library", WHOLE), f"sqlite:///{tmp_path}/bot.db"
    steps: list[str] = []
    with open_servers(Settings(library=library, database=database), steps.append) as servers:
        assert steps == ["Reading the library", "Opening the database"]
        servers.desk("")
        assert steps[2:] == ["Indexing the library"]


def test_a_context_is_open_until_its_end_though_its_progress_is_over(tmp_path: Path) -> None:
    library, database = write(tmp_path / "library", WHOLE), f"sqlite:///{tmp_path}/bot.db"
    with opened(open_servers, Settings(library=library, database=database), piped()) as servers:
        assert servers.store is not None
        assert servers.store.history.revision("local") == 0
        assert "progress" not in [thread.name for thread in threading.enumerate()]


def test_a_copy_reports_its_rows(tmp_path: Path) -> None:
    reports: list[tuple[int, int]] = []
    with (
        open_store(f"sqlite:///{tmp_path}/a.db") as source,
        open_store(f"sqlite:///{tmp_path}/b.db") as target,
    ):
        source.settings.put("1", "review-channel", "2")
        rows = copy_store(source, target, lambda done, total: reports.append((done, total)))
    assert reports[-1] == (rows, rows) == (2, 2)
