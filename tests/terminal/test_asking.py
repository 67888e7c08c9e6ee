"""Every way on leads where it says."""

import pytest

from bot.answers.desk import Desk
from bot.answers.model import ContextAnswer, DebateAnswer, NotFound, QuoteAnswer, TopicsAnswer
from bot.pages.page import Action, Deed
from bot.terminal.asking import follow


@pytest.mark.parametrize(
    ("deed", "target", "answer"),
    [
        (Deed.ANOTHER, ("topic", "parking", "park-land", "1"), QuoteAnswer),
        (Deed.OPPOSING, ("park-land",), DebateAnswer),
        (Deed.OPPOSING, ("school-chaos",), NotFound),
        (Deed.CONTEXT, ("kerb-lorry",), ContextAnswer),
        (Deed.DEBATE, ("kerbs",), DebateAnswer),
        (Deed.PAIR, ("kerbs", "1"), DebateAnswer),
        (Deed.TOPIC, ("parking",), TopicsAnswer),
        (Deed.QUOTE, ("topic", "parking"), QuoteAnswer),
        (Deed.QUOTE, ("point", "kerbs"), QuoteAnswer),
        (Deed.QUOTE, ("speaker", "okafor"), QuoteAnswer),
        (Deed.QUOTE, ("source", "letter"), QuoteAnswer),
        (Deed.OPEN, ("https://echo.example/",), type(None)),
    ],
)
def test_each_deed_is_answered(
    desk: Desk, deed: Deed, target: tuple[str, ...], answer: type
) -> None:
    assert isinstance(follow(desk, Action(deed, "", target)), answer)


def test_a_scope_is_walked_once_round(desk: Desk) -> None:
    seen = []
    way = Action(Deed.QUOTE, "", ("topic", "parking"))
    first = follow(desk, way)
    assert isinstance(first, QuoteAnswer)
    answer = first
    for shown in range(1, first.total + 1):
        seen.append(answer.excerpts[0].quote.id)
        further = follow(desk, Action(Deed.ANOTHER, "", ("topic", "parking", seen[0], str(shown))))
        assert isinstance(further, QuoteAnswer)
        answer = further
    assert len(set(seen)) == first.total
    assert answer.excerpts[0].quote.id == seen[0]
