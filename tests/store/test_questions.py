from datetime import date, timedelta

import pytest

from bot.store.questions import LONGEST, MOST, normalised_question
from bot.store.records import Unanswered
from bot.store.store import Store

DAY = date(2026, 3, 2)


def test_a_question_is_counted_with_its_last_day(store: Store, server: str) -> None:
    store.questions.note(server, "What about trams?", DAY)
    store.questions.note(server, "  what ABOUT\ntrams ", DAY + timedelta(days=1))
    assert store.questions.most_asked(server) == (
        Unanswered("what about trams", 2, DAY + timedelta(days=1)),
    )


def test_the_most_asked_comes_first_then_the_latest(store: Store, server: str) -> None:
    for question, day in (("a b", DAY), ("c d", DAY), ("c d", DAY), ("e f", DAY + timedelta(1))):
        store.questions.note(server, question, day)
    asked = [each.question for each in store.questions.most_asked(server)]
    assert asked == ["c d", "e f", "a b"]
    assert len(store.questions.most_asked(server, limit=1)) == 1


@pytest.mark.parametrize(
    ("asked", "counted"),
    [
        ("What does <@123> think?", "what does think"),
        ("<@!9> <#12> <@&5>", ""),
        ("ask ann@example.org", "ask"),
        ("@everyone why", "why"),
        ("zero\u200bwidth \u202eturned", "zero width turned"),
        ("\x00 \ud800 ?", ""),
        ("   ", ""),
        ("Ünïcode 🚋", "ünïcode 🚋"),
    ],
)
def test_a_question_is_counted_without_anybody_in_it(asked: str, counted: str) -> None:
    assert normalised_question(asked) == counted


def test_a_blank_question_is_not_counted(store: Store, server: str) -> None:
    store.questions.note(server, " ?! ", DAY)
    assert store.questions.most_asked(server) == ()


def test_a_hundred_thousand_characters_are_cut(store: Store, server: str) -> None:
    store.questions.note(server, "ab " * 33_333, DAY)
    (question,) = store.questions.most_asked(server)
    assert len(question.question) <= LONGEST


def test_the_least_asked_makes_room(store: Store, server: str) -> None:
    with store.database.write() as connection:
        store.database.lock(connection, server)
        for number in range(MOST):
            row = f"('{server}', 'q {number}', {1 if number == 3 else 2}, '2026-03-02')"
            connection.exec_driver_sql(f"INSERT INTO questions VALUES {row}")  # noqa: S608 - the test's own words
    store.questions.note(server, "one more", DAY)
    asked = {each.question for each in store.questions.most_asked(server, limit=2 * MOST)}
    assert len(asked) == MOST
    assert "one more" in asked
    assert "q 3" not in asked


def test_a_server_can_have_them_forgotten(store: Store, server: str) -> None:
    store.questions.note(server, "one", DAY)
    store.questions.note(server, "two", DAY)
    store.questions.note(f"{server}-other", "three", DAY)
    assert store.questions.clear(server) == 2
    assert store.questions.most_asked(server) == ()
    assert len(store.questions.most_asked(f"{server}-other")) == 1
