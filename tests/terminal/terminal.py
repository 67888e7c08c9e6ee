"""Stand-ins for the streams of a process."""

import io

from bot.terminal.io import Streams


class Terminal(io.StringIO):
    """Takes what is written, and says that a person reads it."""

    def isatty(self) -> bool:
        return True


class Gone(io.StringIO):
    """A pipe whose reader has gone."""

    def write(self, _text: str) -> int:
        raise BrokenPipeError


class Faulty(io.StringIO):
    """A stream that fails as nobody foresaw."""

    def write(self, _text: str) -> int:
        raise ZeroDivisionError("a secret of the inside")


class Interrupted(io.StringIO):
    """Somebody presses Ctrl-C while it is read."""

    def __next__(self) -> str:  # type: ignore[override] # typeshed takes it for bytes
        raise KeyboardInterrupt


def piped(typed: str | bytes = "") -> Streams:
    """Streams that are pipes, with this to read."""
    given = typed.encode() if isinstance(typed, str) else typed
    stdin = io.TextIOWrapper(io.BytesIO(given), encoding="utf-8", errors="replace")
    return Streams(stdin, io.StringIO(), io.StringIO())


def written(stream: object) -> str:
    """Everything written to a stand-in."""
    assert isinstance(stream, io.StringIO)
    return stream.getvalue()
