"""Requests as Discord sends them: the table of commands, made into application commands."""

import asyncio
import functools
import inspect
import logging
from collections.abc import Callable, Coroutine
from typing import Any

import discord
from discord import app_commands

from bot.answer.answers import Suggestion
from bot.commands import COMMANDS, LONGEST_REQUEST, Command, Option
from bot.desk import Desk
from bot.discordapp.escape import shortened, weight
from bot.discordapp.limits import CHOICE, CHOICES, OPTION
from bot.discordapp.sending import Manner, answer
from bot.discordapp.words import PRIVATE, choice_label

logger = logging.getLogger(__name__)

_Choices = Coroutine[Any, Any, list[app_commands.Choice[str]]]
_Completer = Callable[[discord.Interaction, str], _Choices]
_SHORT = app_commands.Range[str, 0, min(LONGEST_REQUEST, OPTION)]


def commands_of(desk: Desk) -> tuple[app_commands.Command[Any, ..., None], ...]:
    """Every command of the table, answered by this desk, in the table's order."""
    return tuple(_command(desk, command) for command in COMMANDS)


def _command(desk: Desk, command: Command) -> app_commands.Command[Any, ..., None]:
    async def callback(
        interaction: discord.Interaction, *, private: bool = False, **given: str
    ) -> None:
        manner = Manner.PRIVATE if private else Manner.SHOWN
        await answer(interaction, functools.partial(command.answer, desk, given), manner)

    # discord.py reads a command's options off its callback's signature; the table has them, so
    # the signature is made from the table.
    callback.__signature__ = _signature(command)  # type: ignore[attr-defined] # PEP 362 allows it
    completed = {
        option.name: _completer(desk, option.completes)
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
    return inspect.Parameter(option.name, keyword, default=default, annotation=_SHORT)


def _completer(desk: Desk, completes: str) -> _Completer:
    async def complete(
        _interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        try:
            near = await asyncio.to_thread(desk.complete, completes, typed, CHOICES)
        except Exception:
            # There is nowhere to say it: whoever types on gets no choices, and still an answer.
            logger.exception("no completion for %s", completes)
            return []
        return [choice_of(suggestion) for suggestion in near[:CHOICES]]

    return complete


def choice_of(suggestion: Suggestion) -> app_commands.Choice[str]:
    """What is offered: what it is and how much there is; what comes back names it exactly."""
    name, behind = choice_label(suggestion)
    value = suggestion.name if 0 < weight(suggestion.name) <= CHOICE else suggestion.id
    return app_commands.Choice(name=shortened(name, CHOICE - weight(behind)) + behind, value=value)
