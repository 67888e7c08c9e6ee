"""``import``: files laid over a server's collection, after a look at what that does."""

import getpass
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.errors import RequestError
from bot.moderation import EditConflict, ModerationService, Moderator, Servers
from bot.moderation.importing.archive import MOST_BYTES
from bot.moderation.importing.plan import ImportEntry, ImportPlan, plan_import
from bot.pages.wording import counted, shortened
from bot.store import utc_now
from bot.terminal.naming import server_named
from bot.terminal.orders import Import
from bot.terminal.safety import fit_for_terminal
from bot.terminal.streams import Streams

_LISTED = 20
_SUFFIXES = frozenset({".yaml", ".yml", ".csv", ".tsv"})


def receive(order: Import, servers: Servers, streams: Streams) -> int:
    """Show what the files would do, and do it where that is wanted.

    Returns 1 where something is wrong in them or it was not wanted, else 0. Raises RequestError.
    """
    server = server_named(order.server)
    planned = plan_import(servers.view(server), _read(order.files), utc_now().date())
    _show(planned, streams)
    if planned.wrong:
        streams.stdout.write("Nothing is imported until all is well.\n")
        return 1
    if not planned.changes:
        streams.stdout.write("Everything is there already.\n")
        return 0
    if order.dry_run:
        streams.stdout.write("This was a dry run: nothing is imported.\n")
        return 0
    if not (order.yes or _wanted(streams)):
        streams.stdout.write("Nothing is imported. Add --yes to import.\n")
        return 1
    by = Moderator("terminal", _user(), may_curate=True)
    why = f"import of {', '.join(Path(name).name for name in order.files)}"
    done = (
        ModerationService(servers)
        .bind(server, by)
        .apply(planned.changes, secrets.token_hex(16), planned.seen, shortened(why, 200))
    )
    if isinstance(done, EditConflict):
        raise RequestError("Somebody changed the same things in the meantime. Import once more.")
    streams.stdout.write(f"Imported into {server}: {counted(len(planned.changes), 'change')}.\n")
    return 0


def _read(names: Sequence[str]) -> Mapping[str, bytes]:
    """The files by name; of folders those that can be imported."""
    files: dict[str, bytes] = {}
    for name in names:
        path = Path(name)
        inside = path / "quotes" if (path / "quotes").is_dir() else path
        try:
            paths = [path]
            if path.is_dir():
                paths = [each for each in sorted(inside.iterdir()) if each.suffix in _SUFFIXES]
            for each in paths:
                called = each.name if each.name not in files else each.as_posix()
                files[called] = _octets(each)
        except OSError as error:
            reason = (error.strerror or "unknown reason").lower()
            raise RequestError(f"{path} cannot be read: {reason}.") from error
    return files


def _octets(path: Path) -> bytes:
    """The file, no more of it than is enough to be refused."""
    with path.open("rb") as opened:
        return opened.read(MOST_BYTES + 1)


def _wanted(streams: Streams) -> bool:
    if not streams.interactive:
        return False
    streams.stdout.write("Import? [y/N] ")
    streams.stdout.flush()
    return streams.stdin.readline().strip().casefold() in {"y", "yes"}


def _show(planned: ImportPlan, streams: Streams) -> None:
    kinds = (("new", planned.new), ("changed", planned.changed), ("duplicate", planned.duplicate))
    lines = [f"{len(found):>6}  {kind}" for kind, found in kinds]
    lines.append(f"{len(planned.wrong):>6}  wrong")
    for kind, found in kinds:
        if found:
            lines += ["", f"{kind}:", *map(_line, found[:_LISTED])]
            lines += [f"  and {len(found) - _LISTED} more"] if len(found) > _LISTED else []
    lines += ["", "wrong:", *map(str, planned.wrong)] if planned.wrong else []
    if planned.passed_over:
        lines += ["", f"passed over: {', '.join(planned.passed_over)}"]
    for line in (*lines, ""):
        streams.stdout.write(f"{fit_for_terminal(line).replace(chr(10), ' ')}\n")


def _line(found: ImportEntry) -> str:
    remark = f" (the same words as {found.like})" if found.like else ""
    remark += f" ({found.out} here)" if found.out else ""
    where = f"{found.where.file}:{found.where.line}"
    subject = f"{found.subject.shelf} {found.subject.id}"
    return f"  {subject}  {shortened(found.name, 60)}{remark}  {where}"


def _user() -> str:
    """Who sits at the terminal, as the system knows them."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "terminal"
