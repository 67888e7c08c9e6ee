"""Requests put to the desk, and the ways on from an answer."""

from collections.abc import Mapping

from bot.answers.desk import Desk
from bot.answers.model import Answer, NotFound
from bot.commands import LONGEST_REQUEST, Command
from bot.errors import RequestError
from bot.library.model import Kind
from bot.pages.page import Action, Deed
from bot.search.results import Scope
from bot.terminal.safety import well_formed


def ask_desk(desk: Desk, command: Command, given: Mapping[str, str]) -> Answer:
    """The answer to a command with its options filled in.

    Raises RequestError if a required option is missing or one is longer than is read.
    """
    for option in command.options:
        text = given.get(option.name, "")
        if option.required and not text.strip():
            raise RequestError(
                f"{command.name} needs some words after it: {_lowered(option.summary)}."
            )
        if len(text) > LONGEST_REQUEST:
            raise RequestError(
                f"That is {len(text):,} characters long; up to {LONGEST_REQUEST:,} are read."
            )
    return command.answer(desk, {name: well_formed(text) for name, text in given.items()})


def follow(  # noqa: PLR0911 - one return for each deed
    desk: Desk, action: Action
) -> Answer | None:
    """The answer an action leads to; None for one that leads out of here."""
    target = action.target
    match action.deed:
        case Deed.ANOTHER:
            kind, scope, first, shown = target
            return desk.another(Scope(Kind(kind), scope), first, int(shown))
        case Deed.OPPOSING:
            return desk.opposing(target[0])
        case Deed.CONTEXT:
            return desk.context(target[0])
        case Deed.DEBATE:
            return desk.debate(target[0])
        case Deed.PAIR:
            return _pair(desk, *target)
        case Deed.TOPIC:
            return desk.topics(target[0])
        case Deed.QUOTE:
            return desk.another(Scope(Kind(target[0]), target[1]), "", 0)
        case _:
            return None


def _pair(desk: Desk, point: str, page: str, opposed: str = "") -> Answer:
    if opposed:
        return desk.opposing(opposed, int(page))
    return desk.debate(point, int(page))


def exit_status(answer: Answer) -> int:
    """0 for an answer, 1 for nothing found."""
    return 1 if isinstance(answer, NotFound) else 0


def _lowered(summary: str) -> str:
    return summary[:1].lower() + summary[1:]
