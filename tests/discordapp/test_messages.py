"""Mentions of the bot and the menu on messages, up to the JSON that would be sent."""

import logging
from typing import Any

import pytest
from msgspec.structs import replace

from bot.answers.desk import Desk
from tests.discordapp.wire import (
    BOT,
    CHANNEL,
    GUILD,
    OTHER,
    Bot,
    Sent,
    message_payload,
    user_payload,
)
from tests.libraries import town
from tests.loopback.components import interactive, texts


@pytest.fixture
def bot() -> Bot:
    return Bot(Desk(town()))


def test_mention_of_the_bot_is_answered_with_a_reply_that_calls_nobody(bot: Bot) -> None:
    (sent,) = bot.say(f"<@{BOT}> bike lanes?", mentions=[user_payload(BOT)], guild_id=str(GUILD))
    assert sent.body["message_reference"]["message_id"] == 401
    assert sent.body["allowed_mentions"] == {"parse": [], "replied_user": False}


@pytest.mark.parametrize(
    "given",
    [
        {"content": "bike lanes?"},
        {"content": "bike lanes?", "mentions": [user_payload(BOT)]},
        {"content": f"<@{BOT}> hi", "author": user_payload(BOT, bot=True)},
        {"content": f"<@{BOT}> hi", "webhook_id": "9"},
        {"content": f"<@{BOT}>", "type": 7},
        {"content": f"<@&{BOT}> <@1>"},
    ],
)
def test_message_that_is_not_put_to_the_bot_is_left_alone(
    bot: Bot, given: dict[str, object]
) -> None:
    assert bot.say(guild_id=str(GUILD), **given) == []  # type: ignore[arg-type] # the content is in it


@pytest.mark.parametrize("refusal", [(403, 50013), (404, 10003), (400, 50035)])
def test_reply_that_is_refused_is_logged_calmly(
    bot: Bot, refusal: tuple[int, int], caplog: pytest.LogCaptureFixture
) -> None:
    bot.wire.refusals.append(refusal)
    bot.say(f"<@{BOT}> bike lanes?")
    (logged,) = [one for one in caplog.records if one.name.startswith("bot.")]
    assert (logged.levelno, logged.exc_info) == (logging.WARNING, None)


def test_answer_from_the_menu_says_on_which_message_it_is(bot: Bot) -> None:
    for name in ("Quotes on this", "Opposing view"):
        said = {**message_payload(author=OTHER), "content": "Are **bike lanes** <@1> any good?"}
        (sent,) = bot.menu(name, said)
        assert texts(sent.components)[0].startswith(
            r"-# About the message “Are \*\*bike lanes\*\* any good?”"
        )
    long = {**message_payload(author=OTHER), "content": "bike lanes are good " * 90}
    (sent,) = bot.menu("Quotes on this", long)
    echo, *_ = texts(sent.components)[0].split("\n")
    assert echo.endswith("…”")
    assert len(echo) == len("-# About the message “”") + 80


def test_message_of_links_alone_has_no_words(bot: Bot) -> None:
    links = "<https://e.example/bike-lanes> www.e.example/kerbs"
    (sent,) = bot.menu("Quotes on this", {**message_payload(author=OTHER), "content": links})
    assert sent.flags & 64
    assert "I found no words in that message" in texts(sent.components)[0]
    (sent,) = bot.say(f"<@{BOT}> {links}", mentions=[user_payload(BOT)], guild_id=str(GUILD))
    assert "Ask a question" in texts(sent.components)[0]


def test_mention_that_begins_with_a_command_is_that_command(bot: Bot) -> None:
    (asked,) = bot.command("quote", topic="bike lanes")
    (sent,) = bot.say(f"<@{BOT}> quote bike lanes", mentions=[user_payload(BOT)])
    assert texts(sent.components) == texts(asked.components)


@pytest.mark.parametrize(
    ("words", "name"), [("privacy", "privacy"), ("Forget me!", "privacy"), ("suggest", "suggest")]
)
def test_mention_that_means_a_command_of_discord_says_which(
    bot: Bot, words: str, name: str
) -> None:
    (sent,) = bot.say(f"<@{BOT}> {words}", mentions=[user_payload(BOT)])
    (said,) = texts(sent.components)
    assert said.startswith(f"For that there is a command: /{name}. ")


def test_topic_called_like_a_command_is_the_topic() -> None:
    library = town()
    topics = {**library.topics, "parking": replace(library.topics["parking"], name="Privacy")}
    bot = Bot(Desk(replace(library, topics=topics)))
    (sent,) = bot.say(f"<@{BOT}> privacy", mentions=[user_payload(BOT)])
    assert "command" not in "".join(texts(sent.components))


def test_menu_reads_forwarded_messages_embeds_and_cards(bot: Bot) -> None:
    forwarded = {"message": {**message_payload(author=OTHER), "content": "bike lanes?"}}
    embed = {"type": "rich", "title": "Bike lanes", "description": "Are they any good?"}
    card = [{"type": 17, "id": 1, "components": [{"type": 10, "id": 2, "content": "bike lanes"}]}]
    for message in (
        {**message_payload(author=OTHER), "message_snapshots": [forwarded]},
        {**message_payload(author=OTHER), "embeds": [embed]},
        message_payload(components=card),
    ):
        (sent,) = bot.menu("Quotes on this", message)
        assert "> " in "\n".join(texts(sent.components))


def card(bot: Bot) -> dict[str, Any]:
    """An answer of the bot, as the message that somebody replies to."""
    (sent,) = bot.command("quote", topic="kerb-lorry")
    return {**message_payload(components=sent.components), "id": "399"}


def said_to(bot: Bot, answer: dict[str, Any], words: str) -> list[Sent]:
    reference = {"message_id": answer["id"], "channel_id": str(CHANNEL)}
    return bot.say(
        words,
        type=19,
        guild_id=str(GUILD),
        message_reference=reference,
        referenced_message=answer,
    )


def replied_as_pressed(bot: Bot, words: str, button: str) -> None:
    """Require the same answer to words in a reply to a card as to its button."""
    answer = card(bot)
    states = [one.get("custom_id", "") for one in interactive(answer["components"])]
    (state,) = [one for one in states if one.startswith(f"1:{button}:")]
    (replied,) = said_to(bot, answer, words)
    (pressed,) = bot.press(state, message=answer)
    assert texts(replied.components) == texts(pressed.components)


@pytest.mark.parametrize(
    ("words", "button"),
    [
        ("and the other side?", "opposing"),
        ("source?", "context"),
        ("who said that?", "context"),
        ("another one", "another"),
    ],
)
def test_follow_up_in_a_reply_is_answered_from_the_card(bot: Bot, words: str, button: str) -> None:
    replied_as_pressed(bot, words, button)


def answered_with(bot: Bot, words: str, command: str, **options: str) -> tuple[str, str]:
    """Return the text of the answer to a command, and of that to a reply to it."""
    (sent,) = bot.command(command, **options)
    answer = {**message_payload(components=sent.components), "id": "399"}
    (replied,) = said_to(bot, answer, words)
    return "\n".join(texts(sent.components)), "\n".join(texts(replied.components))


def test_other_side_in_a_reply_to_a_debate_is_that_of_its_point(bot: Bot) -> None:
    first, other = answered_with(bot, "and the other side?", "debate", point="kerbs")
    assert first != other
    assert "should be separated from traffic by a kerb" in other


@pytest.mark.parametrize("words", ["another one", "one more", "again"])
def test_another_one_in_a_reply_to_one_at_random_is_the_next(bot: Bot, words: str) -> None:
    first, following = answered_with(bot, words, "random")
    assert "1 of " in first
    assert "2 of " in following


@pytest.mark.parametrize("words", ["another", "and the other side?"])
@pytest.mark.parametrize(
    ("command", "options"), [("topics", {"topic": "buses"}), ("speakers", {"speaker": "aldous"})]
)
def test_words_in_a_reply_choose_no_point_of_a_menu(
    bot: Bot, words: str, command: str, options: dict[str, str]
) -> None:
    _first, replied = answered_with(bot, words, command, **options)
    assert "Name a topic, or ask again with the words you mean." in replied


@pytest.mark.parametrize(
    ("words", "button"), [("Quelle?", "context"), ("noch eins", "another"), ("source?", "context")]
)
def test_follow_up_is_read_in_the_languages_of_the_library(words: str, button: str) -> None:
    library = town()
    bot = Bot(Desk(replace(library, card=replace(library.card, languages=("de", "en")))))
    replied_as_pressed(bot, words, button)


def test_reply_that_is_no_follow_up_is_meant_for_the_others(bot: Bot) -> None:
    assert said_to(bot, card(bot), "I think he is quite right about the lanes") == []


def test_follow_up_in_a_reply_to_somebody_else_is_not_the_bots(bot: Bot) -> None:
    answer = card(bot)
    answer["author"] = {**answer["author"], "id": "12", "bot": False}
    assert said_to(bot, answer, "source?") == []
