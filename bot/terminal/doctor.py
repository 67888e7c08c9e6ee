"""``doctor``: everything the bot needs, a line each: in order, or what to do."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TextIO

from bot.errors import CounterpointError
from bot.library.load import check_library
from bot.pages.wording import counted
from bot.settings import SHIPPED_LIBRARY, Settings
from bot.store import health_of
from bot.terminal.safety import fit_for_terminal

_OLDEST_PYTHON = (3, 11)
_PACKAGES = ("discord.py", "SQLAlchemy", "alembic", "psycopg", "PyYAML", "pydantic", "rapidfuzz")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what, whether it is in order, and what there is or is to be done."""

    about: str
    well: bool
    said: str


def examine(settings: Settings, stdout: TextIO) -> int:
    """Write a line for each thing; return 1 where one needs attention. Changes nothing.

    Neither the token nor the address of the database is ever shown.
    """
    findings = list(_findings(settings))
    for finding in findings:
        mark = "ok  " if finding.well else "look"
        line = fit_for_terminal(f"{mark}  {finding.about}: {finding.said}").replace("\n", " ")
        stdout.write(f"{line}\n")
    return 0 if all(finding.well for finding in findings) else 1


def _findings(settings: Settings) -> Iterator[Finding]:
    yield _python()
    yield _packages()
    for about, look in (("library", _library), ("database", _database)):
        yield _looked_at(about, look, settings)
    yield _discord(settings)


def _looked_at(about: str, look: Callable[[Settings], Finding], settings: Settings) -> Finding:
    try:
        return look(settings)
    except CounterpointError as error:
        return Finding(about, well=False, said=str(error))


def _python() -> Finding:
    now = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < _OLDEST_PYTHON:
        wanted = ".".join(map(str, _OLDEST_PYTHON))
        return Finding("Python", well=False, said=f"{now}; install {wanted} or later")
    return Finding("Python", well=True, said=now)


def _packages() -> Finding:
    found, missing = [], []
    for name in _PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        return Finding("packages", well=False, said=f"{', '.join(missing)} missing; make run")
    return Finding("packages", well=True, said=", ".join(found))


def _library(settings: Settings) -> Finding:
    report = check_library(settings.library)
    where = "the one that ships" if settings.library == SHIPPED_LIBRARY else str(settings.library)
    if report.problems:
        problems = counted(len(report.problems), "problem")
        return Finding("library", well=False, said=f"{where}: {problems}; run python -m bot check")
    counts = report.counts
    quotes = counted(counts.quotes, "quote") if counts else "nothing"
    return Finding("library", well=True, said=f"{where}: {quotes}")


def _database(settings: Settings) -> Finding:
    found = health_of(settings.database)
    kind = f"SQLite, {found.file}" if found.file else "PostgreSQL"
    if not found.made:
        return Finding("database", well=True, said=f"{kind}: made when the bot first starts")
    if not found.current:
        said = f"{kind}: of an older version; back it up, the next start brings it up to date"
        return Finding("database", well=True, said=said)
    return Finding("database", well=True, said=f"{kind}: {counted(found.servers, 'server')}")


def _discord(settings: Settings) -> Finding:
    if not settings.discord_token:
        said = "no token, so at a terminal only; to go live, set DISCORD_TOKEN as .env.example says"
        return Finding("Discord", well=True, said=said)
    # The token's own form: three parts with dots between.
    if settings.discord_token.count(".") != 2:
        said = "the token does not look like one; copy it once more from the page Bot"
        return Finding("Discord", well=False, said=said)
    return Finding("Discord", well=True, said="a token is set")
