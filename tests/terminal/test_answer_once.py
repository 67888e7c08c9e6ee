"""One command, answered once."""

import io
import json

import pytest

from bot.answers.desk import Desk
from bot.errors import RequestError
from bot.terminal.answering import answer_once
from bot.terminal.arguments import read_arguments
from tests.terminal.terminal import Terminal


def run(desk: Desk, *arguments: str, stream: io.StringIO | None = None) -> tuple[int, str]:
    stream = stream or io.StringIO()
    return answer_once(read_arguments(arguments), desk, stream), stream.getvalue()


def test_an_answer_has_status_0_and_nothing_found_1(desk: Desk) -> None:
    assert run(desk, "quote", "parking")[0] == 0
    assert run(desk, "ask", "when do I plant tomatoes")[0] == 1


def test_a_suggestion_counts_as_nothing_found(desk: Desk) -> None:
    status, text = run(desk, "quote", "--speaker", "Mary Aldis Huxley")
    assert status == 1
    assert "Mary Aldous" in text


def test_words_are_missing(desk: Desk) -> None:
    with pytest.raises(RequestError, match="debate needs some words after it: a point or a topic"):
        run(desk, "debate")


def test_a_request_may_be_6000_characters_long_and_no_longer(desk: Desk) -> None:
    words = "tomato " * 857 + "x"
    assert len(words) == 6000
    assert run(desk, "ask", words)[0] == 1
    with pytest.raises(RequestError, match="6,001 characters long; up to 6,000 are read"):
        run(desk, "ask", f"{words}x")


def test_another_is_the_excerpt_so_many_further_on(desk: Desk) -> None:
    first, second = (
        json.loads(run(desk, "quote", "parking", "--json", *more)[1])
        for more in ((), ("--another", "1"))
    )
    assert first["excerpts"][0]["id"] != second["excerpts"][0]["id"]
    assert "2 of " in run(desk, "quote", "parking", "--another", "1")[1]


def test_another_after_a_debate_is_an_excerpt_of_the_longer_side(desk: Desk) -> None:
    debate = run(desk, "debate", "lanes-hurt-shops", stream=Terminal())[1]
    assert "1 more excerpt against it, one by one." in debate
    assert "Or: debate lanes-hurt-shops --another 2  (One by one)" in debate
    following = run(desk, "debate", "lanes-hurt-shops", "--another", "2")[1]
    assert "3 of 3 against this point" in following
    with pytest.raises(RequestError, match="The pages of this debate show all of it"):
        run(desk, "debate", "kerbs", "--another", "1")


def test_the_opposing_view_of_an_excerpt_is_its_debate(desk: Desk) -> None:
    status, text = run(desk, "quote", "parking", "--opposing")
    assert status == 0
    assert "For · " in text
    assert "Against · " in text


def test_the_context_of_an_excerpt_is_its_source(desk: Desk) -> None:
    text = run(desk, "quote", "Paint never stopped a lorry", "--context")[1]
    assert "│ The town is divided." in text
    assert "»Paint never stopped a lorry" in text


def test_more_of_a_debate_is_its_next_page(desk: Desk) -> None:
    assert run(desk, "debate", "kerbs", "--more", "1")[0] == 0


def test_flags_after_nothing_found_change_nothing(desk: Desk) -> None:
    assert run(desk, "quote", "qqqq", "--another", "1", "--opposing")[0] == 1


def test_json_is_one_line_with_the_command_and_what_was_asked(desk: Desk) -> None:
    status, text = run(desk, "debate", "kerbs", "--json")
    record = json.loads(text)
    assert status == 0
    assert text.count("\n") == 1
    assert (record["command"], record["asked"], record["point"]) == ("debate", "kerbs", "kerbs")


@pytest.mark.parametrize(
    "command", ["quote parking", "ask helmets", "topics", "topics parking", "about"]
)
def test_every_command_gives_json(desk: Desk, command: str) -> None:
    record = json.loads(run(desk, *command.split(), "--json")[1])
    assert record["command"] == command.split(maxsplit=1)[0]
    assert record["abstained"] is False


def test_the_address_of_the_source_is_for_every_reader(desk: Desk) -> None:
    text = run(desk, "quote", "Paint never stopped a lorry")[1]
    assert "Source: https://echo.example/lanes#:~:text=Paint%20never" in text


def test_a_person_is_told_what_to_type_next(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    text = run(desk, "quote", "parking", stream=Terminal())[1]
    assert "Add: --another 1 · --opposing" in text
    debate = run(desk, "debate", "in-house buses", stream=Terminal())[1]
    assert "Or: debate free-buses" in debate


def test_a_pipe_is_not(desk: Desk) -> None:
    assert "Add: " not in run(desk, "quote", "parking")[1]


def test_typed_text_never_reaches_the_terminal_raw(desk: Desk) -> None:
    text = run(desk, "ask", "tomatoes \x1b[31m\u202e\x07")[1]
    assert not set(text) & set("\x1b\u202e\x07")
