"""Completion and history at the prompt."""

from pathlib import Path

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from bot.answers.desk import Desk
from bot.terminal.line_editor import RequestCompleter, history
from bot.terminal.prompt import Session


def offers(desk: Desk, typed: str, session: Session | None = None) -> list[str]:
    """Return the whole line after each completion."""
    completer = RequestCompleter(desk, session or Session(desk))
    completions = completer.get_completions(Document(typed), CompleteEvent())
    return [typed[: len(typed) + one.start_position] + one.text for one in completions]


def test_the_first_word_is_completed_to_a_command(desk: Desk) -> None:
    assert offers(desk, "q") == ["quote", "quit"]
    assert offers(desk, "/de") == ["/debate"]
    assert {"quote", "debate", "ask", "topics", "about", "help"} <= set(offers(desk, ""))


def test_ways_on_are_offered_once_there_are_any(desk: Desk) -> None:
    session = Session(desk)
    assert "another" not in offers(desk, "a", session)
    session.reply("quote parking")
    assert "another" in offers(desk, "a", session)


def test_topics_points_and_speakers_are_completed_by_the_desk(desk: Desk) -> None:
    assert "quote Parking" in offers(desk, "quote park")
    assert "quote Mary Aldous" in offers(desk, "quote mary")
    assert any(line.startswith("debate Drivers should pay") for line in offers(desk, "debate park"))


def test_a_typing_mistake_is_forgiven(desk: Desk) -> None:
    assert "quote Parking" in offers(desk, "quote parkng")


def test_the_names_of_options_are_completed(desk: Desk) -> None:
    assert offers(desk, "quote parking --s") == [
        "quote parking --speaker ",
        "quote parking --source ",
    ]


@pytest.mark.parametrize(
    "typed", ["quote --speaker mar", 'quote --speaker "mar', "quote --speaker=mar"]
)
def test_a_name_of_two_words_is_completed_in_quotation_marks(desk: Desk, typed: str) -> None:
    assert offers(desk, typed)[0].endswith('"Mary Aldous" ')


def test_nothing_is_offered_for_a_question_or_an_unknown_command(desk: Desk) -> None:
    assert offers(desk, "ask should we") == []
    assert offers(desk, "frob x") == []
    assert offers(desk, "about x") == []


def test_lines_are_remembered_for_their_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "counterpoint"
    history(folder).store_string("quote kerbs")
    assert list(history(folder).load_history_strings()) == ["quote kerbs"]
    assert folder.stat().st_mode & 0o077 == 0


def test_without_a_folder_to_write_there_is_no_history_and_no_complaint(tmp_path: Path) -> None:
    occupied = tmp_path / "occupied"
    occupied.write_text("a file stands where the folder should")
    for folder in (None, occupied, occupied / "inside"):
        kept = history(folder)
        kept.store_string("quote kerbs")
        assert list(kept.load_history_strings()) in ([], ["quote kerbs"])


def test_a_history_that_cannot_be_read_is_no_history(tmp_path: Path) -> None:
    (tmp_path / "history").mkdir()
    kept = history(tmp_path)
    kept.store_string("quote kerbs")
    assert list(kept.load_history_strings()) == []
