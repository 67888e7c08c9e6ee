"""Ask the desk labelled requests and note the outcomes."""

from dataclasses import dataclass
from typing import Any

from bot.answers.desk import Desk
from bot.commands import BY_NAME
from bot.errors import RequestError
from bot.terminal.answering import record_of
from tools.evaluate.labelled import Labelled

# The most excerpts that an answer shows at once.
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer that a member would get to this request.

    ``excerpts`` are quote ids in the order shown, at most six. If it was not ``answered`` they are
    those that a surer answer would have shown. ``point`` is the id of the answer's point, or empty.
    ``score`` is 0 to 1. ``why`` gives the reasons in one line, ``suggestions`` the names offered
    instead or next.
    """

    request: Labelled
    answered: bool
    score: float
    excerpts: tuple[str, ...]
    why: str
    suggestions: tuple[str, ...]
    point: str = ""

    @property
    def rank(self) -> int | None:
        """The place of the first right excerpt, counted from 1; None without one."""
        for place, quote in enumerate(self.excerpts, start=1):
            if quote in self.request.quotes:
                return place
        return None


def ask_all(desk: Desk, requests: tuple[Labelled, ...]) -> tuple[Outcome, ...]:
    """Return the outcome of each request, in their order."""
    return tuple(_ask(desk, request) for request in requests)


def _ask(desk: Desk, request: Labelled) -> Outcome:
    command = BY_NAME[request.command]
    main = next(option for option in command.options if option.main)
    try:
        record = record_of(command.answer(desk, {main.name: request.text}))
    except RequestError as error:
        return Outcome(request, False, 0.0, (), f"refused: {error}", ())
    excerpts = tuple(excerpt["id"] for excerpt in record.get("excerpts", ())[:SHOWN])
    answered = bool(excerpts) and not record["abstained"]
    return Outcome(
        request=request,
        answered=answered,
        score=float(record.get("score", 1.0)),
        excerpts=excerpts,
        why="; ".join(_reason(why) for why in record.get("why", ())),
        suggestions=tuple(record.get("suggestions", ())),
        point=record.get("point") or "",
    )


def _reason(why: dict[str, Any]) -> str:
    read_as = f" → {why['found']}" if why["found"] else ""
    return f"{why['cause']} {why['asked']}{read_as}"
