"""``doctor``: everything the bot needs, one line each, with what to do if it is not in order."""

import json
import os
import shutil
import stat
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

from msgspec import Struct
from msgspec.structs import asdict

from bot.commands import COMMANDS, MESSAGE_COMMANDS, PRIVACY_COMMAND, SAVE_MESSAGE, SUGGEST_COMMAND
from bot.errors import CounterpointError
from bot.i18n import plural
from bot.library.load import check_library
from bot.settings import COPY_IT, PROGRAM, SHIPPED_LIBRARY, Settings, fault_of_token
from bot.store.inspection import health_of
from bot.store.records import utc_now
from bot.terminal.io import Progress, Streams, on_one_line

_MB = 1 << 20
_LEAST_FREE = 200 * _MB
_WRITABLE_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH
_READABLE_BY_OTHERS = stat.S_IRGRP | stat.S_IROTH
# Discord refuses signatures and tokens of clocks that are further off.
_MOST_SKEW_S = 60.0
_PACKAGES = ("discord.py", "SQLAlchemy", "alembic", "psycopg", "PyYAML", "msgspec", "rapidfuzz")


class Finding(Struct, frozen=True):
    """One thing that was checked: its state or what to do, and whether it is in order."""

    about: str
    message: str
    well: bool = True


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
    yield Finding("Python", ".".join(map(str, sys.version_info[:3])))
    yield Finding("packages", ", ".join(f"{name} {version(name)}" for name in _PACKAGES))
    yield from _env_file(settings)
    faults = dict(settings.faults)
    for name, message in settings.faults:
        about = next((about for about, names, _ in _CHECKS if name in names), "settings")
        yield Finding(about, message, well=False)
    for about, names, look in _CHECKS:
        try:
            if faults.keys().isdisjoint(names):
                yield from look(settings)
        except CounterpointError as error:
            yield Finding(about, str(error), well=False)


def _disk(settings: Settings) -> Iterator[Finding]:
    if not settings.database.startswith("sqlite"):
        return
    folder = Path(settings.database.partition(":///")[2]).absolute().parent
    while not folder.exists():
        folder = folder.parent
    if not os.access(folder, os.W_OK):
        yield Finding(
            "disk", f"the bot may not write to {folder}; give its user the right to", well=False
        )
        return
    free = shutil.disk_usage(folder).free
    message = f"{free // _MB:,} MB free for the database"
    if free < _LEAST_FREE:
        message += "; make room, or changes cannot be saved"
    yield Finding("disk", message, free >= _LEAST_FREE)


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
    yield Finding(".env", message, not mode & _WRITABLE_BY_OTHERS)


def _library(settings: Settings) -> Iterator[Finding]:
    report = check_library(settings.library)
    where = "the shipped one" if settings.library == SHIPPED_LIBRARY else str(settings.library)
    if report.problems:
        problems = plural(len(report.problems), "problem")
        yield Finding("library", f"{where}: {problems}; run {PROGRAM} check", well=False)
        return
    quotes = plural(len(report.library.quotes), "quote") if report.library else "no quotes"
    yield Finding("library", f"{where}: {quotes}")


def _database(settings: Settings) -> Iterator[Finding]:
    yield _state_of(settings.database)


def _state_of(database: str) -> Finding:
    found = health_of(database, thorough=True)
    kind = f"SQLite, {found.file}" if found.file else "PostgreSQL"
    if found.faults:
        return Finding("database", f"{kind}: {'; '.join(found.faults)}", well=False)
    if not found.made:
        return Finding("database", f"{kind}: the bot makes it when it first starts")
    if not found.current:
        message = f"{kind}: made by an older version; back it up, since the next start updates it"
        return Finding("database", message)
    return Finding("database", f"{kind}: {plural(found.servers, 'server')}")


def _discord(settings: Settings) -> Iterator[Finding]:
    if not settings.discord_token:
        message = "no token, so a terminal only; to go live, set DISCORD_TOKEN as in .env.example"
        yield Finding("Discord", message)
        return
    if fault := fault_of_token(settings.discord_token):
        yield Finding("Discord", fault, well=False)
        return
    base = settings.discord_api_url or "https://discord.com/api/v10"
    if base.count("/") <= 2:
        base += "/api/v10"
    try:
        application, date = _get(f"{base}/applications/@me", settings.discord_token)
        commands, _ = _get(
            f"{base}/applications/{application['id']}/commands", settings.discord_token
        )
    except (OSError, HTTPException, ValueError) as error:
        reason = type(error).__name__
        message = f"cannot be reached ({reason}); check the network, a proxy and the firewall"
        if isinstance(error, HTTPError) and error.code == 401:
            message = f"does not accept DISCORD_TOKEN; {COPY_IT}"
        yield Finding("Discord", message, well=False)
        return
    yield Finding(
        "Discord", f"accepts the token of {application.get('name', '')}, {application['id']}"
    )
    yield _commands(commands)
    yield from _clock(date, utc_now())


# The subject of each check, and the settings that it needs.
_CHECKS: tuple[tuple[str, tuple[str, ...], Callable[[Settings], Iterator[Finding]]], ...] = (
    ("library", ("COUNTERPOINT_LIBRARY",), _library),
    ("database", ("DATABASE_URL",), _database),
    ("disk", ("DATABASE_URL",), _disk),
    ("Discord", ("DISCORD_TOKEN", "DISCORD_API_URL"), _discord),
)


def _get(address: str, token: str) -> tuple[Any, str]:
    """Return the JSON at an address and the answer's ``Date``; without a proxy, like the bot."""
    said = {"Authorization": f"Bot {token}", "User-Agent": "DiscordBot (counterpoint, doctor)"}
    request = Request(address, headers=said)  # noqa: S310 - http or https by the settings
    with build_opener(ProxyHandler({})).open(request, timeout=10.0) as answer:
        return json.load(answer), answer.headers.get("Date", "")


def _commands(registered: Sequence[Mapping[str, Any]]) -> Finding:
    menus = (*(one.name for one in MESSAGE_COMMANDS), SAVE_MESSAGE)
    members = (SUGGEST_COMMAND.name, PRIVACY_COMMAND.name)
    wanted = {*(one.name for one in COMMANDS), *members, "library", *menus}
    held = {str(one.get("name")) for one in registered}
    if wanted == held:
        return Finding("commands", f"{len(held)} are registered")
    missing = ", ".join(sorted(wanted - held))
    more = ", ".join(sorted(held - wanted))
    told = [f"missing: {missing}"] if missing else []
    told += [f"of another version: {more}"] if more else []
    # The bot registers them when it starts, so that this is no fault.
    return Finding("commands", f"{'; '.join(told)}; the bot registers its own when it starts")


def _clock(date: str, now: datetime) -> Iterator[Finding]:
    if not date:
        return
    skew_s = abs((now - parsedate_to_datetime(date).astimezone(UTC)).total_seconds())
    if skew_s > _MOST_SKEW_S:
        message = f"is {skew_s:.0f} seconds off Discord's; turn on the synchronisation of time"
        yield Finding("clock", message, well=False)
    else:
        yield Finding("clock", "agrees with Discord's")
