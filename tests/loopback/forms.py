"""Filling in a form (a modal) in place of a member."""

from collections.abc import Mapping
from typing import Any

from tests.loopback.components import walk
from tests.loopback.errors import Json, LoopbackError
from tests.loopback.limits import INPUT_VALUE, SELECTS, Kind
from tests.loopback.member_actions import chosen
from tests.loopback.options import Place, Value

Filling = str | bool | list[Value]


def fields(modal: Json) -> list[tuple[str, Json]]:
    """Return each field with its label, in order."""
    found = []
    for _, component in walk(modal["components"]):
        if component["type"] == Kind.LABEL:
            found.append((str(component["label"]), component["component"]))
        elif component["type"] == Kind.ACTION_ROW:
            found += [(str(one.get("label", "")), one) for one in component["components"]]
    return found


def filled_form(modal: Json, given: Mapping[str, Filling], place: Place) -> Json:
    """Return the data of the submitted form; fields are named by label or ``custom_id``.

    Other fields keep the bot's values. Raises :class:`LoopbackError` for values that Discord's
    client would not let a member send.
    """
    known = fields(modal)
    names = {name for label, one in known for name in (label, one["custom_id"])}
    if set(given) - names:
        raise LoopbackError(f"no field {sorted(set(given) - names)}, only {sorted(names)}")
    resolved: Json = {}
    answers: dict[str, Json] = {}
    for label, one in known:
        said = given.get(one["custom_id"], given.get(label))
        answers[one["custom_id"]] = _answer(one, label, said, place, resolved)
    body: Json = {
        "custom_id": modal["custom_id"],
        "components": [_mirrored(one, answers) for one in modal["components"]],
    }
    return body | {"resolved": resolved} if resolved else body


def _answer(one: Json, label: str, said: Filling | None, place: Place, resolved: Json) -> Json:
    answer: Json = {"type": one["type"], "id": one.get("id", 0), "custom_id": one["custom_id"]}
    if one["type"] == Kind.TEXT_INPUT:
        return answer | {"value": _text(one, label, said)}
    if one["type"] in SELECTS:
        return answer | _selected(one, said, place, resolved)
    return answer | {"value": said}


def _text(one: Json, label: str, said: Filling | None) -> str:
    text = one.get("value") or "" if said is None else said
    if not isinstance(text, str):
        raise LoopbackError(f"{label!r} takes text, not {text!r}")
    required = one.get("required") is not False
    fewest, most = one.get("min_length") or 0, one.get("max_length") or INPUT_VALUE
    if not text and not required:
        return ""
    if not max(fewest, int(required)) <= len(text) <= most:
        raise LoopbackError(f"{label!r} takes {fewest} to {most} characters, not {len(text)}")
    return text


def _selected(one: Json, said: Filling | None, place: Place, resolved: Json) -> Json:
    values = said if isinstance(said, list) else [said] if said is not None else []
    if said is None:
        values = [option["value"] for option in one.get("options", ()) if option.get("default")]
    if not values and one.get("required") is False:
        return {"values": []}
    picked = chosen({"id": 0, **one}, values, place)
    for group, them in picked.get("resolved", {}).items():
        resolved.setdefault(group, {}).update(them)
    return {"values": picked["values"]}


def _mirrored(component: Json, answers: Mapping[str, Json]) -> Json:
    """Return the component as Discord submits it: its place and its values."""
    bare: Json = {"type": component["type"], "id": component.get("id", 0)}
    inner: Any = component.get("component")
    if inner is not None:
        return bare | {"component": answers[inner["custom_id"]]}
    if "components" in component:
        return bare | {"components": [answers[one["custom_id"]] for one in component["components"]]}
    return bare
