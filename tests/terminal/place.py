"""Command lines run in a folder and a database of their own."""

import io
from dataclasses import dataclass, replace
from pathlib import Path

from bot.cli import main
from bot.terminal.io import Streams
from tests.library.small_library import WHOLE, write
from tests.terminal.terminal import Terminal, piped, written


@dataclass(frozen=True, slots=True)
class Ran:
    """The output and the exit status of a command."""

    status: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Place:
    """A folder with a library, and the address of a database that does not exist yet."""

    folder: Path
    database: str
    token: str = ""
    api: str = ""
    name: str = "library"

    @property
    def library(self) -> Path:
        """The library's folder."""
        return self.folder / self.name

    def over(self, name: str) -> "Place":
        """Return the same place with another library, which it makes in a folder of this name."""
        write(self.folder / name, WHOLE)
        return replace(self, name=name)

    def path(self, name: str) -> str:
        """Return the path of a name in the folder."""
        return str(self.folder / name)

    def run(self, *arguments: str, typed: str = "") -> Ran:
        """Run a command through pipes."""
        streams = piped(typed)
        status = main(arguments, streams, self._environment())
        return Ran(status, written(streams.stdout), written(streams.stderr))

    def run_at_a_terminal(self, *arguments: str, typed: str = "") -> Ran:
        """Run a command as a person at a terminal."""
        stdin, stdout = Terminal(typed), Terminal()
        streams = Streams(stdin, stdout, io.StringIO())
        status = main(arguments, streams, self._environment())
        return Ran(status, stdout.getvalue(), written(streams.stderr))

    def bytes_of(self, *arguments: str) -> bytes:
        """Return the bytes that a command writes to standard output."""
        octets = io.BytesIO()
        stdout = io.TextIOWrapper(octets, encoding="utf-8")
        main(arguments, Streams(io.StringIO(), stdout, io.StringIO()), self._environment())
        stdout.flush()
        return octets.getvalue()

    def _environment(self) -> dict[str, str]:
        return {
            "COUNTERPOINT_LIBRARY": str(self.library),
            "DATABASE_URL": self.database,
            "DISCORD_TOKEN": self.token,
            "DISCORD_API_URL": self.api,
        }


def place_in(folder: Path, database: str = "", token: str = "") -> Place:
    """Make a place in a folder; without an address its database is a file there."""
    write(folder / "library", WHOLE)
    return Place(folder, database or f"sqlite:///{folder}/data/bot.db", token)
