"""Answers to one command, or to many requests in a file of JSON Lines; as a page or as JSON.

``docs/answers.md`` describes the requests and records. Answers come in the order of the requests,
each written at once. The stance of an excerpt is that on the answer's point if it takes a position
on it, else on the first point that it takes a position on.
"""

import json
from argparse import Namespace
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, TextIO

from msgspec.structs import asdict, replace

from bot.answers import model
from bot.answers.actions import Another, Context, Opposing
from bot.answers.desk import Desk
from bot.app import open_local
from bot.commands import BY_NAME
from bot.errors import ExitStatus, RequestError
from bot.i18n import before_text, gettext as _
from bot.library.model import Excerpt, Point
from bot.pages import page_of
from bot.pages.attribution import name_shown
from bot.pages.page import OpenLink, Page
from bot.search.results import Why
from bot.settings import Settings
from bot.terminal.follow_ups import as_arguments, ask_desk, follow_ups_of
from bot.terminal.io import Record, Streams, fault_sentence, file_errors, opened, write_record
from bot.terminal.screen import Screen

# 6,000 characters take at most 72,000 bytes of JSON; the rest of a longer line is skipped.
_LONGEST_LINE = 1 << 20
_COMMANDS = ("quote", "debate", "ask")


def answer_command(asked: Namespace, settings: Settings, streams: Streams) -> int:
    """Answer the command of a parsed command line: see :func:`answer_once`."""
    with opened(open_local, settings, streams) as desk:
        return answer_once(asked, desk, streams.stdout)


def answer_once(asked: Namespace, desk: Desk, stdout: TextIO) -> int:
    """Write the answer to a command, to a person also what to type next; return the exit status.

    Raises RequestError for a bad request.
    """
    answer = answer_to(asked, desk)
    if asked.json:
        request = {"command": asked.command.name, "asked": " ".join(asked.given.values())}
        write_record({**request, **record_of(answer)}, stdout)
    else:
        page, screen = page_of(answer), Screen(stdout)
        screen.show(page)
        show_source(page, screen)
        if stdout.isatty():
            screen.say_apart(as_arguments(follow_ups_of(page)))
    return 1 if isinstance(answer, model.NotFound) else 0


def answer_to(asked: Namespace, desk: Desk) -> model.Answer:
    """Return the answer to a command with its options. Raises RequestError for a bad request."""
    return _followed(ask_desk(desk, asked.command, asked.given), asked, desk)


def show_source(page: Page, screen: Screen) -> None:
    """Write the address of the source, if it is known."""
    for button in page.buttons:
        if isinstance(button.action, OpenLink):
            screen.say_small(before_text(button.label) + button.action.address)


def _rest_of(debate: model.DebateAnswer, shown: int, desk: Desk) -> model.Answer:
    """Return the excerpt after ``shown`` others of the longer side of a debate."""
    last = desk.debate(debate.point.id, -1)
    if isinstance(last, model.DebateAnswer) and last.rest:
        return desk.follow(replace(last.rest, shown=shown))
    raise RequestError(_("The pages of this debate show all of it; use --more."))


def _followed(answer: model.Answer, asked: Namespace, desk: Desk) -> model.Answer:
    if asked.another and isinstance(answer, model.QuoteAnswer):
        answer = desk.follow(Another(answer.scope, answer.excerpts[0].quote.id, asked.another))
    if asked.more and isinstance(answer, model.DebateAnswer):
        answer = desk.debate(answer.point.id, asked.more)
    if asked.another and isinstance(answer, model.DebateAnswer):
        answer = _rest_of(answer, asked.another, desk)
    point = ""
    match answer:
        case model.QuoteAnswer():
            first = answer.excerpts[0].quote.id
            point = answer.point.id if answer.point and answer.opposed else ""
        case model.AskAnswer():
            first = answer.best.quote.id
        case model.DebateAnswer():
            first, point = answer.in_turn[0][0].quote.id, answer.point.id
        case _:
            return answer
    if asked.opposing:
        return desk.follow(Opposing(first, point))
    return desk.follow(Context(first)) if asked.context else answer


def answer_file(asked: Namespace, settings: Settings, streams: Streams) -> int:
    """Answer every line of a file, or of standard input for ``-``; see :func:`answer_many`."""
    requests = streams.stdin.buffer
    if asked.file != "-":
        with file_errors(asked.file, "read"):
            requests = Path(asked.file).open("rb")  # noqa: SIM115 - closed below, unlike a failure
    with requests, opened(open_local, settings, streams) as desk:
        return answer_many(requests, desk, streams.stdout)


def answer_many(lines: BinaryIO, desk: Desk, stdout: TextIO) -> int:
    """Answer every line; return 0, or 2 if a line could not be answered."""
    status = 0
    for line in _lines(lines):
        if not line.strip():
            continue
        record = _record_of_line(line, desk)
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


def _record_of_line(line: bytes, desk: Desk) -> Record:
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
        # int refuses NaN and Infinity, which are not JSON.
        request = json.loads(line.decode("utf-8"), parse_constant=int)
    except UnicodeDecodeError as error:
        raise RequestError("The line is not UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise RequestError("The line is not JSON.") from error
    if not isinstance(request, dict):
        raise RequestError('The line is not an object such as {"id", "command", "text"}.')
    return request


def _id(request: Record) -> str | int | None:
    id_ = request.get("id")
    if id_ is None or (isinstance(id_, str | int) and not isinstance(id_, bool)):
        return id_
    raise RequestError("The id must be a string or a whole number.")


def _answer(request: Record, desk: Desk) -> model.Answer:
    name, text = request.get("command"), request.get("text")
    if name not in _COMMANDS:
        raise RequestError(f"The command must be one of {', '.join(_COMMANDS)}.")
    if not isinstance(text, str):
        raise RequestError("The text is missing." if text is None else "The text is not a string.")
    command = BY_NAME[name]
    return ask_desk(desk, command, {command.options[0].name: text})


def record_of(answer: model.Answer) -> Record:  # noqa: C901, PLR0911 - one return for each kind
    """Return the record of an answer, made of JSON values only."""
    match answer:
        case model.QuoteAnswer():
            return _record(answer, answer.point, answer.excerpts)
        case model.DebateAnswer():
            return _record(answer, answer.point, (excerpt for excerpt, _ in answer.in_turn))
        case model.AskAnswer():
            point = answer.debate.point if answer.debate else None
            near = [tally.point.sentence for tally in answer.near]
            return _record(answer, point, answer.excerpts) | {"suggestions": near}
        case model.NotFound():
            names = [suggestion.name for suggestion in answer.suggestions]
            found_nothing = {"abstained": True, "suggestions": names}
            return _record(answer, None, answer.excerpts) | found_nothing
        case model.TopicsAnswer():
            return {
                "abstained": False,
                "score": answer.score,
                "why": _why(answer.why),
                "topics": [_topic(tally) for tally in answer.topics],
            }
        case model.SpeakerAnswer():
            sources = [source.title for source, _ in answer.sources]
            speaker = {"speaker": name_shown(answer.speaker), "sources": sources}
            return _record(answer, None, answer.excerpts) | speaker
        case model.SpeakersAnswer():
            listed = [
                {"id": one.speaker.id, "name": name_shown(one.speaker), "quotes": one.quotes}
                for one in answer.speakers
            ]
            return {"abstained": False, "score": answer.score, "why": [], "speakers": listed}
        case model.AboutAnswer():
            examples = [f"{command} {text}".rstrip() for command, text in answer.examples]
            about = {**asdict(answer.card), **asdict(answer.tally), "examples": examples}
            return {"abstained": False, **about}
        case model.ContextAnswer():
            text = {"before": answer.before, "marked": answer.marked, "after": answer.after}
            return {"abstained": False, **text, "excerpts": [_excerpt(answer.excerpt, None)]}


def _record(
    answer: model.QuoteAnswer
    | model.DebateAnswer
    | model.AskAnswer
    | model.SpeakerAnswer
    | model.NotFound,
    point: Point | None,
    excerpts: Iterable[Excerpt],
) -> Record:
    return {
        "abstained": False,
        "score": answer.score,
        "why": _why(answer.why),
        "point": point.id if point else None,
        "suggestions": [],
        "excerpts": [_excerpt(excerpt, point) for excerpt in excerpts],
    }


def _why(why: tuple[Why, ...]) -> list[Record]:
    return [{"cause": one.cause.value, "asked": one.asked, "found": one.found} for one in why]


def _excerpt(excerpt: Excerpt, point: Point | None) -> Record:
    quote = excerpt.quote
    stance = quote.stance_on(point.id) if point else None
    if point and stance:
        taken: Record = {"stance": stance.value, "point": point.id}
    elif quote.positions:
        taken = {"stance": quote.positions[0].stance.value, "point": quote.positions[0].point}
    else:
        taken = {"stance": None, "point": None}
    holder = quote.reported_on(taken["point"]) if taken["point"] else quote.reported
    return {
        "id": quote.id,
        "text": quote.text,
        "speaker": name_shown(excerpt.speaker),
        "source": excerpt.source.title,
        **taken,
        **({"reported": holder} if holder else {}),
    }


def _topic(tally: model.TopicTally) -> Record:
    return {
        "id": tally.topic.id,
        "name": tally.topic.name,
        "quotes": tally.quotes,
        "voices": tally.voices,
        "points": [_point(point) for point in tally.points],
    }


def _point(tally: model.PointTally) -> Record:
    counts = {"for": tally.for_, "against": tally.against, "mixed": tally.mixed}
    return {"id": tally.point.id, "sentence": tally.point.sentence, **counts}
