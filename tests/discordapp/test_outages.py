"""Filters that keep the token and late completions out of the log."""

import io
import logging
from collections.abc import Iterator

import pytest

from bot.answers.desk import Desk
from bot.discordapp.connection import TOKEN_MASK, filter_logs, token_filter
from tests.discordapp.wire import Bot
from tests.libraries import town

TOKEN = "not.a.token"  # noqa: S105 - it is none


@pytest.fixture
def log() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(token_filter(TOKEN))
    logger = logging.getLogger("tests.masking")
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    yield logger, written
    logger.removeHandler(handler)


def test_token_is_masked_in_messages_and_arguments(
    log: tuple[logging.Logger, io.StringIO],
) -> None:
    logger, written = log
    logger.info("it is %s", TOKEN)
    logger.info("it is " + TOKEN)  # noqa: G003 - a message that holds it is what is tried
    logger.info("it is %r", [TOKEN])
    assert written.getvalue() == f"it is {TOKEN_MASK}\nit is {TOKEN_MASK}\nit is ['{TOKEN_MASK}']\n"


def test_token_is_masked_in_traces(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = log
    try:
        int(TOKEN)
    except ValueError:
        logger.exception("failed")
    assert "Traceback" in written.getvalue()
    assert TOKEN not in written.getvalue()


def test_other_records_are_left_alone(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = log
    logger.info("%d of %d", 1, 2)
    assert written.getvalue() == "1 of 2\n"


@pytest.mark.parametrize(("status", "code"), [(404, 10062), (400, 40060), (404, 10015)])
def test_late_completion_is_not_logged(
    status: int, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    filter_logs()
    bot = Bot(Desk(town(), meaning=False))
    bot.wire.refusals.append((status, code))
    bot.type_into("quote", "topic", "ker")
    assert caplog.records == []
    assert bot.type_into("quote", "topic", "ker")


def test_completion_that_discord_refuses_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    bot = Bot(Desk(town(), meaning=False))
    bot.wire.refusals.append((400, 50035))
    bot.type_into("quote", "topic", "ker")
    assert "autocomplete" in caplog.text


@pytest.mark.parametrize("name", ["discord.client", "discord.shard"])
def test_lost_connection_is_one_line_without_a_trace(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    filter_logs()
    logger = logging.getLogger(name)
    lost = ConnectionResetError("reset by peer")
    logger.error("Attempting a reconnect in %.2fs", 1.5, exc_info=lost)
    (record,) = caplog.records
    assert record.levelname == "WARNING"
    expected = "Attempting a reconnect in 1.50s: Discord cannot be reached (reset by peer)"
    assert logging.Formatter().format(record) == expected
