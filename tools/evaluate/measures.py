"""Figures of an evaluation. A share is 0 to 1, or None if it is a share of nothing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from bot.library.library import Library, debated
from bot.library.model import Stance
from tools.evaluate.asking import SHOWN, Outcome

Share = float | None


@dataclass(frozen=True, slots=True)
class Ranking:
    """The places of the right excerpts, over requests in scope.

    ``first`` and ``in_three``: the share with a right excerpt in the first place, in the first
    three. ``mrr``: the mean of 1 / place of the first right excerpt, 0 where none is among the
    six shown (Voorhees, "The TREC-8 Question Answering Track Report", 1999). The
    product's threshold is ignored: if the answer is only "did you mean" or "nothing found", the
    excerpts of a surer answer count. A request without any counts as wrong.
    """

    requests: int
    first: Share
    in_three: Share
    mrr: Share


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a run.

    ``kinds`` by kind, in the order they first come, and ``all`` over every request in scope,
    each request counting once. ``answered_in_three``: the share of requests in scope that the
    product answers, by its own threshold, with a right excerpt among the first three;
    ``false_answers``: the share of the ``out_of_scope`` requests that it answers.
    ``in_three_at_10`` and ``in_three_at_5``: see :func:`in_three_at`.
    ``both_sides``: see :func:`both_sides`, over ``two_sided`` requests.
    """

    kinds: tuple[tuple[str, Ranking], ...]
    all: Ranking
    answered_in_three: Share
    out_of_scope: int
    false_answers: Share
    in_three_at_10: Share
    in_three_at_5: Share
    two_sided: int
    both_sides: Share


def measure(outcomes: Sequence[Outcome], library: Library) -> Figures:
    """Return the figures of these outcomes."""
    inside = [outcome for outcome in outcomes if outcome.request.in_scope]
    outside = [outcome for outcome in outcomes if not outcome.request.in_scope]
    two_sided = [outcome for outcome in inside if debated_points(outcome, library)]
    kinds = dict.fromkeys(outcome.request.kind for outcome in inside)
    return Figures(
        kinds=tuple((kind, ranking(_of_kind(kind, inside))) for kind in kinds),
        all=ranking(inside),
        answered_in_three=_share(
            inside, lambda outcome: outcome.answered and right_in_three(outcome)
        ),
        out_of_scope=len(outside),
        false_answers=_share(outside, lambda outcome: outcome.answered),
        in_three_at_10=in_three_at(0.10, outcomes),
        in_three_at_5=in_three_at(0.05, outcomes),
        two_sided=len(two_sided),
        both_sides=_share(two_sided, lambda outcome: both_sides(outcome, library)),
    )


def ranking(outcomes: Sequence[Outcome]) -> Ranking:
    """Return the ranking figures of these outcomes."""
    gains = [1 / outcome.rank if outcome.rank else 0.0 for outcome in outcomes]
    return Ranking(
        requests=len(outcomes),
        first=_share(outcomes, lambda outcome: outcome.rank == 1),
        in_three=_share(outcomes, right_in_three),
        mrr=sum(gains) / len(gains) if gains else None,
    )


def right_in_three(outcome: Outcome) -> bool:
    """Return whether a right excerpt is among the first three."""
    return outcome.rank is not None and outcome.rank <= 3


def in_three_at(limit: float, outcomes: Sequence[Outcome]) -> Share:
    """Return the share right in three, with at most ``limit`` (0 to 1) false answers.

    Answers with a score under a threshold count as none. The threshold is the lowest with which
    the share of requests out of scope that are answered is within the limit; the figure is the
    share of all requests in scope that still have a right excerpt in the first three. It may lie
    under the product's own threshold. Without requests out of scope it is None.
    """
    inside = [outcome for outcome in outcomes if outcome.request.in_scope]
    outside = [outcome for outcome in outcomes if not outcome.request.in_scope]
    if not outside:
        return None
    false_scores = [outcome.score for outcome in outside if outcome.excerpts]
    # A score is above the threshold if the false answers that reach it are within the limit.
    return _share(
        inside,
        lambda outcome: (
            right_in_three(outcome)
            and sum(score >= outcome.score for score in false_scores) <= limit * len(outside)
        ),
    )


def debated_points(outcome: Outcome, library: Library) -> tuple[str, ...]:
    """Return the points of a debate or ask request that have both sides.

    For other commands there are none.
    """
    if outcome.request.command == "quote":
        return ()
    return tuple(point for point in outcome.request.points if debated(point, library).both)


def both_sides(outcome: Outcome, library: Library) -> bool:
    """Return whether the six excerpts include both sides of one point of the request."""
    shown = frozenset(outcome.excerpts[:SHOWN])
    return any(
        not shown.isdisjoint(library.sides(point).of(Stance.FOR))
        and not shown.isdisjoint(library.sides(point).of(Stance.AGAINST))
        for point in debated_points(outcome, library)
    )


def shares(figures: Figures) -> dict[str, Share]:
    """Return every figure by name, such as ``typo in three``, for floors and records."""
    ranked = chain(figures.kinds, (("all", figures.all),))
    named: dict[str, Share] = {}
    for kind, one in ranked:
        named |= {f"{kind} first": one.first, f"{kind} in three": one.in_three}
        named[f"{kind} mrr"] = one.mrr
    return named | {
        "answered in three": figures.answered_in_three,
        "false answers": figures.false_answers,
        "in three at 10 % false": figures.in_three_at_10,
        "in three at 5 % false": figures.in_three_at_5,
        "both sides in six": figures.both_sides,
    }


def _of_kind(kind: str, outcomes: Iterable[Outcome]) -> list[Outcome]:
    return [outcome for outcome in outcomes if outcome.request.kind == kind]


def _share(outcomes: Sequence[Outcome], holds: Callable[[Outcome], bool]) -> Share:
    return sum(map(holds, outcomes)) / len(outcomes) if outcomes else None
