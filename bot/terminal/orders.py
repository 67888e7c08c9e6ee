"""What an operator or curator can order at a terminal, and how it is written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.app import LOCAL


@dataclass(frozen=True, slots=True)
class Export:
    """Write a collection to a folder, a .zip, or (``-``) as a .zip to standard output.

    ``server`` empty: all that the terminal answers from. Else that server's own part; ``whole``
    with the shared library it lies over. ``over`` writes into a folder that holds something.
    """

    target: str
    server: str
    whole: bool
    over: bool


@dataclass(frozen=True, slots=True)
class Import:
    """Lay files over the collection of a server."""

    files: tuple[str, ...]
    server: str
    dry_run: bool
    yes: bool


@dataclass(frozen=True, slots=True)
class Init:
    """Begin a new library in a folder."""

    folder: str


@dataclass(frozen=True, slots=True)
class Doctor:
    """Look at everything the bot needs."""


@dataclass(frozen=True, slots=True)
class Backup:
    """Copy the database into a file."""

    file: str


@dataclass(frozen=True, slots=True)
class Restore:
    """Copy a backup into the database, which must be empty."""

    file: str


@dataclass(frozen=True, slots=True)
class Move:
    """Copy the database into another one; ``-`` reads its address from standard input."""

    to: str


Order = Export | Import | Init | Doctor | Backup | Restore | Move

_SUMMARIES: Mapping[str, str] = {
    "export": "Write a collection as a folder of YAML, or as a .zip of it",
    "import": "Add quotes from YAML, CSV or a .zip of them, after a dry run",
    "init": "Begin a new library",
    "doctor": "Say whether everything the bot needs is in order",
    "backup": "Copy what servers changed into a file",
    "restore": "Bring a backup back, into an empty database",
    "move": "Copy what servers changed into another database",
}
ORDERS = tuple(_SUMMARIES)


_KINDS: Mapping[str, type[Order]] = {
    "export": Export,
    "import": Import,
    "init": Init,
    "doctor": Doctor,
    "backup": Backup,
    "restore": Restore,
    "move": Move,
}


def add_orders(add: Callable[..., Any]) -> dict[str, Any]:
    """A parser for each order, made with ``add`` (of argparse's subparsers), by name."""
    parsers = {
        name: add(name, help=summary, description=f"{summary}.", allow_abbrev=False)
        for name, summary in _SUMMARIES.items()
    }
    given, taken = parsers["export"], parsers["import"]
    given.add_argument(
        "target",
        metavar="FOLDER",
        nargs="?",
        default="-",
        help="where to; a name that ends in .zip for an archive; - for one on standard output",
    )
    given.add_argument(
        "--server", default="", metavar="ID", help="Only what this server added and changed"
    )
    given.add_argument(
        "--whole", action="store_true", help="With the shared library under that server's changes"
    )
    given.add_argument(
        "--over", action="store_true", help="Write over the files of a folder that is not empty"
    )
    taken.add_argument("files", metavar="FILE", nargs="+", help="files, or folders of them")
    taken.add_argument(
        "--server",
        default=LOCAL,
        metavar="ID",
        help=f"Where to; {LOCAL}, the terminal's own, if left out",
    )
    taken.add_argument("--dry-run", action="store_true", help="Say what would be done, no more")
    taken.add_argument("--yes", action="store_true", help="Do not ask before it is done")
    parsers["init"].add_argument("folder", metavar="FOLDER", help="a new or empty folder")
    parsers["backup"].add_argument("file", metavar="FILE", help="a file that is not there yet")
    parsers["restore"].add_argument("file", metavar="FILE", help="a file that backup wrote")
    parsers["move"].add_argument(
        "--to", metavar="ADDRESS", required=True, help="its address; - to type it in"
    )
    return parsers


def order_of(name: str, filled_in: Mapping[str, Any]) -> Order:
    """The order of that name, as it was filled in."""
    kind = _KINDS[name]
    lists = {key: tuple(value) for key, value in filled_in.items() if isinstance(value, list)}
    return kind(**{**filled_in, **lists})
