"""Answers to one command, or to many requests in a file of JSON Lines.

In the file each line is a request ``{"id", "command", "text"}``: ``id`` is any string or whole
number, ``command`` is quote, debate or ask. Each answer is one line in the same order: ``id`` and
the record of :mod:`bot.answer_json`. A line that cannot be answered gets ``{"id", "error"}``; its
id is null if it cannot be read. Blank lines are skipped. Every answer is written at once.
"""

import json
from argparse import Namespace
from codecs import BOM_UTF8
from collections.abc import Iterator
from typing import BinaryIO, NoReturn, TextIO

from bot.answer_json import Record, record_of
from bot.answers.desk import Desk
from bot.answers.model import Answer, AskAnswer, DebateAnswer, QuoteAnswer
from bot.commands import BY_NAME
from bot.errors import ExitStatus, RequestError
from bot.i18n import before_text
from bot.pages import page_of
from bot.pages.page import OpenLink, Page
from bot.terminal.follow_ups import as_arguments, ask_desk, exit_status, follow_ups_of
from bot.terminal.io import fault_sentence, write_record
from bot.terminal.screen import Screen

# 6,000 characters take at most 72,000 bytes of JSON; the rest of a longer line is skipped.
_LONGEST_LINE = 1 << 20
_COMMANDS = ("quote", "debate", "ask")


def answer_once(asked: Namespace, desk: Desk, stdout: TextIO) -> int:
    """Write the answer to a parsed command line; return the exit status.

    Raises RequestError for a bad request.
    """
    answer = _followed(ask_desk(desk, asked.command, asked.given), asked, desk)
    if asked.json:
        request = {"command": asked.command.name, "asked": " ".join(asked.given.values())}
        write_record({**request, **record_of(answer)}, stdout)
    else:
        _show(page_of(answer), stdout)
    return exit_status(answer)


def _show(page: Page, stdout: TextIO) -> None:
    """Write the page and the address of the source; to a person also what to type next."""
    screen = Screen(stdout)
    screen.show(page)
    show_source(page, screen)
    hints = as_arguments(follow_ups_of(page)) if stdout.isatty() else ()
    if hints:
        screen.pause()
    for hint in hints:
        screen.say(hint, small=True)


def show_source(page: Page, screen: Screen) -> None:
    """Write the address of the source, if it is known."""
    for button in page.buttons:
        if isinstance(button.action, OpenLink):
            screen.say(before_text(button.label) + button.action.address, small=True)


def _followed(answer: Answer, asked: Namespace, desk: Desk) -> Answer:
    if asked.another and isinstance(answer, QuoteAnswer):
        answer = desk.another(answer.scope, answer.excerpts[0].quote.id, asked.another)
    if asked.more and isinstance(answer, DebateAnswer):
        answer = desk.debate(answer.point.id, asked.more)
    match answer:
        case QuoteAnswer():
            first = answer.excerpts[0].quote.id
        case AskAnswer():
            first = answer.best.quote.id
        case DebateAnswer():
            first = answer.in_turn[0][0].quote.id
        case _:
            return answer
    if asked.opposing:
        return desk.opposing_views(first)
    return desk.context(first) if asked.context else answer


def answer_many(lines: BinaryIO, desk: Desk, stdout: TextIO) -> int:
    """Answer every line; return 0, or 2 if a line could not be answered."""
    status = 0
    for line in _lines(lines):
        if not line.strip():
            continue
        record = _record(line, desk)
        if "error" in record:
            status = ExitStatus.BAD_USE
        write_record(record, stdout)
    return status


def _lines(source: BinaryIO) -> Iterator[bytes]:
    """Yield the lines; of one that is too long, its beginning, one byte longer than allowed."""
    first = True
    while line := source.readline(_LONGEST_LINE + 1):
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = source.readline(_LONGEST_LINE + 1)
        yield line.removeprefix(BOM_UTF8) if first else line
        first = False


def _record(line: bytes, desk: Desk) -> Record:
    id_: str | int | None = None
    try:
        request = _parsed(line)
        id_ = _id(request)
        return {"id": id_, **record_of(_answer(request, desk))}
    except RequestError as error:
        return {"id": id_, "error": str(error)}
    except Exception as error:  # noqa: BLE001 - the next lines are still to be answered
        return {"id": id_, "error": fault_sentence(error)}


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
    raise RequestError("The id must be a string or a whole number.")


def _answer(request: Record, desk: Desk) -> Answer:
    name, text = request.get("command"), request.get("text")
    if name not in _COMMANDS:
        raise RequestError(f"The command must be one of {', '.join(_COMMANDS)}.")
    if not isinstance(text, str):
        raise RequestError("The text is missing." if text is None else "The text is not a string.")
    command = BY_NAME[name]
    return ask_desk(desk, command, {command.options[0].name: text})
