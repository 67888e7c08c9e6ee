"""A bot in its own process: started in a clean environment, logged, and always ended."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.loopback.errors import LoopbackError
from tests.loopback.timeouts import PATIENCE_S

ROOT = Path(__file__).parents[2]
# Environment variables that a process needs to run at all, and to be measured.
_KEPT = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "VIRTUAL_ENV", "COVERAGE_PROCESS_START")


class BotProcess:
    """``python ARGUMENTS`` in the project's folder, with a separate environment.

    With ``program`` it is that program, which finds no module of this checkout.
    The home folder is a new, empty one. ``heard`` is called with every line it prints and at its
    end, ``before_stop`` before it is asked to stop. Use it as a context manager: on exit the
    process is killed if it still runs.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        env: Mapping[str, str],
        heard: Callable[[], None] = lambda: None,
        *,
        before_stop: Callable[[], None] = lambda: None,
        folder: Path = ROOT,
        program: Path | None = None,
    ) -> None:
        self._home = tempfile.TemporaryDirectory(prefix="loopback-home-")
        here = os.environ  # noqa: TID251 - what the child may keep of it is chosen here
        kept = {name: here[name] for name in _KEPT if name in here}
        kept |= {"HOME": self._home.name, "PYTHONUNBUFFERED": "1"}
        if program is None:
            kept["PYTHONPATH"] = str(ROOT)
        self._lines: list[str] = []
        self._heard = heard
        self._before_stop = before_stop
        self._process = subprocess.Popen(
            [program or sys.executable, *arguments],
            env=kept | dict(env),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> "BotProcess":
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def _read(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        for line in stream:
            self._lines.append(line)
            self._heard()
        self._process.wait()
        self._heard()

    @property
    def output(self) -> str:
        """The output so far, of both streams."""
        return "".join(self._lines)

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def worked_s(self) -> float:
        """The processor time used so far, in seconds; 0 if the system does not tell."""
        try:
            fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def wait(self, timeout_s: float = PATIENCE_S) -> int:
        """Wait for the end of the process; return its exit status."""
        try:
            status = self._process.wait(timeout_s)
        except subprocess.TimeoutExpired as error:
            raise LoopbackError(f"still running after {timeout_s:g} s:\n{self.output}") from error
        self._reader.join(PATIENCE_S)
        return status

    def stop(self, with_signal: signal.Signals = signal.SIGTERM) -> str:
        """Ask it to stop, require a clean end (status 0, no traceback), and return its output."""
        if not self.running:
            raise LoopbackError(f"it ended by itself with {self.wait()}:\n{self.output}")
        self._before_stop()
        self._process.send_signal(with_signal)
        status = self.wait()
        self.kill()
        if status != 0 or "Traceback (most recent call last)" in self.output:
            raise LoopbackError(f"no clean end, status {status}:\n{self.output}")
        return self.output

    def kill(self) -> None:
        """Kill the process and clean up; may be called again."""
        if self.running:
            self._process.kill()
        self._process.wait()
        self._reader.join(PATIENCE_S)
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._home.cleanup()
