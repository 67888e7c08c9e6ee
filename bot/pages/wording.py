"""Wording that several pages share: counts, sides, reasons, and buttons and menus to go on with."""

from collections.abc import Callable, Iterable, Sequence

from bot.answers.actions import Action, Debate, Topics
from bot.answers.model import BothSides, PointTally
from bot.i18n import N_, counted, gettext as _, number
from bot.library import text_cleaning
from bot.library.model import Point, Stance
from bot.pages.page import ActionKind, Button, Choice, Line, Menu, ServerAction, Tone
from bot.search.results import Cause, Why

# Two lines on a phone.
_LONGEST_ECHO = 80


def _counting(one: str, many: str, none: str) -> Callable[[int], str]:
    """Return a function of a number: ``1 excerpt``, ``2 excerpts``, ``no excerpts``."""
    return lambda count: counted(count, one, many) if count else _(none)


excerpts = _counting("{count} excerpt", "{count} excerpts", N_("no excerpts"))
voices = _counting("{count} voice", "{count} voices", N_("no voices"))
quotes = _counting("{count} quote", "{count} quotes", N_("no quotes"))
topics = _counting("{count} topic", "{count} topics", N_("no topics"))
points = _counting("{count} point", "{count} points", N_("no points"))
votes = _counting("{count} vote", "{count} votes", N_("no votes"))


def lines(*texts: str, small: bool = False, asked: bool = False) -> tuple[Line, ...]:
    """Return a line for each text that is not empty."""
    return tuple(Line(text, small, asked) for text in texts if text)


def shortened(text: str, limit: int = _LONGEST_ECHO) -> str:
    """Return the text on one line, cut after a word: :func:`text_cleaning.shortened`."""
    return text_cleaning.shortened(text, limit)


def dotted(parts: Sequence[str]) -> str:
    """Return the parts that are not empty, with a dot between them."""
    return " · ".join(part for part in parts if part)


def because(reason: str) -> str:
    """Return ``Reason: …``; empty without a reason."""
    return _("Reason: {reason}").format(reason=reason) if reason else ""


# Discord takes 80 characters on a button, 100 in a menu.
LONGEST_LABEL = 76
_LONGEST_CHOICE = 96


def server_button(label: str, kind: ActionKind, *target: str) -> Button:
    """Return a button with an action in a server."""
    return Button(label, ServerAction(kind, target))


def menu(
    label: str, choices: Iterable[tuple[str, Action, str]], least: int = 1
) -> tuple[Menu, ...]:
    """Return a menu of names, actions and notes; none for fewer than ``least`` choices."""
    made = tuple(
        Choice(shortened(name, _LONGEST_CHOICE), action, shortened(note, _LONGEST_CHOICE))
        for name, action, note in choices
    )
    return (Menu(label, made),) if len(made) >= least else ()


def all_topics() -> Button:
    """Return the button to the list of all topics."""
    return Button(_("All topics"), Topics())


_STANCES = {
    Stance.FOR: N_("For"),
    Stance.AGAINST: N_("Against"),
    Stance.MIXED: N_("Partly for, partly against"),
}
_SPEAKS = {
    Stance.FOR: N_("Speaks for “{point}”"),
    Stance.AGAINST: N_("Speaks against “{point}”"),
    Stance.MIXED: N_("Speaks partly for, partly against “{point}”"),
}
# By the side that nobody takes, and whether the other side reports it.
_SILENT = {
    (Stance.FOR, False): N_("Nobody in this library speaks for this point."),
    (Stance.FOR, True): N_(
        "Nobody in this library speaks for this point. The other side only reports that some do."
    ),
    (Stance.AGAINST, False): N_("Nobody in this library speaks against this point."),
    (Stance.AGAINST, True): N_(
        "Nobody in this library speaks against this point. "
        "The other side only reports that some do."
    ),
}


def tone_of(stance: Stance | None) -> Tone:
    """Return the tone of an excerpt with this stance."""
    return Tone.PLAIN if stance is None else Tone(stance.value)


def on_the_point(stance: Stance | None, point: Point) -> str:
    """Return ``Speaks against “the point's sentence”``; empty without a position."""
    return "" if stance is None else _(_SPEAKS[stance]).format(point=point.sentence)


def side_named(stance: Stance | None, point: Point) -> str:
    """Return ``Against · Keep them apart``, for use under a heading that shows the point."""
    if stance is None:
        return ""
    names = {Stance.FOR: point.side_for, Stance.AGAINST: point.side_against}
    return dotted((_(_STANCES[stance]), names.get(stance, "")))


def missing_sides(debate: BothSides) -> str:
    """Say which side nobody in the library takes; empty if both are there."""
    silent = [side for side in debate.sides if side.total == 0]
    if not silent:
        return ""
    if len(silent) > 1:
        return _("Nobody in this library speaks for or against this point.")
    return _(_SILENT[silent[0].stance, bool(silent[0].reports)])


def sides_counted(for_: int, against: int) -> str:
    """Return ``2 voices for, 1 against``, ``2 voices for, none against``."""
    return _("{voices} for, {count} against").format(
        voices=voices(for_), count=number(against) if against else _("none")
    )


def tally_in_words(tally: PointTally) -> str:
    """Return ``2 voices for, none against · 1 mixed``, or that nobody takes a side."""
    taken = tally.for_ or tally.against
    sides = sides_counted(tally.for_, tally.against) if taken else _("neither side yet")
    return dotted((sides, mixed(tally.mixed)))


def mixed(count: int) -> str:
    """Return ``1 mixed``; empty for none."""
    return _("{count} mixed").format(count=number(count)) if count else ""


def only_point(tallies: tuple[PointTally, ...]) -> tuple[Button, ...]:
    """Return a button to the debate of a single point; for more see :func:`menu_of_points`."""
    debated = _both_first(tallies)
    if len(debated) != 1:
        return ()
    point = debated[0].point
    return (Button(shortened(point.sentence, LONGEST_LABEL), Debate(point.id)),)


def menu_of_points(label: str, tallies: tuple[PointTally, ...]) -> tuple[Menu, ...]:
    """Return a menu of debates, those with both sides first; none for fewer than two."""
    debated = _both_first(tallies)
    choices = [(one.point.sentence, Debate(one.point.id), tally_in_words(one)) for one in debated]
    return menu(label, choices, least=2)


def _both_first(tallies: tuple[PointTally, ...]) -> list[PointTally]:
    """Return the points that have excerpts, those with both sides first."""
    spoken = [tally for tally in tallies if tally.for_ or tally.against or tally.mixed]
    return sorted(spoken, key=lambda tally: not (tally.for_ and tally.against))


_LONGEST_ASKED = 40
_SHOWING = N_("Showing “{found}” for “{asked}”.")
# Reasons that tell a reader something. That words or a name were found, the answer shows itself.
_TOLD = {
    Cause.CORRECTION: _SHOWING,
    Cause.ABBREVIATION: _SHOWING,
    Cause.MEANING: N_("A guess by meaning: close to “{found}”."),
    Cause.QUOTES: N_("Most quotes on “{asked}” are about this point."),
}


def reasons(why: tuple[Why, ...], owner: str = "") -> str:
    """Return corrections, other names and guesses, a sentence each; empty if there are none.

    ``owner`` is the name of the thing that an alias stands for, or empty.
    """
    typos = dict.fromkeys(one for one in why if one.cause is Cause.CORRECTION)
    if typos:
        asked, found = " ".join(t.asked for t in typos), " ".join(t.found for t in typos)
        others = (one for one in why if one.cause is not Cause.CORRECTION)
        why = (Why(Cause.CORRECTION, asked, found), *others)
    said = dict.fromkeys(_reason(one, owner) for one in why)
    return " ".join(sentence for sentence in said if sentence)


def _reason(why: Why, owner: str) -> str:
    asked, found = shortened(why.asked, _LONGEST_ASKED), shortened(why.found).rstrip(".")
    if why.cause is Cause.ALIAS:
        known = not owner or owner.casefold() == found.casefold()
        said = _("“{found}” is another name for {owner}.")
        return "" if known else said.format(found=found, owner=owner)
    told = _TOLD.get(why.cause)
    return _(told).format(asked=asked, found=found) if told else ""
