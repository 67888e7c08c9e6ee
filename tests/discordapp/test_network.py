"""Everything that Discord and the network can answer to each kind of reply."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import aiohttp
import pytest

from bot.answers.desk import Desk
from bot.discordapp.limits import CALLBACK_LIMIT_S
from bot.discordapp.network import call_back, in_time
from tests.discordapp.wire import Bot, Sent, message_payload
from tests.libraries import town
from tests.loopback.components import texts

RESET = ConnectionResetError(104, "Connection reset by peer")
CUT = aiohttp.ServerDisconnectedError()
SLOW = TimeoutError()


@pytest.fixture
def bot() -> Bot:
    return Bot(Desk(town()))


def command(bot: Bot) -> list[Sent]:
    return bot.command("quote", topic="cycle lanes")


def button(bot: Bot) -> list[Sent]:
    again = {"type": 2, "id": 3, "style": 2, "label": "Go", "custom_id": "1:topic:buses"}
    row = {"type": 1, "id": 2, "components": [again]}
    return bot.press("1:topic:buses", message=message_payload(components=[row]))


def menu(bot: Bot) -> list[Sent]:
    return bot.menu("Quotes on this", {**message_payload(), "content": "cycle lanes"})


REPLIES: tuple[Callable[[Bot], list[Sent]], ...] = (command, button, menu)


@pytest.mark.parametrize("reply", REPLIES)
@pytest.mark.parametrize(
    ("refusals", "sent"),
    [
        # the connection breaks before Discord has the answer: it is sent again
        ([RESET], ["answer", "answer"]),
        ([CUT], ["answer", "answer"]),
        ([SLOW], ["answer", "answer"]),
        # after Discord had it: the second is acknowledged already
        ([RESET, (400, 40060)], ["answer", "answer"]),
        # twice: an apology
        ([RESET, RESET], ["answer", "answer", "apology"]),
        ([(500, 0)], ["answer", "apology"]),
        ([(400, 50035)], ["answer", "apology"]),
        ([(403, 50013)], ["answer", "apology"]),
        ([(403, 0)], ["answer", "apology"]),
        ([(429, 0)], ["answer", "apology"]),
        # nobody waits any more
        ([(404, 10062)], ["answer"]),
        ([(400, 40060)], ["answer"]),
        # nothing gets through
        ([RESET, RESET, RESET, RESET], ["answer", "answer", "apology", "apology"]),
    ],
)
def test_each_reply_is_answered_whatever_discord_answers(
    bot: Bot,
    caplog: pytest.LogCaptureFixture,
    reply: Callable[[Bot], list[Sent]],
    refusals: list[Any],
    sent: list[str],
) -> None:
    caplog.set_level(logging.CRITICAL, "bot")
    bot.wire.refusals += refusals
    said = ["\n".join(texts(one.components)) for one in reply(bot)]
    kinds = ["apology" if "reference" in text else "answer" for text in said]
    assert kinds == sent
    assert bot.wire.refusals == []


def test_a_callback_that_hangs_is_given_up_and_sent_again() -> None:
    sent = []

    async def send() -> None:
        sent.append(1)
        if len(sent) == 1:
            await asyncio.sleep(60)

    asyncio.run(call_back(send, 0.01))
    assert len(sent) == 2
    assert CALLBACK_LIMIT_S == 10.0


def test_no_request_waits_for_ever() -> None:
    with pytest.raises(TimeoutError):
        asyncio.run(in_time(asyncio.sleep(60), 0.01))


@pytest.mark.parametrize("event", [{}, {"id": None}, [], None, {"guild_id": {}, "channel_id": []}])
def test_a_malformed_event_is_a_line_in_the_log(
    bot: Bot, caplog: pytest.LogCaptureFixture, event: Any
) -> None:
    for name in ("GUILD_CREATE", "INTERACTION_CREATE", "MESSAGE_CREATE"):
        bot.parse(name, event)
        assert f"a gateway event {name} could not be read" in caplog.text
    assert command(bot)
