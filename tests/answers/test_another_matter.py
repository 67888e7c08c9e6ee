"""A question on another matter that shares a name with the library gets no sure answer."""

from pathlib import Path

import pytest

from bot.answers.desk import Desk
from bot.answers.model import AskAnswer, DebateAnswer, NotFound
from bot.library.load import load_library
from bot.search.results import Miss
from tests.libraries import town

NHS = Desk(load_library(Path(__file__).parents[2] / "quotes"))
TOWN = Desk(town())
DESKS = {"nhs": NHS, "town": TOWN}


@pytest.mark.parametrize(
    ("library", "text"),
    [
        ("nhs", "should GPs be paid more?"),
        ("nhs", "should nurses strike?"),
        ("nhs", "should doctors go on strike?"),
        ("nhs", "should we sell patient data?"),
        ("nhs", "should GPs work at weekends?"),
        ("nhs", "should suppliers pay their workers more?"),
        ("nhs", "should vaccines be compulsory for nurses?"),
        ("nhs", "should managers earn less than nurses?"),
        ("town", "should buses have seat belts?"),
        ("town", "why do buses smell?"),
        ("town", "should shops sell alcohol?"),
    ],
)
def test_a_name_does_not_answer_a_question_on_another_matter(library: str, text: str) -> None:
    answer = DESKS[library].request("ask", text)
    assert isinstance(answer, NotFound)
    assert answer.miss in (Miss.UNSURE, Miss.NOTHING)
    assert answer.suggestions


@pytest.mark.parametrize(
    ("library", "text", "points"),
    [
        ("nhs", "GPs", {"insider-leader"}),
        ("nhs", "what do people say about GPs?", {"insider-leader"}),
        ("nhs", "should we get rid of consultants?", {"consultancy-insight"}),
        ("nhs", "are consultants paid too much?", {"consultancy-insight"}),
        ("town", "are buses too expensive?", {"free-buses"}),
        ("town", "is parking too expensive?", {"charge-for-parking"}),
        ("town", "do kerbs block ambulances?", {"kerbs"}),
        ("town", "should old vans be charged?", {"clean-air-zone"}),
    ],
)
def test_a_name_alone_and_a_question_on_its_matter_are_answered(
    library: str, text: str, points: set[str]
) -> None:
    answer = DESKS[library].request("ask", text)
    assert isinstance(answer, AskAnswer | DebateAnswer)
    point = (
        answer.point if isinstance(answer, DebateAnswer) else answer.debate and answer.debate.point
    )
    assert point
    assert point.id in points
