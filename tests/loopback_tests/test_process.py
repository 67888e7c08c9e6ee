import pytest

from tests.loopback import BotProcess, LoopbackDiscord, LoopbackError
from tests.loopback.journal import Journal
from tests.loopback.latency import BARE, measure


def test_environment_is_its_own() -> None:
    script = "import os; print(sorted(os.environ), os.listdir(os.environ['HOME']))"
    with BotProcess(["-c", script], {"ONLY": "this"}) as process:
        assert process.wait() == 0
    assert "'ONLY'" in process.output
    assert process.output.strip().endswith("[]")
    assert "PYTEST_CURRENT_TEST" not in process.output


def test_clean_end_is_required() -> None:
    script = "import signal; print('up', flush=True); signal.pause()"
    journal = Journal()
    with BotProcess(["-c", script], {}, journal.wake) as process:
        journal.until(lambda: "up" in process.output, 10, "the process to be up")
        with pytest.raises(LoopbackError, match="no clean end"):
            process.stop()


def test_process_never_outlives_its_test() -> None:
    with BotProcess(["-c", "import signal; signal.pause()"], {}) as process:
        assert process.running
    assert not process.running


def test_bot_that_ends_at_once_is_told_with_its_output() -> None:
    script = "raise SystemExit('no library here')"
    with LoopbackDiscord() as discord, pytest.raises(LoopbackError, match="no library here"):
        discord.start_bot(["-c", script])


def test_bot_that_never_connects_is_told_with_its_output() -> None:
    script = "import signal; print('idle', flush=True); signal.pause()"
    with LoopbackDiscord() as discord, pytest.raises(LoopbackError, match="to connect"):
        discord.start_bot(["-c", script], timeout_s=0.5)


def test_latency_of_an_answer_put_off_is_not_measured() -> None:
    busy = ("-m", "tests.loopback_tests.busy_bot")
    with pytest.raises(LoopbackError, match="DEFERRED"):
        measure([lambda member: member.slash("slow")], arguments=busy, times=2)


def test_latency_of_two_like_bots_is_measured() -> None:
    latency = measure([lambda member: member.slash("ping")], arguments=BARE, times=20)
    assert 0 < latency.bare.median_ms <= latency.bare.p99_ms
    assert latency.ratio > 0
    assert "ratios: " in latency.table()
