"""Requests as Discord sends them: the table of commands, made into application commands."""

import asyncio
import inspect
import logging
from collections.abc import Callable, Coroutine
from typing import Any

import discord
from discord import app_commands

from bot.answers.desk import Desk
from bot.commands import COMMANDS, LONGEST_REQUEST, Command, Option
from bot.discordapp.compose import Composer, Desks, Request
from bot.discordapp.escape import shortened, weight
from bot.discordapp.limits import CHOICE, CHOICES, OPTION
from bot.discordapp.pace import Pace
from bot.discordapp.places import server_of
from bot.discordapp.responder import Manner
from bot.discordapp.words import PRIVATE, choice_label
from bot.lru import LruCache
from bot.search.results import Suggestion

logger = logging.getLogger(__name__)

SlashCommand = app_commands.Command[Any, ..., None]
_Choices = list[app_commands.Choice[str]]
_Completion = Callable[[discord.Interaction, str], Coroutine[Any, Any, _Choices]]
_KEPT = 512
# Nothing in a library is called by more; a whole question is not what completion is for.
_LONGEST_COMPLETED = 200
_Text = app_commands.Range[str, 0, min(LONGEST_REQUEST, OPTION)]


class Completer:
    """Offers choices while somebody types; those of the latest words are kept."""

    def __init__(self, desks: Desks) -> None:
        self._desks = desks
        self._pace = Pace()
        self._kept: LruCache[tuple[str, str, str], tuple[Desk, _Choices]] = LruCache(_KEPT)

    def of(self, completes: str) -> _Completion:
        """The callback that offers what ``completes`` names."""

        async def complete(interaction: discord.Interaction, typed: str) -> _Choices:
            key = (server_of(interaction), completes, typed[:_LONGEST_COMPLETED])
            try:
                return await self._choices(key)
            except Exception:
                # There is nowhere to say it; whoever types on gets an answer nonetheless.
                logger.exception("no completion for %s", completes)
                return []

        return complete

    async def _choices(self, key: tuple[str, str, str]) -> _Choices:
        kept = self._kept.get(key)
        desk = self._desks.glance(key[0])
        if desk and kept and kept[0] is desk:
            return kept[1]
        if desk and self._pace.is_quick:
            made = desk, self._offered(key, desk)
        else:
            made = await asyncio.to_thread(self._made, key, kept)
        self._kept.put(key, made)
        return made[1]

    def _made(
        self, key: tuple[str, str, str], kept: tuple[Desk, _Choices] | None
    ) -> tuple[Desk, _Choices]:
        desk = self._desks.desk(key[0])
        return kept if kept and kept[0] is desk else (desk, self._offered(key, desk))

    def _offered(self, key: tuple[str, str, str], desk: Desk) -> _Choices:
        _, completes, typed = key
        with self._pace.timed():
            near = desk.complete(completes, typed, CHOICES)
            return [choice_of(suggestion) for suggestion in near[:CHOICES]]


def commands_of(desks: Desks, composer: Composer) -> tuple[SlashCommand, ...]:
    """Every command of the table, in the table's order; a server's desk completes what is typed."""
    completer = Completer(desks)
    return tuple(_command(composer, completer, command) for command in COMMANDS)


def _command(composer: Composer, completer: Completer, command: Command) -> SlashCommand:
    async def callback(
        interaction: discord.Interaction, *, private: bool = False, **given: str
    ) -> None:
        manner = Manner.PRIVATE if private else Manner.SHOWN
        key = (command.name, *(part for option in given.items() for part in option))
        question = next((given.get(one.name, "") for one in command.options if one.main), "")
        request = Request(
            server_of(interaction),
            key,
            interaction.created_at.date(),
            lambda desk: command.answer(desk, given),
            question,
        )
        await composer.answer(interaction, request, manner)

    # discord.py reads a command's options off its callback's signature; the table has them, so
    # the signature is made from the table.
    callback.__signature__ = _signature(command)  # type: ignore[attr-defined] # PEP 362 allows it
    completed = {
        option.name: completer.of(option.completes)
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
