import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.answers import Answer, Kind, QuoteAnswer, Scope
from bot.desk import Desk
from bot.discordapp.limits import CUSTOM_ID
from bot.discordapp.state import follow, written
from bot.errors import RequestError
from bot.pages.page import Action, Deed
from tests.discordapp.pages import actions
from tests.libraries import town

LONGEST = "a" * 40
desk = Desk(town())


def test_longest_ids_fit() -> None:
    target = ("speaker", LONGEST, LONGEST, "9999")
    state = written(Action(Deed.ANOTHER, "Another", target))
    assert 0 < len(state) <= CUSTOM_ID


@pytest.mark.parametrize("bad", ["a:b", "ü", "a" * 101])
def test_what_cannot_be_held_is_not_offered(bad: str) -> None:
    assert written(Action(Deed.OPPOSING, "Opposing view", (bad,))) == ""


@given(actions)
def test_every_action_is_followed_by_its_button(action: Action) -> None:
    state = written(action)
    if action.deed is not Deed.OPEN:
        follow(desk, state)


@pytest.mark.parametrize(
    ("action", "answer"),
    [
        ((Deed.OPPOSING, "kerb-lorry"), desk.opposing("kerb-lorry")),
        ((Deed.CONTEXT, "kerb-lorry"), desk.context("kerb-lorry")),
        ((Deed.DEBATE, "kerbs"), desk.debate("kerbs")),
        ((Deed.PAIR, "kerbs", "1"), desk.debate("kerbs", 1)),
        ((Deed.TOPIC, "buses"), desk.topics("buses")),
        ((Deed.QUOTE, "topic", "buses"), desk.quote("buses")),
        ((Deed.QUOTE, "speaker", "aldous"), desk.quote("", speaker="aldous")),
        ((Deed.QUOTE, "source", "echo-2024"), desk.quote("", source="echo-2024")),
        (
            (Deed.ANOTHER, "topic", "buses", "chain", "1"),
            desk.another(Scope(Kind.TOPIC, "buses"), "chain", 1),
        ),
    ],
)
def test_button_asks_the_desk_for_what_it_says(
    action: tuple[Deed, *tuple[str, ...]], answer: Answer
) -> None:
    deed, *target = action
    assert follow(desk, written(Action(deed, "Go", tuple(target)))) == answer


def test_walk_through_buttons_meets_every_quote_of_a_scope_once() -> None:
    first = desk.quote("buses")
    assert isinstance(first, QuoteAnswer)
    met = [first.excerpts[0].quote.id]
    for shown in range(1, first.total):
        state = f"1:another:t:buses:{met[0]}:{shown}"
        answer = follow(desk, state)
        assert isinstance(answer, QuoteAnswer)
        met.append(answer.excerpts[0].quote.id)
    assert len(set(met)) == first.total


@given(st.text(max_size=100))
def test_any_other_text_is_refused_in_a_sentence(custom_id: str) -> None:
    with pytest.raises(RequestError, match=r"\.$"):
        follow(desk, custom_id)
