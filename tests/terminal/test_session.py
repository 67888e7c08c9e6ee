"""A conversation at the prompt."""

import logging
from pathlib import Path

import pytest

from bot.answers.desk import Desk
from bot.library.load.loader import load_library
from bot.pages import page_of
from bot.terminal.answering import answer_to
from bot.terminal.arguments import read_arguments
from bot.terminal.prompt import Reply, Session
from tests.libraries import town
from tests.pages.answers import passages, said
from tests.terminal.desks import FaultyDesk

GERMAN = Path(__file__).parents[1] / "languages" / "de" / "quotes"


def told(reply: Reply) -> str:
    assert reply.page is not None
    return said(reply.page)


def test_a_command_is_answered_with_or_without_a_slash(desk: Desk) -> None:
    session = Session(desk)
    assert session.reply("topics parking") == session.reply("/topics parking")


def test_colours_copied_with_a_line_do_no_harm(desk: Desk) -> None:
    session = Session(desk)
    assert session.reply("\x1b[31mtopics parking\x1b[0m") == session.reply("topics parking")


@pytest.mark.parametrize("line", ["topics parking", "about parking", "topic parking fees"])
def test_a_line_that_begins_with_a_known_word_is_no_mistyped_command(desk: Desk, line: str) -> None:
    assert "There is no command" not in told(Session(desk).reply(line))


def test_a_question_in_the_language_of_the_library_is_no_mistyped_command() -> None:
    session = Session(Desk(load_library(GERMAN)))
    assert "There is no command" not in told(session.reply("das Neueste zur Grundschule"))


def test_a_line_that_is_no_command_is_a_question(desk: Desk) -> None:
    session = Session(desk)
    assert session.reply("Do helmets save lives?") == session.reply("ask Do helmets save lives?")


def test_a_question_may_begin_with_the_name_of_a_command_without_options(desk: Desk) -> None:
    assert "Are you quoted here?" in told(Session(desk).reply("about"))
    assert "Are you quoted here?" not in told(Session(desk).reply("about helmets"))


@pytest.mark.parametrize(
    "line",
    [
        'quote parking --speaker "Mary Aldous"',
        "quote parking --speaker “Mary Aldous”",
        'quote --speaker="Mary Aldous" parking',
        "quote parking --speaker Aldous",
        "quote --speaker aldous parking",
    ],
)
def test_an_option_is_a_word_or_stands_in_quotation_marks(desk: Desk, line: str) -> None:
    reply = Session(desk).reply(line)
    assert reply.page is not None
    assert passages(reply.page)[0].who.startswith("Mary Aldous")


def test_a_speaker_after_speakers_has_a_page(desk: Desk) -> None:
    assert told(Session(desk).reply("speakers Aldous")).startswith("Mary Aldous")
    assert Session(desk).reply("speakers somebody else").status == 1


@pytest.mark.parametrize(
    ("line", "arguments"),
    [
        ("quote --opposing parking", ("quote", "--opposing", "parking")),
        ("debate kerbs --more 1", ("debate", "kerbs", "--more", "1")),
        ("quote parking --another=1", ("quote", "parking", "--another=1")),
        ('quote --context "Paint never stopped"', ("quote", "--context", '"Paint never stopped"')),
        ("ask - are kerbs -- or -not - good?", ("ask", "- are kerbs -- or -not - good?")),
    ],
)
def test_the_prompt_reads_the_options_of_the_command_line(
    desk: Desk, line: str, arguments: tuple[str, ...]
) -> None:
    page = page_of(answer_to(read_arguments(arguments), desk))
    assert Session(desk).reply(line).page == page


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("quote --speakr x", "quote does not take --speakr. Did you mean --speaker?"),
        ("quote x --json", "quote does not take --json. Type help to see what it takes."),
        ("topics --help", "topics does not take --help. Type help to see what it takes."),
        ("quote parking --speaker", "--speaker needs a value after it."),
        ("quote --another next parking", "“next” is not a whole number such as 1."),
        ("quote --another -1", "“-1” is not a whole number such as 1."),
    ],
)
def test_an_option_that_is_none_is_never_read_as_words(
    desk: Desk, line: str, sentence: str
) -> None:
    reply = Session(desk).reply(line)
    assert (told(reply), reply.status) == (sentence, 2)


def test_an_apostrophe_is_no_quotation_mark(desk: Desk) -> None:
    assert Session(desk).reply("quote what's parking, don't you say").status != 2


def test_a_follow_up_can_be_typed_in_words(desk: Desk) -> None:
    session = Session(desk)
    session.reply("quote Paint never stopped a lorry")
    assert "2 of " in told(session.reply("another"))
    session.reply("quote Paint never stopped a lorry")
    assert "https://echo.example/lanes" in told(session.reply("source"))
    assert "The town is divided." in told(session.reply("context"))
    session.reply("quote Paint never stopped a lorry")
    assert "Against · Paint is enough" in told(session.reply("opposing"))


def test_the_source_of_one_of_several_excerpts_is_said_to_be_that_of_the_first(desk: Desk) -> None:
    session = Session(desk)
    several = "This is the first of the 2 excerpts; choose another one to see its source."
    session.reply("debate kerbs")
    assert several in told(session.reply("source?"))
    session.reply("debate kerbs")
    assert several not in told(session.reply("context"))


def test_more_after_a_question_shows_what_was_not_shown(desk: Desk) -> None:
    session = Session(desk)
    first = session.reply("Do cycle lanes hurt the shops?").page
    more = session.reply("more").page
    assert first is not None
    assert more is not None
    seen = {one.text for one in passages(first)}
    assert not seen.issuperset(one.text for one in passages(more))


@pytest.mark.parametrize(
    "request_", ["debate kerbs", "arguments for kerbs", "arguments against kerbs"]
)
def test_the_other_side_of_a_debate_comes_first_on_the_same_point(
    desk: Desk, request_: str
) -> None:
    session = Session(desk)
    first = session.reply(request_)
    other = session.reply("and the other side?")
    assert first.page is not None
    assert other.page is not None
    assert other.page.head == first.page.head
    sides = [passages(page)[0].label for page in (first.page, other.page)]
    assert sides[0] != sides[1]


def test_the_other_side_of_many_points_is_none(desk: Desk) -> None:
    session = Session(desk)
    session.reply("who is Mary Aldous?")
    assert told(session.reply("and the other side?")) == (
        "The last answer has no “and the other side?”."
    )


@pytest.mark.parametrize("words", ["another", "another one", "one more", "again"])
def test_another_one_at_random_is_the_next(desk: Desk, words: str) -> None:
    session = Session(desk)
    session.reply("random")
    assert "2 of " in told(session.reply(words))


def test_small_talk_leaves_the_words_for_the_answer_before(desk: Desk) -> None:
    session = Session(desk)
    session.reply("random")
    assert "2 of " in told(session.reply("another"))
    session.reply("thanks")
    assert "3 of " in told(session.reply("another"))
    session.reply("hello")
    assert "4 of " in told(session.reply("one more"))


def test_a_number_after_small_talk_is_one_of_its_own(desk: Desk) -> None:
    session = Session(desk)
    session.reply("random")
    session.reply("thanks")
    assert "in random order" not in told(session.reply("1"))


def test_a_way_on_goes_by_its_number_too(desk: Desk) -> None:
    session = Session(desk)
    session.reply("quote parking")
    assert "2 of " in told(session.reply("1"))


def test_an_address_leaves_the_ways_on_as_they_were(desk: Desk) -> None:
    session = Session(desk)
    session.reply("quote Paint never stopped a lorry")
    ways = session.follow_ups
    session.reply("source")
    assert session.follow_ups == ways


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("7", "There is nothing here to go on from. Type a topic, a speaker or a question."),
        ("context", "There is nothing here to go on from. Type a topic, a speaker or a question."),
        ("/about helmets", "/about takes no words after it."),
        ("/frob", "There is no command /frob; type help for a list."),
        ("/library add", "/library works in Discord only; type help for a list."),
        ("/privacy", "/privacy works in Discord only; type help for a list."),
        ("privacy", "/privacy works in Discord only; type help for a list."),
        ("Forget me!", "/privacy works in Discord only; type help for a list."),
        ("/qoute kerbs", "There is no command /qoute; did you mean /quote?"),
        ("qoute kerbs", "There is no command qoute. Did you mean: quote kerbs?"),
        (
            "debat free parking fees",
            "There is no command debat. Did you mean: debate free parking fees?",
        ),
        ("debate", "debate needs some words after it: a point or a topic, in your own words."),
        ("x" * 6001, "That is 6,001 characters long; up to 6,000 are read."),
    ],
)
def test_an_impossible_line_gets_one_sentence(desk: Desk, line: str, sentence: str) -> None:
    reply = Session(desk).reply(line)
    assert told(reply) == sentence
    assert reply.status == 2


def test_a_number_beyond_the_last_way_says_which_is_the_last(desk: Desk) -> None:
    session = Session(desk)
    session.reply("quote kerbs")
    assert f"the last is {len(session.follow_ups)}." in told(session.reply("99"))


@pytest.mark.parametrize("line", ["", "   ", "\n", "\t"])
def test_an_empty_line_is_answered_with_nothing(desk: Desk, line: str) -> None:
    assert Session(desk).reply(line) == Reply()


@pytest.mark.parametrize("line", ["🙂", "?!", "\u202e\u200b", "/"])
def test_a_line_without_words_gets_a_clear_answer(desk: Desk, line: str) -> None:
    assert told(Session(desk).reply(line))


@pytest.mark.parametrize("line", ["quit", "exit", "/quit", "QUIT"])
def test_quit_ends_it(desk: Desk, line: str) -> None:
    assert Session(desk).reply(line).over


def test_help_lists_the_commands_and_says_that_other_lines_are_questions(desk: Desk) -> None:
    text = told(Session(desk).reply("help"))
    assert "quote [topic] [--speaker …] [--source …] [--from …] [--to …]: The best excerpt" in text
    assert "debate point: " in text
    assert "Any other line is answered as a question" in text


def test_statuses_are_those_of_the_command_line(desk: Desk) -> None:
    assert Session(desk).reply("parking").status == 0
    assert Session(desk).reply("when do I plant tomatoes").status == 1


def test_a_fault_becomes_an_apology_with_a_reference_and_the_trace_goes_to_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    session = Session(FaultyDesk(town()))
    with caplog.at_level(logging.DEBUG, "bot"):
        reply = session.reply("a question on parking")
    assert reply.status == 2
    assert "secret" not in told(reply)
    reference = told(reply).rpartition("reference ")[2].rstrip(".")
    assert reference in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert session.reply("topics").status == 0


def test_the_same_fault_has_the_same_reference() -> None:
    session = Session(FaultyDesk(town()))
    assert session.reply("one on parking") == session.reply("another on buses")
