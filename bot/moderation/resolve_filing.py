"""Resolve the points and topics that a form names, all of which must be known.

Functions raise Refused, with a sentence for the person who filled in the form.
"""

import re

from bot.answers.desk import Desk
from bot.i18n import gettext as _
from bot.library.model import Kind, Position, Stance
from bot.moderation import typed_fields as fields
from bot.moderation.typed_fields import Refused, echoed

_LONGEST_FILING = 300
_MOST_OFFERED = 3


def named_position(
    point: str, stance: str, desk: Desk, edited: bool
) -> tuple[Position | None, str]:
    """Return the position to put, and the id of the point to take an edited quote off.

    Either may be missing; the stance ``none`` takes off. Raises Refused for a point without a
    stance, a stance without a point, and an unknown one.
    """
    name = fields.name(_("The point"), point, _LONGEST_FILING)
    given = fields.line(_("The stance"), stance)
    off = given.casefold() == "none"
    if not name:
        if given:
            raise Refused(_("Which point is that stance on? Name the point."))
        return None, ""
    id_ = named_point(name, desk)
    if edited and off:
        return None, id_
    known = desk.library.points[id_]
    sides = {known.side_for.casefold(): Stance.FOR, known.side_against.casefold(): Stance.AGAINST}
    taken = sides.get(given.casefold()) or fields.stance(given)
    if taken is None:
        raise Refused(
            _("Which side does it take on {sentence}? Write for, against or mixed.").format(
                sentence=echoed(known.sentence)
            )
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
        said = _("{name} is a topic, not a point. It has no points yet.")
        if points:
            said = _("{name} is a topic, not a point. Its points: {points}.")
        raise Refused(said.format(name=echoed(name), points=_listed(points)))
    raise Refused(
        _("There is no point called {name}. {hint}").format(
            name=echoed(name), hint=_did_you_mean(name, Kind.POINT, desk)
        )
    )


def named_topic(name: str, desk: Desk) -> str:
    """Return the id of the topic of that name. Raises Refused, with similar names, if unknown."""
    bearer = desk.named_exactly(name, (Kind.TOPIC, Kind.POINT))
    if bearer is not None and bearer.kind is Kind.TOPIC:
        return bearer.id
    if bearer is not None:
        raise Refused(
            _("{name} is a point, not a topic. Write it in the field for the point.").format(
                name=echoed(name)
            )
        )
    raise Refused(
        _("There is no topic called {name}. {hint}").format(
            name=echoed(name), hint=_did_you_mean(name, Kind.TOPIC, desk)
        )
    )


def named_topics(typed: str, desk: Desk) -> tuple[str, ...]:
    """Return the ids of topics separated by commas. Raises Refused with all unknown ones."""
    whole = fields.line(_("The topic"), typed, 1000)
    if not whole:
        return ()
    # A name may contain a comma itself.
    if len(whole) <= _LONGEST_FILING and desk.named_exactly(whole, (Kind.TOPIC,)):
        return (named_topic(whole, desk),)
    parts = (part.strip() for part in re.split(r"[,;]", whole))
    names = [fields.name(_("The topic"), part, _LONGEST_FILING) for part in parts if part]
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
        if kind is Kind.POINT:
            return _("Choose one of those offered, or add the point first.")
        return _("Choose one of those offered, or add the topic first.")
    return _("Did you mean {names}?").format(names=_listed(names, _(" or ")))


def _listed(names: list[str], between: str = ", ") -> str:
    return between.join(echoed(name) for name in names[:_MOST_OFFERED])
