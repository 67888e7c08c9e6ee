"""Messages: a question put to the bot by mentioning it, and the menu on anybody's message."""

import logging
import re
from collections.abc import Iterator
from typing import Any

import discord
from discord import app_commands

from bot.answers.desk import Desk
from bot.answers.model import Answer
from bot.commands import (
    BY_NAME,
    LONGEST_REQUEST,
    MESSAGE_COMMANDS,
    MessageCommand,
    without_links,
)
from bot.discordapp.cards import Reply, replies
from bot.discordapp.escape import shortened
from bot.discordapp.limits import MESSAGE_ECHO
from bot.discordapp.places import server_of, server_of_message
from bot.discordapp.responder import Manner, finish, outcome
from bot.discordapp.words import NO_WORDS
from bot.discordapp.workers import Request, Workers
from bot.errors import RequestError
from bot.pages import hint_page

logger = logging.getLogger(__name__)

# Discord's own markup for people, roles, channels, commands, times: no words to look up. Of a
# custom emoji its name is kept.
_MARKUP = re.compile(r"<(?:@[!&]?\d+|#\d+|id:\w+|/[^<>:]+:\d+|t:-?\d+(?::\w)?)>")
_EMOJI = re.compile(r"<a?:(\w+):\d+>")
# What people say to a bot to see whether it is there, or to learn what it does: no question.
_CALLS = frozenset({"hello", "help", "hey", "hi", "start", *BY_NAME})


def menus_of(workers: Workers) -> tuple[app_commands.ContextMenu, ...]:
    """The entries of the menu on a message."""
    return tuple(_menu(workers, command) for command in MESSAGE_COMMANDS)


def words_of(message: discord.Message) -> str:
    """All that can be read in a message, forwarded ones and cards too, as a request.

    At most the longest request there is; a message has more only in its cards and embeds.
    """
    return "\n".join(part for part in _readable(message) if part)[:LONGEST_REQUEST]


def question_in(content: str) -> str:
    """The words of a message without Discord's own markup and links; empty where it has none."""
    return _EMOJI.sub(r"\1", without_links(_MARKUP.sub(" ", content))).strip()


def addresses(message: discord.Message, bot_id: int) -> bool:
    """Whether a person calls the bot in the message by name, or writes to it directly.

    A reply to one of its cards mentions it too, but unseen: such a reply goes to the others.
    """
    if message.author.bot or message.webhook_id is not None or message.is_system():
        return False
    return isinstance(message.channel, discord.DMChannel) or bot_id in message.raw_mentions


async def reply_to(message: discord.Message, workers: Workers) -> None:
    """Answer the question in the message with a reply; with a hint where it asks nothing."""
    question = question_in(message.content)[:LONGEST_REQUEST]
    if not _says_anything(question) or question.casefold().strip(" !?.") in _CALLS:
        await _reply_if_allowed(message, replies(hint_page()))
        return
    request = Request(
        server_of_message(message),
        message.created_at.date(),
        lambda desk: BY_NAME["ask"].answer(desk, {"question": question}),
        question,
    )
    response = await outcome(workers.response(request))
    await _reply_if_allowed(message, response.replies)
    await finish(response)


async def _reply_if_allowed(message: discord.Message, said: tuple[Reply, ...]) -> None:
    try:
        await _reply(message, said)
    except discord.Forbidden:
        logger.warning("may not reply in channel %s", message.channel.id)
    except discord.HTTPException as error:
        logger.warning("no reply to a mention in channel %s: %s", message.channel.id, error)


async def _reply(message: discord.Message, said: tuple[Reply, ...]) -> None:
    first, *rest = said
    await message.reply(view=first.view, files=first.files(), mention_author=False)
    for reply in rest:
        await message.channel.send(view=reply.view, files=reply.files())


def _menu(workers: Workers, command: MessageCommand) -> app_commands.ContextMenu:
    async def callback(interaction: discord.Interaction, message: discord.Message) -> None:
        text = question_in(words_of(message))

        def ask(desk: Desk) -> Answer:
            if not _says_anything(text):
                raise RequestError(NO_WORDS)
            return command.answer(desk, text)

        said = shortened(text, MESSAGE_ECHO)
        day = interaction.created_at.date()
        request = Request(server_of(interaction), day, ask, message=said)
        await workers.respond(interaction, request, Manner.SHOWN)

    return app_commands.ContextMenu(name=command.name, callback=callback)


def _says_anything(text: str) -> bool:
    return any(sign.isalnum() for sign in text)


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
