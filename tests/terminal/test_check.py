"""``check``: every problem, or a summary."""

from argparse import Namespace
from pathlib import Path

import pytest

from bot.errors import RequestError
from bot.settings import SHIPPED_LIBRARY, Settings
from bot.terminal.library_commands import check
from tests.library.small_library import WHOLE, write
from tests.terminal.terminal import piped, written


def run(folder: Path) -> tuple[int, str]:
    streams = piped()
    asked = Namespace(folder=str(folder))
    return check(asked, Settings(), streams), written(streams.stdout)


def test_a_library_in_which_all_is_well_is_summed_up(tmp_path: Path) -> None:
    status, text = run(write(tmp_path, WHOLE))
    assert status == 0
    assert text.startswith(f"All is well in {tmp_path}\n")
    assert "     1  quotes\n     1  verified against their source texts\n" in text
    assert "     0  points with both sides\n" in text


def test_a_quote_without_a_text_to_check_against_is_counted_apart(tmp_path: Path) -> None:
    source = WHOLE["talk.yaml"]
    assert isinstance(source, str)
    files = {**WHOLE, "talk.yaml": source.replace("  file: budget.txt\n", "")}
    assert "     1  without a source text to check\n" in run(write(tmp_path, files))[1]


def test_speakers_who_are_not_quoted_are_counted_apart(tmp_path: Path) -> None:
    text = run(write(tmp_path, WHOLE))[1]
    assert "     1  speakers who are quoted\n     1  other speakers\n     1  sources\n" in text


def test_every_problem_is_a_line_and_then_counted(tmp_path: Path) -> None:
    files = {**WHOLE, "talk.yaml": "\t- bad", "more.yaml": "source: 7"}
    status, text = run(write(tmp_path, files))
    *lines, empty, total = text.splitlines()
    assert status == 1
    assert empty == ""
    assert total == f"{len(lines)} problems in {tmp_path}"
    assert any("talk.yaml:1:" in line for line in lines)
    assert any("more.yaml:1:" in line for line in lines)


def test_text_of_a_file_never_reaches_the_terminal_raw(tmp_path: Path) -> None:
    files = {**WHOLE, "talk.yaml": 'source: "\\e[31mred\\u202e"\nquotes: []\n'}
    status, text = run(write(tmp_path, files))
    assert status == 1
    assert not set(text) & set("\x1b\u202e")


def test_a_folder_that_is_not_there_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"There is no folder .*/nowhere to check"):
        run(tmp_path / "nowhere")


def test_the_library_that_ships_is_well() -> None:
    assert run(SHIPPED_LIBRARY)[0] == 0


def test_warnings_follow_the_summary_and_change_no_status(tmp_path: Path) -> None:
    files = {
        **WHOLE,
        "talk.yaml": f"{WHOLE['talk.yaml']}  - {{id: they, text: They say, topics: [money]}}\n",
    }
    status, text = run(write(tmp_path, files))
    assert status == 0
    assert text.endswith(
        "\n\nRead again. Excerpts that open with This, These, They, It or Such "
        "and have no note: they\n"
    )
    (tmp_path / "well").mkdir()
    assert "Read again" not in run(write(tmp_path / "well", WHOLE))[1]
