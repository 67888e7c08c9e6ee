"""Labelled requests put to the desk, and what came of each."""

from dataclasses import dataclass
from typing import Any

from bot.answers.desk import Desk
from bot.commands import BY_NAME
from bot.errors import RequestError
from bot.records import record_of
from tools.evaluate.labelled import Labelled

# Everything an answer shows at once: no answer holds more excerpts.
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a member who typed this request would have got.

    ``excerpts`` are quote ids in the order shown, six at most. Where it was not ``answered`` they
    are what would have been shown had it been surer. ``point`` is the id of the point the answer
    is about, or empty.
    ``score`` is the answer's, 0 to 1. ``why`` gives its reasons in one line, ``suggestions`` the
    names offered instead or next.
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
        """At which place, counted from 1, the first right excerpt stands; None without one."""
        for place, quote in enumerate(self.excerpts, start=1):
            if quote in self.request.quotes:
                return place
        return None


def ask_all(desk: Desk, requests: tuple[Labelled, ...]) -> tuple[Outcome, ...]:
    """The outcome of each request, in their order."""
    return tuple(_ask(desk, request) for request in requests)


def _ask(desk: Desk, request: Labelled) -> Outcome:
    command = BY_NAME[request.command]
    main = next(option for option in command.options if option.main)
    try:
        record = record_of(command.answer(desk, {main.name: request.text}))
    except RequestError as error:
        return Outcome(request, False, 0.0, (), f"refused: {error}", ())
    excerpts = tuple(excerpt["id"] for excerpt in record["excerpts"][:SHOWN])
    answered = bool(excerpts) and not record["abstained"]
    return Outcome(
        request=request,
        answered=answered,
        score=float(record["score"]),
        excerpts=excerpts,
        why="; ".join(_reason(why) for why in record["why"]),
        suggestions=tuple(record["suggestions"]),
        point=record["point"] or "",
    )


def _reason(why: dict[str, Any]) -> str:
    read_as = f" → {why['found']}" if why["found"] else ""
    return f"{why['cause']} {why['asked']}{read_as}"
