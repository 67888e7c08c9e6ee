"""A conversation at the prompt: each line typed, and what it is answered with."""

import re
from dataclasses import dataclass
from difflib import get_close_matches

from bot.answers.actions import Another, Context, DebatePage, Opposing
from bot.answers.desk import Desk
from bot.answers.model import Answer
from bot.commands import BY_NAME, COMMANDS, Command
from bot.errors import RequestError
from bot.pages import error_page, page_of, request_page
from bot.pages.page import Button, Heading, Line, ListBlock, OpenLink, Page, Row, ServerAction
from bot.terminal.faults import BAD_USE, recorded
from bot.terminal.follow_ups import (
    WORDS,
    ask_desk,
    chosen,
    exit_status,
    follow_ups_of,
    means_a_follow_up,
)
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
        self._follow_ups: tuple[Button, ...] = ()

    @property
    def follow_ups(self) -> tuple[Button, ...]:
        """The follow-ups of the last answer."""
        return self._follow_ups

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
        button = chosen(typed.removeprefix("/"), self._follow_ups)
        if button is not None:
            return self._follow(button)
        command, rest = _command_in(typed)
        if command is None:
            if means_a_follow_up(typed):
                raise RequestError(_no_such_follow_up(typed, self._follow_ups))
            return self._shown(ask_desk(self._desk, BY_NAME["ask"], {"question": typed}))
        return self._shown(ask_desk(self._desk, command, _options_in(command, rest)))

    def _follow(self, button: Button) -> Reply:
        match button.action:
            case OpenLink(address):
                return Reply(Page((Line(address),)))
            case ServerAction():  # follow_ups_of leaves them out
                return Reply()
            case action:
                return self._shown(self._desk.follow(action))

    def _shown(self, answer: Answer) -> Reply:
        page = page_of(answer)
        self._follow_ups = follow_ups_of(page)
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


def _no_such_follow_up(typed: str, buttons: tuple[Button, ...]) -> str:
    if not typed.isdigit():
        return f"There is no “{typed}” to go to from here."
    if not buttons:
        return "There is no answer yet to choose from."
    return f"There is no {typed} to choose here; the last is {len(buttons)}."


def _help_page() -> Page:
    commands = tuple(Row(_usage(command), command.summary) for command in COMMANDS)
    words = [WORDS[action][0] for action in (Another, Opposing, Context, OpenLink)]
    after = (
        Row("a number", "The way on that has this number under an answer"),
        Row(
            ", ".join([*words, WORDS[DebatePage][0]]), "The same in words, where the answer has it"
        ),
        Row("help, quit", "This list; the end (Ctrl-D too)"),
    )
    return Page(
        (
            Heading("Commands"),
            ListBlock(commands),
            Line(
                "A line that is no command is answered as a question; a slash before one is fine."
            ),
            Heading("After an answer"),
            ListBlock(after),
        )
    )


def _usage(command: Command) -> str:
    words = [command.name]
    for option in command.options:
        written = option.name if option.main else f"--{option.name} …"
        words.append(written if option.required else f"[{written}]")
    return " ".join(words)
