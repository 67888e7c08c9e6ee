"""Stances, sides and counts in words, and buttons and menus of points."""

from bot.answers.actions import Debate, Topics
from bot.answers.model import DebateAnswer, PointTally, Side
from bot.library.model import Point, Stance
from bot.pages.page import Button, Choice, Menu, Tone
from bot.pages.wording import shortened

# Discord takes 80 characters on a button, 100 in a menu.
_LONGEST_LABEL = 76
_LONGEST_CHOICE = 96

ALL_TOPICS = Button("All topics", Topics())

_STANCES = {
    Stance.FOR: "For",
    Stance.AGAINST: "Against",
    Stance.MIXED: "Partly for, partly against",
}
_TONES = {Stance.FOR: Tone.FOR, Stance.AGAINST: Tone.AGAINST, Stance.MIXED: Tone.MIXED}


def tone_of(stance: Stance | None) -> Tone:
    """Return the tone of an excerpt with this stance."""
    return Tone.PLAIN if stance is None else _TONES[stance]


def on_the_point(stance: Stance | None, point: Point) -> str:
    """Return ``Against: “the point's sentence”``; empty without a position."""
    return "" if stance is None else f"{_STANCES[stance]}: “{point.sentence}”"


def side_named(stance: Stance | None, point: Point) -> str:
    """Return ``Against · Keep them apart``, for use under a heading that shows the point."""
    if stance is None:
        return ""
    names = {Stance.FOR: point.side_for, Stance.AGAINST: point.side_against}
    name = names.get(stance, "")
    return f"{_STANCES[stance]} · {name}" if name else _STANCES[stance]


def missing_sides(debate: DebateAnswer) -> str:
    """Say which side nobody in the library takes; empty if both are there."""
    silent = [_against_or_for(side) for side in debate.sides if side.total == 0]
    if not silent:
        return ""
    return f"Nobody in this library speaks {' or '.join(silent)} this point."


def tally_in_words(tally: PointTally) -> str:
    """Return ``2 for · 3 against · 1 mixed``, and whether a side is missing."""
    said = f"{tally.for_} for · {tally.against} against"
    if tally.mixed:
        said += f" · {tally.mixed} mixed"
    if tally.for_ and tally.against:
        return said
    if tally.for_ or tally.against:
        return f"{said} · one side only"
    return f"{said} · neither side yet"


def only_point(tallies: tuple[PointTally, ...]) -> tuple[Button, ...]:
    """Return a button to the debate of a single point; for more see :func:`menu_of_points`."""
    debated = _both_first(tallies)
    if len(debated) != 1:
        return ()
    point = debated[0].point
    return (Button(shortened(point.sentence, _LONGEST_LABEL), Debate(point.id)),)


def menu_of_points(label: str, tallies: tuple[PointTally, ...]) -> tuple[Menu, ...]:
    """Return a menu of debates, those with both sides first; none for fewer than two."""
    debated = _both_first(tallies)
    if len(debated) < 2:
        return ()
    choices = tuple(
        Choice(
            shortened(tally.point.sentence, _LONGEST_CHOICE),
            Debate(tally.point.id),
            tally_in_words(tally),
        )
        for tally in debated
    )
    return (Menu(label, choices),)


def _both_first(tallies: tuple[PointTally, ...]) -> list[PointTally]:
    """Return the points that have excerpts, those with both sides first."""
    spoken = [tally for tally in tallies if tally.for_ or tally.against or tally.mixed]
    return sorted(spoken, key=lambda tally: not (tally.for_ and tally.against))


def _against_or_for(side: Side) -> str:
    return _STANCES[side.stance].lower()
