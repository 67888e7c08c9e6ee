"""The command line, built from the table of commands."""

import pytest

from bot.commands import BY_NAME, COMMANDS
from bot.errors import RequestError
from bot.terminal.arguments import Check, Follow, Front, Many, Once, read_arguments


def once(*arguments: str) -> Once:
    request = read_arguments(arguments)
    assert isinstance(request, Once)
    return request


def test_nothing_asks_for_a_front_end() -> None:
    assert read_arguments(()) == Front()


def test_words_after_a_command_need_no_quotation_marks() -> None:
    assert once("quote", "private", "sector").given == {"topic": "private sector"}
    assert once("ask", "Should", "we?").given == {"question": "Should we?"}


def test_an_option_may_stand_before_between_or_after_the_words() -> None:
    expected = {"topic": "private sector", "speaker": "Mary Aldous"}
    assert once("quote", "--speaker", "Mary Aldous", "private", "sector").given == expected
    assert once("quote", "private", "--speaker", "Mary Aldous", "sector").given == expected
    assert once("quote", "private", "sector", "--speaker=Mary Aldous").given == expected


def test_options_may_stand_before_the_command() -> None:
    request = once("--json", "--another", "2", "quote", "private", "sector")
    assert (request.json, request.follow.another) == (True, 2)
    assert request.given == {"topic": "private sector"}
    assert once("--speaker", "Mary Aldous", "/quote").given == {"speaker": "Mary Aldous"}
    assert once("quote", "--json", "debate").given == {"topic": "debate"}


def test_an_option_is_enough_without_words() -> None:
    assert once("quote", "--source", "Echo").given == {"source": "Echo"}


def test_a_slash_before_a_command_is_fine() -> None:
    assert once("/debate", "kerbs").command is BY_NAME["debate"]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_of_the_table_is_there_and_takes_json(command: object) -> None:
    assert command in COMMANDS
    name = next(one.name for one in COMMANDS if one is command)
    request = once(name, "--json")
    assert request.command is command
    assert request.json


def test_what_follows_an_answer_can_be_asked_for() -> None:
    assert once("quote", "x", "--another", "3", "--opposing").follow == Follow(3, opposing=True)
    assert once("ask", "x", "--context").follow == Follow(context=True)
    assert once("debate", "x", "--more", "1").follow == Follow(more=1)


@pytest.mark.parametrize("figures", ["-1", "x", "1.5", "9999999", "²", ""])
def test_a_count_that_is_none_is_refused_in_one_sentence(figures: str) -> None:
    with pytest.raises(
        RequestError, match=r"whole number is wanted|expected one argument"
    ) as error:
        read_arguments(("quote", "x", "--another", figures))
    assert "\n" not in str(error.value)


def test_bytes_that_are_no_utf_8_become_marks() -> None:
    assert once("quote", "caf\udce9").given == {"topic": "caf\ufffd"}


def test_many_and_check_name_what_they_read() -> None:
    assert read_arguments(("answer", "-")) == Many("-")
    assert read_arguments(("check",)) == Check("")
    assert read_arguments(("check", "quotes")) == Check("quotes")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("frob",), "There is no command “frob”; the commands are quote, debate, "),
        (("--frob",), "“--frob” needs a command"),
        (("--json", "kerbs"), "“--json” needs a command, as in python -m bot quote --json"),
        (("--frob", "quote", "x"), "nrecognized arguments: --frob"),
        (("quote", "x", "--frob"), "nrecognized arguments: --frob"),
        (("answer",), "required: FILE.jsonl"),
        (("check", "a", "b"), "nrecognized arguments: b"),
    ],
)
def test_bad_use_is_told_in_a_sentence(arguments: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(RequestError) as error:
        read_arguments(arguments)
    assert sentence in str(error.value)
    assert "\n" not in str(error.value)


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        read_arguments(("--help",))
    assert leaving.value.code == 0
    text = capsys.readouterr().out
    assert all(f"    {name} " in text for name in (*BY_NAME, "answer", "check"))


def test_help_of_a_command_lists_its_options(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        read_arguments(("quote", "--help"))
    text = capsys.readouterr().out
    assert all(flag in text for flag in ("--speaker", "--source", "--another", "--json"))
