"""The command line, built from the table of commands."""

from argparse import Namespace

import pytest

from bot import __version__
from bot.commands import BY_NAME, COMMANDS
from bot.errors import RequestError
from bot.terminal.arguments import command_names, read_arguments


def read(*arguments: str) -> Namespace:
    return read_arguments(arguments)


def test_words_after_a_command_need_no_quotation_marks() -> None:
    assert read("quote", "private", "sector").given == {"topic": "private sector"}
    assert read("ask", "Should", "we?").given == {"question": "Should we?"}


def test_a_speaker_may_follow_speakers() -> None:
    assert read("speakers").given == {}
    assert read("speakers", "Mary", "Aldous").given == {"speaker": "Mary Aldous"}


def test_an_option_may_stand_before_between_or_after_the_words() -> None:
    expected = {"topic": "private sector", "speaker": "Mary Aldous"}
    assert read("quote", "--speaker", "Mary Aldous", "private", "sector").given == expected
    assert read("quote", "private", "--speaker", "Mary Aldous", "sector").given == expected
    assert read("quote", "private", "sector", "--speaker=Mary Aldous").given == expected


def test_options_may_stand_before_the_command() -> None:
    request = read("--json", "--another", "2", "quote", "private", "sector")
    assert (request.json, request.another) == (True, 2)
    assert request.given == {"topic": "private sector"}
    assert read("--speaker", "Mary Aldous", "/quote").given == {"speaker": "Mary Aldous"}
    assert read("quote", "--json", "debate").given == {"topic": "debate"}


def test_an_option_is_enough_without_words() -> None:
    assert read("quote", "--source", "Echo").given == {"source": "Echo"}


def test_a_slash_before_a_command_is_fine() -> None:
    assert read("/debate", "kerbs").command is BY_NAME["debate"]


def test_a_command_may_have_capitals() -> None:
    assert read("Debate", "Kerbs").given == {"point": "Kerbs"}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_of_the_table_is_there_and_takes_json(command: object) -> None:
    assert command in COMMANDS
    name = next(one.name for one in COMMANDS if one is command)
    request = read(name, "--json")
    assert request.command is command
    assert request.json


def test_flags_ask_for_a_follow_up() -> None:
    def flags(*arguments: str) -> tuple[int, int, bool, bool]:
        asked = read(*arguments)
        return asked.another, asked.more, asked.opposing, asked.context

    assert flags("quote", "x", "--another", "3", "--opposing") == (3, 0, True, False)
    assert flags("ask", "x", "--context") == (0, 0, False, True)
    assert flags("debate", "x", "--more", "1") == (0, 1, False, False)
    assert flags("topics", "x") == (0, 0, False, False)


@pytest.mark.parametrize("figures", ["-1", "x", "1.5", "9999999", "²", ""])
def test_a_count_that_is_none_is_refused_in_one_sentence(figures: str) -> None:
    with pytest.raises(RequestError) as error:
        read_arguments(("quote", "x", "--another", figures))
    assert str(error.value) == f"“{figures}” is not a whole number such as 1."


def test_bytes_that_are_no_utf_8_become_marks() -> None:
    assert read("quote", "caf\udce9").given == {"topic": "caf\ufffd"}


def test_answer_and_check_name_what_they_read() -> None:
    assert read("answer", "-").file == "-"
    assert read("check").folder == ""
    assert read("check", "quotes").folder == "quotes"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("frob",), "There is no command “frob”; the commands are quote, debate, "),
        (("Is", "it?"), "forget. To ask a question, write python -m bot ask before it."),
        (("qoute", "kerbs"), "There is no command “qoute”; did you mean “quote”?"),
        (("--frob",), "“--frob” needs a command"),
        (("--json", "kerbs"), "“--json” needs a command, as in python -m bot quote --json"),
        (
            ("--fog", "quote", "x"),
            "python -m bot quote does not take --fog. See python -m bot quote",
        ),
        (("quote", "x", "--speakr", "y"), "does not take --speakr. Did you mean --speaker?"),
        (("quote", "x", "--speaker"), "--speaker needs a value after it."),
        (("quote", "x", "--context=y"), "Argument --context: ignored explicit argument 'y'; see "),
        (("answer",), "required: FILE.jsonl"),
        (("about", "x"), "python -m bot about does not take x. See python -m bot about --help."),
        (
            ("check", "a", "b"),
            "python -m bot check does not take b. See python -m bot check --help.",
        ),
    ],
)
def test_bad_use_is_told_in_a_sentence(arguments: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(RequestError) as error:
        read_arguments(arguments)
    assert sentence in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("word", ["-h", "--help", "help", "/help"])
def test_help_lists_every_command(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        read_arguments((word,))
    assert leaving.value.code == 0
    text = capsys.readouterr().out
    assert all(f"    {name} " in text for name in command_names())


def test_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        read_arguments(("--version",))
    assert leaving.value.code == 0
    assert capsys.readouterr().out == f"counterpoint {__version__}\n"


def test_help_of_a_command_lists_its_options(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        read_arguments(("quote", "--help"))
    text = capsys.readouterr().out
    assert all(flag in text for flag in ("--speaker", "--source", "--another", "--json"))
