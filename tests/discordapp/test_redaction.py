import io
import logging
from collections.abc import Iterator

import pytest

from bot.discordapp.redaction import MASK, Redaction

SECRET = "not.a.token"  # noqa: S105 - as it says


@pytest.fixture
def log() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(Redaction(SECRET))
    logger = logging.getLogger("tests.secrecy")
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    yield logger, written
    logger.removeHandler(handler)


def test_secret_is_masked_in_messages_and_arguments(
    log: tuple[logging.Logger, io.StringIO],
) -> None:
    logger, written = log
    logger.info("it is %s", SECRET)
    logger.info("it is " + SECRET)  # noqa: G003 - a message that holds it is what is tried
    logger.info("it is %r", [SECRET])
    assert written.getvalue() == f"it is {MASK}\nit is {MASK}\nit is ['{MASK}']\n"


def test_secret_is_masked_in_traces(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = log
    try:
        int(SECRET)
    except ValueError:
        logger.exception("failed")
    assert "Traceback" in written.getvalue()
    assert SECRET not in written.getvalue()


def test_other_records_are_left_alone(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = log
    logger.info("%d of %d", 1, 2)
    assert written.getvalue() == "1 of 2\n"
