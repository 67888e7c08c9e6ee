"""A completion that comes too late leaves no trace in the log; any other fault does."""

import pytest

from bot.answers.desk import Desk
from tests.discordapp.wire import Bot
from tests.libraries import town


@pytest.mark.parametrize(("status", "code"), [(404, 10062), (400, 40060), (404, 10015)])
def test_late_completion_is_no_fault(
    status: int, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    bot = Bot(Desk(town(), meaning=False))
    bot.wire.refusals.append((status, code))
    bot.type_into("quote", "topic", "ker")
    assert caplog.records == []
    assert bot.type_into("quote", "topic", "ker")


def test_completion_that_discord_refuses_is_one(caplog: pytest.LogCaptureFixture) -> None:
    bot = Bot(Desk(town(), meaning=False))
    bot.wire.refusals.append((400, 50035))
    bot.type_into("quote", "topic", "ker")
    assert "autocomplete" in caplog.text
