"""``export``: a collection as files."""

import os
from collections.abc import Mapping
from pathlib import Path

from bot.app import LOCAL
from bot.errors import RequestError
from bot.library.collection import Collection, own_part, whole_view
from bot.library.export import exported
from bot.library.schema import schema_files
from bot.moderation import Servers
from bot.moderation.exporting import zipped
from bot.pages.wording import counted
from bot.terminal.naming import server_named
from bot.terminal.orders import Export
from bot.terminal.streams import Streams


def send(order: Export, servers: Servers, streams: Streams) -> int:
    """Write the collection; return 1 where there is nothing in it. Raises RequestError."""
    view = servers.view(server_named(order.server or LOCAL))
    own = bool(order.server) and not order.whole
    collection = own_part(view) if own else whole_view(view)
    files = exported(collection)
    said = f"{_what(collection)} in {counted(len(files), 'file')}"
    if order.target == "-":
        _pour(zipped(files), streams)
    elif order.target.lower().endswith(".zip"):
        _write(Path(order.target), zipped(files), over=order.over)
        streams.stdout.write(f"Exported {said} to {order.target}\n")
    else:
        left = _fill(Path(order.target), {**files, **schema_files()}, over=order.over)
        streams.stdout.write(f"Exported {said} to {order.target}\n")
        for name in left:
            streams.stdout.write(f"Left as it was, and not part of this: {name}\n")
    if collection.quotes or collection.topics or collection.hidden or collection.speakers:
        return 0
    streams.stderr.write("There is nothing in it: this server changed nothing.\n")
    return 1


def _what(collection: Collection) -> str:
    return f"{counted(len(collection.quotes), 'quote')}, {counted(len(collection.topics), 'topic')}"


def _pour(octets: bytes, streams: Streams) -> None:
    if streams.stdout.isatty():
        raise RequestError(
            "An archive is nothing to read at a terminal. Name a folder, or send it to a file: "
            "python -m bot export > library.zip"
        )
    streams.stdout.flush()
    streams.stdout.buffer.write(octets)
    streams.stdout.buffer.flush()


def _fill(folder: Path, files: Mapping[str, str], *, over: bool) -> list[str]:
    """Write files into the folder; the names of other YAML files that are in it."""
    if folder.exists() and not folder.is_dir():
        raise RequestError(f"{folder} is a file; name a folder.")
    try:
        there = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
    except OSError as error:
        raise _not_written(folder, error) from error
    if there and not over:
        raise RequestError(
            f"{folder} is not empty. Name a new folder, or add --over to write over what is there."
        )
    for name, text in files.items():
        _write(folder / name, text.encode(), over=True)
    return [name for name in there if name.endswith((".yaml", ".yml")) and name not in files]


def _write(path: Path, octets: bytes, *, over: bool) -> None:
    """Write a file whole or not at all."""
    if path.exists() and not over:
        raise RequestError(f"{path} is there already. Name another, or add --over.")
    partial = path.with_name(f"{path.name}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(octets)
        os.replace(partial, path)  # noqa: PTH105 - as atomic, and the same on every system
    except OSError as error:
        raise _not_written(path, error) from error


def _not_written(path: Path, error: OSError) -> RequestError:
    return RequestError(f"{path} cannot be written: {(error.strerror or 'unknown').lower()}.")
