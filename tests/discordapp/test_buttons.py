"""Actions as custom_ids."""

import pytest
from hypothesis import given, strategies as st

from bot.answers.actions import (
    About,
    Action,
    Another,
    Asked,
    Context,
    Debate,
    DebatePage,
    Opposing,
    QuoteOf,
    Topics,
)
from bot.answers.ask import hash_of
from bot.discordapp.buttons import decode, encode, option_value, split_page, with_page
from bot.discordapp.limits import CUSTOM_ID
from bot.errors import RequestError
from bot.library.model import Kind, Stance
from bot.pages.page import ActionKind, ServerAction
from bot.search.scope import ByDate, Period, Scope
from tests.discordapp.pages import actions

LONGEST = "a" * 40
WALK = Another(Scope(Kind.SPEAKER, LONGEST), LONGEST, 9999)

# Messages sent by earlier versions have these.
SENT: dict[str, Action | ServerAction] = {
    "1:another:t:buses:chain:1": Another(Scope(Kind.TOPIC, "buses"), "chain", 1),
    "1:another:p:kerbs:kerb-lorry:0": Another(Scope(Kind.POINT, "kerbs"), "kerb-lorry", 0),
    "1:another:s:aldous:chain:12": Another(Scope(Kind.SPEAKER, "aldous"), "chain", 12),
    "1:another:w:echo-2024:chain:3": Another(Scope(Kind.SOURCE, "echo-2024"), "chain", 3),
    "1:another:t:buses:chain:1:aldous": Another(
        Scope(Kind.TOPIC, "buses", speaker="aldous"), "chain", 1
    ),
    "1:another:w::chain:2:,,2019,,oldest": Another(
        Scope(Kind.SOURCE, "", period=Period("2019"), by_date=ByDate.OLDEST), "chain", 2
    ),
    "1:opposing:kerb-lorry": Opposing("kerb-lorry"),
    "1:opposing:kerb-lorry:kerbs": Opposing("kerb-lorry", "kerbs"),
    "1:context:kerb-lorry": Context("kerb-lorry"),
    "1:context:chain:t:buses:chain:0": Context(
        "chain", Another(Scope(Kind.TOPIC, "buses"), "chain", 0)
    ),
    "1:context:kerb-lorry:kerbs:1": Context("kerb-lorry", DebatePage("kerbs", 1)),
    "1:context:kerb-lorry:kerbs:0:paint": Context("kerb-lorry", DebatePage("kerbs", 0, "paint")),
    "1:another:p:kerbs:paint:3:,,,,,a": Another(
        Scope(Kind.POINT, "kerbs", stance=Stance.AGAINST), "paint", 3
    ),
    "1:debate:kerbs": Debate("kerbs"),
    "1:debate:kerbs:chain,paint": Debate("kerbs", "chain,paint"),
    "1:pair:kerbs:1": DebatePage("kerbs", 1),
    "1:pair:kerbs:0:kerb-lorry": DebatePage("kerbs", 0, "kerb-lorry"),
    "1:topic:buses": Topics("buses"),
    "1:topic:": Topics(),
    "1:quote:t:buses": QuoteOf(Scope(Kind.TOPIC, "buses")),
    "1:quote:p:kerbs": QuoteOf(Scope(Kind.POINT, "kerbs")),
    "1:quote:s:aldous": QuoteOf(Scope(Kind.SPEAKER, "aldous")),
    "1:quote:w:echo-2024": QuoteOf(Scope(Kind.SOURCE, "echo-2024")),
    "1:asked:2k4xq:9x.f3.zz:": Asked("2k4xq", "9x.f3.zz", ""),
    "1:asked::9x:": Asked("", "9x", ""),
    "1:about": About(),
    "1:discuss:kerbs": ServerAction(ActionKind.DISCUSS, ("kerbs",)),
    "1:suggest": ServerAction(ActionKind.SUGGEST),
    "1:save:b1946ac9": ServerAction(ActionKind.SAVE, ("b1946ac9",)),
    "1:save:b1946ac9:import": ServerAction(ActionKind.SAVE, ("b1946ac9", "import")),
    "1:change:b1946ac9:filing": ServerAction(ActionKind.CHANGE, ("b1946ac9", "filing")),
    "1:cancel:b1946ac9": ServerAction(ActionKind.CANCEL, ("b1946ac9",)),
    "1:accept:7:b1946ac9": ServerAction(ActionKind.ACCEPT, ("7", "b1946ac9")),
    "1:decline:7:b1946ac9": ServerAction(ActionKind.DECLINE, ("7", "b1946ac9")),
    "1:review:7": ServerAction(ActionKind.REVIEW, ("7",)),
    "1:review:7:7": ServerAction(ActionKind.REVIEW, ("7", "7")),
    "1:edit:chain": ServerAction(ActionKind.EDIT, ("chain",)),
    "1:remove:chain": ServerAction(ActionKind.REMOVE, ("chain",)),
    "1:restore:chain": ServerAction(ActionKind.RESTORE, ("chain",)),
    "1:hide:chain": ServerAction(ActionKind.HIDE, ("chain",)),
    "1:show:chain": ServerAction(ActionKind.SHOW, ("chain",)),
    "1:history:chain:0": ServerAction(ActionKind.HISTORY, ("chain", "0")),
    "1:history::31": ServerAction(ActionKind.HISTORY, ("", "31")),
    "1:withdraw:chain": ServerAction(ActionKind.WITHDRAW, ("chain",)),
    "1:erase:chain": ServerAction(ActionKind.ERASE, ("chain",)),
    "1:erase:chain:yes": ServerAction(ActionKind.ERASE, ("chain", "yes")),
    "1:privacy": ServerAction(ActionKind.PRIVACY),
    "1:forget:yes": ServerAction(ActionKind.FORGET, ("yes",)),
    "1:look:b1946ac9": ServerAction(ActionKind.LOOK, ("b1946ac9",)),
    "1:gaps:points": ServerAction(ActionKind.GAPS, ("points",)),
    "1:daily:7:0930:Europe/London:024": ServerAction(
        ActionKind.DAILY, ("7", "0930", "Europe/London", "024")
    ),
    "1:gaps:": ServerAction(ActionKind.GAPS, ("",)),
}


@pytest.mark.parametrize(("custom_id", "action"), SENT.items())
def test_buttons_of_old_messages_are_read_and_written_as_ever(
    custom_id: str, action: Action | ServerAction
) -> None:
    assert decode(custom_id) == action
    assert decode(f"{custom_id}@3") == action
    assert encode(action) == custom_id


def test_longest_ids_fit() -> None:
    assert 0 < len(encode(WALK)) <= CUSTOM_ID


@pytest.mark.parametrize("bad", ["a:b", "ü", "a" * 101])
def test_an_id_that_a_custom_id_cannot_hold_gives_none(bad: str) -> None:
    assert encode(Opposing(bad)) == ""
    assert option_value(Topics(bad)) == ""


@given(actions)
def test_every_action_is_decoded_from_its_custom_id(action: Action) -> None:
    custom_id = encode(action)
    if not custom_id:  # four long ids do not fit
        assert isinstance(action, Another)
        assert action.scope != Scope(action.scope.kind, action.scope.id)
        return
    decoded = decode(custom_id)
    match action:
        case Context(quote):
            assert decoded in (action, Context(quote))
        case Another(scope, _, shown) if scope != Scope(scope.kind, scope.id):
            assert decoded in (action, Another(scope, "", shown))
        case _:
            assert decoded == action


@pytest.mark.parametrize(
    "part", ["a,b,c,d,e", "a,b,2019,2020,newest,m", "a,b,2019,2020,newest,f,x"]
)
def test_restrictions_of_another_form_are_refused(part: str) -> None:
    with pytest.raises(RequestError):
        decode(f"1:another:t:buses:chain:1:{part}")


def test_context_without_room_for_the_way_back_is_offered_without() -> None:
    assert encode(Context(LONGEST, WALK)) == f"1:context:{LONGEST}"


@pytest.mark.parametrize("page", [1, 2, 40, 9999])
def test_page_of_an_answer_is_in_its_button(page: int) -> None:
    custom_id = with_page(Context("kerb-lorry"), page)
    assert split_page(custom_id) == ("1:context:kerb-lorry", page)
    assert decode(custom_id) == Context("kerb-lorry")


@pytest.mark.parametrize(
    "custom_id", ["1:context:x@0", "1:context:x@01", "1:context:x@99999", "x@", "@a"]
)
def test_a_custom_id_that_names_no_page_is_left_alone(custom_id: str) -> None:
    assert split_page(custom_id) == (custom_id, 1)


def test_longest_ids_leave_room_for_the_pages_of_an_excerpt() -> None:
    assert 0 < len(with_page(WALK, 9)) <= CUSTOM_ID
    assert with_page(WALK, 10) == ""
    assert with_page(None, 1) == ""


def test_button_of_a_longest_answer_to_a_question_fits() -> None:
    assert len(hash_of(LONGEST)) <= 8
    several = [".".join(["a" * 8] * count) for count in (1, 6, 3)]
    assert with_page(Asked(*several), 99)


@given(st.text(max_size=100))
def test_any_other_text_is_refused_in_a_sentence(custom_id: str) -> None:
    with pytest.raises(RequestError, match=r"\.$"):
        decode(custom_id)


def test_a_custom_id_of_more_than_a_hundred_characters_is_refused_in_a_sentence() -> None:
    assert decode(f"1:opposing:{'a' * 89}") == Opposing("a" * 89)
    with pytest.raises(RequestError, match="from an older version"):
        decode(f"1:opposing:{'a' * 90}")


@pytest.mark.parametrize("digits", ["-1", "1_0", "²", "", "1" * 10])
def test_a_number_of_another_form_is_refused(digits: str) -> None:
    with pytest.raises(RequestError):
        decode(f"1:pair:kerbs:{digits}")
