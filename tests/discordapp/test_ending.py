import asyncio
import logging

import pytest

from bot.discordapp.client import finish_replies

_REPLY = "CommandTree-invoker"


async def _begin(begun: asyncio.Event, goes_on: asyncio.Event, done: list[str]) -> None:
    begun.set()
    await goes_on.wait()
    done.append("answered")


def test_replies_that_begin_meanwhile_are_waited_for_too(caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []

    async def second() -> None:
        await asyncio.sleep(0)
        done.append("second")

    async def first(held: list[asyncio.Task[None]]) -> None:
        await asyncio.sleep(0)
        held.append(asyncio.create_task(second(), name="discord-ui-dynamic-item-Way"))
        done.append("first")

    async def run() -> None:
        held: list[asyncio.Task[None]] = []
        held.append(asyncio.create_task(first(held), name=_REPLY))
        await finish_replies(10.0)

    asyncio.run(run())
    assert done == ["first", "second"]
    assert not caplog.records


def test_reply_that_never_ends_is_ended_and_told(caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []

    async def run() -> None:
        begun = asyncio.Event()
        stuck = asyncio.create_task(_begin(begun, asyncio.Event(), done), name=_REPLY)
        await begun.wait()
        await finish_replies(0.01)
        assert stuck.cancelled()

    with caplog.at_level(logging.WARNING):
        asyncio.run(run())
    assert done == []
    assert [record.getMessage() for record in caplog.records] == ["replies left unfinished: 1"]


def test_other_tasks_are_left_alone() -> None:
    async def run() -> bool:
        begun = asyncio.Event()
        other = asyncio.create_task(_begin(begun, asyncio.Event(), []), name="discord.py heartbeat")
        await begun.wait()
        await finish_replies(10.0)
        left = not other.done()
        other.cancel()
        return left

    assert asyncio.run(run())
