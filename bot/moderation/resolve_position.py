"""Resolve the point, the stance and the topics that a form names."""

import re

from bot.answers.desk import Desk
from bot.library.model import Kind, Position, Stance
from bot.moderation import form_fields as fields
from bot.moderation.form_fields import Refused, echoed

_NONE = "none"
_MOST_OFFERED = 3
_LONGEST = 300


def named_position(
    point: str, stance: str, desk: Desk, edited: bool
) -> tuple[Position | None, str]:
    """Return the position to put, and the id of the point to take an edited quote off.

    Either may be missing; the stance ``none`` takes off. Raises Refused for a point without a
    stance, a stance without a point, and an unknown one.
    """
    name = fields.name("The point", point, _LONGEST)
    given = fields.line("The stance", stance)
    off = given.casefold() == _NONE
    if not name:
        if given:
            raise Refused("Which point is that stance on? Name the point.")
        return None, ""
    id_ = named_point(name, desk)
    if edited and off:
        return None, id_
    known = desk.library.points[id_]
    sides = {known.side_for.casefold(): Stance.FOR, known.side_against.casefold(): Stance.AGAINST}
    taken = sides.get(given.casefold()) or fields.stance(given)
    if taken is None:
        raise Refused(
            f"Which side does it take on {echoed(known.sentence)}? Write for, against or mixed."
        )
    return Position(id_, taken), ""


def named_point(name: str, desk: Desk) -> str:
    """Return the id of the point of that name. Raises Refused, with similar names, if unknown."""
    bearer = desk.named_exactly(name, (Kind.POINT, Kind.TOPIC))
    if bearer is not None and bearer.kind is Kind.POINT:
        return bearer.id
    if bearer is not None:
        library = desk.library
        points = [library.points[id_].sentence for id_ in library.topics[bearer.id].points]
        its_points = f" Its points: {_listed(points)}." if points else " It has no points yet."
        raise Refused(f"{echoed(name)} is a topic, not a point.{its_points}")
    raise Refused(
        f"There is no point called {echoed(name)}. {_did_you_mean(name, Kind.POINT, desk)}"
    )


def named_topic(name: str, desk: Desk) -> str:
    """Return the id of the topic of that name. Raises Refused, with similar names, if unknown."""
    bearer = desk.named_exactly(name, (Kind.TOPIC, Kind.POINT))
    if bearer is not None and bearer.kind is Kind.TOPIC:
        return bearer.id
    if bearer is not None:
        raise Refused(f"{echoed(name)} is a point, not a topic. Give it as the point.")
    raise Refused(
        f"There is no topic called {echoed(name)}. {_did_you_mean(name, Kind.TOPIC, desk)}"
    )


def named_topics(typed: str, desk: Desk) -> tuple[str, ...]:
    """Return the ids of topics separated by commas. Raises Refused with all unknown ones."""
    whole = fields.line("The topic", typed, 1000)
    if not whole:
        return ()
    # A name may contain a comma itself.
    if len(whole) <= _LONGEST and desk.named_exactly(whole, (Kind.TOPIC,)):
        return (named_topic(whole, desk),)
    parts = (part.strip() for part in re.split(r"[,;]", whole))
    names = [fields.name("The topic", part, _LONGEST) for part in parts if part]
    found: dict[str, None] = {}
    refusals = []
    for name in names:
        try:
            found[named_topic(name, desk)] = None
        except Refused as refused:
            refusals.append(str(refused))
    if refusals:
        raise Refused(" ".join(refusals))
    return tuple(found)


def _did_you_mean(name: str, kind: Kind, desk: Desk) -> str:
    offered = (*desk.named_like(name, (kind,)), *desk.complete(kind.value, name))
    names = list({one.id: one.name for one in offered if one.kind is kind}.values())
    if not names:
        return f"Choose one of those offered, or add the {kind.value} first."
    return f"Did you mean {_listed(names, ' or ')}?"


def _listed(names: list[str], between: str = ", ") -> str:
    return between.join(echoed(name) for name in names[:_MOST_OFFERED])
