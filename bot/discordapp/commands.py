"""Requests as Discord sends them: the table of commands, made into application commands."""

import asyncio
import inspect
import logging
from collections.abc import Callable, Coroutine
from typing import Any

import discord
from discord import app_commands

from bot.commands import COMMANDS, LONGEST_REQUEST, Command, Option
from bot.discordapp.escape import shortened, weight
from bot.discordapp.limits import CHOICE, CHOICES, OPTION
from bot.discordapp.places import server_of
from bot.discordapp.responder import Manner
from bot.discordapp.words import PRIVATE, choice_label
from bot.discordapp.workers import Desks, Request, Workers
from bot.search.results import Suggestion

logger = logging.getLogger(__name__)

SlashCommand = app_commands.Command[Any, ..., None]
Choices = list[app_commands.Choice[str]]
Completion = Callable[[discord.Interaction, str], Coroutine[Any, Any, Choices]]
# Nothing in a library is called by more; a whole question is not what completion is for.
_LONGEST_COMPLETED = 200
_Text = app_commands.Range[str, 0, min(LONGEST_REQUEST, OPTION)]


def completion(
    complete: Callable[[discord.Interaction, str], Coroutine[Any, Any, Choices]],
) -> Completion:
    """Return the callback of an option that offers what ``complete`` returns.

    It gets at most 200 characters. Where it fails there is nowhere to say so: nothing is offered.
    """

    async def callback(interaction: discord.Interaction, typed: str) -> Choices:
        try:
            return await complete(interaction, typed[:_LONGEST_COMPLETED])
        except Exception:
            logger.exception("no completion")
            return []

    return callback


def commands_of(desks: Desks, workers: Workers) -> tuple[SlashCommand, ...]:
    """Return every command of the table, in the table's order."""
    return tuple(_command(desks, workers, command) for command in COMMANDS)


def _completion(desks: Desks, completes: str) -> Completion:
    """Offer the names of a server's library that begin like what is typed, or resemble it."""

    async def complete(interaction: discord.Interaction, typed: str) -> Choices:
        server = server_of(interaction)
        return await asyncio.to_thread(offered, server, typed)

    def offered(server: str, typed: str) -> Choices:
        near = desks.desk(server).complete(completes, typed, CHOICES)
        return [choice_of(suggestion) for suggestion in near[:CHOICES]]

    return completion(complete)


def _command(desks: Desks, workers: Workers, command: Command) -> SlashCommand:
    async def callback(
        interaction: discord.Interaction, *, private: bool = False, **given: str
    ) -> None:
        manner = Manner.PRIVATE if private else Manner.SHOWN
        question = next((given.get(one.name, "") for one in command.options if one.main), "")
        request = Request(
            server_of(interaction),
            interaction.created_at.date(),
            lambda desk: command.answer(desk, given),
            question,
        )
        await workers.respond(interaction, request, manner)

    # discord.py reads a command's options off its callback's signature; the table has them, so
    # the signature is made from the table.
    callback.__signature__ = _signature(command)  # type: ignore[attr-defined] # PEP 362 allows it
    completed = {
        option.name: _completion(desks, option.completes)
        for option in command.options
        if option.completes
    }
    described = {option.name: option.summary for option in command.options}
    if command.private:
        described["private"] = PRIVATE
    app_commands.describe(**described)(callback)
    app_commands.autocomplete(**completed)(callback)
    return app_commands.Command(name=command.name, description=command.summary, callback=callback)


def _signature(command: Command) -> inspect.Signature:
    keyword = inspect.Parameter.KEYWORD_ONLY
    parameters = [
        inspect.Parameter("interaction", inspect.Parameter.POSITIONAL_OR_KEYWORD),
        *(_parameter(option) for option in command.options),
    ]
    if command.private:
        parameters.append(inspect.Parameter("private", keyword, default=False, annotation=bool))
    return inspect.Signature(parameters)


def _parameter(option: Option) -> inspect.Parameter:
    default = inspect.Parameter.empty if option.required else ""
    keyword = inspect.Parameter.KEYWORD_ONLY
    return inspect.Parameter(option.name, keyword, default=default, annotation=_Text)


def choice_of(suggestion: Suggestion) -> app_commands.Choice[str]:
    """What is offered: what it is and how much there is; what comes back names it exactly."""
    name, behind = choice_label(suggestion)
    value = suggestion.name if 0 < weight(suggestion.name) <= CHOICE else suggestion.id
    return app_commands.Choice(name=shortened(name, CHOICE - weight(behind)) + behind, value=value)
