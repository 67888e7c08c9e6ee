import asyncio
from contextlib import ExitStack

from bot.discordapp.turns import Turns


def test_few_who_wait_are_no_crowd_and_one_more_than_can_be_answered_is() -> None:
    turns = Turns()
    with ExitStack() as waiting:
        for _ in range(16):
            waiting.enter_context(turns.waiting())
        assert not turns.crowded
        waiting.enter_context(turns.waiting())
        assert turns.crowded
    assert not turns.crowded


def test_who_was_told_to_wait_comes_after_those_who_heard_nothing() -> None:
    order: list[str] = []

    async def put_off(turns: Turns) -> None:
        async with turns.later():
            order.append("put off")

    async def run() -> None:
        turns = Turns()
        with ExitStack() as waiting:
            for _ in range(17):
                waiting.enter_context(turns.waiting())
            later = asyncio.create_task(put_off(turns))
            await asyncio.sleep(0)
            assert not order
            order.append("others")
        await later

    asyncio.run(run())
    assert order == ["others", "put off"]


def test_those_put_off_are_worked_for_two_at_a_time() -> None:
    async def run() -> int:
        turns, at_work, most = Turns(), 0, 0

        async def put_off() -> None:
            nonlocal at_work, most
            async with turns.later():
                at_work += 1
                most = max(most, at_work)
                await asyncio.sleep(0)
                at_work -= 1

        await asyncio.gather(*(put_off() for _ in range(9)))
        return most

    assert asyncio.run(run()) == 2
