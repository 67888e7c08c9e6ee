"""``doctor``: everything the bot needs, one line each, with what to do if it is not in order."""

import json
import os
import shutil
import stat
import sys
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bot.errors import CounterpointError
from bot.i18n import plural
from bot.library.load import check_library
from bot.settings import PROGRAM, SHIPPED_LIBRARY, Settings
from bot.store.inspection import health_of
from bot.store.types import utc_now
from bot.terminal.discord_check import try_token
from bot.terminal.io import Streams, on_one_line
from bot.terminal.progress import Progress

_MB = 1 << 20
_LEAST_FREE = 200 * _MB
_OLDEST_PYTHON = (3, 11)
_WRITABLE_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH
_READABLE_BY_OTHERS = stat.S_IRGRP | stat.S_IROTH
_PACKAGES = ("discord.py", "SQLAlchemy", "alembic", "psycopg", "PyYAML", "pydantic", "rapidfuzz")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked: whether it is in order, and its state or what to do."""

    about: str
    well: bool
    message: str


def doctor(asked: Namespace, settings: Settings, streams: Streams) -> int:
    """Write a line for each finding; return 1 if one needs attention. Changes nothing.

    With ``--json`` it is one array of objects with ``about``, ``well`` and ``message``. Neither the
    token nor the address of the database is ever shown.
    """
    with Progress(streams, "Checking"):
        findings = list(_findings(settings))
    if asked.json:
        streams.stdout.write(f"{json.dumps([asdict(one) for one in findings], indent=1)}\n")
    for finding in () if asked.json else findings:
        mark = "ok  " if finding.well else "look"
        line = f"{mark}  {finding.about}: {finding.message}"
        streams.stdout.write(f"{on_one_line(line)}\n")
    return 0 if all(finding.well for finding in findings) else 1


def _findings(settings: Settings) -> Iterator[Finding]:
    yield _python()
    yield _packages()
    yield from _env_file(settings)
    for about, look in (("library", _library), ("database", _database)):
        try:
            yield look(settings)
        except CounterpointError as error:
            yield Finding(about, well=False, message=str(error))
    yield from _disk(settings)
    yield from _discord(settings)


def _disk(settings: Settings) -> Iterator[Finding]:
    """Say how much room the database of a file has."""
    if not settings.database.startswith("sqlite"):
        return
    folder = Path(settings.database.partition(":///")[2]).absolute().parent
    while not folder.exists():
        folder = folder.parent
    if not os.access(folder, os.W_OK):
        message = f"the bot may not write to {folder}; give its user the right to"
        yield Finding("disk", well=False, message=message)
        return
    free = shutil.disk_usage(folder).free
    message = f"{free // _MB:,} MB free for the database"
    if free < _LEAST_FREE:
        message += "; make room, or changes cannot be saved"
    yield Finding("disk", well=free >= _LEAST_FREE, message=message)


def _python() -> Finding:
    now = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < _OLDEST_PYTHON:
        wanted = ".".join(map(str, _OLDEST_PYTHON))
        return Finding("Python", well=False, message=f"{now}; install {wanted} or later")
    return Finding("Python", well=True, message=now)


def _packages() -> Finding:
    found, missing = [], []
    for name in _PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        message = f"{', '.join(missing)} missing; run make run to install them"
        return Finding("packages", well=False, message=message)
    return Finding("packages", well=True, message=", ".join(found))


def _env_file(settings: Settings) -> Iterator[Finding]:
    if settings.env_file is None or os.name != "posix":
        return
    mode = settings.env_file.stat().st_mode
    remedy = f"chmod 600 {settings.env_file}"
    if mode & _WRITABLE_BY_OTHERS:
        message = f"other users of this machine can change it; run {remedy}"
    elif mode & _READABLE_BY_OTHERS:
        message = f"other users of this machine can read it; {remedy} keeps it to you"
    else:
        message = "for you alone"
    yield Finding(".env", well=not mode & _WRITABLE_BY_OTHERS, message=message)


def _library(settings: Settings) -> Finding:
    report = check_library(settings.library)
    where = "the shipped one" if settings.library == SHIPPED_LIBRARY else str(settings.library)
    if report.problems:
        problems = plural(len(report.problems), "problem")
        message = f"{where}: {problems}; run {PROGRAM} check"
        return Finding("library", well=False, message=message)
    quotes = plural(len(report.library.quotes), "quote") if report.library else "no quotes"
    return Finding("library", well=True, message=f"{where}: {quotes}")


def _database(settings: Settings) -> Finding:
    found = health_of(settings.database, thorough=True)
    kind = f"SQLite, {found.file}" if found.file else "PostgreSQL"
    if found.faults:
        return Finding("database", well=False, message=f"{kind}: {'; '.join(found.faults)}")
    if not found.made:
        message = f"{kind}: the bot makes it when it first starts"
        return Finding("database", well=True, message=message)
    if not found.current:
        message = f"{kind}: made by an older version; back it up, since the next start updates it"
        return Finding("database", well=True, message=message)
    return Finding("database", well=True, message=f"{kind}: {plural(found.servers, 'server')}")


def _discord(settings: Settings) -> Iterator[Finding]:
    if not settings.discord_token:
        message = "no token, so a terminal only; to go live, set DISCORD_TOKEN as in .env.example"
        yield Finding("Discord", well=True, message=message)
        return
    # A token has three parts with dots between them.
    if settings.discord_token.count(".") != 2:
        message = "DISCORD_TOKEN does not look like a token; copy it once more from the page Bot"
        yield Finding("Discord", well=False, message=message)
        return
    tried = try_token(settings.discord_token, settings.discord_api_url, utc_now())
    yield from (Finding(one.about, one.well, one.message) for one in tried)
