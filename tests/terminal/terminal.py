"""Replacements for the streams of a process."""

import io

from bot.terminal.io import Streams


class Terminal(io.StringIO):
    """A stream that reports itself as a terminal."""

    def isatty(self) -> bool:
        return True


class Gone(io.StringIO):
    """A pipe whose reader has gone."""

    def write(self, _text: str) -> int:
        raise BrokenPipeError


class Faulty(io.StringIO):
    """A stream that fails with an unexpected error."""

    def write(self, _text: str) -> int:
        raise ZeroDivisionError("a secret of the inside")


class Interrupted(io.StringIO):
    """A stream that is interrupted by Ctrl-C when it is read."""

    def __next__(self) -> str:  # type: ignore[override] # typeshed takes it for bytes
        raise KeyboardInterrupt


def piped(typed: str | bytes = "") -> Streams:
    """Return pipes, with this text to read."""
    given = typed.encode() if isinstance(typed, str) else typed
    stdin = io.TextIOWrapper(io.BytesIO(given), encoding="utf-8", errors="replace")
    return Streams(stdin, io.StringIO(), io.StringIO())


def written(stream: object) -> str:
    """Return everything written to a replacement."""
    assert isinstance(stream, io.StringIO)
    return stream.getvalue()
