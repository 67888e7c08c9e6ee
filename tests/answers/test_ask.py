import pytest

from bot.answers.ask import ask
from bot.answers.desk import Desk
from bot.answers.model import AskAnswer, DebateAnswer, NotFound
from bot.library.model import Stance
from bot.search.matcher import Matcher
from bot.search.results import Miss


def _ask(matcher: Matcher, question: str) -> AskAnswer:
    answer = ask(question, matcher)
    assert isinstance(answer, AskAnswer), answer
    return answer


def _ids(answer: AskAnswer) -> list[str]:
    return [excerpt.quote.id for excerpt in answer.excerpts]


def test_a_question_gets_the_best_excerpt_and_both_sides_of_its_point(matcher: Matcher) -> None:
    answer = _ask(matcher, "Should buses be publicly owned or private?")
    assert answer.debate
    assert answer.debate.point.id == "in-house-buses"
    assert all(side.excerpts for side in answer.debate.sides)
    assert answer.excerpts[0] == answer.best


def test_no_excerpt_is_shown_twice_and_at_most_six(matcher: Matcher) -> None:
    for question in ("bike lanes", "should side streets be closed", "brennan", "money for lanes"):
        ids = _ids(_ask(matcher, question))
        assert len(ids) == len(set(ids)) <= 6


def test_the_best_is_answered_by_an_opponent_at_once(matcher: Matcher) -> None:
    answer = _ask(matcher, "blackbirds instead of gearboxes on Mill Row")
    assert answer.best.quote.id == "ltn-quiet"
    assert answer.stance is Stance.FOR
    assert answer.debate
    assert _ids(answer)[1] in {one.quote.id for one in answer.debate.sides[0].excerpts}
    assert answer.debate.sides[0].stance is Stance.AGAINST


def test_both_sides_stay_equal_where_the_best_is_on_one(matcher: Matcher) -> None:
    answer = _ask(matcher, "blackbirds instead of gearboxes on Mill Row")
    assert answer.debate
    assert answer.best in answer.debate.sides[1].excerpts
    assert len({len(side.excerpts) for side in answer.debate.sides}) == 1


def test_an_excerpt_off_the_point_that_is_as_close_comes_after_both_sides(matcher: Matcher) -> None:
    answer = _ask(matcher, "do nurses and bus drivers suffer from closed streets")
    assert answer.debate
    best, opposing, beside, *_ = answer.excerpts
    sides = {side.stance: side.excerpts for side in answer.debate.sides}
    assert best in sides[Stance.AGAINST]
    assert opposing in sides[Stance.FOR]
    assert "close-side-streets" not in {held.point for held in beside.quote.positions}


def test_a_question_that_matches_no_point_still_has_excerpts(matcher: Matcher) -> None:
    answer = _ask(matcher, "will the two depots merge")
    assert answer.best.quote.id == "chain"
    assert answer.debate is None or answer.stance is None


def test_a_question_about_a_speakers_views_gets_that_speaker(matcher: Matcher) -> None:
    answer = _ask(matcher, "What does Tom Brennan think about parking?")
    assert answer.best.speaker.id == "brennan"


_MESSAGE = (
    "Honestly I am so tired of this. Every single morning I take my daughter to school and the "
    "gates are blocked by huge cars with their engines idling, and parents who park on the "
    "pavement because they cannot walk two hundred metres. Last week one of them nearly hit a "
    "child. The council talks and talks and does nothing. Keep the cars away from the gates!"
)


def test_a_whole_angry_message_finds_its_point(matcher: Matcher) -> None:
    answer = _ask(matcher, _MESSAGE)
    assert answer.debate
    assert "school-parking" in {answer.debate.point.id, *(one.point.id for one in answer.near)}
    assert answer.best.quote.id in {"school-engines", "school-chaos"}


def test_points_near_are_others_with_something_to_show(matcher: Matcher) -> None:
    answer = _ask(matcher, "bike lanes and parking and buses")
    assert answer.debate
    near = [one.point.id for one in answer.near]
    assert answer.debate.point.id not in near
    assert all(one.for_ + one.against + one.mixed for one in answer.near)
    assert len(near) <= 3


@pytest.mark.parametrize(
    ("question", "miss"),
    [
        ("when do I plant tomatoes", Miss.NOTHING),
        ("", Miss.BLANK),
        ("🚲" * 6000, Miss.BLANK),
        ("colour of the kerb", Miss.UNSURE),
        ("trams", Miss.NOTHING),
    ],
)
def test_a_question_without_an_answer_is_not_found(
    matcher: Matcher, question: str, miss: Miss
) -> None:
    answer = ask(question, matcher)
    assert isinstance(answer, NotFound)
    assert answer.miss is miss
    assert answer.suggestions


def test_the_debate_is_on_a_point_that_the_best_excerpt_speaks_to(matcher: Matcher) -> None:
    answer = _ask(matcher, "blackbirds on Mill Row, and what will lorries do about the kerb")
    assert answer.debate
    assert answer.stance


def test_the_words_beside_an_alias_choose_among_the_points_of_its_topic(matcher: Matcher) -> None:
    # Nobody speaks against the one on schools, and both sides on charges.
    desk = Desk(matcher.library)
    for text, point in (
        ("parking spaces at the gates", "school-parking"),
        ("parking spaces", "charge-for-parking"),
    ):
        asked, debated = desk.ask(text), desk.debate(text)
        assert isinstance(asked, AskAnswer)
        assert isinstance(debated, DebateAnswer)
        assert asked.debate
        assert (asked.debate.point.id, debated.point.id) == (point, point)


def test_opposing_a_message_leads_with_the_other_side_of_the_nearest_excerpt(
    matcher: Matcher,
) -> None:
    message = "blackbirds instead of gearboxes on Mill Row"
    answer = Desk(matcher.library).opposing(message)
    quotes = _ask(matcher, message)
    assert isinstance(answer, DebateAnswer)
    assert quotes.debate
    assert (answer.point, answer.opposed) == (quotes.debate.point, "ltn-quiet")
    assert answer.sides[0].stance is Stance.AGAINST


@pytest.mark.parametrize(
    ("message", "point", "first"),
    [
        ("I think kerbs are a stupid idea", "kerbs", Stance.FOR),
        ("I like kerbs", "kerbs", Stance.AGAINST),
    ],
)
def test_opposing_a_message_reads_a_name_and_a_side_in_its_wording(
    matcher: Matcher, message: str, point: str, first: Stance
) -> None:
    answer = Desk(matcher.library).opposing(message)
    assert isinstance(answer, DebateAnswer)
    assert (answer.point.id, answer.sides[0].stance) == (point, first)


def test_an_alias_in_a_message_about_something_else_is_not_opposed(matcher: Matcher) -> None:
    assert isinstance(Desk(matcher.library).opposing("retail job today"), NotFound)


def test_opposing_any_quote_keeps_to_the_point_and_leads_with_the_side_opposed(
    matcher: Matcher,
) -> None:
    led, desk = 0, Desk(matcher.library)
    for quote in matcher.library.quotes.values():
        answer = desk.opposing(quote.text)
        quotes = ask(quote.text, matcher)
        if not isinstance(answer, DebateAnswer):
            assert answer == quotes
            continue
        assert isinstance(quotes, AskAnswer)
        assert quotes.debate
        assert answer.point == quotes.debate.point
        stance = quotes.stance
        if stance in (Stance.FOR, Stance.AGAINST):
            assert answer.sides[0].stance is stance.opposite
            assert answer.sides[0].excerpts
            led += 1
    assert led > 5
