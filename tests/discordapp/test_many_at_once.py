"""Many interactions at once, and a stop in the middle of them: each is answered."""

import os
import signal
from pathlib import Path

import pytest

from tests.discordapp.test_troubles import CALLBACK
from tests.loopback import LoopbackDiscord, Member
from tests.loopback.burst import Planned, answered, at_once, finish, press, slash, typing
from tests.loopback.troubles import Trouble
from tests.stopwatch import too_busy

# Words of the shipped library, some misspelt; each request combines two or three of them.
_WORDS = (
    *("reorganisation", "hospitals", "private", "sector", "central", "control", "money", "lead"),
    *("softwre", "suplier", "open source", "trust", "patients", "records", "standards", "NHSX"),
)


def different(members: list[Member], many: int) -> list[Planned]:
    """Return ``many`` commands, buttons and completions, nearly all different.

    Half of the buttons are pressed by the askers, so that their messages change.
    """
    answers = [member.slash("quote", topic="reorganisation").message for member in members]
    planned = []
    for number in range(many):
        member = members[number % len(members)]
        one, two, three = (_WORDS[number // step % len(_WORDS)] for step in (1, 16, 7))
        match number % 5:
            case 0:
                planned.append(slash(member, "quote", topic=f"{one} {two}"))
            case 1:
                planned.append(slash(member, "debate", point=f"{one} {two} {three}"))
            case 2:
                planned.append(slash(member, "ask", question=f"Should {one} be {two}, {three}?"))
            case 3:
                other = answers[(number + number // 5 % 2) % len(members)]
                planned.append(press(member, other, "Another"))
            case _:
                planned.append(typing(member, "quote", "topic", f"{one} {two}"[: number % 12]))
    return planned


def open_files(pid: int) -> int:
    """Return the number of open files and connections of a process; 0 if unknown.

    Many systems allow 1,024 per process.
    """
    held = Path(f"/proc/{pid}/fd")
    return len(list(held.iterdir())) if held.is_dir() else 0


def thousand() -> tuple[float, str]:
    """Send 1,000 interactions; return the seconds until the last answer, and a report.

    The loopback waits longer than Discord would, so that a late answer is measured and not lost.
    The time is by the clock or, if less, the processor time of the bot, since other programs (the
    loopback is one) share the machine.
    """
    with LoopbackDiscord(callback_s=60.0) as discord:
        # Other tests check such bodies against the API document; here it would slow the bot down.
        discord.http.contract = None
        bot = discord.start_bot()
        planned = different([discord.member(f"Member {number}") for number in range(50)], 1000)
        before_s = bot.worked_s
        burst = answered(discord, at_once(discord, planned))
        worked_s = bot.worked_s - before_s
        assert open_files(bot.pid) < 256, "each request has a connection of its own"
        finish(discord, burst)
        assert burst.lost == 0
        discord.assert_no_faults()  # a second callback would be one
        last_s = max(burst.times_s)
        return min(last_s, worked_s or last_s), f"{burst.told()}; worked {worked_s:.2f} s"


@pytest.mark.timing
def test_thousand_at_once_are_all_answered_in_three_seconds_of_work() -> None:
    # :func:`thousand` itself checks that none is lost or answered twice.
    seen = []
    for _ in range(3):  # the least disturbed run counts
        last_s, told = thousand()
        seen.append(told)
        if last_s <= 3.0:
            return
    if too_busy():
        pytest.skip("this machine has too little of its processors to tell how long it takes")
    raise AssertionError("\n".join(seen))


def test_replies_under_way_are_finished_before_the_end_and_nothing_is_logged() -> None:
    with LoopbackDiscord() as discord:
        bot = discord.start_bot()
        ada = discord.member("Ada")
        planned = different([ada], 60)
        burst = at_once(discord, planned)
        discord.until(lambda: any(one.answered for one in burst.interactions), "the first answer")
        assert burst.lost > 0
        os.kill(bot.pid, signal.SIGTERM)
        finish(discord, burst)
        assert bot.wait() == 0
        for noise in ("WARNING", "ERROR", "Traceback", "exception"):
            assert noise not in bot.output, bot.output
        discord.assert_no_faults()


def test_second_signal_does_not_cut_off_a_reply_under_way() -> None:
    with LoopbackDiscord() as discord:
        bot = discord.start_bot()
        planned = different([discord.member("Ada")], 5)
        discord.trouble_next("POST", CALLBACK, Trouble(slow_s=1.0))
        burst = at_once(discord, planned)
        discord.until(lambda: any(one.answered for one in burst.interactions), "the first answer")
        os.kill(bot.pid, signal.SIGTERM)
        discord.until(lambda: "stopping" in bot.output, "the end to begin")
        os.kill(bot.pid, signal.SIGINT)
        finish(discord, burst)
        assert bot.wait() == 0
        discord.assert_no_faults()
