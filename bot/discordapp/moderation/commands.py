"""The moderators' commands, made from their table, and what each does."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import discord
from discord import app_commands

from bot.commands import (
    CLEARABLE_SETTINGS,
    LIBRARY_COMMANDS,
    SUGGEST_COMMAND,
    ServerCommand,
)
from bot.discordapp.moderation import transfer as carrying
from bot.discordapp.moderation.completing import completion_of
from bot.discordapp.moderation.moderation_flow import Flow, Question, manner_of
from bot.discordapp.moderation.prefill import adding, editing, point_draft, suggesting, topic_draft
from bot.discordapp.moderation.requester import Asker
from bot.discordapp.moderation.words import (
    CLEARED_AND_SET,
    ROLE_BY_MANAGERS,
    ROLE_OF_EVERYONE,
)
from bot.discordapp.responder import Response, respond
from bot.discordapp.slash_commands import SlashCommand, slash_command
from bot.errors import RequestError
from bot.moderation import ModerationService, Moderator, Preferences
from bot.moderation.pending_forms import FormKind
from bot.pages.moderation.overview import settings_page
from bot.pages.page import Page

Given = Mapping[str, Any]
_Callback = Callable[[discord.Interaction, Given], Awaitable[None]]

# What is left out is filled in from the tree.
IN_SERVERS = app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False)
BY_SERVERS = app_commands.AppInstallationType(guild=True, user=False)
_LONGEST = 1000


def library_group(flow: Flow) -> app_commands.Group:
    """``/library …``, offered to those who may manage messages until a server says otherwise."""
    group = app_commands.Group(
        name="library",
        description="This server's own collection of quotes",
        default_permissions=discord.Permissions(manage_messages=True),
        allowed_contexts=IN_SERVERS,
        allowed_installs=BY_SERVERS,
    )
    callbacks = _Commands(flow).by_name
    for command in LIBRARY_COMMANDS:
        group.add_command(_command(flow, command, callbacks[command.name]))
    return group


def suggest_command(flow: Flow) -> SlashCommand:
    """``/suggest``, for everyone in a server."""

    async def suggest(interaction: discord.Interaction, given: Given) -> None:
        await flow.open(interaction, lambda _asker, _by: suggesting(given))

    made = _command(flow, SUGGEST_COMMAND, suggest)
    made.allowed_contexts, made.allowed_installs = IN_SERVERS, BY_SERVERS
    return made


class _Commands:
    """What each command does, with the options that were filled in, by name."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._desk = flow.curation
        self.by_name: Mapping[str, _Callback] = {
            "add": self._add,
            "edit": self._edit,
            "remove": self._remove,
            "restore": self._restore,
            "hide": self._hide,
            "show": self._show,
            "history": self._history,
            "review": self._review,
            "topic": self._topic,
            "point": self._point,
            "import": self._import,
            "export": self._export,
            "gaps": self._gaps,
            "settings": self._settings,
        }

    async def _add(self, interaction: discord.Interaction, given: Given) -> None:
        await self._flow.open(interaction, lambda asker, by: adding(self._desk, asker, by, given))

    async def _edit(self, interaction: discord.Interaction, given: Given) -> None:
        desk = self._desk
        await self._flow.open(
            interaction, lambda asker, by: editing(desk, asker, by, given["quote"], given)
        )

    async def _remove(self, interaction: discord.Interaction, given: Given) -> None:
        await self._flow.open(
            interaction, lambda asker, by: _why(self._desk, asker, by, given["quote"])
        )

    async def _restore(self, interaction: discord.Interaction, given: Given) -> None:
        await self._flow.answer(
            interaction,
            lambda asker, by: self._desk.bind(asker.server, by).quotes.restore(
                given["quote"], asker.token
            ),
        )

    async def _hide(self, interaction: discord.Interaction, given: Given) -> None:
        reason = given.get("reason", "")
        await self._flow.answer(
            interaction,
            lambda asker, by: self._desk.bind(asker.server, by).quotes.hide(
                given["quote"], asker.token, reason
            ),
        )

    async def _show(self, interaction: discord.Interaction, given: Given) -> None:
        await self._flow.answer(
            interaction,
            lambda asker, by: self._desk.bind(asker.server, by).quotes.show(
                given["quote"], asker.token
            ),
        )

    async def _history(self, interaction: discord.Interaction, given: Given) -> None:
        quote = given.get("quote", "")
        await self._flow.answer(
            interaction, lambda asker, by: self._desk.bind(asker.server, by).history(quote)
        )

    async def _review(self, interaction: discord.Interaction, _given: Given) -> None:
        await self._flow.answer(
            interaction,
            lambda asker, by: self._desk.bind(asker.server, by).suggestions.review(asker.token),
        )

    async def _topic(self, interaction: discord.Interaction, given: Given) -> None:
        topic = given.get("topic", "")
        await self._flow.open(
            interaction, lambda asker, by: topic_draft(self._desk, asker, by, topic)
        )

    async def _point(self, interaction: discord.Interaction, given: Given) -> None:
        point, topic = given.get("point", ""), given.get("topic", "")
        await self._flow.open(
            interaction, lambda asker, by: point_draft(self._desk, asker, by, point, topic)
        )

    async def _import(self, interaction: discord.Interaction, given: Given) -> None:
        await carrying.take_in(interaction, self._flow, given["file"])

    async def _export(self, interaction: discord.Interaction, _given: Given) -> None:
        await carrying.hand_out(interaction, self._flow)

    async def _gaps(self, interaction: discord.Interaction, _given: Given) -> None:
        await self._flow.answer(
            interaction, lambda asker, by: self._desk.bind(asker.server, by).gaps()
        )

    async def _settings(self, interaction: discord.Interaction, given: Given) -> None:
        names = _names(interaction)

        def settings(asker: Asker, by: Moderator) -> Page:
            shown = self._desk.bind(asker.server, by).settings()
            if given:
                _refuse_role(given, asker)
                wanted = _set(shown.preferences, given)
                shown = self._desk.bind(asker.server, by).put_settings(wanted)
            role, channel = shown.preferences.curator_role, shown.preferences.review_channel
            return settings_page(shown, names.get(role, ""), names.get(channel, ""))

        async def work() -> Response:
            response = await self._flow.response(interaction, settings)
            channel = given.get("review_channel")
            if channel is None:
                return response
            try_out = partial(self._flow.try_out_channel, interaction, str(channel.id))
            return replace(response, after=try_out)

        await respond(interaction, work(), manner_of(interaction))


def _why(curation: ModerationService, asker: Asker, by: Moderator, quote: str) -> Question:
    curation.bind(asker.server, by).quotes.require_removable(quote)
    return Question(FormKind.REMOVAL, asker.token, quote, quote)


def _names(interaction: discord.Interaction) -> dict[str, str]:
    """What the roles and channels of the server are called, by id."""
    guild = interaction.guild
    if guild is None:
        return {}
    roles = {str(role.id): f"@{role.name.removeprefix('@')}" for role in guild.roles}
    return roles | {str(channel.id): f"#{channel.name}" for channel in guild.channels}


def _refuse_role(given: Given, asker: Asker) -> None:
    """Raises RequestError where this member may not say who curates, or says that all do."""
    wanted, (role, _) = given.get("curator_role"), CLEARABLE_SETTINGS
    if (wanted or given.get("clear") == role) and not asker.manages:
        raise RequestError(ROLE_BY_MANAGERS)
    if wanted and str(wanted.id) == asker.server:
        raise RequestError(ROLE_OF_EVERYONE)


def _set(preferences: Preferences, given: Given) -> Preferences:
    role, channel = CLEARABLE_SETTINGS
    if str(given.get("clear", "")).replace(" ", "_") in given:
        raise RequestError(CLEARED_AND_SET.format(what=given["clear"]))
    if given.get("clear") == role:
        preferences = replace(preferences, curator_role="")
    if given.get("clear") == channel:
        preferences = replace(preferences, review_channel="")
    if "curator_role" in given:
        preferences = replace(preferences, curator_role=str(given["curator_role"].id))
    if "review_channel" in given:
        preferences = replace(preferences, review_channel=str(given["review_channel"].id))
    if "note_questions" in given:
        preferences = replace(preferences, note_questions=bool(given["note_questions"]))
    return preferences


def _command(flow: Flow, command: ServerCommand, done: _Callback) -> SlashCommand:
    async def callback(interaction: discord.Interaction, **given: Any) -> None:
        filled_in = {name: value for name, value in given.items() if value not in (None, "")}
        await done(interaction, filled_in)

    completion_for = partial(completion_of, flow.curation)
    return slash_command(command, callback, completion_for, _LONGEST)
