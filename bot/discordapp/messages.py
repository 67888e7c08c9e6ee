"""Answer messages: a question to the bot, and the entries of the menu on anybody's message."""

import contextlib
import logging
import re
from collections.abc import Iterator
from functools import partial

import discord
from discord import app_commands

from bot.answers.actions import Action, follow_up, is_follow_up
from bot.answers.desk import Desk
from bot.answers.model import Answer
from bot.commands import BY_NAME, MessageCommand, meant_for_discord, without_links
from bot.discordapp import responder
from bot.discordapp.buttons import components_in, decode, with_choice
from bot.discordapp.limits import MESSAGE_ECHO
from bot.discordapp.markdown import shortened
from bot.discordapp.network import NETWORK_ERRORS, send_once
from bot.discordapp.rendering import OutgoingMessage, render
from bot.errors import RequestError
from bot.i18n import gettext as _
from bot.moderation.servers import Servers
from bot.pages import hint_page
from bot.pages.page import ServerAction
from bot.search.text import LONGEST_REQUEST

logger = logging.getLogger(__name__)

# Discord's markup for people, roles, channels, commands and times. A custom emoji keeps its name.
_MARKUP = re.compile(r"<(?:@[!&]?\d+|#\d+|id:\w+|/[^<>:]+:\d+|t:-?\d+(?::\w)?)>")
_EMOJI = re.compile(r"<a?:(\w+):\d+>")
# Words people use to see whether a bot is there, or what it does, and the commands that need more
# words; they are no question.
_GREETINGS = frozenset({"hello", "help", "hey", "hi", "start", "quote", "debate", "ask"})


def menu_of(command: MessageCommand) -> app_commands.ContextMenu:
    """Return an entry of the menu on a message."""

    async def callback(interaction: responder.Interaction, message: discord.Message) -> None:
        text = question_in(words_of(message))

        def ask(desk: Desk) -> Answer:
            if not _has_words(text):
                raise RequestError(
                    _("I found no words in that message. I can’t read pictures or files.")
                )
            return command.answer(desk, text)

        request = responder.Request(
            responder.server_of(interaction),
            interaction.created_at.date(),
            ask,
            message=shortened(text, MESSAGE_ECHO),
            to_post=command.private and interaction.guild_id is not None,
        )
        manner = responder.Manner.PRIVATE if command.private else responder.Manner.SHOWN
        await interaction.client.workers.respond(interaction, request, manner)

    return app_commands.ContextMenu(name=command.name, callback=callback)


def addresses(message: discord.Message, bot_id: int, servers: Servers) -> bool:
    """Return whether a person's message mentions the bot by name, or is written to it directly.

    A reply to an answer of the bot also mentions it, but invisibly. It is meant for the others,
    unless its words can only be a follow-up, such as "source?", in a language of the server.
    """
    if message.webhook_id is not None or message.is_system():
        return False
    if isinstance(message.channel, discord.DMChannel) or bot_id in message.raw_mentions:
        return True
    answer = replied_to(message)
    return (
        answer is not None
        and answer.author.id == bot_id
        and is_follow_up(question_in(message.content), servers.languages_read(_server(message)))
    )


def _server(message: discord.Message) -> str:
    return str(message.guild.id) if message.guild else ""


def replied_to(message: discord.Message) -> discord.Message | None:
    """Return the message that a message replies to, if Discord sent it along."""
    found = message.reference.resolved if message.reference else None
    return found if isinstance(found, discord.Message) else None


async def reply_to(message: discord.Message, workers: responder.Workers) -> None:
    """Reply to the question in the message, or with a hint if it asks nothing."""
    server = _server(message)
    await responder.speak_for(workers.servers, server)
    question = question_in(message.content)[:LONGEST_REQUEST]
    bare = question.casefold().strip(" /!?.")
    if not _has_words(question) or bare in _GREETINGS:
        await _reply(message, render(hint_page()))
        return
    answer = replied_to(message)
    offered = _actions_in(answer) if answer else ()
    action = follow_up(question, offered, workers.servers.languages_read(server))

    def ask(desk: Desk) -> Answer:
        if action is not None:
            return desk.follow(action)
        if bare in BY_NAME:
            return BY_NAME[bare].answer(desk, {})
        meant = meant_for_discord(question, desk)
        if meant:
            told = _("For that there is a command: /{name}. {summary}.")
            raise RequestError(told, name=meant.name, summary=_(meant.summary))
        return BY_NAME["ask"].answer(desk, {"question": question})

    request = responder.Request(server, message.created_at.date(), ask, "" if action else question)
    response = await responder.outcome(workers.response(request))
    await _reply(message, response.messages)
    await responder.finish(response)


def _actions_in(answer: discord.Message) -> Iterator[Action]:
    """Yield the actions of the buttons and menus of an answer, in their order."""
    for component in components_in(answer.components):
        custom_id = getattr(component, "custom_id", None) or ""
        options = getattr(component, "options", ())
        for chosen in [(option.value,) for option in options] if options else [()]:
            with contextlib.suppress(RequestError):
                action = decode(with_choice(custom_id, chosen))
                if not isinstance(action, ServerAction):
                    yield action


async def _reply(message: discord.Message, answer: tuple[OutgoingMessage, ...]) -> None:
    try:
        for number, outgoing in enumerate(answer):
            reply = partial(message.reply, mention_author=False)
            send = message.channel.send if number else reply
            await send_once(send, outgoing, f"reply {message.id} {number}")
    except NETWORK_ERRORS as error:
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
    for component in components_in(message.components):
        if isinstance(component, discord.TextDisplay):
            yield component.content
