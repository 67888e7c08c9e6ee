"""``export``: a collection as files."""

import os
import re
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from bot.app import LOCAL, open_servers
from bot.errors import RequestError
from bot.library.collection import own_part, whole_view
from bot.library.export import exported
from bot.library.load import load_library
from bot.library.schema import schema_files
from bot.moderation.archive import zipped
from bot.moderation.servers import Servers
from bot.pages.wording import counted
from bot.settings import Settings
from bot.store.store import health_of
from bot.terminal.io import Streams, reason_of

_SERVER_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")


def export(asked: Namespace, settings: Settings, streams: Streams) -> int:
    """Write a collection to ``asked.target``; return 1 if it is empty.

    The target is a folder, a ``.zip``, or ``-`` for a zip archive on standard output. Without a
    server it is everything that the terminal answers from; otherwise that server's own part, with
    ``whole`` on top of the shared library. ``over`` writes into a folder that is not empty. Raises
    RequestError for bad use.
    """
    # Exporting makes no database.
    if not health_of(settings.database).made:
        return _export(asked, Servers(load_library(settings.library), None), streams)
    with open_servers(settings) as servers:
        return _export(asked, servers, streams)


def _export(asked: Namespace, servers: Servers, streams: Streams) -> int:
    view = servers.view(server_id(asked.server or LOCAL))
    own = bool(asked.server) and not asked.whole
    collection = own_part(view) if own else whole_view(view)
    files = exported(collection)
    quotes = counted(len(collection.quotes), "quote")
    topics = counted(len(collection.topics), "topic")
    done = f"Exported {quotes}, {topics} in {counted(len(files), 'file')} to {asked.target}\n"
    if asked.target == "-":
        _write_archive(zipped(files), streams)
    elif asked.target.lower().endswith(".zip"):
        _write_file(Path(asked.target), zipped(files), over=asked.over)
        streams.stdout.write(done)
    else:
        others = _write_folder(Path(asked.target), {**files, **schema_files()}, over=asked.over)
        streams.stdout.write(done)
        for name in others:
            streams.stdout.write(f"Left unchanged, and not part of this export: {name}\n")
    if collection.quotes or collection.topics or collection.hidden or collection.speakers:
        return 0
    streams.stderr.write("The export is empty: this server has changed nothing.\n")
    return 1


def server_id(typed: str) -> str:
    """Return the id of a server. Raises RequestError if it is not one."""
    if not _SERVER_ID.fullmatch(typed):
        raise RequestError(
            "That is not a server's id. In Discord, turn on Developer Mode in the advanced "
            "settings, then right-click the server and copy its id. The terminal's own is local."
        )
    return typed


def _write_archive(archive: bytes, streams: Streams) -> None:
    if streams.stdout.isatty():
        raise RequestError(
            "An archive cannot be shown at a terminal. Name a folder, or send it to a file: "
            "python -m bot export > library.zip"
        )
    streams.stdout.flush()
    streams.stdout.buffer.write(archive)
    streams.stdout.buffer.flush()


def _write_folder(folder: Path, files: Mapping[str, str], *, over: bool) -> list[str]:
    """Write files into the folder; return the names of its other YAML files."""
    if folder.exists() and not folder.is_dir():
        raise RequestError(f"{folder} is a file; name a folder.")
    try:
        before = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
    except OSError as error:
        raise RequestError(f"{folder} cannot be written: {reason_of(error)}.") from error
    if before and not over:
        raise RequestError(
            f"{folder} is not empty. Name a new folder, or add --over to write over its files."
        )
    for name, text in files.items():
        _write_file(folder / name, text.encode(), over=True)
    return [name for name in before if name.endswith((".yaml", ".yml")) and name not in files]


def _write_file(path: Path, content: bytes, *, over: bool) -> None:
    if path.exists() and not over:
        raise RequestError(f"{path} exists already. Name another file, or add --over.")
    partial = path.with_name(f"{path.name}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(content)
        os.replace(partial, path)  # noqa: PTH105 - as atomic, and the same on every system
    except OSError as error:
        raise RequestError(f"{path} cannot be written: {reason_of(error)}.") from error
