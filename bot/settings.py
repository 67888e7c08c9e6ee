"""The settings of an operator, read from the environment and ``.env`` and nowhere else.

A blank value counts as none. The environment wins over ``.env``. In a checkout the bot keeps its
files where it is started; an installed one keeps them in the user's data folder, so that it finds
them from any folder.
"""

import io
import logging
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dotenv.parser import parse_stream
from msgspec import Struct
from rapidfuzz import fuzz, process

from bot.errors import SettingsError

MOST_QUOTES = 100_000
KEEP_DAYS = 30
DATABASE = "sqlite:///data/counterpoint.db"
_CHECKOUT = Path(__file__).parent.parent
# An installed package has its library within it; beside it stand other packages.
_PACKAGED_LIBRARY = Path(__file__).parent / "shipped" / "quotes"
INSTALLED = _PACKAGED_LIBRARY.is_dir()
SHIPPED_LIBRARY = _PACKAGED_LIBRARY if INSTALLED else _CHECKOUT / "quotes"
# The command that runs this program, for the sentences that name one.
PROGRAM = "counterpoint" if INSTALLED else "python -m bot"

COPY_IT = (
    "copy it again from https://discord.com/developers/applications (your application, Bot, Reset "
    "Token)"
)

_LEVELS = {name: getattr(logging, name.upper()) for name in ("debug", "info", "warning", "error")}
_SHARDS = re.compile(r"(\d{1,4})(?:-(\d{1,4}))?/(\d{1,5})")
# ``rapidfuzz.fuzz.ratio`` from which an unknown name is a known one with a slip.
_A_SLIP = 85.0
# From a value that is not blank. Raises ValueError with what to write instead, else SettingsError.
_Reader = Callable[[str], object]
_QUOTATION_MARKS = "\"'`“”‘’"


class Shards(Struct, frozen=True):
    """The shards ``first`` to ``last``, of ``count`` in all processes together."""

    first: int
    last: int
    count: int


# A dataclass: the repr of a Struct shows all fields.
@dataclass(frozen=True, slots=True)
class Settings:
    """The settings, each value checked; ``.env.example`` explains what they do.

    ``database`` is an address for :func:`bot.store.store.open_store`; it may hold a password, so
    neither it nor the token shows in a repr. ``log_level`` is one of :mod:`logging`, ``http`` a
    host and a port. Without ``shards`` there are as many as Discord recommends. ``state_folder``
    holds the prompt's history; None for a user without a home. ``env_file`` is the file that was
    read. ``faults`` are the names of settings that cannot be used, each with a sentence.
    """

    library: Path = SHIPPED_LIBRARY
    log_level: int = logging.INFO
    discord_api_url: str = ""
    discord_token: str = field(default="", repr=False)
    database: str = field(default=DATABASE, repr=False)
    meaning: bool = True
    most_quotes: int = MOST_QUOTES
    keep_days: int = KEEP_DAYS
    http: tuple[str, int] | None = None
    json_log: bool = False
    shards: Shards | None = None
    state_folder: Path | None = None
    env_file: Path | None = field(default=None, compare=False)
    faults: tuple[tuple[str, str], ...] = ()


class _Faults:
    """The faults found so far; the first is raised unless ``tolerant``."""

    def __init__(self, tolerant: bool) -> None:
        self._tolerant = tolerant
        self.found: list[tuple[str, str]] = []

    @contextmanager
    def noted(self, about: str) -> Iterator[None]:
        """Note a SettingsError within the context, or let it through."""
        try:
            yield
        except SettingsError as error:
            if not self._tolerant:
                raise
            self.found.append((about, str(error)))


def read_settings(
    environment: Mapping[str, str] | None = None,
    env_file: Path = Path(".env"),
    *,
    installed: bool = INSTALLED,
    tolerant: bool = False,
) -> Settings:
    """Return the settings of the environment, else of ``env_file``, else the defaults.

    For an installed program, an ``env_file`` that has none of our names is another project's, and
    the ``.env`` of the data folder counts. Raises SettingsError for an invalid value; it says
    which, and what to write instead; also for a misspelt name. If ``tolerant``, each of these is
    one of the ``faults`` instead, and the default counts.
    """
    faults = _Faults(tolerant)
    if environment is None:
        environment = os.environ  # noqa: TID251 - only settings read it
    read: dict[str, Any] = {}
    from_file: Mapping[str, str | None] = {}
    data_folder = _own_folder(environment, "XDG_DATA_HOME", ".local/share") if installed else None
    if data_folder:
        read["database"] = f"sqlite:///{data_folder / 'counterpoint.db'}"
    with faults.noted("settings"):
        if data_folder and not _is_ours(env_file):
            env_file = data_folder / ".env"
        from_file = _read_env_file(env_file)
    for name in environment:
        with faults.noted("settings"):
            if name.startswith("COUNTERPOINT_"):
                _refuse_misspelt(name, "the environment")
    for name, (field_name, reader) in _READERS.items():
        value = (environment.get(name) or "").strip() or (from_file.get(name) or "").strip()
        with faults.noted(name):
            if value:
                read[field_name] = _read_value(name, value, reader)
    return Settings(
        **read,
        state_folder=_own_folder(environment, "XDG_STATE_HOME", ".local/state"),
        env_file=env_file if env_file.is_file() else None,
        faults=tuple(faults.found),
    )


def _read_value(name: str, value: str, reader: _Reader) -> object:
    try:
        return reader(value)
    except ValueError as error:
        raise SettingsError(f"{name} is {value}; {error}") from error


def _read_env_file(env_file: Path) -> Mapping[str, str | None]:
    """Return the settings of a file. Raises SettingsError for anything in it that is unclear.

    Values are not interpolated: a "$" in a token is a "$".
    """
    try:
        text = env_file.read_text("utf-8-sig") if env_file.is_file() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{env_file} cannot be read; save it as UTF-8 text, as in .env.example"
        ) from error
    read: dict[str, str | None] = {}
    for binding in parse_stream(io.StringIO(text)):
        line = f"{env_file}, line {binding.original.line}"
        if binding.error:
            raise SettingsError(f"{line} cannot be read; write NAME=value")
        if binding.key is not None:
            _refuse_misspelt(binding.key, line)
            _refuse_unclear(binding.key, binding.value or "", line)
            read[binding.key] = binding.value
    return read


def _refuse_misspelt(name: str, place: str) -> None:
    meant = process.extractOne(name.upper(), NAMES, scorer=fuzz.ratio, score_cutoff=_A_SLIP)
    if name not in NAMES and meant:
        raise SettingsError(f"{place}: there is no setting {name}; did you mean {meant[0]}?")


def _refuse_unclear(name: str, value: str, line: str) -> None:
    if name in NAMES and any(character < " " for character in value):
        raise SettingsError(
            f"{line}: a backslash in double quotation marks is read as a line break or a tab; "
            f"write the value of {name} without quotation marks, or with / in a path"
        )


def _is_ours(env_file: Path) -> bool:
    """Whether a file sets anything of ours; DATABASE_URL alone may be any program's."""
    return any(name in NAMES and name != "DATABASE_URL" for name in _read_env_file(env_file))


def _database(value: str) -> str:
    """Return the address of the database, with the home folder in place of ``~``.

    Raises SettingsError for one that a database library would read as another.
    """
    kind, _, rest = value.partition("://")
    if kind.startswith("sqlite"):
        path = rest.removeprefix("/")
        return f"{kind}:///{Path(path).expanduser()}" if path.startswith("~") else value
    if rest.rpartition("@")[0].count("@"):
        raise SettingsError(
            "DATABASE_URL has an @ in its user name or password; write it there as %40"
        )
    return value


def _library(value: str) -> Path:
    folder = Path(value).expanduser()
    if not folder.is_dir():
        raise SettingsError(
            f"COUNTERPOINT_LIBRARY is {value}, and there is no such folder; write the path of a "
            "folder that holds topics.yaml, or leave it empty for the shipped library"
        )
    return folder


def _one_of(choices: Mapping[str, object], value: str) -> object:
    if value.lower() not in choices:
        wanted = " or ".join(choices) if len(choices) == 2 else f"one of {', '.join(choices)}"
        raise ValueError(f"write {wanted}")
    return choices[value.lower()]


def _host_and_port(value: str) -> tuple[str, int]:
    host, colon, port = value.rpartition(":")
    if not (colon and host and port.isascii() and port.isdecimal() and 0 < int(port) < 65536):
        raise ValueError("write a host and a port such as 127.0.0.1:9100")
    return host.strip("[]"), int(port)


def _shards(value: str) -> Shards:
    found = _SHARDS.fullmatch(value)
    read = [int(part) for part in found.groups(default=found[1])] if found else []
    if not read or not read[0] <= read[1] < read[2]:
        raise SettingsError(
            f"COUNTERPOINT_SHARDS is {value}; write the first and the last shard of this process, "
            "counted from 0, and how many there are in all, such as 0-3/8"
        )
    return Shards(*read)


def _number(example: int, value: str) -> int:
    if not (value.isascii() and value.isdecimal() and len(value) < 10):
        raise ValueError(f"write a number such as {example}")
    return int(value)


def _api_url(value: str) -> str:
    reachable = False
    with suppress(ValueError):
        address = urlsplit(value)
        _ = address.port
        reachable = address.scheme in {"http", "https"} and bool(address.hostname)
        reachable = reachable and not (address.query or address.fragment)
    if not reachable:
        raise ValueError(
            "write an address such as http://127.0.0.1:8080/api/v10, or leave it empty for "
            "Discord itself"
        )
    return value.rstrip("/")


def fault_of_token(token: str) -> str:
    """Return a sentence for what cannot be a token; empty if Discord is to decide."""
    if re.fullmatch(r"[^.]+\.[^.]+\.[^.]+", token):
        return ""
    return f"DISCORD_TOKEN is not a token, which is three parts with dots between them; {COPY_IT}"


def _token(value: str) -> str:
    """Return the token without quotation marks or the word ``Bot``, as it may be copied."""
    token = value.strip(_QUOTATION_MARKS).strip()
    token = token.removeprefix("Bot ").strip()
    if not token.isascii() or not token.isprintable() or " " in token:
        raise SettingsError(
            "DISCORD_TOKEN is not a token: it holds a space or a character that no token has; "
            f"{COPY_IT}"
        )
    return token


# For each setting, the field of Settings, and the reader of a value that is given.
_READERS: Mapping[str, tuple[str, _Reader]] = {
    "DISCORD_TOKEN": ("discord_token", _token),
    "DISCORD_API_URL": ("discord_api_url", _api_url),
    "DATABASE_URL": ("database", _database),
    "COUNTERPOINT_LIBRARY": ("library", _library),
    "COUNTERPOINT_LOG": ("log_level", partial(_one_of, _LEVELS)),
    "COUNTERPOINT_MEANING": ("meaning", partial(_one_of, {"on": True, "off": False})),
    "COUNTERPOINT_HTTP": ("http", _host_and_port),
    "COUNTERPOINT_LOG_FORMAT": ("json_log", partial(_one_of, {"text": False, "json": True})),
    "COUNTERPOINT_SHARDS": ("shards", _shards),
    "COUNTERPOINT_MOST_QUOTES": ("most_quotes", partial(_number, MOST_QUOTES)),
    "COUNTERPOINT_KEEP_DAYS": ("keep_days", partial(_number, KEEP_DAYS)),
}
NAMES = tuple(_READERS)


def _own_folder(environment: Mapping[str, str], name: str, otherwise: str) -> Path | None:
    """Return our folder by the XDG base directory specification; None without a home.

    On Windows it is in ``LOCALAPPDATA``.
    """
    named = environment.get(name, "") or environment.get("LOCALAPPDATA", "")
    # The specification says to ignore relative paths.
    if named and Path(named).is_absolute():
        return Path(named) / "counterpoint"
    try:
        return Path.home() / otherwise / "counterpoint"
    except RuntimeError:
        return None
