"""Answers as records for programs."""

import json

import pytest
from msgspec.structs import replace

from bot.answers.model import AskAnswer, ContextAnswer, NotFound, TopicsAnswer, TopicTally
from bot.library.model import Kind, Position, Quote, Speaker, Stance
from bot.search.results import Cause, Miss, Suggestion, Why
from bot.terminal.answering import record_of
from tests.pages.answers import (
    ARGUED,
    ECHO,
    LANES,
    a_debate,
    a_quote_answer,
    a_tally,
    an_excerpt,
    taking,
)
from tests.pages.test_browse import ABOUT

FIELDS = ["abstained", "score", "why", "point", "suggestions", "excerpts"]
FOR = taking(Stance.FOR, "A kerb saves lives.", "for-1")
AGAINST = taking(Stance.AGAINST, "A kerb traps buses.", "against-1")
AGAINST_2 = taking(Stance.AGAINST, "A kerb gathers leaves.", "against-2")


def test_a_quote_has_every_excerpt_in_the_order_shown() -> None:
    answer = replace(a_quote_answer(), excerpts=(FOR, AGAINST), point=ARGUED, score=0.5)
    record = record_of(answer)
    assert list(record) == FIELDS
    assert (record["abstained"], record["score"], record["point"]) == (False, 0.5, "kerbs")
    assert [one["id"] for one in record["excerpts"]] == ["for-1", "against-1"]


def test_an_excerpt_has_its_text_its_speaker_its_source_and_its_stance() -> None:
    (excerpt,) = record_of(a_debate((AGAINST,)))["excerpts"]
    assert excerpt == {
        "id": "against-1",
        "text": "A kerb traps buses.",
        "speaker": "Mary Aldous",
        "source": "Lanes of discontent",
        "stance": "against",
        "point": "kerbs",
    }


def test_an_inferred_name_stands_in_brackets_here_too() -> None:
    unnamed = an_excerpt(speaker=Speaker("x", "author not named", inferred={"name": "unsigned"}))
    (excerpt,) = record_of(a_quote_answer(unnamed))["excerpts"]
    assert excerpt["speaker"] == "[author not named]"


def test_an_excerpt_on_another_point_tells_its_own() -> None:
    quote = Quote("q", "Words.", ECHO.id, "mary", positions=(Position("buses", Stance.MIXED),))
    (excerpt,) = record_of(replace(a_quote_answer(an_excerpt(quote)), point=ARGUED))["excerpts"]
    assert (excerpt["stance"], excerpt["point"]) == ("mixed", "buses")


def test_an_excerpt_on_no_point_has_null_for_both() -> None:
    (excerpt,) = record_of(a_quote_answer())["excerpts"]
    assert (excerpt["stance"], excerpt["point"]) == (None, None)


def test_a_debate_takes_turns_in_the_order_shown() -> None:
    record = record_of(a_debate((AGAINST, AGAINST_2), (FOR,)))
    assert [one["id"] for one in record["excerpts"]] == ["against-1", "for-1", "against-2"]


def test_a_question_names_the_points_near_it() -> None:
    near = (a_tally("Buses should be free."),)
    record = record_of(AskAnswer("?", FOR, Stance.FOR, a_debate(), (FOR, AGAINST), near, (), 0.8))
    assert record["point"] == "kerbs"
    assert record["suggestions"] == ["Buses should be free."]
    assert len(record["excerpts"]) == 2


def test_a_question_on_no_point_has_none() -> None:
    assert record_of(AskAnswer("?", FOR, None, None, (FOR,), (), (), 0.8))["point"] is None


def test_nothing_found_abstains_and_suggests_names() -> None:
    near = (Suggestion(Kind.TOPIC, "lanes", "Cycle lanes", 3),)
    record = record_of(NotFound("x", Miss.UNSURE, near, (), 0.2))
    assert record == {
        "abstained": True,
        "score": 0.2,
        "why": [],
        "point": None,
        "suggestions": ["Cycle lanes"],
        "excerpts": [],
    }


def test_why_is_told_in_parts() -> None:
    why = (Why(Cause.CORRECTION, "kreb", "kerb"),)
    assert record_of(replace(a_quote_answer(), why=why))["why"] == [
        {"cause": "correction", "asked": "kreb", "found": "kerb"}
    ]


def test_topics_tell_how_many_stand_where() -> None:
    tally = TopicTally(LANES, 12, 5, (a_tally("Kerbs are good.", 2, 3, 1),))
    (topic,) = record_of(TopicsAnswer("", (tally,)))["topics"]
    assert topic == {
        "id": "lanes",
        "name": "Cycle lanes",
        "quotes": 12,
        "voices": 5,
        "points": [
            {"id": "kerbs", "sentence": "Kerbs are good.", "for": 2, "against": 3, "mixed": 1}
        ],
    }


def test_about_tells_the_card_and_the_counts() -> None:
    record = record_of(ABOUT)
    assert record["title"] == "Harrowmere’s streets"
    assert record["contact"] == "the librarian"
    assert record["quotes"] == 42
    assert record["examples"] == ["quote kerbs", "about"]


def test_a_context_tells_what_stands_around_the_excerpt() -> None:
    record = record_of(ContextAnswer(FOR, "Before.", "A kerb.", "After."))
    assert (record["before"], record["marked"], record["after"]) == ("Before.", "A kerb.", "After.")
    assert record["excerpts"][0]["id"] == "for-1"


@pytest.mark.parametrize(
    "answer",
    [a_quote_answer(), a_debate(), ABOUT, NotFound("", Miss.BLANK)],
    ids=lambda one: type(one).__name__,
)
def test_every_record_is_json(answer: object) -> None:
    assert json.loads(json.dumps(record_of(answer), allow_nan=False))  # type: ignore[arg-type] # one kind of answer each
