"""User installs: the bot in servers that have not added it, in groups and direct messages."""

import pytest

from bot.commands import COMMANDS, MESSAGE_COMMANDS
from tests.loopback import LoopbackDiscord, Member, Reply
from tests.loopback.interactions import Callback
from tests.loopback.server_events import in_group, in_strange_guild

READING = {command.name for command in COMMANDS} | {menu.name for menu in MESSAGE_COMMANDS}
IN_SERVERS = {"Open a discussion", "Suggest a quote"}


@pytest.fixture(params=["strange server", "friends", "alone"])
def away(request: pytest.FixtureRequest, discord: LoopbackDiscord, ada: Member) -> Member:
    """Ada in each place without a server that has the bot."""
    if request.param == "strange server":
        return in_strange_guild(ada)
    return in_group(ada, discord.member("Bo")) if request.param == "friends" else ada.in_private()


def test_all_that_is_read_is_there_and_nothing_that_a_server_keeps(away: Member) -> None:
    assert set(away.commands) >= READING
    assert not {"library", "suggest", "Save as quote"} & set(away.commands)


def answers(away: Member) -> list[Reply]:
    return [
        away.slash("quote", topic="reorganisation"),
        away.slash("debate", point="social-care"),
        away.slash("ask", question="Should the NHS build its own software?"),
        away.slash("ask", question="when do I plant tomatoes"),
        away.slash("topics"),
        away.slash("about"),
    ]


def test_every_command_is_answered_with_no_way_on_that_only_a_server_has(away: Member) -> None:
    for reply in answers(away):
        assert reply.text
        assert not IN_SERVERS & set(reply.message.labels)


def test_buttons_menus_and_completion_go_on_from_an_answer(away: Member) -> None:
    card = away.slash("quote", topic="reorganisation").message
    before = card.text
    assert away.click(card, "Another").kind is Callback.UPDATE
    assert card.text != before
    topics = away.slash("topics").message
    (menu, *_) = topics.selects
    name = menu["options"][0]["label"]
    assert name in away.choose(topics, menu["placeholder"], [name]).text
    assert away.complete("quote", "topic", "reorg")
    assert "> " in away.use_message_command("Quotes on this", card).text


def test_private_answer_is_for_the_asker_alone_there_too(away: Member) -> None:
    assert away.slash("quote", topic="reorganisation", private=True).ephemeral
