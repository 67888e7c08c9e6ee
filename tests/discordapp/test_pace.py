import time

from bot.discordapp.pace import Pace


def work(pace: Pace, lasts_s: float = 0.0) -> None:
    with pace.timed():
        until_s = time.thread_time() + lasts_s
        while time.thread_time() < until_s:
            pass


def test_work_never_done_is_not_taken_for_quick() -> None:
    assert not Pace().is_quick


def test_work_done_soon_is_quick() -> None:
    pace = Pace()
    work(pace)
    assert pace.is_quick


def test_one_that_took_long_counts_until_eight_others_did_not() -> None:
    pace = Pace()
    work(pace, 0.011)
    for _ in range(7):
        work(pace)
    assert not pace.is_quick
    work(pace)
    assert pace.is_quick
