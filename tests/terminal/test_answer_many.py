"""Many requests from a file of JSON Lines."""

import codecs
import io
import json
from typing import Any

import pytest
from hypothesis import given, strategies as some

from bot.answers.desk import Desk
from bot.terminal.answering import answer_many
from tests.libraries import nothing, town
from tests.terminal.desks import FaultyDesk
from tests.terminal.terminal import Gone

FIELDS = ["id", "abstained", "score", "why", "point", "suggestions", "excerpts"]
EXCERPT_FIELDS = ["id", "text", "speaker", "source", "stance", "point"]


def run(desk: Desk, *lines: str | bytes) -> tuple[int, list[dict[str, Any]]]:
    given = b"\n".join(line.encode() if isinstance(line, str) else line for line in lines)
    stdout = io.StringIO()
    status = answer_many(io.BytesIO(given), desk, stdout)
    return status, [json.loads(line) for line in stdout.getvalue().splitlines()]


def line(id_: object, command: str, text: str) -> str:
    return json.dumps({"id": id_, "command": command, "text": text})


def test_each_line_is_answered_in_order_with_exactly_these_fields(desk: Desk) -> None:
    status, records = run(
        desk,
        line("a", "quote", "parking"),
        line(2, "debate", "kerbs"),
        line(None, "ask", "Do helmets save lives?"),
        line("d", "ask", "when do I plant tomatoes"),
    )
    assert status == 0
    assert [record["id"] for record in records] == ["a", 2, None, "d"]
    assert all(list(record) == FIELDS for record in records)
    assert all(list(one) == EXCERPT_FIELDS for record in records for one in record["excerpts"])
    assert [record["abstained"] for record in records] == [False, False, False, True]


def test_an_empty_file_is_fine(desk: Desk) -> None:
    assert run(desk, "") == (0, [])


def test_blank_lines_are_passed_over(desk: Desk) -> None:
    status, records = run(
        desk, "", line(1, "quote", "parking"), "  ", "\r", line(2, "ask", "x"), ""
    )
    assert status == 0
    assert [record["id"] for record in records] == [1, 2]


def test_a_last_line_needs_no_line_feed_and_a_byte_order_mark_is_taken_off(desk: Desk) -> None:
    assert run(desk, b"\xef\xbb\xbf" + line(1, "quote", "parking").encode())[0] == 0


@pytest.mark.parametrize(
    ("bad", "error"),
    [
        ("{", "The line is not JSON."),
        ("tomatoes", "The line is not JSON."),
        ('{"id": 1, "command": "ask", "text": NaN}', "The line is not JSON."),
        ("[" * 100_000, "The line is not JSON."),
        (b'{"id": 1, "text": "caf\xe9"}', "The line is not UTF-8."),
        ("[]", 'The line is not an object such as {"id", "command", "text"}.'),
        ("7", 'The line is not an object such as {"id", "command", "text"}.'),
        (" " * 9 + "x" * (1 << 20), "The line is longer than 1,048,576 bytes."),
    ],
)
def test_a_line_that_is_no_request_gets_an_error_and_the_rest_go_on(
    desk: Desk, bad: str | bytes, error: str
) -> None:
    status, records = run(desk, bad, line("next", "quote", "parking"))
    assert status == 2
    assert records[0] == {"id": None, "error": error}
    assert records[1]["id"] == "next"


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        ({"command": "frob", "text": "x"}, "The command must be one of quote, debate, ask."),
        ({"command": "about", "text": "x"}, "The command must be one of quote, debate, ask."),
        ({"command": ["ask"], "text": "x"}, "The command must be one of quote, debate, ask."),
        ({"text": "x"}, "The command must be one of quote, debate, ask."),
        ({"command": "ask"}, "The text is missing."),
        ({"command": "ask", "text": None}, "The text is missing."),
        ({"command": "ask", "text": 7}, "The text is not a string."),
        (
            {"command": "ask", "text": "x" * 6001},
            "That is 6,001 characters long; up to 6,000 are read.",
        ),
        (
            {"command": "ask", "text": " "},
            "ask needs some words after it: your question, in your own words.",
        ),
    ],
)
def test_a_bad_request_gets_an_error_under_its_id(
    desk: Desk, request_: dict[str, Any], error: str
) -> None:
    status, records = run(desk, json.dumps({"id": "q1", **request_}))
    assert status == 2
    assert records == [{"id": "q1", "error": error}]


@pytest.mark.parametrize("id_", [True, 1.5, [], {}, 1e999])
def test_an_id_that_could_not_be_given_back_the_same_is_refused(desk: Desk, id_: object) -> None:
    given = json.dumps({"id": id_, "command": "ask", "text": "x"}).replace("Infinity", "1e999")
    assert run(desk, given) == (
        2,
        [{"id": None, "error": "The id must be a string or a whole number."}],
    )


def test_half_characters_in_an_id_and_a_text_come_back_as_json(desk: Desk) -> None:
    status, records = run(desk, '{"id": "\\ud800", "command": "ask", "text": "\\ud800 parking"}')
    assert status == 0
    assert records[0]["id"] == "\ud800"


def test_a_quote_answer_holds_six_excerpts_at_most_the_one_shown_first(desk: Desk) -> None:
    (record,) = run(desk, line(1, "quote", "parking"))[1]
    assert 1 <= len(record["excerpts"]) <= 6
    assert record["excerpts"][0]["source"]


def test_a_fault_in_one_line_leaves_the_others_answered() -> None:
    desk = FaultyDesk(town())
    status, records = run(desk, line(1, "ask", "x y"), line(2, "quote", "parking"))
    assert status == 2
    assert records[0]["error"].startswith("Something went wrong here: reference ")
    assert "secret" not in records[0]["error"]
    assert records[1]["abstained"] is False


def test_a_library_with_nothing_in_it_abstains() -> None:
    (record,) = run(Desk(nothing()), line(1, "quote", "parking"))[1]
    assert record["abstained"] is True
    assert record["excerpts"] == []


def test_a_reader_that_has_gone_is_not_taken_for_a_bad_line(desk: Desk) -> None:
    with pytest.raises(BrokenPipeError):
        answer_many(io.BytesIO(line(1, "ask", "x").encode()), desk, Gone())


@given(some.lists(some.binary(max_size=60), max_size=5))
def test_every_line_of_any_input_gets_one_line(lines: list[bytes]) -> None:
    desk = Desk(nothing())
    whole = b"\n".join(lines)
    stdout = io.StringIO()
    answer_many(io.BytesIO(whole), desk, stdout)
    filled = [one for one in whole.removeprefix(codecs.BOM_UTF8).split(b"\n") if one.strip()]
    assert len(stdout.getvalue().splitlines()) == len(filled)
