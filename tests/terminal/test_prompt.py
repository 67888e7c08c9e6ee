"""The prompt in a real process at a pseudo-terminal."""

import contextlib
import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.library.small_library import WHOLE, write

ROOT = Path(__file__).parent.parent.parent
PATIENCE_S = 30
# Bracketed paste is switched on whenever the prompt is ready for a line.
READY = "\x1b[?2004h"


class Person:
    """A person at a pseudo-terminal, who types and waits for text to appear."""

    def __init__(self, process: subprocess.Popen[bytes], terminal: int) -> None:
        self.process = process
        self._terminal = terminal
        self.seen = ""

    def type(self, keys: str) -> None:
        os.write(self._terminal, keys.encode())

    def wait_for(self, words: str) -> str:
        """Wait for these words; return everything that appeared since the last wait."""
        until = time.monotonic() + PATIENCE_S
        while words not in self.seen:
            ready, _, _ = select.select([self._terminal], [], [], until - time.monotonic())
            assert ready, f"{words!r} did not appear in {self.seen!r}"
            self.seen += os.read(self._terminal, 65536).decode(errors="replace")
        appeared, self.seen = self.seen, ""
        return appeared


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Person]:
    library = write(tmp_path / "library", WHOLE)
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=tmp_path,
        env={
            "PYTHONPATH": str(ROOT),
            "COUNTERPOINT_LIBRARY": str(library),
            "XDG_STATE_HOME": str(tmp_path / "state"),
            "TERM": "xterm",
            # A real terminal answers where its cursor is; this one does not.
            "PROMPT_TOOLKIT_NO_CPR": "1",
        },
    )
    os.close(theirs)
    yield Person(process, ours)
    process.kill()
    process.wait()
    with contextlib.suppress(OSError):
        os.close(ours)


def test_a_first_visit(person: Person, tmp_path: Path) -> None:
    opening = person.wait_for(READY)
    assert "To try:" in opening
    assert "quote Money" in opening
    assert "DISCORD_TOKEN" in opening
    person.type("quote money\r")
    answer = person.wait_for(READY)
    assert "nothing is free" in answer
    assert "1 In context" in answer
    person.type("context\r")
    assert "They say that" in person.wait_for(READY)
    person.type("half a line\x03")
    person.wait_for(READY)
    person.type("/frob the money\r")
    assert "There is no command /frob" in person.wait_for(READY)
    person.type("\x04")
    assert person.process.wait(PATIENCE_S) == 0
    history = (tmp_path / "state" / "counterpoint" / "history").read_text()
    assert "+quote money" in history
    assert "half a line" not in history


def test_quit_leaves_with_status_0(person: Person) -> None:
    person.wait_for(READY)
    person.type("quit\r")
    assert person.process.wait(PATIENCE_S) == 0
