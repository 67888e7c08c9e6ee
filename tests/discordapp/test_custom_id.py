import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.answer_token import mark, marked
from bot.answers.desk import Desk
from bot.answers.model import Answer, AskAnswer, QuoteAnswer
from bot.discordapp.custom_id import back_of, follow, page_in, turned_to, written
from bot.discordapp.limits import CUSTOM_ID
from bot.errors import RequestError
from bot.library.model import Kind
from bot.pages.page import Action, Deed
from bot.search.results import Scope
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
        ((Deed.CONTEXT, "kerb-lorry", "kerbs", "1"), desk.context("kerb-lorry")),
        ((Deed.DEBATE, "kerbs"), desk.debate("kerbs")),
        ((Deed.PAIR, "kerbs", "1"), desk.debate("kerbs", 1)),
        ((Deed.TOPIC, "buses"), desk.topics("buses")),
        ((Deed.TOPIC, ""), desk.topics()),
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


@pytest.mark.parametrize(
    "state", ["debate:kerb", "pair:kerb:1", "topic:bike", "quote:t:bike", "quote:p:kerb"]
)
def test_button_to_what_is_gone_says_so_and_leads_to_nothing_near(state: str) -> None:
    assert follow(desk, f"1:{state}") == desk.gone()


@pytest.mark.parametrize("back", [("topic", "buses", "chain", "0"), ("kerbs", "1")])
def test_context_holds_the_way_back(back: tuple[str, ...]) -> None:
    state = written(Action(Deed.CONTEXT, "In context", ("kerb-lorry", *back)))
    assert back_of(state) == back


def test_context_without_room_for_the_way_back_is_offered_without() -> None:
    target = (LONGEST, "speaker", LONGEST, LONGEST, "9999")
    state = written(Action(Deed.CONTEXT, "In context", target))
    assert state == f"1:context:{LONGEST}"
    assert back_of(state) == ()


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


@pytest.mark.parametrize("page", [1, 2, 40, 9999])
def test_page_of_an_answer_is_in_its_button(page: int) -> None:
    state = turned_to(Action(Deed.CONTEXT, "", ("kerb-lorry",)), page)
    assert page_in(state) == ("1:context:kerb-lorry", page)
    assert follow(desk, state) == desk.context("kerb-lorry")


@pytest.mark.parametrize(
    "state", ["1:context:x@0", "1:context:x@01", "1:context:x@99999", "x@", "@a"]
)
def test_what_names_no_page_is_read_as_it_stands(state: str) -> None:
    assert page_in(state) == (state, 1)


def test_longest_ids_leave_room_for_the_pages_of_an_excerpt() -> None:
    here = Action(Deed.ANOTHER, "", ("speaker", LONGEST, LONGEST, "9999"))
    assert 0 < len(turned_to(here, 9)) <= CUSTOM_ID
    assert turned_to(here, 10) == ""
    assert turned_to(None, 1) == ""


def test_answer_to_a_question_is_found_again_by_what_its_button_holds() -> None:
    first = desk.ask("Should buses be free?")
    assert isinstance(first, AskAnswer)
    again = follow(desk, written(Action(Deed.ASKED, "", marked(first))))
    assert isinstance(again, AskAnswer)
    assert again.excerpts == first.excerpts
    assert again.near == first.near
    assert again.stance == first.stance
    assert first.debate is not None
    assert again.debate is not None
    assert again.debate.point == first.debate.point


def test_button_of_a_longest_answer_to_a_question_fits() -> None:
    assert len(mark(LONGEST)) <= 8
    several = [".".join(["a" * 8] * count) for count in (1, 6, 3)]
    assert turned_to(Action(Deed.ASKED, "", tuple(several)), 99)


@given(st.text(max_size=100))
def test_any_other_text_is_refused_in_a_sentence(custom_id: str) -> None:
    with pytest.raises(RequestError, match=r"\.$"):
        follow(desk, custom_id)
