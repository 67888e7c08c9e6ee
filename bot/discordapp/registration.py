"""Telling Discord which commands there are, only when that has changed.

Discord takes a limited number of registrations a day, and clients reload what they know after
each; so what is registered is fetched and compared first.
"""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

import discord
from discord import app_commands

logger = logging.getLogger(__name__)

INSTALLS = app_commands.AppInstallationType(guild=True, user=True)
CONTEXTS = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)

_COMPARED = (
    "type",
    "name",
    "description",
    "contexts",
    "integration_types",
    "default_member_permissions",
)
_COMPARED_OPTION = (
    "type",
    "name",
    "description",
    "required",
    "autocomplete",
    "min_length",
    "max_length",
)
# What Discord returns where nothing was said.
_DEFAULTS: Mapping[str, object] = {"required": False, "autocomplete": False, "description": ""}


async def register(tree: app_commands.CommandTree[Any], application_id: int) -> bool:
    """Register the tree's commands if Discord has others; whether it had to be done.

    Raises:
        discord.HTTPException: Discord did not say what it has, or refused the commands.
    """
    wanted = [command.to_dict(tree) for command in tree.get_commands()]
    # As Discord sends them: tree.fetch_commands() of discord.py 2.7 misreads contexts and installs
    # (it takes [0, 1, 2] for [0, 1]).
    known = await tree.client.http.get_global_commands(application_id)
    if comparable(wanted) == comparable(known):
        return False
    await tree.sync()
    logger.info("registered %d commands", len(wanted))
    return True


def comparable(commands: Sequence[Mapping[str, Any]]) -> list[dict[str, object]]:
    """The commands by what a member sees of them, in an order of their own.

    Two lists compare equal when registering one would change nothing after the other.
    """
    made = [_compared(command, _COMPARED) for command in commands]
    return sorted(made, key=lambda command: (command["type"], command["name"]))


def _compared(command: Mapping[str, Any], fields: tuple[str, ...]) -> dict[str, Any]:
    kept: dict[str, Any] = {field: _value(command, field) for field in fields}
    kept["options"] = [
        _compared(option, _COMPARED_OPTION) for option in command.get("options") or ()
    ]
    kept["choices"] = [(choice["name"], choice["value"]) for choice in command.get("choices") or ()]
    return kept


def _value(command: Mapping[str, Any], field: str) -> object:
    value = command.get(field)
    if field == "default_member_permissions" and value is not None:
        return str(value)
    if isinstance(value, list):
        return sorted(value)
    return _DEFAULTS.get(field) if value is None else value


def invite_link(application_id: int) -> str:
    """The address at which somebody adds the bot to a server, with the rights it needs."""
    permissions = discord.Permissions(
        view_channel=True,
        send_messages=True,
        send_messages_in_threads=True,
        create_public_threads=True,
        embed_links=True,
        attach_files=True,
        read_message_history=True,
        send_polls=True,
    )
    return discord.utils.oauth_url(
        application_id, permissions=permissions, scopes=("bot", "applications.commands")
    )
