"""Labelled requests: requests with the answers that a careful reader accepts, read from a file.

The file is JSON Lines in UTF-8: one object a line, ``{"id", "kind", "command", "text", "quotes",
"points", "split"}``. ``points`` and ``split`` are optional: without them there are no points, and
the split is tune. Blank lines are skipped.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.errors import LibraryError, Problem, RequestError
from bot.library.library import Library
from bot.library.text_cleaning import nearest, shown
from bot.search.text import LONGEST_REQUEST

# The kind of requests on which the library has nothing.
OUT = "out"
FILE_NAME = "requests.jsonl"
COMMANDS = ("quote", "debate", "ask")
# Ten thousand requests of a usual length take 5 MB; beyond this the file is something else.
LARGEST_BYTES = 64_000_000

_REQUIRED = ("id", "kind", "command", "text", "quotes")
_OPTIONAL = ("points", "split")


class Split(StrEnum):
    """The purpose of a request: to tune with, or only to report on."""

    TUNE = "tune"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A request as somebody would type it, and its right answers.

    ``command`` is quote, debate or ask. ``quotes`` are the ids of all excerpts that a careful
    reader accepts as the first one shown; ``points`` the ids of the points the request is about.
    Both are empty for the kind OUT, and ``quotes`` for no other. ``line`` counts from 1 in the
    file.
    """

    id: str
    kind: str
    command: str
    text: str
    quotes: frozenset[str]
    points: tuple[str, ...]
    split: Split
    line: int = 1

    @property
    def in_scope(self) -> bool:
        """Whether the library has quotes for this request."""
        return self.kind != OUT


def of_split(requests: tuple[Labelled, ...], split: Split | None) -> tuple[Labelled, ...]:
    """Return the requests of one split in order; for None, all of them."""
    return tuple(request for request in requests if split in (None, request.split))


def find_requests(folder: Path) -> Path:
    """Return the file of labelled requests in a library's folder or in its ``quotes/``.

    Raises RequestError if neither holds one.
    """
    for path in (folder / FILE_NAME, folder / "quotes" / FILE_NAME):
        if path.is_file():
            return path
    raise RequestError(
        f"There is no {FILE_NAME} in {folder}: write one request a line, with the ids of the "
        "quotes that rightly answer it (docs/evaluation.md)."
    )


def read_requests(path: Path, library: Library) -> tuple[Labelled, ...]:
    """Return the requests of the file in its order, at least one.

    Raises RequestError if the file cannot be read or is empty, LibraryError with every line that
    is wrong: not JSON, a field missing or of the wrong type, an id used twice, an unknown quote or
    point, right answers to a request out of scope or none to one in scope.
    """
    reader = _Reader(path.name, library)
    requests = tuple(request for line in _lines(path) if (request := reader.read(*line)))
    if reader.problems:
        raise LibraryError(tuple(reader.problems))
    if not requests:
        raise RequestError(f"{path} holds no request.")
    return requests


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not blank, with their numbers."""
    try:
        size = path.stat().st_size
        if size > LARGEST_BYTES:
            raise RequestError(f"{path} is {size:,} bytes; up to {LARGEST_BYTES:,} are read.")
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise RequestError(f"{path} cannot be read: {(error.strerror or '').lower()}.") from error
    except UnicodeDecodeError as error:
        raise RequestError(f"{path} is not UTF-8; save it as UTF-8 text.") from error
    # Not splitlines, which splits at every separator of Unicode.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line


class _Reader:
    """Read lines and collect their problems."""

    def __init__(self, file: str, library: Library) -> None:
        self.problems: list[Problem] = []
        self._file = file
        self._library = library
        self._first_line: dict[str, int] = {}

    def read(self, line: int, text: str) -> Labelled | None:
        """Return the request of a line; None, with its problems reported, if it is wrong."""
        before = len(self.problems)
        fields = self._fields(line, text)
        if fields is None:
            return None
        for wrong, remedy in (*_wrong_types(fields), *self._wrong_references(fields, line)):
            self._report(line, 1, wrong, remedy)
        if len(self.problems) > before:
            return None
        return Labelled(
            id=fields["id"],
            kind=fields["kind"],
            command=fields["command"],
            text=fields["text"],
            quotes=frozenset(fields["quotes"]),
            points=tuple(fields.get("points", ())),
            split=Split(fields.get("split", Split.TUNE)),
            line=line,
        )

    def _fields(self, line: int, text: str) -> dict[str, Any] | None:
        try:
            fields = json.loads(text)
        except json.JSONDecodeError as error:
            self._report(line, error.colno, f"this is not JSON ({error.msg})", "write one object")
            return None
        except (ValueError, RecursionError):
            self._report(line, 1, "this JSON goes too far or too deep", "write one plain object")
            return None
        if not isinstance(fields, dict):
            self._report(line, 1, f"{shown(fields)} is not an object", "write {…} in each line")
            return None
        return fields

    def _wrong_references(self, fields: dict[str, Any], line: int) -> Iterator[tuple[str, str]]:
        """Yield wrong ids in the fields; fields of a wrong type are skipped."""
        id_ = fields.get("id")
        if isinstance(id_, str):
            first = self._first_line.setdefault(id_, line)
            if first != line:
                yield f"the id {shown(id_)} is that of line {first}", "give each its own"
        for field, known in (("quotes", self._library.quotes), ("points", self._library.points)):
            for wrong in _unknown(fields.get(field), known):
                near = nearest(wrong, known)
                meant = f"did you mean {near}?" if near else "check it against the library"
                yield f"the library holds no {field.removesuffix('s')} {shown(wrong)}", meant
        yield from _wrong_scope(fields)

    def _report(self, line: int, column: int, wrong: str, remedy: str) -> None:
        self.problems.append(Problem(self._file, line, column, wrong, remedy))


def _wrong_types(fields: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name in fields:
        if name not in (*_REQUIRED, *_OPTIONAL):
            near = nearest(name, (*_REQUIRED, *_OPTIONAL))
            yield f"there is no field {shown(name)}", f"did you mean {near}?" if near else "drop it"
    for name in ("id", "kind", "command", "text"):
        value = fields.get(name)
        if not isinstance(value, str) or not value.strip():
            yield f"{name} is {_said(value)}", "write a string that is not blank"
    for name in ("quotes", "points"):
        value = fields.get(name, [] if name in _OPTIONAL else None)
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            yield f"{name} is {_said(value)}", "write a list of ids, [] for none"
    yield from _wrong_choices(fields)


def _wrong_choices(fields: dict[str, Any]) -> Iterator[tuple[str, str]]:
    command, text = fields.get("command"), fields.get("text")
    split = fields.get("split", Split.TUNE)
    if isinstance(command, str) and command.strip() and command not in COMMANDS:
        yield f"there is no command {shown(command)} here", f"write one of {', '.join(COMMANDS)}"
    if isinstance(text, str) and len(text) > LONGEST_REQUEST:
        yield f"text has {len(text):,} characters", f"write at most {LONGEST_REQUEST:,}"
    if split not in tuple(Split):
        yield f"split is {_said(split)}", f"write {' or '.join(Split)}"


def _wrong_scope(fields: dict[str, Any]) -> Iterator[tuple[str, str]]:
    right = fields.get("quotes"), fields.get("points", [])
    if fields.get("kind") == OUT and any(right):
        yield "a request out of scope has no right answer", "empty quotes and points"
    if fields.get("kind") != OUT and right[0] == []:
        yield "no quote answers this request", f"name one, or make its kind {OUT}"


def _unknown(ids: object, known: object) -> Iterator[str]:
    if isinstance(ids, list) and isinstance(known, dict):
        yield from (one for one in ids if isinstance(one, str) and one not in known)


def _said(value: object) -> str:
    return "missing" if value is None else shown(value)
