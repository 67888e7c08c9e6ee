"""A conversation at the prompt: each line typed, and what it is answered with."""

import re
from dataclasses import dataclass
from difflib import get_close_matches

from bot.answers.desk import Desk
from bot.answers.model import Answer
from bot.commands import BY_NAME, COMMANDS, Command
from bot.errors import RequestError
from bot.pages import error_page, page_of, request_page
from bot.pages.page import Action, Deed, Heading, Line, Page, Row, Rows
from bot.terminal.asking import ask_desk, exit_status, follow
from bot.terminal.faults import BAD_USE, recorded
from bot.terminal.follow_ups import WORDS, chosen, meant_as_a_way, ways_of
from bot.terminal.safety import fit_for_terminal

LEAVING = ("quit", "exit")
HELPING = ("help", "?")


@dataclass(frozen=True, slots=True)
class Reply:
    """What a line is answered with; ``over`` says that it was the last."""

    page: Page | None = None
    status: int = 0
    over: bool = False


class Session:
    """Knows the ways on from the last answer, and nothing else of what was said before."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._ways: tuple[Action, ...] = ()

    @property
    def ways(self) -> tuple[Action, ...]:
        """The ways on from the last answer."""
        return self._ways

    def reply(self, line: str) -> Reply:
        """The reply to a line; a fault becomes an apology, and the conversation goes on."""
        # Colours come along when a line is copied from another terminal.
        typed = fit_for_terminal(line).strip()
        word = typed.removeprefix("/").casefold()
        if not typed:
            return Reply()
        if word in LEAVING:
            return Reply(over=True)
        if word in HELPING:
            return Reply(_help_page())
        try:
            return self._answer(typed)
        except RequestError as error:
            return Reply(request_page(str(error)), BAD_USE)
        except Exception as error:  # noqa: BLE001 - a fault must not end the conversation
            return Reply(error_page(recorded(error)), BAD_USE)

    def _answer(self, typed: str) -> Reply:
        way = chosen(typed.removeprefix("/"), self._ways)
        if way is not None:
            return self._follow(way)
        command, rest = _command_in(typed)
        if command is None:
            if meant_as_a_way(typed):
                raise RequestError(_no_such_way(typed, self._ways))
            return self._shown(ask_desk(self._desk, BY_NAME["ask"], {"question": typed}))
        return self._shown(ask_desk(self._desk, command, _options_in(command, rest)))

    def _follow(self, way: Action) -> Reply:
        answer = follow(self._desk, way)
        if answer is None:
            return Reply(Page((Line(way.target[0]),)))
        return self._shown(answer)

    def _shown(self, answer: Answer) -> Reply:
        page = page_of(answer)
        self._ways = ways_of(page)
        return Reply(page, exit_status(answer))


def _command_in(typed: str) -> tuple[Command | None, str]:
    """The command a line begins with and the rest of it; None for a line in plain words."""
    first, _, rest = typed.partition(" ")
    name = first.removeprefix("/").casefold()
    command = BY_NAME.get(name)
    if command is None and first.startswith("/"):
        near = get_close_matches(name, BY_NAME, n=1)
        meant = f"did you mean /{near[0]}?" if near else "help lists those there are."
        raise RequestError(f"There is no command {first}; {meant}")
    if command is not None and rest.strip() and not command.options:
        # "about funding" is a question that happens to begin with the name of a command.
        return None, typed
    return command, rest.strip()


def _options_in(command: Command, rest: str) -> dict[str, str]:
    """The options of a line: ``--name word`` or ``--name "some words"``; the rest is the main."""
    given = {}
    for option in command.options:
        if not option.main:
            written = re.compile(rf"(?:^|\s)--{option.name}(?:\s+|=)(?:[\"“]([^\"”]*)[\"”]|(\S+))")
            found = written.search(rest)
            if found:
                given[option.name] = (found[1] or found[2] or "").strip()
                rest = f"{rest[: found.start()]} {rest[found.end() :]}".strip()
    main = next((option.name for option in command.options if option.main), None)
    return given | ({main: rest} if main else {})


def _no_such_way(typed: str, ways: tuple[Action, ...]) -> str:
    if not typed.isdigit():
        return f"There is no “{typed}” to go to from here."
    if not ways:
        return "There is no answer yet to choose from."
    return f"There is no {typed} to choose here; the last is {len(ways)}."


def _help_page() -> Page:
    commands = tuple(Row(_usage(command), command.summary) for command in COMMANDS)
    words = [WORDS[deed][0] for deed in (Deed.ANOTHER, Deed.OPPOSING, Deed.CONTEXT, Deed.OPEN)]
    after = (
        Row("a number", "The way on that has this number under an answer"),
        Row(", ".join([*words, WORDS[Deed.PAIR][0]]), "The same in words, where the answer has it"),
        Row("help, quit", "This list; the end (Ctrl-D too)"),
    )
    return Page(
        (
            Heading("Commands"),
            Rows(commands),
            Line(
                "A line that is no command is answered as a question; a slash before one is fine."
            ),
            Heading("After an answer"),
            Rows(after),
        )
    )


def _usage(command: Command) -> str:
    words = [command.name]
    for option in command.options:
        written = option.name if option.main else f"--{option.name} …"
        words.append(written if option.required else f"[{written}]")
    return " ".join(words)
