"""Many requests from a file of JSON Lines, one answer a line in the same order.

A request is ``{"id", "command", "text"}``: ``id`` any string or whole number, ``command`` one of
quote, debate and ask. Its answer is the record of :mod:`bot.records` after that ``id``. A line
that cannot be answered gets ``{"id", "error"}``, with a null id where none can be read. Blank lines
are passed over. Every answer is written at once.
"""

import json
from codecs import BOM_UTF8
from collections.abc import Iterator
from typing import BinaryIO, NoReturn, TextIO

from bot.answers.desk import Desk
from bot.answers.model import Answer
from bot.commands import BY_NAME
from bot.errors import RequestError
from bot.records import Record, record_of
from bot.terminal.faults import BAD_USE, recorded
from bot.terminal.follow_ups import ask_desk
from bot.terminal.jsonlines import write_record

# 6,000 characters take at most 72,000 bytes of JSON; beyond this a line is not read any further.
_LONGEST_LINE = 1 << 20
_COMMANDS = ("quote", "debate", "ask")


def answer_many(lines: BinaryIO, desk: Desk, stdout: TextIO) -> int:
    """Answer every line. Returns 0, or 2 if a line could not be answered; the rest were."""
    status = 0
    for line in _lines(lines):
        if not line.strip():
            continue
        record = _answered(line, desk)
        if "error" in record:
            status = BAD_USE
        write_record(record, stdout)
    return status


def _lines(source: BinaryIO) -> Iterator[bytes]:
    """The lines; of one that is too long its beginning, one byte longer than allowed."""
    first = True
    while line := source.readline(_LONGEST_LINE + 1):
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = source.readline(_LONGEST_LINE + 1)
        yield line.removeprefix(BOM_UTF8) if first else line
        first = False


def _answered(line: bytes, desk: Desk) -> Record:
    id_: str | int | None = None
    try:
        request = _parsed(line)
        id_ = _id(request)
        return {"id": id_, **record_of(_answer(request, desk))}
    except RequestError as error:
        return {"id": id_, "error": str(error)}
    except Exception as error:  # noqa: BLE001 - the lines after this one are still to be answered
        reference = recorded(error)
        return {"id": id_, "error": f"Something went wrong here: reference {reference}."}


def _parsed(line: bytes) -> Record:
    if len(line) > _LONGEST_LINE:
        raise RequestError(f"The line is longer than {_LONGEST_LINE:,} bytes.")
    try:
        request = json.loads(line.decode("utf-8"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise RequestError("The line is not UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise RequestError("The line is not JSON.") from error
    if not isinstance(request, dict):
        raise RequestError('The line is not an object such as {"id", "command", "text"}.')
    return request


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _id(request: Record) -> str | int | None:
    id_ = request.get("id")
    if id_ is None or (isinstance(id_, str | int) and not isinstance(id_, bool)):
        return id_
    raise RequestError("The id is neither a string nor a whole number.")


def _answer(request: Record, desk: Desk) -> Answer:
    name, text = request.get("command"), request.get("text")
    if name not in _COMMANDS:
        raise RequestError(f"The command is none of {', '.join(_COMMANDS)}.")
    if not isinstance(text, str):
        raise RequestError("The text is missing." if text is None else "The text is not a string.")
    command = BY_NAME[name]
    return ask_desk(desk, command, {command.options[0].name: text})
