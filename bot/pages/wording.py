"""Wording that several pages share: counts, stances and sides, reasons, menus of points."""

from collections.abc import Sequence

from bot.answers.actions import Debate, Topics
from bot.answers.model import DebateAnswer, PointTally
from bot.library import text_cleaning
from bot.library.model import Point, Stance
from bot.pages.blocks import Tone
from bot.pages.page import Button, Choice, Menu
from bot.search.results import Cause, Why

# Two lines on a phone.
_LONGEST_ECHO = 80


def counted(count: int, noun: str, plural: str = "") -> str:
    """Return ``1 excerpt``, ``2 excerpts``, ``no excerpts``."""
    if count == 1:
        return f"1 {noun}"
    return f"{count or 'no'} {plural or noun + 's'}"


def shortened(text: str, limit: int = _LONGEST_ECHO) -> str:
    """Return the text on one line, cut after a word: :func:`text_cleaning.shortened`."""
    return text_cleaning.shortened(text, limit)


def dotted(parts: Sequence[str]) -> str:
    """Return the parts that are not empty, with a dot between them."""
    return " · ".join(part for part in parts if part)


# Discord takes 80 characters on a button, 100 in a menu.
_LONGEST_LABEL = 76
_LONGEST_CHOICE = 96

ALL_TOPICS = Button("All topics", Topics())

_STANCES = {
    Stance.FOR: "For",
    Stance.AGAINST: "Against",
    Stance.MIXED: "Partly for, partly against",
}
_SPEAKS = {
    Stance.FOR: "speaks for “{point}”",
    Stance.AGAINST: "speaks against “{point}”",
    Stance.MIXED: "speaks partly for, partly against “{point}”",
}
_TONES = {Stance.FOR: Tone.FOR, Stance.AGAINST: Tone.AGAINST, Stance.MIXED: Tone.MIXED}


def tone_of(stance: Stance | None) -> Tone:
    """Return the tone of an excerpt with this stance."""
    return Tone.PLAIN if stance is None else _TONES[stance]


def on_the_point(stance: Stance | None, point: Point) -> str:
    """Return ``speaks against “the point's sentence”``; empty without a position."""
    return "" if stance is None else _SPEAKS[stance].format(point=point.sentence)


def side_named(stance: Stance | None, point: Point) -> str:
    """Return ``Against · Keep them apart``, for use under a heading that shows the point."""
    if stance is None:
        return ""
    names = {Stance.FOR: point.side_for, Stance.AGAINST: point.side_against}
    name = names.get(stance, "")
    return f"{_STANCES[stance]} · {name}" if name else _STANCES[stance]


def missing_sides(debate: DebateAnswer) -> str:
    """Say which side nobody in the library takes; empty if both are there."""
    silent = [side for side in debate.sides if side.total == 0]
    if not silent:
        return ""
    which = " or ".join(_STANCES[side.stance].lower() for side in silent)
    said = f"Nobody in this library speaks {which} this point"
    if any(side.reports for side in silent):
        return f"{said}; those who do are only reported, by the other side."
    return f"{said}."


def tally_in_words(tally: PointTally) -> str:
    """Return ``2 voices for · 3 against · 1 mixed``, and whether a side is missing."""
    said = f"{counted(tally.for_, 'voice')} for · {tally.against} against"
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


_LONGEST_ASKED = 40
_SHOWING = "Showing “{found}” for “{asked}”."
_OTHER_NAME = "“{found}” is another name for {owner}."
# Reasons that tell a reader something. That words or a name were found, the answer shows itself.
_TOLD = {
    Cause.CORRECTION: _SHOWING,
    Cause.ABBREVIATION: _SHOWING,
    Cause.MEANING: "A guess by meaning: close to “{found}”.",
    Cause.QUOTES: "Most quotes on “{asked}” are about this point.",
}


def reasons(why: tuple[Why, ...], owner: str = "") -> str:
    """Return corrections, other names and guesses, a sentence each; empty if there are none.

    ``owner`` is the name of the thing that an alias stands for, or empty.
    """
    said = dict.fromkeys(_reason(one, owner) for one in why)
    return " ".join(sentence for sentence in said if sentence)


def _reason(why: Why, owner: str) -> str:
    asked, found = shortened(why.asked, _LONGEST_ASKED), shortened(why.found).rstrip(".")
    if why.cause is Cause.ALIAS:
        known = not owner or owner.casefold() == found.casefold()
        return "" if known else _OTHER_NAME.format(found=found, owner=owner)
    return _TOLD.get(why.cause, "").format(asked=asked, found=found)
