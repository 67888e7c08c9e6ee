"""Values that a member types into a command, checked against its registered options."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tests.loopback.command_rules import GROUP, SUBCOMMAND
from tests.loopback.errors import Json, LoopbackError
from tests.loopback.messages import Upload
from tests.loopback.people import Membership, Role, User
from tests.loopback.places import Channel
from tests.loopback.world import World

Value = str | int | float | bool | User | Role | Channel | Upload
LONGEST_TEXT = 6000


@dataclass(frozen=True, slots=True)
class Typing:
    """The option a member is typing into, and its text so far."""

    option: str
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """The user and channel of a command, to resolve what its options refer to."""

    world: World
    channel: Channel
    members: Mapping[int, Membership]


def find(commands: Iterable[Json], name: str, kind: int = 1) -> tuple[Json, list[Json]]:
    """Return the command of that name, and the subcommands that the rest of the name goes through.

    Raises :class:`LoopbackError`, with the existing names, if there is none.
    """
    first, *rest = name.split() if kind == 1 else [name]
    known = {one["name"]: one for one in commands if one["type"] == kind}
    if first not in known:
        raise LoopbackError(f"no command {first!r} is registered, only {sorted(known)}")
    through: list[Json] = []
    here = known[first]
    for part in rest:
        inner = {one["name"]: one for one in here.get("options", ()) if one["type"] in (1, 2)}
        if part not in inner:
            raise LoopbackError(f"{here['name']!r} has no {part!r}, only {sorted(inner)}")
        here = inner[part]
        through.append(here)
    if any(one["type"] in (SUBCOMMAND, GROUP) for one in here.get("options", ())):
        raise LoopbackError(f"{name!r} is only the first part of a command")
    return known[first], through


def filled_in(
    options: Iterable[Json], given: Mapping[str, Value], place: Place, typing: Typing | None = None
) -> tuple[list[Json], Json]:
    """Return the options as an interaction has them, and the entities of their ids (``resolved``).

    Raises :class:`LoopbackError` for values that Discord's client would not let a member send.
    """
    known = {option["name"]: option for option in options}
    named = {*given, *([typing.option] if typing else [])}
    if named - known.keys():
        raise LoopbackError(f"no option {sorted(named - known.keys())}, only {sorted(known)}")
    missing = {name for name, option in known.items() if option.get("required")} - named
    if missing and typing is None:
        raise LoopbackError(f"required and not given: {sorted(missing)}")
    wires: list[Json] = []
    resolved: Json = {}
    for name, value in given.items():
        wires.append(_wire(known[name], value, place, resolved))
    if typing is not None:
        option = known[typing.option]
        if not option.get("autocomplete"):
            raise LoopbackError(f"the option {typing.option!r} is not completed")
        focused = {"name": typing.option, "type": option["type"], "value": typing.text}
        wires.append({**focused, "focused": True})
    return wires, resolved


def _wire(option: Json, value: Value, place: Place, resolved: Json) -> Json:
    kind, name = option["type"], option["name"]
    wire: Json = {"name": name, "type": kind}
    match kind, value:
        case 3, str():
            return wire | {"value": _text(option, _choice(option, value))}
        case 5, bool():
            return wire | {"value": value}
        case 4, int() if not isinstance(value, bool):
            return wire | {"value": _number(option, _choice(option, value))}
        case 10, int() | float() if not isinstance(value, bool):
            return wire | {"value": _number(option, _choice(option, value))}
        case 11, Upload():
            file = place.world.attach(place.channel.id, value)
            resolved.setdefault("attachments", {})[str(file.id)] = file.wire()
            return wire | {"value": str(file.id)}
        case _:
            return wire | {"value": _referred(kind, value, place, resolved, name)}


def _referred(kind: int, value: Value, place: Place, resolved: Json, name: str) -> str:
    match kind, value:
        case ((6 | 9), User()):
            refer_user(value, place, resolved)
            return str(value.id)
        case 7, Channel():
            wire = {**value.wire(), "permissions": "0"}
            resolved.setdefault("channels", {})[str(value.id)] = wire
            return str(value.id)
        case ((8 | 9), Role()):
            resolved.setdefault("roles", {})[str(value.id)] = value.wire()
            return str(value.id)
        case _:
            pass
    raise LoopbackError(f"{value!r} cannot stand in {name!r}, an option of type {kind}")


def refer_user(user: User, place: Place, resolved: Json) -> None:
    """Add a user, and the member if there is one, to ``resolved``."""
    resolved.setdefault("users", {})[str(user.id)] = user.wire()
    member = place.members.get(user.id)
    if member is not None:
        wire = {k: v for k, v in member.wire().items() if k not in ("user", "deaf", "mute")}
        resolved.setdefault("members", {})[str(user.id)] = {**wire, "permissions": "0"}


def _choice(option: Json, value: Value) -> Value:
    choices = option.get("choices")
    if not choices:
        return value
    for choice in choices:
        if value in (choice["value"], choice["name"]):
            chosen: Value = choice["value"]
            return chosen
    names = [choice["name"] for choice in choices]
    raise LoopbackError(f"{value!r} is no choice of {option['name']!r}, only {names}")


def _text(option: Json, value: Value) -> Value:
    fewest, most = option.get("min_length", 0), option.get("max_length", LONGEST_TEXT)
    if not fewest <= len(str(value)) <= most:
        raise LoopbackError(f"{option['name']!r} takes {fewest} to {most} characters")
    return value


def _number(option: Json, value: Value) -> Value:
    if not isinstance(value, int | float):
        raise LoopbackError(f"{option['name']!r} takes a number, not {value!r}")
    if value < option.get("min_value", value) or value > option.get("max_value", value):
        raise LoopbackError(f"{option['name']!r} does not take {value}")
    return value
