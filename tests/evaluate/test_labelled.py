"""Reading labelled requests: every problem at its line."""

from pathlib import Path

import pytest

from bot.errors import LibraryError, RequestError
from tests.evaluate.made import MISSING, line, written
from tests.libraries import town
from tools.evaluate.labelled import Labelled, Split, find_requests, of_split, read_requests

TOWN = town()


def problems(folder: Path, *lines: str) -> list[str]:
    with pytest.raises(LibraryError) as error:
        read_requests(written(folder, *lines), TOWN)
    return [str(problem) for problem in error.value.problems]


def test_a_line_becomes_a_request_with_its_number(tmp_path: Path) -> None:
    requests = read_requests(written(tmp_path, "", line(), "  ", line(id="b")), TOWN)
    assert requests[0] == Labelled(
        id="kerb-1",
        kind="question",
        command="ask",
        text="should lanes have a kerb?",
        quotes=frozenset({"kerb-lorry"}),
        points=("kerbs",),
        split=Split.TUNE,
        line=2,
    )
    assert (requests[1].id, requests[1].line) == ("b", 4)


def test_points_and_split_may_be_left_out(tmp_path: Path) -> None:
    (request,) = read_requests(written(tmp_path, line(points=MISSING, split=MISSING)), TOWN)
    assert (request.points, request.split) == ((), Split.TUNE)


def test_a_byte_order_mark_and_line_ends_of_windows_are_fine(tmp_path: Path) -> None:
    path = tmp_path / "requests.jsonl"
    path.write_bytes(f"\ufeff{line()}\r\n{line(id='b')}\r\n".encode())
    assert [request.id for request in read_requests(path, TOWN)] == ["kerb-1", "b"]


def test_a_text_may_hold_what_other_programs_take_for_the_end_of_a_line(tmp_path: Path) -> None:
    text = "one\u2028two\u0085three"
    path = tmp_path / "requests.jsonl"
    path.write_text(line().replace("should lanes have a kerb?", text), "utf-8")
    assert read_requests(path, TOWN)[0].text == text


def test_all_problems_are_told_at_once_each_with_its_line(tmp_path: Path) -> None:
    told = problems(tmp_path, line(kind=""), line(), "", "{", line(id="c", split="train"))
    assert [problem.split(": ")[0] for problem in told] == [
        "requests.jsonl:1:1",
        "requests.jsonl:2:1",
        "requests.jsonl:4:2",
        "requests.jsonl:5:1",
    ]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("nonsense", "1:1: this is not JSON (Expecting value); write one object"),
        ('{"id": 1,}', "this is not JSON"),
        ('["a"]', "is not an object; write {…} in each line"),
        ("[" * 100_000, "this JSON goes too far or too deep"),
        (line(id=MISSING), "id is missing; write a string that is not blank"),
        (line(id=7), "id is 7; write a string that is not blank"),
        (line(text=" "), "text is “ ”; write a string that is not blank"),
        (line(text="x" * 6001), "text has 6,001 characters; write at most 6,000"),
        (line(command="topics"), "there is no command “topics” here; write one of quote, debate"),
        (line(split="test"), "split is “test”; write tune or report"),
        (line(split=["tune"]), "split is"),
        (line(quotes=MISSING), "quotes is missing; write a list of ids, [] for none"),
        (line(quotes="kerb-lorry"), "quotes is “kerb-lorry”; write a list of ids"),
        (line(quotes=[3]), "quotes is"),
        (line(points=None), "points is missing; write a list of ids"),
        (line(quote=[]), "there is no field “quote”; did you mean quotes?"),
        (line(zzzz=1), "there is no field “zzzz”; drop it"),
        (line(quotes=["kerb-lory"]), "holds no quote “kerb-lory”; did you mean kerb-lorry?"),
        (line(points=["42"]), "holds no point “42”; check it against the library"),
        (line(kind="out"), "a request out of scope has no right answer; empty quotes and points"),
        (line(quotes=[]), "no quote answers this request; name one, or make its kind out"),
    ],
)
def test_each_problem_comes_with_a_remedy(tmp_path: Path, wrong: str, told: str) -> None:
    assert told in "\n".join(problems(tmp_path, wrong))


def test_an_id_is_used_once(tmp_path: Path) -> None:
    assert problems(tmp_path, line(), line(id="b"), line()) == [
        "requests.jsonl:3:1: the id “kerb-1” is that of line 1; give each its own"
    ]


def test_a_file_without_requests_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="holds no request"):
        read_requests(written(tmp_path, "", " "), TOWN)


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "requests.jsonl"
    path.write_bytes(line(text="café").replace("\\u00e9", "é").encode("latin-1"))
    with pytest.raises(RequestError, match="not UTF-8"):
        read_requests(path, TOWN)


def test_a_file_too_large_to_be_one_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "requests.jsonl"
    with path.open("wb") as file:
        file.truncate(64_000_001)
    with pytest.raises(RequestError, match="64,000,001 bytes; up to 64,000,000 are read"):
        read_requests(path, TOWN)


def test_a_file_that_cannot_be_read_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="cannot be read: is a directory"):
        read_requests(tmp_path, TOWN)


def test_the_file_lies_in_the_folder_of_the_library_or_in_quotes_within_it(tmp_path: Path) -> None:
    inner = tmp_path / "quotes"
    inner.mkdir()
    path = written(inner, line())
    assert find_requests(tmp_path) == path
    assert find_requests(inner) == path


def test_a_library_without_the_file_is_told_what_to_write(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"no requests\.jsonl in .*write one request a line"):
        find_requests(tmp_path)


def test_a_split_is_taken_out_in_order(tmp_path: Path) -> None:
    lines = [line(id=f"{n}", split="report" if n % 3 == 0 else "tune") for n in range(1, 7)]
    requests = read_requests(written(tmp_path, *lines), TOWN)
    assert [one.id for one in of_split(requests, Split.REPORT)] == ["3", "6"]
    assert [one.id for one in of_split(requests, Split.TUNE)] == ["1", "2", "4", "5"]
    assert of_split(requests, None) == requests
