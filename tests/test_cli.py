"""The command line as a whole, most of it in process; a few whole processes."""

import json
import math
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main
from bot.errors import ExitStatus
from bot.terminal.io import Streams
from tests.library.small_library import WHOLE, write
from tests.terminal.terminal import Faulty, Gone, Interrupted, piped, written

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _nowhere_special(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in a folder without a ``.env``."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return write(tmp_path / "library", WHOLE)


def run(library: Path, *arguments: str, typed: str | bytes = "") -> tuple[int, str, str]:
    streams = piped(typed)
    status = main(arguments, streams, {"COUNTERPOINT_LIBRARY": str(library)})
    return status, written(streams.stdout), written(streams.stderr)


def test_an_answer_goes_to_standard_output_with_status_0(library: Path) -> None:
    status, out, err = run(library, "quote", "money")
    assert (status, err) == (0, "")
    assert "nothing is free" in out


def test_nothing_found_has_status_1(library: Path) -> None:
    status, out, err = run(library, "ask", "when do I plant tomatoes")
    assert (status, err) == (1, "")
    assert "I couldn’t find a quote about" in out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("frob",), "There is no command “frob”"),
        (("debate",), "debate needs some words after it"),
        (("check", "nowhere"), "There is no folder nowhere to check."),
        (("answer", "nowhere.jsonl"), "nowhere.jsonl cannot be read: no such file or directory."),
        (("answer", "."), ". cannot be read: is a directory."),
    ],
)
def test_bad_use_is_one_sentence_on_standard_error_with_status_2(
    library: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    status, out, err = run(library, *arguments)
    assert (status, out) == (2, "")
    assert err.startswith(sentence)
    assert err.count("\n") == 1


def test_a_wrong_setting_is_one_sentence_with_status_2() -> None:
    streams = piped()
    assert main(["about"], streams, {"COUNTERPOINT_LOG": "loud"}) == 2
    assert written(streams.stderr).startswith("COUNTERPOINT_LOG is loud; write one of ")


@pytest.mark.parametrize("token", ["abc", "a.b", "a..c", "a.b.c.d"])
def test_what_cannot_be_a_token_ends_the_start_at_once(
    token: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert main([], piped(), {"DISCORD_TOKEN": token}) == ExitStatus.TOKEN_REFUSED
    assert caplog.messages == [
        "DISCORD_TOKEN is not a token, which is three parts with dots between them; copy it again "
        "from https://discord.com/developers/applications (your application, Bot, Reset Token)"
    ]


def test_a_library_that_cannot_be_used_prints_every_problem(tmp_path: Path) -> None:
    broken = write(tmp_path / "broken", {**WHOLE, "talk.yaml": "source: 7", "more.yaml": "\t- x"})
    status, out, err = run(broken, "about")
    assert (status, out) == (2, "")
    assert "talk.yaml:1:" in err
    assert "more.yaml:1:" in err
    assert "Traceback" not in err


def test_check_says_what_is_wrong_with_status_1(tmp_path: Path) -> None:
    broken = write(tmp_path / "broken", {**WHOLE, "talk.yaml": "source: 7"})
    status, out, err = run(broken, "check")
    assert (status, err) == (1, "")
    assert "talk.yaml:1:" in out


def test_check_takes_a_folder(library: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert run(library, "check", str(empty))[0] == 1
    assert run(empty, "check", str(library))[0] == 0


def test_requests_are_answered_from_a_file_or_from_standard_input(
    library: Path, tmp_path: Path
) -> None:
    requests = '{"id": 1, "command": "quote", "text": "money"}\n'
    file = tmp_path / "requests.jsonl"
    file.write_text(requests)
    status, out, _ = run(library, "answer", str(file))
    assert status == 0
    assert json.loads(out)["excerpts"][0]["id"] == "not-free"
    assert run(library, "answer", "-", typed=requests) == (0, out, "")


def test_without_a_command_or_a_token_piped_lines_are_answered(library: Path) -> None:
    status, out, err = run(
        library, typed="/quote money\n\nhelp\nwhen do I plant tomatoes\nquit\nmoney\n"
    )
    assert (status, err) == (1, "")
    assert out.startswith("│ nothing is free\n— Ann Lee · “The budget”\n  Speaks against “More")
    assert "Commands\n" in out
    assert "\nI couldn’t find a quote about “when do I plant tomatoes”.\n" in out
    assert not set(out) & set("\x1b>")


def test_the_status_of_piped_lines_is_the_highest_of_them(library: Path) -> None:
    assert run(library, typed="money")[0] == 0
    assert run(library, typed="debate\nwhen do I plant tomatoes\nmoney\n")[0] == 2
    assert run(library, typed="")[:2] == (0, "")


def test_piped_bytes_that_are_no_utf_8_do_no_harm(library: Path) -> None:
    assert run(library, typed=b"money \xff\xfe\n")[0] == 0


def test_a_reader_that_goes_away_is_no_fault(library: Path) -> None:
    with Path(os.devnull).open("w") as nowhere:
        gone = Gone()
        gone.fileno = nowhere.fileno  # type: ignore[method-assign] # a pipe has a file number
        streams = Streams(piped().stdin, gone, piped().stderr)
        environment = {"COUNTERPOINT_LIBRARY": str(library)}
        assert main(["quote", "money"], streams, environment) == 141
    assert written(streams.stderr) == ""


def test_ctrl_c_ends_it_without_a_word(library: Path) -> None:
    streams = Streams(Interrupted(), piped().stdout, piped().stderr)
    assert main([], streams, {"COUNTERPOINT_LIBRARY": str(library)}) == 130
    assert written(streams.stderr) == ""


def test_ctrl_c_while_it_loads_ends_it_without_a_word() -> None:
    pressed = """
import runpy, sys
class Pressed:
    def find_spec(self, name, path=None, target=None):
        if name == "bot.settings":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Pressed())
runpy.run_module("bot", run_name="__main__")
"""
    done = subprocess.run(
        [sys.executable, "-c", pressed],
        capture_output=True,
        timeout=60,
        check=False,
        env={"PYTHONPATH": str(ROOT)},
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


def test_a_fault_is_a_sentence_with_a_reference_and_its_trace_is_in_the_log_alone(
    library: Path, caplog: pytest.LogCaptureFixture
) -> None:
    streams = Streams(piped().stdin, Faulty(), piped().stderr)
    environment = {"COUNTERPOINT_LIBRARY": str(library), "COUNTERPOINT_LOG": "debug"}
    assert main(["quote", "money"], streams, environment) == 2
    said = written(streams.stderr)
    assert said.startswith("Something went wrong here: reference ")
    assert said.count("\n") == 1
    assert "secret" not in said
    reference = said.split("reference ")[1][:8]
    assert f"reference {reference}" in caplog.text
    assert "ZeroDivisionError: a secret of the inside" in caplog.text


def test_the_trace_of_a_fault_is_only_logged_at_debug_level(
    library: Path, caplog: pytest.LogCaptureFixture
) -> None:
    streams = Streams(piped().stdin, Faulty(), piped().stderr)
    assert main(["quote", "money"], streams, {"COUNTERPOINT_LIBRARY": str(library)}) == 2
    assert caplog.text == ""


def a_process(
    library: Path, *arguments: str, typed: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        input=typed,
        capture_output=True,
        timeout=60,
        check=False,
        env={"PYTHONPATH": str(ROOT), "COUNTERPOINT_LIBRARY": str(library), **environment},
    )


def test_the_real_command_answers_and_exits_with_the_status(library: Path) -> None:
    done = a_process(library, "quote", "money")
    assert done.returncode == 0
    assert "│ nothing is free" in done.stdout.decode()
    assert done.stderr == b""


def test_a_terminal_that_knows_no_utf_8_gets_marks_and_no_trace(library: Path) -> None:
    done = a_process(library, "quote", "money", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert b"? nothing is free" in done.stdout
    assert done.stderr == b""


def test_discord_is_not_imported_to_answer_at_a_terminal(library: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "bot", "about"],
        capture_output=True,
        timeout=60,
        check=False,
        env={"PYTHONPATH": str(ROOT), "COUNTERPOINT_LIBRARY": str(library)},
    )
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.decode().splitlines()}
    assert "bot.answers.desk" in imported
    assert not imported & {"discord", "prompt_toolkit", "asyncio"}


@pytest.mark.timing
def test_an_answer_takes_at_most_1_8_times_as_long_as_importing_discord(tmp_path: Path) -> None:
    # Both in turn, and the least of each: other programs only add to the processor time, so more
    # runs bring both nearer to what they take alone. Measured are 1.6 to 1.75.
    environment = {"PYTHONPATH": str(ROOT), "HOME": str(tmp_path)}

    def took_s(*arguments: str) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, *arguments],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.DEVNULL,
            timeout=60,
            check=True,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    discord_s = answer_s = math.inf
    for run in range(60):
        discord_s = min(discord_s, took_s("-c", "import discord"))
        answer_s = min(answer_s, took_s("-m", "bot", "quote", "x"))
        if run > 10 and answer_s <= 1.8 * discord_s:
            break
    assert answer_s <= 1.8 * discord_s, f"{answer_s:.2f} s, discord {discord_s:.2f} s"
