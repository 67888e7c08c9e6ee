"""Input and output of a terminal: streams, files, safe text, progress, exit statuses.

Work that takes less than a second shows no progress. At a terminal the progress is a line on
standard error that changes and disappears at the end; elsewhere it is an entry of the log now and
then.
"""

import errno
import gc
import io
import json
import logging
import os
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any, Self, TextIO, TypeVar

import regex
from msgspec import Struct

from bot.errors import CounterpointError, ExitStatus, RequestError, log_fault
from bot.library.text_cleaning import well_formed
from bot.settings import Settings

logger = logging.getLogger(__name__)

# Whole escape sequences come first (ECMA-48, section 5: control sequences, then control strings),
# so that none of their letters remain.
_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c|$)"
    r"|\x1b[ -/]*[0-~]?"
)
# Every control character but the line feed (C0, DEL, C1), and the marks that change the direction
# of a line (Unicode Standard Annex 9, section 2).
_CONTROL = regex.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\p{Bidi_Control}]")
_SPACES = dict.fromkeys("\t\u2028\u2029\x85", " ")
# Characters to escape in JSON: some act on a terminal, and surrogates cannot be encoded as UTF-8.
_ESCAPED_IN_JSON = regex.compile(r"[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\p{Bidi_Control}]")
T = TypeVar("T")
Opening = Callable[[Settings, Callable[[str], None]], AbstractContextManager[T]]
Record = dict[str, Any]
"""JSON values by name."""


class Streams(Struct, frozen=True):
    """The three streams of a process, or replacements for them."""

    stdin: TextIO
    stdout: TextIO
    stderr: TextIO

    @property
    def interactive(self) -> bool:
        """Whether a person types the input and reads the output."""
        return self.stdin.isatty() and self.stdout.isatty()

    def end(self, sentence: str, status: int = ExitStatus.DONE) -> int:
        """Write the last line of a command; return its exit status."""
        self.stdout.write(f"{sentence}\n")
        return status


def standard_streams() -> Streams:
    """Return the streams of this process; characters they cannot encode become ``?``."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    return Streams(sys.stdin, sys.stdout, sys.stderr)


def confirmed(question: str, streams: Streams) -> bool:
    """Ask a person at the terminal; false without one."""
    if not streams.interactive:
        return False
    streams.stdout.write(f"{question} [y/N] ")
    streams.stdout.flush()
    return streams.stdin.readline().strip().casefold() in {"y", "yes"}


def fit_for_terminal(text: str) -> str:
    """Return the text without anything that a terminal would obey; line feeds stay."""
    plain = _SEQUENCE.sub("", text.replace("\r\n", "\n"))
    plain = _CONTROL.sub(lambda found: _SPACES.get(found[0], ""), plain)
    return well_formed(plain)


def on_one_line(text: str) -> str:
    """Return the text fit for one line of a terminal."""
    return fit_for_terminal(text).replace("\n", " ")


def escaped_in_json(line: str) -> str:
    """Return JSON text with every character escaped that acts on a terminal or is not UTF-8."""
    escaped: str = _ESCAPED_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", line)
    return escaped


def write_record(record: Record, stdout: TextIO) -> None:
    """Write the record as one line of JSON, at once."""
    line = json.dumps(record, ensure_ascii=False, allow_nan=False)
    stdout.write(f"{escaped_in_json(line)}\n")
    stdout.flush()


@contextmanager
def file_errors(path: Path | str, deed: str) -> Iterator[None]:
    """Turn an OSError within the context into a RequestError: the file cannot be ``deed``."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise RequestError(f"{path} cannot be {deed}: {reason}.") from error


def exit_status_of(work: Callable[[], int], streams: Streams) -> int:
    """Do the work and return its exit status; turn an exception into a sentence and a status."""
    try:
        status = work()
        streams.stdout.flush()
    except KeyboardInterrupt:
        if streams.interactive:
            # The shell's prompt starts on a line of its own.
            streams.stderr.write("\n")
        return ExitStatus.INTERRUPTED
    except BrokenPipeError:
        # Python's own last flush goes nowhere: the reader of the pipe is gone.
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), streams.stdout.fileno())
        return ExitStatus.PIPE_CLOSED
    except CounterpointError as error:
        streams.stderr.write(f"{fit_for_terminal(str(error))}\n")
        return ExitStatus.BAD_USE
    except Exception as error:  # noqa: BLE001 - this is where an exception becomes a reply
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            streams.stderr.write("The output cannot be written: no space is left.\n")
            return ExitStatus.BAD_USE
        streams.stderr.write(
            f"{fault_sentence(error)} With COUNTERPOINT_LOG=debug the log shows where.\n"
        )
        return ExitStatus.BAD_USE
    return status


def fault_sentence(error: BaseException) -> str:
    """Log an unexpected error; return an apology with its reference."""
    return f"Something went wrong here: reference {fault_reference(error)}."


def fault_reference(error: BaseException) -> str:
    """Log an unexpected error at debug level, since the log is on the user's screen."""
    return log_fault(error, logging.DEBUG)


class Progress:
    """Show what is under way until the end of the context; safe to report to from any thread.

    ``quiet_s`` is the time before anything is shown, ``logged_every_s`` that between two entries
    of the log, both in seconds.
    """

    def __init__(
        self,
        streams: Streams,
        work: str = "",
        *,
        quiet_s: float = 1.0,
        logged_every_s: float = 15.0,
    ) -> None:
        self._stderr = streams.stderr
        self._quiet_s, self._logged_every_s = quiet_s, logged_every_s
        self._work, self._count = work, ""
        self._began_s = time.monotonic()
        self._over = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="progress", daemon=True)

    def step(self, work: str) -> None:
        """Name what is under way from now on, such as ``Reading the library``."""
        self._work, self._count = work, ""

    def count(self, done: int, total: int) -> None:
        """Say how many rows of the step are done."""
        self._count = f"{done:,} of {total:,} rows"

    def __enter__(self) -> Self:
        self._watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._watcher.join()

    def _watch(self) -> None:
        if self._over.wait(self._quiet_s):
            return
        if self._stderr.isatty():
            self._draw()
            return
        while not self._over.wait(self._logged_every_s):
            logger.info("%s", self._sentence())

    def _sentence(self) -> str:
        took = f"{time.monotonic() - self._began_s:.0f} s"
        return f"{self._work}: {', '.join(filter(None, (self._count, took)))}"

    def _draw(self) -> None:
        from rich.console import Console
        from rich.live import Live
        from rich.text import Text

        live = Live(
            console=Console(file=self._stderr),
            get_renderable=lambda: Text(self._sentence(), no_wrap=True, overflow="ellipsis"),
            refresh_per_second=4,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        with live:
            self._over.wait()


@contextmanager
def opened(opening: Opening[T], settings: Settings, streams: Streams) -> Iterator[T]:
    """Enter a context of :mod:`bot.app`, and show the progress until it is entered.

    If the collector of garbage is off, turns it on for what is made from then on.
    """
    with ExitStack() as stack:
        with Progress(streams) as progress:
            made = stack.enter_context(opening(settings, progress.step))
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
        yield made
