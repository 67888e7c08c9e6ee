"""The interaction that the bot gets for each action of a member."""

import secrets
import time
from collections.abc import Iterable, Mapping

from tests.loopback.command_rules import SUBCOMMAND
from tests.loopback.errors import Json, LoopbackError
from tests.loopback.gateway import Gateway
from tests.loopback.interactions import Action, Interaction
from tests.loopback.limits import ATTACHMENT_BYTES, Permission
from tests.loopback.messages import Message
from tests.loopback.options import Place, Typing, Value, filled_in, find, refer_user
from tests.loopback.people import Membership, User
from tests.loopback.places import DIRECT, GROUP, Channel
from tests.loopback.world import World


def send(
    gateway: Gateway,
    action: Action,
    user: User,
    channel: Channel,
    body: Json,
    source: Message | None = None,
) -> Interaction:
    """Make an interaction with ``body`` as its data, and send it by the gateway."""
    world = gateway.world
    token = secrets.token_urlsafe(80)
    number = world.mint()
    payload = _payload(world, user, channel) | {"id": str(number), "token": token}
    payload |= {"type": int(action), "data": body}
    if source is not None:
        payload["message"] = world.wire(source)
    interaction = Interaction(number, token, action, user, channel, payload, source=source)
    world.interactions[token] = interaction
    interaction.within_s = world.callback_s
    interaction.sent_at_s = time.monotonic()
    gateway.tell("INTERACTION_CREATE", payload, channel.guild_id)
    return interaction


def _payload(world: World, user: User, channel: Channel) -> Json:
    """Return the fields that all interactions have.

    https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object
    """
    allowed = world.permissions(user, channel)
    payload: Json = {
        "application_id": str(world.application.id),
        "version": 1,
        "channel_id": str(channel.id),
        "channel": {**channel.wire(), "permissions": str(int(allowed))},
        "app_permissions": str(int(world.permissions(world.bot, channel))),
        "locale": user.locale,
        "entitlements": [],
        "entitlement_sku_ids": [],
        "attachment_size_limit": ATTACHMENT_BYTES,
    }
    owners = {"0": str(channel.guild_id or 0)} if world.has_bot(channel) else {"1": str(user.id)}
    payload |= {"context": _context(channel), "authorizing_integration_owners": owners}
    if channel.guild_id is None:
        return payload | {"user": user.wire()}
    guild = world.guilds[channel.guild_id]
    return payload | {
        "guild_id": str(guild.id),
        "guild": {"id": str(guild.id), "locale": guild.locale, "features": []},
        "guild_locale": guild.locale,
        "member": guild.members[user.id].wire(allowed),
    }


def _context(channel: Channel) -> int:
    """Return 0 in a guild, 1 in direct messages with the bot, 2 in other private channels.

    https://docs.discord.com/developers/interactions/receiving-and-responding
    #interaction-object-interaction-context-types
    """
    return {DIRECT: 1, GROUP: 2}.get(channel.kind, 0)


def offered(world: World, user: User, channel: Channel) -> list[Json]:
    """Return the commands that a user sees in a channel, by context and permission.

    https://docs.discord.com/developers/interactions/application-commands#permissions
    """
    allowed = world.permissions(user, channel)
    commands = world.application.listed(None)
    if channel.guild_id is not None:
        commands = [*world.application.listed(channel.guild_id), *commands]
    context = _context(channel)
    # 0 if the guild installed the bot, 1 if the user did, who then has it everywhere.
    installs = {0, 1} if world.has_bot(channel) else {1}
    there = [one for one in commands if installs & set(one["integration_types"])]
    return [one for one in there if _offers(one, context, allowed)]


def _offers(command: Json, context: int, allowed: Permission) -> bool:
    contexts = command["contexts"]
    if contexts is not None and context not in contexts:
        return False
    if contexts is None and context != 0 and not command["dm_permission"]:
        return False
    needed = command["default_member_permissions"]
    if needed is None or Permission.ADMINISTRATOR in allowed or context != 0:
        return Permission.USE_COMMANDS in allowed
    return needed != "0" and Permission(int(needed)) in allowed


def place_of(world: World, channel: Channel) -> Place:
    members: Mapping[int, Membership] = {}
    if channel.guild_id is not None:
        members = world.guilds[channel.guild_id].members
    return Place(world, channel, members)


def slash(
    commands: Iterable[Json],
    name: str,
    given: Mapping[str, Value],
    place: Place,
    typing: Typing | None = None,
) -> tuple[Json, Json]:
    """Return the data of a slash command or completion, and the option typed into, if any."""
    command, through = find(commands, name)
    options = (through[-1] if through else command).get("options", [])
    wires, resolved = filled_in(options, given, place, typing)
    for step in reversed(through):
        wires = [{"name": step["name"], "type": step["type"], "options": wires}]
        assert step["type"] >= SUBCOMMAND
    body: Json = {"id": command["id"], "name": command["name"], "type": 1, "options": wires}
    if command.get("guild_id"):
        body["guild_id"] = command["guild_id"]
    if resolved:
        body["resolved"] = resolved
    focused = [one for one in options if typing and one["name"] == typing.option]
    return body, focused[0] if focused else {}


def menu(commands: Iterable[Json], name: str, target: Message | User, place: Place) -> Json:
    """Return the data of a message command or a user command."""
    kind = 3 if isinstance(target, Message) else 2
    command, _ = find(commands, name, kind)
    resolved: Json = {}
    if isinstance(target, Message):
        resolved["messages"] = {str(target.id): place.world.wire(target)}
    else:
        refer_user(target, place, resolved)
    return {
        "id": command["id"],
        "name": command["name"],
        "type": kind,
        "target_id": str(target.id),
        "resolved": resolved,
    }


def pressed(component: Json) -> Json:
    """Return the data of a pressed button."""
    if component.get("disabled"):
        raise LoopbackError(f"the button {component.get('label')!r} is disabled")
    if not component.get("custom_id"):
        raise LoopbackError(f"the button {component.get('label')!r} is a link")
    return {
        "component_type": component["type"],
        "custom_id": component["custom_id"],
        "id": component["id"],
    }


def chosen(component: Json, values: Iterable[Value], place: Place) -> Json:
    """Return the data of a select with ``values`` chosen, by label, value, or entity."""
    wanted = list(values)
    if component.get("disabled"):
        raise LoopbackError("the select is disabled")
    fewest = component.get("min_values", 1)
    if not fewest <= len(wanted) <= component.get("max_values", 1):
        raise LoopbackError(f"{len(wanted)} values cannot be chosen")
    resolved: Json = {}
    picked = [_pick(component, value, place, resolved) for value in wanted]
    body = pressed(component) | {"values": picked}
    return body | {"resolved": resolved} if resolved else body


def _pick(component: Json, value: Value, place: Place, resolved: Json) -> str:
    if component["type"] == 3:
        for option in component["options"]:
            if value in (option["value"], option["label"]):
                return str(option["value"])
        labels = [option["label"] for option in component["options"]]
        raise LoopbackError(f"{value!r} is not offered, only {labels}")
    kind = {5: 6, 6: 8, 7: 9, 8: 7}[component["type"]]
    stand_in: Json = {"name": "values", "type": kind}
    wires, referred = filled_in([stand_in], {"values": value}, place)
    for group, them in referred.items():
        resolved.setdefault(group, {}).update(them)
    return str(wires[0]["value"])
