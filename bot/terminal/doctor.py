"""``doctor``: everything the bot needs, one line each, with what to do if it is not in order."""

import os
import stat
import sys
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from bot.errors import CounterpointError
from bot.library.load import check_library
from bot.pages.wording import counted
from bot.settings import SHIPPED_LIBRARY, Settings
from bot.store.inspection import health_of
from bot.terminal.io import Streams, on_one_line

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


def doctor(_asked: Namespace, settings: Settings, streams: Streams) -> int:
    """Write a line for each finding; return 1 if one needs attention. Changes nothing.

    Neither the token nor the address of the database is ever shown.
    """
    findings = list(_findings(settings))
    for finding in findings:
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
    yield _discord(settings)


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
        problems = counted(len(report.problems), "problem")
        message = f"{where}: {problems}; run python -m bot check"
        return Finding("library", well=False, message=message)
    counts = report.counts
    quotes = counted(counts.quotes, "quote") if counts else "no quotes"
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
    return Finding("database", well=True, message=f"{kind}: {counted(found.servers, 'server')}")


def _discord(settings: Settings) -> Finding:
    if not settings.discord_token:
        message = "no token, so a terminal only; to go live, set DISCORD_TOKEN as in .env.example"
        return Finding("Discord", well=True, message=message)
    # A token has three parts with dots between them.
    if settings.discord_token.count(".") != 2:
        message = "DISCORD_TOKEN does not look like a token; copy it once more from the page Bot"
        return Finding("Discord", well=False, message=message)
    return Finding("Discord", well=True, message="a token is set")
