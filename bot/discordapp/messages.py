"""Answer messages: a question to the bot, and the entries of the menu on anybody's message."""

import logging
import re
from collections.abc import Iterator
from typing import Any

import discord
from discord import app_commands

from bot.answers.desk import Desk
from bot.answers.model import Answer
from bot.commands import BY_NAME, LONGEST_REQUEST, MESSAGE_COMMANDS, MessageCommand, without_links
from bot.discordapp.escape import shortened
from bot.discordapp.limits import MESSAGE_ECHO
from bot.discordapp.rendering import OutgoingMessage, render
from bot.discordapp.responder import Manner, finish, outcome, server_of
from bot.discordapp.workers import Request, Workers
from bot.errors import RequestError
from bot.pages import hint_page

logger = logging.getLogger(__name__)

NO_WORDS = "I found no words in that message. I can't read pictures or files."
# Discord's markup for people, roles, channels, commands and times. A custom emoji keeps its name.
_MARKUP = re.compile(r"<(?:@[!&]?\d+|#\d+|id:\w+|/[^<>:]+:\d+|t:-?\d+(?::\w)?)>")
_EMOJI = re.compile(r"<a?:(\w+):\d+>")
# Words people use to see whether a bot is there, or what it does; they are no question.
_GREETINGS = frozenset({"hello", "help", "hey", "hi", "start", *BY_NAME})


def menus_of(workers: Workers) -> tuple[app_commands.ContextMenu, ...]:
    """Return the entries of the menu on a message."""
    return tuple(_menu(workers, command) for command in MESSAGE_COMMANDS)


def _menu(workers: Workers, command: MessageCommand) -> app_commands.ContextMenu:
    async def callback(interaction: discord.Interaction, message: discord.Message) -> None:
        text = question_in(words_of(message))

        def ask(desk: Desk) -> Answer:
            if not _has_words(text):
                raise RequestError(NO_WORDS)
            return command.answer(desk, text)

        request = Request(
            server_of(interaction),
            interaction.created_at.date(),
            ask,
            message=shortened(text, MESSAGE_ECHO),
        )
        await workers.respond(interaction, request, Manner.SHOWN)

    return app_commands.ContextMenu(name=command.name, callback=callback)


def addresses(message: discord.Message, bot_id: int) -> bool:
    """Return whether a person mentions the bot by name, or writes to it directly.

    A reply to a message of the bot also mentions it, but invisibly: it is meant for the others.
    """
    if message.author.bot or message.webhook_id is not None or message.is_system():
        return False
    return isinstance(message.channel, discord.DMChannel) or bot_id in message.raw_mentions


async def reply_to(message: discord.Message, workers: Workers) -> None:
    """Reply to the question in the message, or with a hint if it asks nothing."""
    question = question_in(message.content)[:LONGEST_REQUEST]
    if not _has_words(question) or question.casefold().strip(" !?.") in _GREETINGS:
        await _reply(message, render(hint_page()))
        return
    request = Request(
        str(message.guild.id) if message.guild else "",
        message.created_at.date(),
        lambda desk: BY_NAME["ask"].answer(desk, {"question": question}),
        question,
    )
    response = await outcome(workers.response(request))
    await _reply(message, response.messages)
    await finish(response)


async def _reply(message: discord.Message, answer: tuple[OutgoingMessage, ...]) -> None:
    first, *rest = answer
    try:
        await message.reply(view=first.view, files=first.files(), mention_author=False)
        for outgoing in rest:
            await message.channel.send(view=outgoing.view, files=outgoing.files())
    except discord.HTTPException as error:
        logger.warning("no reply to a mention in channel %s: %s", message.channel.id, error)


def question_in(content: str) -> str:
    """Return the words of a message without Discord's markup and links; empty if it has none."""
    return _EMOJI.sub(r"\1", without_links(_MARKUP.sub(" ", content))).strip()


def words_of(message: discord.Message) -> str:
    """Return all readable text of a message, forwarded ones and components too, as a request.

    At most as long as a request may be; only components and embeds can hold more.
    """
    return "\n".join(part for part in _readable(message) if part)[:LONGEST_REQUEST]


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _readable(message: discord.Message) -> Iterator[str]:
    yield message.content
    for forwarded in message.message_snapshots:
        yield forwarded.content
    for embed in message.embeds:
        yield embed.title or ""
        yield embed.description or ""
    yield from _texts(message.components)


def _texts(components: Any) -> Iterator[str]:
    for component in components:
        if isinstance(component, discord.TextDisplay):
            yield component.content
        yield from _texts(getattr(component, "children", ()))
