"""The command line: a parser for each command, and the function that runs it.

A parsed command line is an argparse Namespace whose ``run`` carries it out. The modules of commands
take long to import, so only that of the command is imported. The prompt reads the options of its
commands with the same parser.
"""

import argparse
import re
from collections.abc import Collection, Mapping, Sequence
from importlib import import_module
from typing import NoReturn

from bot import __version__
from bot.app import LOCAL
from bot.commands import BY_NAME, COMMANDS, Command
from bot.errors import RequestError
from bot.i18n import gettext as _
from bot.library.text_cleaning import nearest
from bot.settings import PROGRAM

_DESCRIPTION = "Answers discussion questions with what people really said."
_EPILOG = (
    "Without a command: the bot in Discord if DISCORD_TOKEN is set, else a prompt. "
    "Exit status: 0 for an answer, 1 for nothing found, 2 for a mistake or a fault, "
    "3 for a token that Discord refuses."
)

_ROUND = "after the last comes the first again"


class Parser(argparse.ArgumentParser):
    """An argument parser that raises RequestError, where argparse would print and exit.

    One without ``add_help`` is for the prompt.
    """

    def error(self, message: str) -> NoReturn:
        """Raise RequestError with the message as a sentence."""
        raise RequestError(f"{message[:1].upper()}{message[1:]}; see {self.prog} --help.")

    def read(self, words: Sequence[str]) -> argparse.Namespace:
        """Parse words with options before, between or after them. Raises RequestError."""
        try:
            asked, unknown = self.parse_known_intermixed_args(words)
        except argparse.ArgumentError as error:
            if not error.message.startswith("expected"):
                self.error(str(error))
            wanted = _("{option} needs a value after it.")
            raise RequestError(wanted, option=error.argument_name) from error
        if unknown:
            self._refuse(unknown[0])
        return asked

    def _refuse(self, word: str) -> NoReturn:
        refused = _("{command} does not take {word}.")
        more = _("Type help to see what it takes.")
        if self.add_help:
            more = f"See {self.prog} --help."
        # argparse tells its options in no other way.
        known = [name[2:] for name in self._option_string_actions if name.startswith("--")]
        if meant := nearest(word[2:], known) if word.startswith("--") else "":
            more = _("Did you mean --{meant}?")
        raise RequestError(f"{refused} {more}", command=self.prog, word=word, meant=meant)


_Parsers = Mapping[str, Parser]


def read_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    """Parse a command line that is not empty.

    For a command of the table, ``given`` holds its options by name. Raises RequestError for bad
    use, and SystemExit(0) after printing ``--help`` or ``--version``.
    """
    top, parsers = _parsers()
    name, *rest = _command_first(arguments, parsers)
    if name not in parsers:
        _refuse(name, top, parsers)
    asked = parsers[name].read(rest)
    module, function = asked.run.split(".")
    asked.run = getattr(import_module(f"bot.terminal.{module}"), function)
    if name in BY_NAME:
        asked.given = _given(BY_NAME[name], asked)
    return asked


def read_line(command: Command, rest: str) -> argparse.Namespace:
    """Parse what follows a command at the prompt, as :func:`read_arguments` does.

    The value of an option is a word, or stands in quotation marks. Only words such as ``--name``
    are options. Raises RequestError for bad use.
    """
    parser = Parser(prog=command.name, add_help=False, allow_abbrev=False, exit_on_error=False)
    _add_options(parser, command)
    valued = "|".join(option.name for option in command.options if not option.main)
    pattern = rf"(--(?:{valued}))(?:\s+|=)[\"“]([^\"”]*)[\"”]|(\S+)"
    words = []
    for option, quoted, word in re.findall(pattern, rest):
        # argparse takes a word that begins with a space for no option.
        plain = word.startswith("-") and not re.match("--[a-z]", word)
        words.append(f"{option}={quoted}" if option else f" {word}" if plain else word)
    asked = parser.read(words)
    asked.given = {name: text.strip() for name, text in _given(command, asked).items()}
    return asked


def command_names() -> tuple[str, ...]:
    """Return the names of all commands."""
    return tuple(_parsers()[1])


def _command_first(arguments: Sequence[str], commands: Collection[str]) -> list[str]:
    """Return the arguments with the command before the options that were written before it."""
    if arguments[0].startswith("-"):
        for place, one in enumerate(arguments):
            if _plain(one) in commands:
                return [_plain(one), *arguments[:place], *arguments[place + 1 :]]
    return [_plain(arguments[0]), *arguments[1:]]


def _plain(name: str) -> str:
    return name.removeprefix("/").casefold()


def _refuse(name: str, top: argparse.ArgumentParser, commands: Collection[str]) -> NoReturn:
    """Print the help or the version if asked for; otherwise raise RequestError: no command."""
    if name in {"-h", "--help", "help", "--version"}:
        top.parse_args(("--help" if name == "help" else name,))
    known = f"the commands are {', '.join(commands)}"
    if name.startswith("-"):
        raise RequestError(
            f"“{name}” needs a command, as in {PROGRAM} quote --json reorganisation; {known}."
        )
    if meant := nearest(name, commands):
        raise RequestError(f"There is no command “{name}”; did you mean “{meant}”?")
    raise RequestError(
        f"There is no command “{name}”; {known}. To ask a question, write {PROGRAM} ask before it."
    )


def _given(command: Command, asked: argparse.Namespace) -> dict[str, str]:
    given = {}
    for option in command.options:
        value = getattr(asked, option.name)
        text = " ".join(value) if isinstance(value, list) else str(value)
        if text.strip():
            # Python passes bytes that are not UTF-8 on as surrogates.
            given[option.name] = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return given


def _parsers() -> tuple[argparse.ArgumentParser, _Parsers]:
    top = Parser(prog=PROGRAM, description=_DESCRIPTION, epilog=_EPILOG, allow_abbrev=False)
    top.add_argument("--version", action="version", version=f"counterpoint {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", parser_class=Parser)

    def add(name: str, summary: str, run: str, **operands: str) -> Parser:
        parser: Parser = commands.add_parser(
            name, help=summary, description=f"{summary}.", allow_abbrev=False, exit_on_error=False
        )
        parser.set_defaults(run=run, tolerant=False)
        for operand, meaning in operands.items():
            parser.add_argument(operand, metavar=operand.upper(), help=meaning)
        return parser

    for command in COMMANDS:
        parser = add(command.name, command.summary, "answering.answer_command")
        _add_options(parser, command)
        parser.add_argument("--json", action="store_true", help="The answer as JSON, for programs")
    many = "Answer many requests from a file of JSON Lines"
    answer = add("answer", many, "answering.answer_file")
    answer.add_argument("file", metavar="FILE.jsonl", help="the requests; - for standard input")
    check = add("check", "List every problem of a library", "library_commands.check")
    of_check = "its folder; without one, that of COUNTERPOINT_LIBRARY"
    check.add_argument("folder", metavar="FOLDER", nargs="?", default="", help=of_check)
    run_init = "library_commands.init"
    add("init", "Begin a new library", run_init, folder="a new or empty folder")
    export = "Write a collection as a folder of YAML, or as a .zip of it"
    _add_export_options(add("export", export, "library_commands.export"))
    import_ = "Add quotes from YAML, CSV or a .zip of them"
    _add_import_options(add("import", import_, "library_commands.import_"))
    checked = add("doctor", "Check everything the bot needs", "doctor.doctor")
    checked.add_argument("--json", action="store_true", help="As one array, for programs")
    checked.set_defaults(tolerant=True)
    new_file, backup = "a file that does not exist yet", "a file that backup wrote"
    add("backup", "Copy the database into a file", "database_commands.back_up", file=new_file)
    add("restore", "Copy a backup into an empty database", "database_commands.restore", file=backup)
    move = add("move", "Copy the database into another, empty one", "database_commands.move")
    move.add_argument("--to", metavar="ADDRESS", required=True, help="the new one; - to type it in")
    erase = "Erase what is stored about a member, or a server"
    forget = add("forget", erase, "database_commands.forget")
    _add_forget_options(forget)
    return top, commands.choices


def _add_options(parser: argparse.ArgumentParser, command: Command) -> None:
    parser.set_defaults(command=command, another=0, more=0, opposing=False, context=False)
    for option in command.options:
        if option.main:
            parser.add_argument(option.name, nargs="*", help=option.summary)
        else:
            parser.add_argument(f"--{option.name}", default="", help=option.summary)
    if command.name in {"quote", "debate"}:
        side = " of the longer side" if command.name == "debate" else ""
        parser.add_argument(
            "--another",
            type=_count,
            default=0,
            metavar="N",
            help=f"Skip N excerpts{side}; {_ROUND}",
        )
    if command.name in {"quote", "ask"}:
        parser.add_argument("--opposing", action="store_true", help="The opposing view")
    if command.name in {"quote", "ask", "debate"}:
        context = "The first excerpt in its source"
        parser.add_argument("--context", action="store_true", help=context)
    if command.name == "debate":
        parser.add_argument(
            "--more", type=_count, default=0, metavar="N", help=f"Skip N pages of views; {_ROUND}"
        )


def _add_export_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "target",
        metavar="FOLDER",
        nargs="?",
        default="-",
        help="where to; a name that ends in .zip for an archive; "
        "if left out, or -, an archive on standard output",
    )
    parser.add_argument(
        "--server", default="", metavar="ID", help="Only what this server added and changed"
    )
    parser.add_argument(
        "--whole", action="store_true", help="With --server: all that its members see"
    )
    parser.add_argument(
        "--over", action="store_true", help="Write over the files of a folder that is not empty"
    )


def _add_import_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="+", help="files, or folders of them")
    where = f"The server to import into; if left out, {LOCAL}, the terminal's own"
    parser.add_argument("--server", default=LOCAL, metavar="ID", help=where)
    parser.add_argument(
        "--dry-run", action="store_true", help="Show what would change, and change nothing"
    )
    parser.add_argument("--yes", action="store_true", help="Import without asking")


def _add_forget_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("member", metavar="MEMBER", nargs="?", default="", help="a member's id")
    where = "In this server alone; without a member, everything of this server"
    parser.add_argument("--server", default="", metavar="ID", help=where)
    name = "Also erase this name of theirs from reasons and notes; may be given again"
    parser.add_argument("--name", action="append", default=[], metavar="NAME", help=name)
    parser.add_argument("--yes", action="store_true", help="Erase without asking")


def _count(digits: str) -> int:
    if not (digits.isascii() and digits.isdigit() and len(digits) < 7):
        raise RequestError(
            _("“{figures}” is not a whole number such as 1."), figures=digits.strip()
        )
    return int(digits)
