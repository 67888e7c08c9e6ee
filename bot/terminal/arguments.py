"""The command line, built from the table of commands."""

import argparse
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from bot.commands import BY_NAME, COMMANDS, Command
from bot.errors import RequestError
from bot.terminal.orders import ORDERS, Order, add_orders, order_of

PROGRAM = "python -m bot"
_WHAT_IT_IS = "Answers discussion questions with what people really said."
_WITHOUT_A_COMMAND = (
    "Without a command: the bot in Discord if DISCORD_TOKEN is set, else a prompt. "
    "Exit status: 0 for an answer, 1 for nothing found, 2 for a mistake or a fault."
)


@dataclass(frozen=True, slots=True)
class Follow:
    """What to show instead of the first answer: first so many excerpts or pages on, then which."""

    another: int = 0
    opposing: bool = False
    context: bool = False
    more: int = 0


@dataclass(frozen=True, slots=True)
class Once:
    """One command to answer."""

    command: Command
    given: Mapping[str, str]
    follow: Follow
    json: bool


@dataclass(frozen=True, slots=True)
class Many:
    """Requests to answer from a file of JSON Lines; ``-`` is standard input."""

    path: str


@dataclass(frozen=True, slots=True)
class Check:
    """A library to check; empty for the one that is set."""

    folder: str


@dataclass(frozen=True, slots=True)
class Evaluate:
    """A library to measure; empty for the one that is set.

    ``split`` is tune, report or empty for all.
    """

    folder: str
    split: str
    failures: bool
    json: bool


@dataclass(frozen=True, slots=True)
class Front:
    """No command: Discord, or the prompt."""


Request = Once | Many | Check | Evaluate | Front | Order


def read_arguments(arguments: Sequence[str]) -> Request:
    """What the command line asks for.

    Raises RequestError for bad use, and SystemExit(0) after printing ``--help``.
    """
    if not arguments:
        return Front()
    top, parsers = _parsers()
    name, *rest = _command_first(arguments, parsers)
    if name not in parsers:
        _refuse(name, top, parsers)
    # Intermixed, so that options may stand between the words of a request.
    filled_in = vars(parsers[name].parse_intermixed_args(rest))
    if name == "answer":
        return Many(filled_in["file"])
    if name == "check":
        return Check(filled_in["folder"])
    if name == "evaluate":
        return Evaluate(**filled_in)
    if name in ORDERS:
        return order_of(name, filled_in)
    return _once(BY_NAME[name], filled_in)


def _refuse(name: str, top: argparse.ArgumentParser, commands: Collection[str]) -> NoReturn:
    """Raise what is said where no command is named; but help was all that was asked for."""
    if name in {"-h", "--help"}:
        top.parse_args((name,))
    known = f"the commands are {', '.join(commands)}"
    if name.startswith("-"):
        raise RequestError(
            f"“{name}” needs a command, as in {PROGRAM} quote --json reorganisation; {known}."
        )
    raise RequestError(f"There is no command “{name}”; {known}.")


def _command_first(arguments: Sequence[str], commands: Collection[str]) -> list[str]:
    """The arguments with the command before the options that were written before it."""
    if arguments[0].startswith("-"):
        for place, one in enumerate(arguments):
            if one.removeprefix("/") in commands:
                return [one.removeprefix("/"), *arguments[:place], *arguments[place + 1 :]]
    return [arguments[0].removeprefix("/"), *arguments[1:]]


def _once(command: Command, filled_in: Mapping[str, object]) -> Once:
    given = {}
    for option in command.options:
        value = filled_in[option.name]
        text = " ".join(value) if isinstance(value, list) else str(value)
        if text.strip():
            given[option.name] = _decoded(text)
    follow = Follow(**{name: filled_in[name] for name in Follow.__slots__ if name in filled_in})  # type: ignore[arg-type] # argparse gives each the type its option declares
    return Once(command, given, follow, json=bool(filled_in["json"]))


def _decoded(argument: str) -> str:
    """The argument with bytes that are no UTF-8 shown as such; Python smuggles them in."""
    return argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Raise RequestError, where argparse would print and exit."""
        raise RequestError(f"{message[:1].upper()}{message[1:]}; see {self.prog} --help.")


def _parsers() -> tuple[_Parser, dict[str, _Parser]]:
    top = _Parser(
        prog=PROGRAM, description=_WHAT_IT_IS, epilog=_WITHOUT_A_COMMAND, allow_abbrev=False
    )
    commands = top.add_subparsers(title="commands", metavar="COMMAND", parser_class=_Parser)
    parsers = {}
    for command in COMMANDS:
        parser = commands.add_parser(
            command.name, help=command.summary, description=command.summary, allow_abbrev=False
        )
        _add_options(parser, command)
        parsers[command.name] = parser
    parsers["answer"] = answer = commands.add_parser(
        "answer", help="Answer many requests from a file of JSON Lines", allow_abbrev=False
    )
    answer.add_argument("file", metavar="FILE.jsonl", help="the requests; - for standard input")
    parsers["check"] = check = commands.add_parser(
        "check", help="Say everything that is wrong with a library", allow_abbrev=False
    )
    check.add_argument(
        "folder", metavar="FOLDER", nargs="?", default="", help="its folder; else the one set"
    )
    parsers["evaluate"] = evaluate = commands.add_parser(
        "evaluate",
        help="Measure the answers to a library's labelled requests",
        allow_abbrev=False,
    )
    _add_evaluation(evaluate)
    return top, parsers | add_orders(commands.add_parser)


def _add_evaluation(parser: _Parser) -> None:
    parser.add_argument(
        "folder", metavar="FOLDER", nargs="?", default="", help="its folder; else the one set"
    )
    parser.add_argument(
        "--split", choices=("tune", "report"), default="", help="Only these requests; else all"
    )
    parser.add_argument("--failures", action="store_true", help="List every miss, and why")
    parser.add_argument("--json", action="store_true", help="The figures as JSON, for programs")


def _add_options(parser: _Parser, command: Command) -> None:
    for option in command.options:
        if option.main:
            parser.add_argument(option.name, nargs="*", help=option.summary)
        else:
            parser.add_argument(f"--{option.name}", default="", help=option.summary)
    if command.name == "quote":
        parser.add_argument(
            "--another", type=_count, default=0, metavar="N", help="The excerpt N further on"
        )
    if command.name in {"quote", "ask"}:
        parser.add_argument("--opposing", action="store_true", help="The opposing view")
    if command.name in {"quote", "ask", "debate"}:
        parser.add_argument(
            "--context", action="store_true", help="The first excerpt in its source"
        )
    if command.name == "debate":
        parser.add_argument(
            "--more", type=_count, default=0, metavar="N", help="The views N pages further on"
        )
    parser.add_argument("--json", action="store_true", help="The answer as JSON, for programs")


def _count(figures: str) -> int:
    if not (figures.isascii() and figures.isdigit() and len(figures) < 7):
        raise argparse.ArgumentTypeError("a whole number is wanted, such as 1")
    return int(figures)
