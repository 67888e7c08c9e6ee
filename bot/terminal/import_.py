"""``import``: files laid over a server's collection, after a preview."""

import getpass
import secrets
from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.app import open_servers
from bot.errors import RequestError
from bot.library.text_cleaning import shortened
from bot.moderation.archive import MOST_BYTES
from bot.moderation.forms import Moderator
from bot.moderation.import_plan import ImportEntry, ImportPlan, plan_import
from bot.moderation.outcomes import EditConflict
from bot.moderation.servers import Servers
from bot.moderation.service import ModerationService
from bot.pages.wording import counted
from bot.settings import Settings
from bot.store.types import utc_now
from bot.terminal.export import server_id
from bot.terminal.io import Streams, on_one_line, reason_of

_LISTED = 20
_SUFFIXES = frozenset({".yaml", ".yml", ".csv", ".tsv"})


def import_(asked: Namespace, settings: Settings, streams: Streams) -> int:
    """Show what the files ``asked.files`` would change, and import them if that is wanted.

    Returns 1 if anything is wrong in them or the import was declined, else 0. Raises RequestError
    for bad use.
    """
    with open_servers(settings) as servers:
        return _import(asked, servers, streams)


def _import(asked: Namespace, servers: Servers, streams: Streams) -> int:
    server = server_id(asked.server)
    plan = plan_import(servers.view(server), _read(asked.files), utc_now().date())
    _show(plan, streams)
    if plan.wrong:
        streams.stdout.write("Nothing is imported. Correct the problems above and try again.\n")
        return 1
    if not plan.changes:
        streams.stdout.write("Everything is there already.\n")
        return 0
    if asked.dry_run:
        streams.stdout.write("This was a dry run: nothing is imported.\n")
        return 0
    if not (asked.yes or _confirmed(streams)):
        streams.stdout.write("Nothing is imported. Add --yes to import.\n")
        return 1
    by = Moderator("terminal", _user(), may_curate=True)
    why = f"import of {', '.join(Path(name).name for name in asked.files)}"
    moderation = ModerationService(servers).bind(server, by)
    outcome = moderation.apply(plan.changes, secrets.token_hex(16), plan.seen, shortened(why, 200))
    if isinstance(outcome, EditConflict):
        raise RequestError("Someone changed the same things in the meantime. Import once more.")
    streams.stdout.write(f"Imported into {server}: {counted(len(plan.changes), 'change')}.\n")
    return 0


def _read(names: Sequence[str]) -> Mapping[str, bytes]:
    files: dict[str, bytes] = {}
    for name in names:
        path = Path(name)
        inside = path / "quotes" if (path / "quotes").is_dir() else path
        try:
            paths = [path]
            if path.is_dir():
                paths = [each for each in sorted(inside.iterdir()) if each.suffix in _SUFFIXES]
            for each in paths:
                key = each.name if each.name not in files else each.as_posix()
                with each.open("rb") as opened:
                    # Of a file that is too large, just enough to be refused.
                    files[key] = opened.read(MOST_BYTES + 1)
        except OSError as error:
            raise RequestError(f"{path} cannot be read: {reason_of(error)}.") from error
    return files


def _confirmed(streams: Streams) -> bool:
    if not streams.interactive:
        return False
    streams.stdout.write("Import? [y/N] ")
    streams.stdout.flush()
    return streams.stdin.readline().strip().casefold() in {"y", "yes"}


def _show(plan: ImportPlan, streams: Streams) -> None:
    kinds = (("new", plan.new), ("changed", plan.changed), ("duplicate", plan.duplicate))
    lines = [f"{len(entries):>6}  {kind}" for kind, entries in kinds]
    lines.append(f"{len(plan.wrong):>6}  wrong")
    for kind, entries in kinds:
        if entries:
            lines += ["", f"{kind}:", *map(_line, entries[:_LISTED])]
            lines += [f"  and {len(entries) - _LISTED} more"] if len(entries) > _LISTED else []
    lines += ["", "wrong:", *map(str, plan.wrong)] if plan.wrong else []
    if plan.passed_over:
        lines += ["", f"skipped: {', '.join(plan.passed_over)}"]
    for line in (*lines, ""):
        streams.stdout.write(f"{on_one_line(line)}\n")


def _line(entry: ImportEntry) -> str:
    remark = f" (the same words as {entry.like})" if entry.like else ""
    remark += f" ({entry.out} here)" if entry.out else ""
    where = f"{entry.where.file}:{entry.where.line}"
    subject = f"{entry.subject.shelf} {entry.subject.id}"
    return f"  {subject}  {shortened(entry.name, 60)}{remark}  {where}"


def _user() -> str:
    """Return the name of the person at the terminal, according to the system."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "terminal"
