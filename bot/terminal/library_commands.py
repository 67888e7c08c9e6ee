"""The commands of curators: ``check`` a library, ``init`` a new one."""

from argparse import Namespace
from pathlib import Path

from bot.answers.library_warnings import warnings
from bot.errors import RequestError
from bot.i18n import plural
from bot.library.library import Library, debated
from bot.library.load import check_library
from bot.library.model import State
from bot.library.schema import schema_files
from bot.settings import PROGRAM, Settings
from bot.terminal.io import Progress, Streams, file_errors, on_one_line, write_files

_EXAMPLE = Path(__file__).parent / "example"


def check(asked: Namespace, settings: Settings, streams: Streams) -> int:
    """Write every problem and return 1, or write a summary and warnings and return 0.

    Raises RequestError if there is no such folder.
    """
    folder, stdout = Path(asked.folder) if asked.folder else settings.library, streams.stdout
    if not folder.is_dir():
        raise RequestError(f"There is no folder {folder} to check.")
    with Progress(streams, "Checking the library"):
        report = check_library(folder)
    # One line each, with file, line and column first, so that an editor can jump there.
    stdout.writelines(f"{on_one_line(str(problem))}\n" for problem in report.problems)
    if report.problems:
        stdout.write(f"\n{plural(len(report.problems), 'problem')} in {folder}\n")
        return 1
    if report.library:
        stdout.write(f"All is well in {folder}\n\n")
        stdout.writelines(f"{count:>6}  {label}\n" for count, label in _summary(report.library))
        found = [f"Read again. {one}" for one in warnings(report.library)]
        found += map(str, report.warnings)
        stdout.writelines(("\n" if found else "", *(f"{on_one_line(one)}\n" for one in found)))
    return 0


def _summary(library: Library) -> tuple[tuple[int, str], ...]:
    unchecked = library.count(State.UNCHECKED)
    return (
        (len(library.quotes), "quotes"),
        (library.count(State.VERIFIED), "verified against their source texts"),
        *(((unchecked, "without a source text to check"),) if unchecked else ()),
        (len(library.speakers), "speakers"),
        (len(library.sources), "sources"),
        (len(library.topics), "topics"),
        (len(library.points), "points"),
        (sum(debated(point, library).both for point in library.points), "points with both sides"),
    )


def init(asked: Namespace, _settings: Settings, streams: Streams) -> int:
    """Write the example library into a new or empty folder; return 0.

    Raises RequestError if the folder is not empty or cannot be written.
    """
    folder = Path(asked.folder)
    with file_errors(folder, "written"):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise RequestError(f"{folder} is not an empty folder. Name a new one.")
        example = {
            folder / path.relative_to(_EXAMPLE): path.read_text("utf-8").encode()
            for path in sorted(_EXAMPLE.rglob("*"))
            if path.is_file()
        }
        schemas = {folder / "quotes" / file: text.encode() for file, text in schema_files().items()}
        write_files(example | schemas)
    streams.stdout.write(
        f"A small example library is in {folder}\n\n"
        f"Edit its files, then check them: {PROGRAM} check {folder}\n"
        f"To answer from it: COUNTERPOINT_LIBRARY={folder} {PROGRAM}\n"
    )
    return 0
