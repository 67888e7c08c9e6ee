"""``python -m tools.evaluate``."""

import json
from pathlib import Path

import pytest

from tests.library.small_library import WHOLE, write
from tests.terminal.terminal import piped, written
from tools.evaluate.__main__ import main

RIGHT = {"id": "a", "kind": "topic", "command": "quote", "text": "money", "quotes": ["not-free"]}
OFF = {"id": "b", "kind": "out", "command": "ask", "text": "do you like jazz?", "quotes": []}
LOST = {**RIGHT, "id": "c\x1b[2J", "text": "do you like \x1b[2J jazz?", "split": "report"}


@pytest.fixture
def library(tmp_path: Path) -> Path:
    lines = "".join(f"{json.dumps(request)}\n" for request in (RIGHT, OFF, LOST))
    return write(tmp_path / "library", {**WHOLE, "requests.jsonl": lines})


def run(*arguments: str, library: str = "", meaning: str = "") -> tuple[int, str, str]:
    streams = piped()
    environment = {"COUNTERPOINT_LIBRARY": library, "COUNTERPOINT_MEANING": meaning}
    status = main(arguments, streams, environment)
    return status, written(streams.stdout), written(streams.stderr)


def test_the_figures_come_as_a_table(library: Path) -> None:
    status, out, err = run(str(library))
    assert (status, err) == (0, "")
    rows = {line.split("  ")[0].strip(): line.split() for line in out.splitlines()}
    assert rows["topic"] == ["topic", "2", *["0.500"] * 5]
    assert rows["all in scope"][-6:] == ["2", *["0.500"] * 5]
    assert out.count("by words") == 3
    assert "0.000     0.000  of 1 request out of scope" in out
    assert "–         –  of no requests with both" in out


def test_figures_without_meaning_are_by_words_only(library: Path) -> None:
    _, out, _ = run(str(library), meaning="off")
    assert "by words" not in out
    assert "0.000  of 1 request out of scope" in out


def test_figures_by_words_alone_stand_in_the_record_too(library: Path) -> None:
    _, out, _ = run(str(library), "--json")
    both = json.loads(out)
    alone = both.pop("by_words_alone")
    assert alone.keys() == both.keys()
    _, out, _ = run(str(library), "--json", meaning="off")
    assert json.loads(out) == alone


def test_the_default_is_the_library_of_the_settings(library: Path) -> None:
    assert run(library=str(library)) == run(str(library))


def test_requests_may_be_in_any_language() -> None:
    folder = Path(__file__).parents[1] / "languages" / "it" / "quotes"
    _, out, err = run("--library", str(folder), "--json")
    figures = json.loads(out)
    assert err == ""
    assert "by_words_alone" not in figures
    assert (figures["all"]["first"], figures["false_answers"]) == (1.0, 0.0)


def test_the_library_and_its_requests_can_be_named(library: Path, tmp_path: Path) -> None:
    assert run("--library", str(library)) == run(str(library))
    other = tmp_path / "other.jsonl"
    other.write_text(json.dumps(OFF | {"id": "d"}) + "\n" + json.dumps(RIGHT) + "\n", "utf-8")
    _, out, _ = run(str(library), "--requests", str(other), "--json")
    assert json.loads(out)["all"]["requests"] == 1


def test_a_split_can_be_left_aside(library: Path) -> None:
    _, out, _ = run(str(library), "--split", "tune", "--json")
    assert json.loads(out)["all"] == {"requests": 1, "first": 1.0, "in_three": 1.0, "mrr": 1.0}


def test_failures_say_what_was_expected_what_came_and_why(library: Path) -> None:
    _, out, _ = run(str(library), "--failures")
    told = out[: out.index("requests")]
    assert 'quote "do you like \\u001b[2J jazz?"  no answer' in told
    assert "expected: not-free" in told
    assert "got: nothing" in told
    assert "\x1b" not in out


def test_failures_come_with_the_figures_as_json(library: Path) -> None:
    _, out, _ = run(str(library), "--failures", "--json")
    (failure,) = json.loads(out)["failures"]
    assert (failure["id"], failure["wrong"], failure["got"]) == ("c\x1b[2J", "no answer", [])
    assert failure["expected"] == ["not-free"]
    _, out, _ = run(str(library), "--json")
    assert "failures" not in json.loads(out)


def test_a_library_without_labelled_requests_is_one_clear_sentence(tmp_path: Path) -> None:
    status, out, err = run(str(write(tmp_path / "bare", WHOLE)))
    assert (status, out) == (2, "")
    assert err.startswith("There is no requests.jsonl in ")
    assert err.count("\n") == 1


def test_problems_of_the_file_come_with_their_lines(library: Path) -> None:
    write(library, {"requests.jsonl": '{"id": "a"}\n{\n'})
    status, _, err = run(str(library))
    assert status == 2
    assert "requests.jsonl:1:1: kind is missing" in err
    assert "requests.jsonl:2:2: this is not JSON" in err


def test_another_split_is_refused(library: Path) -> None:
    status, _, err = run(str(library), "--split", "train")
    assert status == 2
    assert "choose from 'tune', 'report'" in err
