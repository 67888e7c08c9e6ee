"""Actions that lead from one answer to another."""

import pytest

from bot.answers import browse, opposing_views, quote
from bot.answers.actions import (
    About,
    Action,
    Another,
    Context,
    Debate,
    DebatePage,
    Opposing,
    QuoteOf,
    RandomQuote,
    Topics,
    follow_up,
)
from bot.answers.ask import token_of
from bot.answers.desk import Desk
from bot.answers.model import (
    Answer,
    AskAnswer,
    ContextAnswer,
    DebateAnswer,
    NotFound,
    QuoteAnswer,
)
from bot.library.model import Kind
from bot.pages import page_of
from bot.search.matcher import Matcher
from bot.search.results import Miss
from bot.search.scope import Scope
from tests.libraries import town

desk = Desk(town())
MATCHER = Matcher(town())
BUSES = Scope(Kind.TOPIC, "buses")


@pytest.mark.parametrize(
    ("action", "answer"),
    [
        (Another(BUSES, "chain", 1), quote.another(BUSES, "chain", 1, MATCHER)),
        (Opposing("kerb-lorry"), opposing_views.to_quote("kerb-lorry", MATCHER)),
        (Opposing("school-chaos"), opposing_views.to_quote("school-chaos", MATCHER)),
        (Context("kerb-lorry"), browse.context("kerb-lorry", MATCHER)),
        (Debate("kerbs"), desk.debate("kerbs")),
        (DebatePage("kerbs", 1), desk.debate("kerbs", 1)),
        (DebatePage("kerbs", 0, "kerb-lorry"), opposing_views.to_quote("kerb-lorry", MATCHER)),
        (Topics("buses"), desk.topics("buses")),
        (Topics(), desk.topics()),
        (QuoteOf(BUSES), desk.quote("buses")),
        (QuoteOf(Scope(Kind.POINT, "kerbs")), desk.quote("kerbs")),
        (QuoteOf(Scope(Kind.SPEAKER, "aldous")), desk.quote("", speaker="aldous")),
        (QuoteOf(Scope(Kind.SOURCE, "echo-2024")), desk.quote("", source="echo-2024")),
        (About(), desk.about()),
    ],
)
def test_an_action_is_answered_as_the_request_for_the_same_thing(
    action: Action, answer: Answer
) -> None:
    assert desk.follow(action) == answer


@pytest.mark.parametrize(
    "action",
    [
        Another(Scope(Kind.TOPIC, "bike"), "chain", 1),
        Opposing("kerb"),
        Context("kerb"),
        Debate("kerb"),
        DebatePage("kerb", 1),
        DebatePage("kerbs", 1, "kerb"),
        Topics("bike"),
        QuoteOf(Scope(Kind.TOPIC, "bike")),
        QuoteOf(Scope(Kind.POINT, "kerb")),
        QuoteOf(Scope(Kind.SPEAKER, "aldou")),
        QuoteOf(Scope(Kind.SOURCE, "echo")),
    ],
)
def test_an_id_no_longer_there_gets_that_answer_and_nothing_with_a_similar_name(
    action: Action,
) -> None:
    answer = desk.follow(action)
    assert isinstance(answer, NotFound)
    assert answer == desk.no_longer_there()
    assert answer.miss is Miss.GONE


@pytest.mark.parametrize("back", [Another(BUSES, "chain", 0), DebatePage("kerbs", 1), None])
def test_a_context_leads_back_to_the_answer_it_was_opened_from(
    back: Another | DebatePage | None,
) -> None:
    answer = desk.follow(Context("kerb-lorry", back))
    assert isinstance(answer, ContextAnswer)
    assert answer.back == back


def test_a_scope_is_walked_once_round() -> None:
    first = desk.follow(QuoteOf(BUSES))
    assert isinstance(first, QuoteAnswer)
    seen, answer = [], first
    for shown in range(1, first.total + 1):
        seen.append(answer.excerpts[0].quote.id)
        further = desk.follow(Another(BUSES, seen[0], shown))
        assert isinstance(further, QuoteAnswer)
        answer = further
    assert len(set(seen)) == first.total
    assert answer.excerpts[0].quote.id == seen[0]


def test_an_answer_to_a_question_is_found_again_by_its_token() -> None:
    first = desk.ask("Should buses be free?")
    assert isinstance(first, AskAnswer)
    again = desk.follow(token_of(first))
    assert isinstance(again, AskAnswer)
    assert again.excerpts == first.excerpts
    assert again.near == first.near
    assert again.stance == first.stance
    assert first.debate is not None
    assert again.debate is not None
    assert again.debate.point == first.debate.point


DEBATE_CARD = (
    Debate("high-street-lane"),
    Context("kerb-lorry", DebatePage("kerbs", 1)),
    Context("kerb-ambulance", DebatePage("kerbs", 1)),
    Debate("free-buses"),
)
MENU_OF_POINTS = (QuoteOf(BUSES), Topics(), Debate("free-buses"), Debate("in-house-buses"))


@pytest.mark.parametrize(
    ("offered", "action"),
    [
        (DEBATE_CARD, DebatePage("kerbs", 0, "kerb-lorry")),
        ((Debate("kerbs"), *DEBATE_CARD), Debate("kerbs")),
        ((Another(BUSES, "chain", 1), Opposing("chain"), Context("chain")), Opposing("chain")),
        ((Context("chain", Another(BUSES, "chain", 0)),), Opposing("chain")),
        ((Another(BUSES, "chain", 0), Debate("free-buses")), Debate("free-buses")),
        ((DebatePage("kerbs", 1),), DebatePage("kerbs", 1)),
        (MENU_OF_POINTS, None),
        ((Debate("free-buses"),), None),
        ((), None),
    ],
)
def test_the_other_side_is_one_of_the_same_point(
    offered: tuple[Action, ...], action: Action | None
) -> None:
    assert follow_up("and the other side?", offered) == action


@pytest.mark.parametrize("words", ["another one", "one more", "again", "more"])
def test_another_one_is_the_next_of_the_same_kind(words: str) -> None:
    at_random, following = RandomQuote("", 7, 1), DebatePage("kerbs", 2)
    assert follow_up(words, (at_random, Opposing("chain"), Context("chain"))) == at_random
    assert follow_up(words, (following, *DEBATE_CARD)) == following
    assert follow_up(words, DEBATE_CARD) is None
    question_card = (Debate("kerbs"), Context("kerb-lorry", DebatePage("kerbs", 0)))
    assert follow_up(words, question_card) == Debate("kerbs", "kerb-lorry")
    assert follow_up(words, MENU_OF_POINTS) is None


@pytest.mark.parametrize("point", ["close-side-streets", "lanes-hurt-shops"])
def test_a_debate_goes_on_after_what_was_seen(point: str) -> None:
    debate = desk.debate(point)
    assert isinstance(debate, DebateAnswer)
    turned, seen = debate, list[str]()
    for page in range(debate.pages):
        following = desk.follow(Debate(point, ",".join(seen)))
        assert following == desk.debate(point, page)
        assert isinstance(following, DebateAnswer)
        turned = following
        seen += [excerpt.quote.id for excerpt, _ in turned.in_turn]
    after = desk.follow(Debate(point, ",".join(seen)))
    assert after == (desk.follow(turned.rest) if turned.rest else debate)


def test_nobody_opposes_a_quote_on_a_point_it_does_not_speak_to() -> None:
    answer = desk.follow(DebatePage("free-buses", 0, "kerb-lorry"))
    assert isinstance(answer, NotFound)
    assert answer.miss is Miss.UNOPPOSED


def test_the_opposing_view_is_on_the_point_that_the_excerpt_is_shown_with() -> None:
    shown = 0
    for topic in desk.library.topics:
        answer = desk.quote(topic)
        if isinstance(answer, QuoteAnswer) and answer.opposed and answer.point:
            page = page_of(answer)
            (button,) = (one for one in page.buttons if isinstance(one.action, Opposing))
            assert isinstance(button.action, Opposing)
            opposing = desk.follow(button.action)
            assert isinstance(opposing, DebateAnswer)
            assert opposing.point == answer.point
            shown += 1
    assert shown
