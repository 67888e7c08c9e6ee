"""Misses and their names; figures and misses as records for programs."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.library.library import Library
from tools.evaluate.asking import Outcome
from tools.evaluate.measures import Figures, both_sides, debated_points, right_in_three


@dataclass(frozen=True, slots=True)
class Miss:
    """A request with a wrong answer, and the fault of the answer."""

    outcome: Outcome
    wrong: str


def misses(outcomes: Sequence[Outcome], library: Library) -> tuple[Miss, ...]:
    """Return every wrongly answered request, in their order.

    In scope, the first excerpt is wrong or only one side of a two-sided point is shown. Out of
    scope, the request was answered.
    """
    found = ((outcome, _wrong(outcome, library)) for outcome in outcomes)
    return tuple(Miss(outcome, wrong) for outcome, wrong in found if wrong)


def _wrong(outcome: Outcome, library: Library) -> str:
    if not outcome.request.in_scope:
        return "false answer" if outcome.answered else ""
    if not outcome.answered:
        return "no answer"
    if outcome.rank is None:
        return "none right"
    if not right_in_three(outcome):
        return f"right only at place {outcome.rank}"
    if outcome.rank > 1:
        return f"right at place {outcome.rank}"
    one_sided = debated_points(outcome, library) and not both_sides(outcome, library)
    return "not both sides" if one_sided else ""


def record_of_figures(figures: Figures) -> dict[str, Any]:
    """Return the figures as JSON values; shares are 0 to 1, or null."""
    return asdict(figures) | {"kinds": {kind: asdict(one) for kind, one in figures.kinds}}


def record_of_miss(miss: Miss) -> dict[str, Any]:
    """Return a miss as JSON values: the request, the expected and the shown quotes, the reasons."""
    outcome = miss.outcome
    return {
        "id": outcome.request.id,
        "kind": outcome.request.kind,
        "command": outcome.request.command,
        "text": outcome.request.text,
        "wrong": miss.wrong,
        "expected": sorted(outcome.request.quotes),
        "points": list(outcome.request.points),
        "got": list(outcome.excerpts),
        "score": outcome.score,
        "why": outcome.why,
        "suggestions": list(outcome.suggestions),
    }
