"""Application commands from the table of commands, their completion, and ``/privacy``."""

import asyncio
import inspect
import keyword
import logging
from collections import Counter
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any

import discord
from discord import app_commands

from bot.answers.desk import Desk
from bot.commands import (
    PRIVACY_COMMAND,
    Command,
    Option,
    OptionType,
    ServerCommand,
)
from bot.discordapp.button_dispatch import ActionHandlers
from bot.discordapp.limits import CHOICE, CHOICES
from bot.discordapp.markdown import shortened, weight
from bot.discordapp.responder import (
    Interaction,
    Manner,
    Request,
    manner_of,
    page_response,
    part_asked,
    respond,
    server_of,
    speak_in,
)
from bot.i18n import N_, language_named
from bot.library.model import Kind, kind_named
from bot.pages.page import CONFIRMED, ActionKind, Page
from bot.pages.privacy import forget_page, forgotten_page, privacy_page
from bot.pages.wording import excerpts
from bot.search.names import spelled_key
from bot.search.results import Suggestion
from bot.search.text import LONGEST_REQUEST

logger = logging.getLogger(__name__)

SlashCommand = app_commands.Command[Any, ..., None]
Choices = list[app_commands.Choice[str]]
Completion = Callable[[Interaction, str], Coroutine[Any, Any, Choices]]
PRIVATE = N_("Only you see the answer")
# No name in a library is longer; completion is not meant for whole questions.
_LONGEST_COMPLETED = 200
_KEYWORD = inspect.Parameter.KEYWORD_ONLY
_TYPES: Mapping[OptionType, Any] = {
    OptionType.ROLE: discord.Role,
    OptionType.CHANNEL: discord.TextChannel,
    OptionType.SWITCH: bool,
    OptionType.FILE: discord.Attachment,
}


def command_of(command: Command) -> SlashCommand:
    """Return the application command that asks for something."""

    async def callback(
        interaction: Interaction, *, private: bool = False, **arguments: str
    ) -> None:
        given = {option.name: arguments[_argument(option)] for option in command.options}
        request = Request(
            server_of(interaction),
            interaction.created_at.date(),
            lambda desk: command.answer(desk, given),
            given[command.main.name] if command.main else "",
        )
        manner = Manner.PRIVATE if private else Manner.SHOWN
        await interaction.client.workers.respond(interaction, request, manner)

    return slash_command(command, callback, name_completion, LONGEST_REQUEST)


def privacy_command() -> SlashCommand:
    """Return ``/privacy``."""
    return slash_command(PRIVACY_COMMAND, _show_privacy, name_completion, LONGEST_REQUEST)


def slash_command(
    command: Command | ServerCommand,
    callback: Callable[..., Coroutine[Any, Any, None]],
    completion_for: Callable[[str], Completion],
    longest: int,
) -> SlashCommand:
    """Return the application command of an entry of the table.

    ``callback`` gets the interaction and every option by name: a text that was left out is empty,
    any other option None. ``completion_for`` returns the completion of a kind (``completes``).
    Texts have at most ``longest`` characters.
    """
    parameters = [inspect.Parameter("interaction", inspect.Parameter.POSITIONAL_OR_KEYWORD)]
    parameters.extend(_parameter(option, longest) for option in command.options)
    named = {_argument(option): option for option in command.options}
    summaries = {name: option.summary for name, option in named.items()}
    if isinstance(command, Command):
        parameters.append(inspect.Parameter("private", _KEYWORD, default=False, annotation=bool))
        summaries["private"] = PRIVATE
    # discord.py reads the options of a command from the signature of its callback (PEP 362).
    callback.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined] # see above
    app_commands.describe(**summaries)(callback)
    renamed = {name: option.name for name, option in named.items() if name != option.name}
    app_commands.rename(**renamed)(callback)
    offers = {name: completion_for(one.completes) for name, one in named.items() if one.completes}
    app_commands.autocomplete(**offers)(callback)
    choices = {name: _fixed_choices(option) for name, option in named.items() if option.choices}
    app_commands.choices(**choices)(callback)
    return app_commands.Command(name=command.name, description=command.summary, callback=callback)


def _fixed_choices(option: Option) -> Choices:
    named = language_named if option.name == "language" else str
    return [app_commands.Choice(name=named(value), value=value) for value in option.choices]


def _argument(option: Option) -> str:
    """Return the name of an option as an argument: "from" is a word of Python."""
    return f"{option.name}_" if keyword.iskeyword(option.name) else option.name


def _parameter(option: Option, longest: int) -> inspect.Parameter:
    """Return the argument of an option: a text left out is empty, anything else None."""
    free = option.type is OptionType.TEXT and not option.choices
    annotation: Any = app_commands.Range[str, 0, longest] if free else _TYPES.get(option.type, str)
    default: Any = inspect.Parameter.empty
    if not option.required:
        annotation, default = (annotation, "") if free else (annotation | None, None)
    return inspect.Parameter(_argument(option), _KEYWORD, default=default, annotation=annotation)


def completion(complete: Completion) -> Completion:
    """Return the callback of an option that offers what ``complete`` returns.

    ``complete`` gets at most 200 characters. If it fails, nothing is offered: there is nowhere to
    say so.
    """

    async def callback(interaction: Interaction, typed: str) -> Choices:
        try:
            await speak_in(interaction)
            return await complete(interaction, typed[:_LONGEST_COMPLETED])
        except Exception:
            logger.exception("no completion")
            return []

    return callback


def name_completion(completes: str, among: tuple[Kind, ...] = tuple(Kind)) -> Completion:
    """Return the callback that offers the names of a kind (``completes``): see Desk.complete."""

    def offered(interaction: Interaction, typed: str) -> Choices:
        desk = interaction.client.servers.desk(server_of(interaction))
        return choices_of(desk.complete(completes, typed, CHOICES, among), desk)

    async def complete(interaction: Interaction, typed: str) -> Choices:
        return await asyncio.to_thread(offered, interaction, typed)

    return completion(complete)


def choices_of(suggestions: Sequence[Suggestion], desk: Desk) -> Choices:
    """Return the choices of names: each with its kind and its number of excerpts, its value the id.

    Those of one name, or of one as far as there is room for it, say their ids too.
    """
    notes = [f" · {kind_named(one.kind)} · {excerpts(one.quotes)}" for one in suggestions]
    names = [
        (one.kind, spelled_key(shortened(one.name, CHOICE - weight(note))))
        for one, note in zip(suggestions, notes, strict=True)
    ]
    several = {name for name, count in Counter(names).items() if count > 1}
    return [
        choice(one.name, f"{note} · {one.id}" if name in several else note, desk.value_of(one))
        for one, name, note in zip(suggestions, names, notes, strict=True)
    ]


def choice(name: str, note: str, value: str) -> app_commands.Choice[str]:
    """Return a choice; the name is shortened so that the note after it fits."""
    return app_commands.Choice(name=shortened(name, CHOICE - weight(note)) + note, value=value)


async def _show_privacy(interaction: Interaction, _target: tuple[str, ...] = ()) -> None:
    """Show a member their records; in direct messages, those of all servers."""

    def page() -> Page:
        client, server = interaction.client, server_of(interaction)
        records = client.moderation.personal_records(str(interaction.user.id), server)
        names = {str(guild.id): guild.name for guild in client.guilds}
        return privacy_page(records, names, everywhere=not server)

    await _answer_privately(interaction, page)


async def _forget(interaction: Interaction, target: tuple[str, ...]) -> None:
    """Ask whether a member is to be forgotten; forget them once they have confirmed it."""

    def page() -> Page:
        server = server_of(interaction)
        if CONFIRMED not in target:
            return forget_page(everywhere=not server)
        service = interaction.client.moderation
        return forgotten_page(service.forget_member(str(interaction.user.id), server))

    await _answer_privately(interaction, page)


async def _answer_privately(interaction: Interaction, page: Callable[[], Page]) -> None:
    """Answer with a page that is worked out in a thread; only the asker sees it."""
    work = asyncio.to_thread(lambda: page_response(page(), part_asked(interaction)))
    await respond(interaction, work, manner_of(interaction))


PRIVACY_HANDLERS: ActionHandlers = {
    ActionKind.PRIVACY: _show_privacy,
    ActionKind.FORGET: _forget,
}
