"""Imports hold up nobody: one in each server, few at once, each for a limited time."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any

import pytest

from bot.discordapp.moderation.importer import (
    LONGEST_S,
    MOST_AT_ONCE,
    ONE_AT_A_TIME,
    TOO_MANY,
    TOO_SLOW,
    Check,
    Importer,
)
from bot.errors import RequestError


async def refused(work: Coroutine[Any, Any, object]) -> str:
    with pytest.raises(RequestError) as caught:
        await work
    return str(caught.value)


def test_one_import_at_a_time_in_a_server_and_few_at_once() -> None:
    async def scenario() -> None:
        importer, may_end = Importer(), threading.Event()

        def waiting(_check: Check) -> str:
            assert may_end.wait(10)
            return "done"

        running = [
            asyncio.create_task(importer.read(f"server-{one}", waiting))
            for one in range(MOST_AT_ONCE)
        ]
        await asyncio.sleep(0)
        assert await refused(importer.read("server-0", waiting)) == ONE_AT_A_TIME
        assert await refused(importer.read("another", waiting)) == TOO_MANY
        may_end.set()
        assert await asyncio.gather(*running) == ["done"] * MOST_AT_ONCE
        assert await importer.read("server-0", lambda _check: "again") == "again"

    asyncio.run(scenario())


def test_an_import_that_takes_too_long_ends_at_its_next_row() -> None:
    now = [0.0]

    def slow(check: Check) -> str:
        check()
        now[0] = LONGEST_S + 1
        check()
        return "never"

    assert asyncio.run(refused(Importer(lambda: now[0]).read("server", slow))) == TOO_SLOW.format(
        seconds=30
    )


def test_an_error_of_an_import_is_raised_where_it_is_awaited() -> None:
    def broken(_check: Check) -> str:
        raise RequestError("That is no table.")

    assert asyncio.run(refused(Importer().read("server", broken))) == "That is no table."


def test_the_end_of_the_process_waits_for_no_import() -> None:
    may_end = threading.Event()

    async def scenario() -> None:
        task = asyncio.create_task(Importer().read("server", lambda _check: may_end.wait(10)))
        await asyncio.sleep(0)
        task.cancel()
        (only,) = [one for one in threading.enumerate() if one.name == "import"]
        assert only.daemon

    asyncio.run(scenario())
    may_end.set()
