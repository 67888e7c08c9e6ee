"""``check``, ``init``, ``export`` and ``import``: libraries and collections as files.

Each command returns its exit status, and raises RequestError for bad use.
"""

import getpass
import os
import re
import secrets
from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.answers.library_warnings import warnings
from bot.app import LOCAL, local_server, open_servers
from bot.errors import RequestError
from bot.i18n import plural
from bot.library.export import exported, own_part, whole_view
from bot.library.library import Library, debated
from bot.library.load import check_library, load_library
from bot.library.model import State
from bot.library.text_cleaning import shortened
from bot.moderation.import_files import MOST_BYTES, zipped
from bot.moderation.import_plan import ImportEntry, ImportPlan, plan_import
from bot.moderation.outcomes import EditConflict
from bot.moderation.servers import Servers
from bot.moderation.service import ModerationService, Moderator
from bot.pages.moderation.overview import DIFFERING, MERGED
from bot.settings import PROGRAM, SHIPPED_LIBRARY, Settings
from bot.store.inspection import health_of
from bot.store.records import utc_now
from bot.terminal.io import (
    Progress,
    Streams,
    confirmed,
    file_errors,
    on_one_line,
    opened,
)

_EXAMPLE = Path(__file__).parent / "example"
# Discord's are numbers; a collection for the terminal alone may have a name.
_SERVER_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")
_WHERE_IDS_ARE = (
    "A server's id is a number such as 1234567890: in Discord, turn on Developer Mode in the "
    f"advanced settings, then right-click the server. The terminal's own collection is {LOCAL}."
)
_LISTED = 20
_SUFFIXES = frozenset({".yaml", ".yml", ".csv", ".tsv"})


def check(asked: Namespace, settings: Settings, streams: Streams) -> int:
    """Write every problem and return 1, or write a summary and warnings and return 0."""
    folder, stdout = Path(asked.folder) if asked.folder else settings.library, streams.stdout
    if not folder.is_dir():
        raise RequestError(f"There is no folder {folder} to check.")
    with Progress(streams, "Checking the library"):
        report = check_library(folder)
    # One line each, with file, line and column first, so that an editor can jump there.
    stdout.writelines(f"{on_one_line(str(problem))}\n" for problem in report.problems)
    if report.problems:
        return streams.end(f"\n{plural(len(report.problems), 'problem')} in {folder}", 1)
    if report.library:
        stdout.write(f"All is well in {folder}\n\n")
        stdout.writelines(f"{count:>6}  {label}\n" for count, label in _summary(report.library))
        found = [f"Read again. {one}" for one in warnings(report.library)]
        found += map(str, report.warnings)
        stdout.writelines(("\n" if found else "", *(f"{on_one_line(one)}\n" for one in found)))
    return 0


def _summary(library: Library) -> tuple[tuple[int, str], ...]:
    unchecked, quoted = library.count(State.UNCHECKED), len(library.by_speaker)
    others = len(library.speakers) - quoted
    return (
        (len(library.quotes), "quotes"),
        (library.count(State.VERIFIED), "verified against their source texts"),
        *(((unchecked, "without a source text to check"),) if unchecked else ()),
        (quoted, "speakers who are quoted"),
        *(((others, "other speakers"),) if others else ()),
        (len(library.sources), "sources"),
        (len(library.topics), "topics"),
        (len(library.points), "points"),
        (sum(debated(point, library).both for point in library.points), "points with both sides"),
    )


def init(asked: Namespace, _settings: Settings, streams: Streams) -> int:
    """Write the example library into a new or empty folder."""
    folder = Path(asked.folder)
    with file_errors(folder, "written"):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise RequestError(f"{folder} is not an empty folder. Name a new one.")
        example = {
            folder / path.relative_to(_EXAMPLE): path.read_text("utf-8").encode()
            for path in sorted(_EXAMPLE.rglob("*"))
            if path.is_file()
        }
        schemas = {folder / "quotes" / file: text.encode() for file, text in _schemas().items()}
        _write_files(example | schemas)
    return streams.end(
        f"A small example library is in {folder}\n\n"
        f"Edit its files, then check them: {PROGRAM} check {folder}\n"
        f"To answer from it: COUNTERPOINT_LIBRARY={folder} {PROGRAM}"
    )


def _schemas() -> dict[str, str]:
    """Return the JSON Schemas, by the names in the first lines of library files."""
    shipped = sorted((SHIPPED_LIBRARY / "schema").glob("*.json"))
    return {f"schema/{path.name}": path.read_text("utf-8") for path in shipped}


def export(asked: Namespace, settings: Settings, streams: Streams) -> int:
    """Write a collection to ``asked.target``; return 1 if it is empty.

    The target is a folder, a ``.zip``, or ``-`` for a zip archive on standard output. Without a
    server it is everything that the terminal answers from; otherwise that server's own part, with
    ``whole`` on top of the shared library. ``over`` writes into a folder that is not empty.
    """
    if asked.whole and not asked.server:
        raise RequestError("--whole needs --server ID; without a server, export writes everything.")
    # Exporting makes no database.
    if not health_of(settings.database).made:
        shared = Servers(load_library(settings.library), None)
        return _export(asked, shared, server_id(asked.server or LOCAL), streams)
    with opened(open_servers, settings, streams) as servers:
        return _export(asked, servers, _server(asked, settings, servers), streams)


def _server(asked: Namespace, settings: Settings, servers: Servers) -> str:
    """Return the server meant; the terminal's own is the one over the library in use."""
    server = server_id(asked.server or LOCAL)
    return local_server(settings, servers) if server == LOCAL else server


def _export(asked: Namespace, servers: Servers, server: str, streams: Streams) -> int:
    view = servers.view(server)
    own = bool(asked.server) and not asked.whole
    collection = own_part(view) if own else whole_view(view)
    if not (collection.quotes or collection.topics or collection.hidden or collection.speakers):
        empty = f"nothing is stored for “{server}”. {_WHERE_IDS_ARE}"
        why = empty if asked.server else "the library is empty."
        streams.stderr.write(f"Nothing was exported: {why}\n")
        return 1
    files = exported(collection)
    quotes = plural(len(collection.quotes), "quote")
    topics = plural(len(collection.topics), "topic")
    done = f"Exported {quotes}, {topics} in {plural(len(files), 'file')} to {asked.target}\n"
    if asked.target == "-":
        _write_archive(zipped(files), streams)
    elif asked.target.lower().endswith(".zip"):
        path = Path(asked.target)
        if path.exists() and not asked.over:
            raise RequestError(f"{path} exists already. Name another file, or add --over.")
        with file_errors(path, "written"):
            _write_files({path: zipped(files)})
        streams.stdout.write(done)
    else:
        others = _write_folder(Path(asked.target), {**files, **_schemas()}, over=asked.over)
        streams.stdout.write(done)
        for name in others:
            streams.stdout.write(f"Left unchanged, and not part of this export: {name}\n")
    return 0


def server_id(typed: str) -> str:
    """Return the id of a server. Raises RequestError if it is not one."""
    if not _SERVER_ID.fullmatch(typed):
        raise RequestError(f"“{typed}” is not a server's id. {_WHERE_IDS_ARE}")
    return typed


def _write_archive(archive: bytes, streams: Streams) -> None:
    if streams.stdout.isatty():
        raise RequestError(
            "An archive cannot be shown at a terminal. Name a folder, or send it to a file: "
            f"{PROGRAM} export > library.zip"
        )
    streams.stdout.flush()
    streams.stdout.buffer.write(archive)
    streams.stdout.buffer.flush()


def _write_folder(folder: Path, files: Mapping[str, str], *, over: bool) -> list[str]:
    """Write files into the folder; return the names of its other YAML files."""
    if folder.exists() and not folder.is_dir():
        raise RequestError(f"{folder} is a file; name a folder.")
    with file_errors(folder, "written"):
        before = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
        if before and not over:
            raise RequestError(
                f"{folder} is not empty. Name a new folder, or add --over to write over its files."
            )
        _write_files({folder / name: text.encode() for name, text in files.items()})
    return [name for name in before if name.endswith((".yaml", ".yml")) and name not in files]


def _write_files(files: Mapping[Path, bytes]) -> None:
    """Write files with their contents over those that exist, and make their folders.

    Raises OSError if one cannot be written, and then leaves everything as it was.
    """
    top = next(iter(files)).parent
    existing = next(folder for folder in (top, *top.parents) if folder.exists())
    with TemporaryDirectory(prefix=".partial-", dir=existing) as beside:
        partials = {path: Path(beside, str(number)) for number, path in enumerate(files)}
        for path, partial in partials.items():
            partial.write_bytes(files[path])
        for path in files:
            path.parent.mkdir(parents=True, exist_ok=True)
        for path, partial in partials.items():
            os.replace(partial, path)  # noqa: PTH105 - as atomic, and the same on every system


def import_(asked: Namespace, settings: Settings, streams: Streams) -> int:
    """Show what the files ``asked.files`` would change, and import them if that is wanted.

    Returns 1 if anything is wrong in them or the import was declined, else 0.
    """
    with opened(open_servers, settings, streams) as servers:
        server = _server(asked, settings, servers)
        status = _import(asked, servers, server, streams)
        _server(asked, settings, servers)  # the first import binds the collection to the library
        return status


def _import(asked: Namespace, servers: Servers, server: str, streams: Streams) -> int:
    with Progress(streams, "Comparing the files with the library"):
        plan = plan_import(servers.view(server), _read(asked.files), utc_now().date())
    _show(plan, streams)
    if plan.wrong:
        return streams.end("Nothing is imported. Correct the problems above and try again.", 1)
    if not plan.changes:
        return streams.end("Everything is there already.")
    if asked.dry_run:
        return streams.end("This was a dry run: nothing is imported.")
    if not (asked.yes or confirmed("Import?", streams)):
        return streams.end("Nothing is imported. Add --yes to import.", 1)
    by = Moderator("terminal", _user(), may_curate=True)
    why = f"import of {', '.join(Path(name).name for name in asked.files)}"
    moderation = ModerationService(servers).bind(server, by)
    token = secrets.token_hex(16)
    with Progress(streams, f"Saving {plural(len(plan.changes), 'change')}"):
        outcome = moderation.apply(plan.changes, token, plan.seen, shortened(why, 200))
    if isinstance(outcome, EditConflict):
        raise RequestError("Someone changed the same things in the meantime. Import again.")
    return streams.end(f"Imported into {server}: {plural(len(plan.changes), 'change')}.")


def _read(names: Sequence[str]) -> Mapping[str, bytes]:
    files: dict[str, bytes] = {}
    for name in names:
        path = Path(name)
        inside = path / "quotes" if (path / "quotes").is_dir() else path
        with file_errors(path, "read"):
            paths = [path]
            if path.is_dir():
                paths = [each for each in sorted(inside.iterdir()) if each.suffix in _SUFFIXES]
                if not paths:
                    raise RequestError(f"{name} has no YAML or CSV file to import.")
            for each in paths:
                key = each.name if each.name not in files else each.as_posix()
                with each.open("rb") as opened:
                    # Of a file that is too large, just enough to be refused.
                    files[key] = opened.read(MOST_BYTES + 1)
    return files


def _show(plan: ImportPlan, streams: Streams) -> None:
    kinds = (("new", plan.new), ("changed", plan.changed), ("already there", plan.duplicate))
    lines = [f"{len(entries):>6}  {kind}" for kind, entries in kinds]
    lines.append(f"{len(plan.wrong):>6}  wrong")
    if plan.differing:
        lines.append(f"{len(plan.differing):>6}  with words that differ from the source text")
    for kind, entries in kinds:
        lines += _listed(kind, entries)
    lines += ["", "wrong:", *map(str, plan.wrong)] if plan.wrong else []
    lines += _listed(MERGED, plan.merged)
    lines += _listed(DIFFERING, plan.differing)
    if plan.passed_over:
        lines += ["", f"skipped: {', '.join(plan.passed_over)}"]
    for line in (*lines, ""):
        streams.stdout.write(f"{on_one_line(line)}\n")


def _listed(kind: str, entries: Sequence[ImportEntry]) -> list[str]:
    """Return the lines of a kind of entries, the first 20 by name."""
    if not entries:
        return []
    more = len(entries) - _LISTED
    rest = [f"  and {more} more"] if more > 0 else []
    return ["", f"{kind}:", *map(_line, entries[:_LISTED]), *rest]


def _line(entry: ImportEntry) -> str:
    remark = f" (the same words as {entry.like})" if entry.like else ""
    remark += f" (much like {entry.near})" if entry.near else ""
    remark += f" ({entry.out} here)" if entry.out else ""
    remark += f" (adds {entry.added})" if entry.added else ""
    remark += f" ({entry.difference})" if entry.difference else ""
    where = f"{entry.where.file}:{entry.where.line}"
    subject = f"{entry.subject.shelf} {entry.subject.id}"
    return f"  {subject}  {shortened(entry.name, 60)}{remark}  {where}"


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "terminal"
