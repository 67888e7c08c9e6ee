"""Where a form says a quote stands: on a point with a stance, under topics."""

import re
from collections.abc import Iterable

from bot.answers.desk import Desk
from bot.library.library import Library
from bot.library.model import Kind, Position, Quote, Stance
from bot.moderation import form_fields as fields
from bot.moderation.form_fields import Refused, echoed
from bot.moderation.servers import Snapshot
from bot.search.results import Suggestion

_NONE = "none"
_MOST_NEAR = 3
_LONGEST = 300


def position_of(
    point: str, stance: str, snapshot: Snapshot, before: Quote | None
) -> Position | None:
    """The position a form gives, None where it names no point. Raises Refused.

    For an edited quote the stance ``none`` gives None as well: see :func:`taken_off`.
    """
    named = fields.name("The point", point, _LONGEST)
    off = before is not None and fields.line("The stance", stance).casefold() == _NONE
    if not named:
        if fields.line("The stance", stance):
            raise Refused("On which point does it take that stance? Name the point.")
        return None
    id_ = point_named(named, snapshot.desk)
    if off:
        return None
    sides = snapshot.view.library.points[id_]
    given = _side(stance, {sides.side_for: Stance.FOR, sides.side_against: Stance.AGAINST})
    if given is None:
        raise Refused(f"Where does it stand on {echoed(sides.sentence)}? For, against or mixed.")
    return Position(id_, given)


def taken_off(point: str, stance: str, snapshot: Snapshot) -> str:
    """The id of the point that an edited quote is to be taken off; empty for none."""
    if fields.line("The stance", stance).casefold() != _NONE or not point.strip():
        return ""
    return point_named(fields.name("The point", point, _LONGEST), snapshot.desk)


def point_named(name: str, desk: Desk) -> str:
    """The id of the point of that name. Raises Refused, with what is near, where there is none."""
    bearer = desk.named_exactly(name, (Kind.POINT, Kind.TOPIC))
    if bearer is not None and bearer.kind is Kind.POINT:
        return bearer.id
    if bearer is not None:
        library = desk.library
        points = [library.points[id_].sentence for id_ in library.topics[bearer.id].points]
        its_points = f" Its points: {_listed(points)}." if points else " It has no points yet."
        raise Refused(f"{echoed(name)} is a topic, not a point.{its_points}")
    raise Refused(f"There is no point called {echoed(name)}. {_did_you_mean(name, 'point', desk)}")


def topic_named(name: str, desk: Desk) -> str:
    """The id of the topic of that name. Raises Refused, with what is near, where there is none."""
    bearer = desk.named_exactly(name, (Kind.TOPIC, Kind.POINT))
    if bearer is not None and bearer.kind is Kind.TOPIC:
        return bearer.id
    if bearer is not None:
        raise Refused(f"{echoed(name)} is a point, not a topic. Give it as the point.")
    raise Refused(f"There is no topic called {echoed(name)}. {_did_you_mean(name, 'topic', desk)}")


def topics_of(typed: str, desk: Desk) -> tuple[str, ...]:
    """The ids of the topics a form names, commas between; none for nothing. Raises Refused."""
    whole = fields.line("The topic", typed, 1000)
    if not whole:
        return ()
    # A name may have a comma in it itself.
    if len(whole) <= _LONGEST and desk.named_exactly(whole, (Kind.TOPIC,)):
        return (topic_named(whole, desk),)
    parts = (part.strip() for part in re.split(r"[,;]", whole))
    names = [fields.name("The topic", part, _LONGEST) for part in parts if part]
    found: dict[str, None] = {}
    refusals = []
    for name in names:
        try:
            found[topic_named(name, desk)] = None
        except Refused as refused:
            refusals.append(str(refused))
    if refusals:
        raise Refused(" ".join(refusals))
    return tuple(found)


def positions_after(
    before: Iterable[Position], put: Position | None, off: str
) -> tuple[Position, ...]:
    """The positions of a quote when one was put and one taken off, in the order first given."""
    held = {position.point: position for position in before if position.point != off}
    if put is not None:
        held[put.point] = put
    return tuple(held.values())


def topics_beside(
    topics: Iterable[str], positions: Iterable[Position], library: Library
) -> tuple[str, ...]:
    """The topics that a quote does not stand under for its points anyway."""
    implied = {library.points[position.point].topic for position in positions}
    return tuple(topic for topic in topics if topic not in implied)


def _side(typed: str, sides: dict[str, Stance]) -> Stance | None:
    """The stance, by its own name or by that of a side."""
    given = fields.line("The stance", typed).casefold()
    named = {name.casefold(): stance for name, stance in sides.items()}
    return named.get(given) or fields.stance(given)


def _did_you_mean(name: str, option: str, desk: Desk) -> str:
    kind = Kind(option)
    offered = (*desk.named_like(name, (kind,)), *desk.complete(option, name))
    near = _each_once(one for one in offered if one.kind is kind)
    if not near:
        return f"Choose one of those offered, or add the {option} first."
    return f"Did you mean {_listed([one.name for one in near], ' or ')}?"


def _each_once(offered: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    return tuple({one.id: one for one in offered}.values())[:_MOST_NEAR]


def _listed(names: list[str], between: str = ", ") -> str:
    return between.join(echoed(name) for name in names[:_MOST_NEAR])
