"""An editor's decisions: the order, reports, and the questions that a quote answers."""

from pathlib import Path

from msgspec.structs import replace

from bot.answers.actions import Another, Opposing
from bot.answers.desk import Desk
from bot.answers.model import AskAnswer, DebateAnswer, NotFound, QuoteAnswer, Side
from bot.library.changes import Change, HideQuote, PutQuote
from bot.library.library import Library
from bot.library.load import load_library
from bot.library.model import Sides, Stance
from bot.library.view import view_of
from bot.search.matcher import Matcher
from bot.search.results import Cause, Miss, Why, led, opponents
from tests.library.test_voices import POINT, quoted

FRENCH = Path(__file__).parents[1] / "languages" / "fr-school" / "quotes"
FOR, AGAINST, MIXED = Stance.FOR, Stance.AGAINST, Stance.MIXED
_PEOPLE = ("aldous", "haddad", "okafor")
_SIX = tuple((speaker, stance, "") for stance in (FOR, AGAINST) for speaker in _PEOPLE)


def _led_by(library: Library, first: Sides) -> Library:
    point = replace(library.points[POINT], first=first)
    return replace(library, points={**library.points, POINT: point})


def _debate(library: Library, page: int = 0) -> dict[Stance, Side]:
    answer = Desk(library, meaning=False).debate(POINT, page)
    assert isinstance(answer, DebateAnswer)
    return {side.stance: side for side in answer.sides}


def _ids(side: Side) -> list[str]:
    return [excerpt.quote.id for excerpt in side.excerpts]


def test_the_curators_first_lead_their_sides_in_order() -> None:
    sides = _debate(_led_by(quoted(*_SIX), Sides(("q2", "q1"), ("q5",))))
    assert _ids(sides[FOR]) == ["q2", "q1"]
    assert _ids(sides[AGAINST])[0] == "q5"


def test_first_ones_that_are_not_on_the_side_do_not_count() -> None:
    with_gone = _debate(_led_by(quoted(*_SIX), Sides(("q5", "gone", "q2"))))
    assert _ids(with_gone[FOR])[0] == "q2"
    assert [_ids(side) for side in _debate(quoted(*_SIX)).values()] == [
        _ids(side) for side in _debate(_led_by(quoted(*_SIX), Sides(("gone",)))).values()
    ]


def test_who_leads_has_spoken_before_the_others() -> None:
    quotes = (("aldous", FOR, ""), ("aldous", FOR, ""), ("haddad", FOR, ""))
    library = _led_by(quoted(*quotes, *_SIX[3:]), Sides(("q1",)))
    assert _ids(_debate(library)[FOR]) == ["q1", "q2"]


def test_a_view_of_their_own_comes_before_a_report() -> None:
    library = quoted(("aldous", FOR, "drivers"), ("haddad", FOR, ""), *_SIX[3:])
    assert _ids(_debate(library)[FOR]) == ["q1", "q0"]
    assert Matcher(library).order.strongest(("q0", "q1")) == ("q1", "q0")


def test_sides_count_voices_and_excerpts() -> None:
    library = quoted(("aldous", FOR, ""), ("aldous", FOR, ""), ("haddad", FOR, "drivers"))
    side = _debate(library)[FOR]
    assert (side.voices, side.total) == (2, 3)


def test_a_side_that_only_its_opponent_reports_is_missing() -> None:
    library = quoted(("aldous", FOR, "drivers"), ("aldous", AGAINST, ""))
    sides = _debate(library)
    assert (sides[FOR].total, sides[FOR].reports) == (0, 1)
    assert (sides[AGAINST].total, sides[AGAINST].reports) == (1, 0)
    assert opponents("q0", library) == opponents("q1", library) == {}
    found = Desk(library).follow(Opposing("q1"))
    assert isinstance(found, NotFound)
    assert found.miss is Miss.UNOPPOSED


def test_a_topic_shows_the_curators_first_card_and_walks_on_from_it() -> None:
    library = quoted(*_SIX)
    topic = library.points[POINT].topic
    first = replace(library.topics[topic], first=("q4", "q3"))
    desk = Desk(replace(library, topics={**library.topics, topic: first}))
    answer = desk.quote(library.topics[topic].name)
    assert isinstance(answer, QuoteAnswer)
    assert [excerpt.quote.id for excerpt in answer.excerpts[:2]] == ["q4", "q3"]
    following = desk.follow(Another(answer.scope, "q4", 1))
    assert isinstance(following, QuoteAnswer)
    assert following.excerpts[0].quote.id == "q3"


def test_led_keeps_every_quote_once() -> None:
    assert led(("c", "gone", "a"), ("a", "b", "c")) == ("c", "a", "b")
    assert led((), ("a", "b")) == ("a", "b")


QUESTION = "Who drives the last tram home?"


def _answering(library: Library, quote: str, *questions: str) -> Change:
    return PutQuote(replace(library.quotes[quote], phrasings=questions))


def _desk(library: Library, *changes: Change) -> Desk:
    return Desk(library).over(view_of(library).after(changes, len(changes)).library)


def test_a_question_that_a_quote_answers_puts_it_first(library: Library) -> None:
    desk = _desk(library, _answering(library, "rtl", QUESTION))
    why = (Why(Cause.PHRASING, QUESTION, QUESTION),)
    quote, ask = desk.quote(QUESTION), desk.ask(QUESTION)
    assert isinstance(quote, QuoteAnswer)
    assert isinstance(ask, AskAnswer)
    assert (quote.excerpts[0].quote.id, quote.why, quote.score) == ("rtl", why, 1.0)
    assert (ask.best.quote.id, ask.why) == ("rtl", why)


def test_the_same_words_of_weight_are_enough(library: Library) -> None:
    desk = _desk(library, _answering(library, "rtl", QUESTION))
    for typed in ("who drives last tram home", "Who is driving the last tram home"):
        answer = desk.quote(typed)
        assert isinstance(answer, QuoteAnswer), typed
        assert answer.excerpts[0].quote.id == "rtl"
        assert [one.cause for one in answer.why] == [Cause.PHRASING]


def test_a_word_of_weight_may_be_left_out(library: Library) -> None:
    desk = _desk(library, _answering(library, "rtl", "How much did the Norris review cost?"))
    answer = desk.quote("How much did the review cost?")
    assert isinstance(answer, QuoteAnswer)
    assert answer.excerpts[0].quote.id == "rtl"


def test_another_word_of_weight_makes_another_question(library: Library) -> None:
    desk = _desk(library, _answering(library, "rtl", QUESTION))
    answer = desk.quote("Who drives the last bus home?")
    assert Cause.PHRASING not in [one.cause for one in answer.why]


def test_a_question_leads_to_a_debate_of_the_quote_that_answers_it(library: Library) -> None:
    desk = _desk(library, _answering(library, "kerb-lorry", QUESTION))
    answer = desk.debate(QUESTION)
    assert isinstance(answer, DebateAnswer)
    assert answer.point.id == "kerbs"


def test_a_hidden_quote_answers_nothing(library: Library) -> None:
    answered = view_of(library).after([_answering(library, "rtl", QUESTION)], 1).library
    desk = _desk(answered, HideQuote("rtl"))
    answer = desk.quote(QUESTION)
    assert Cause.PHRASING not in [one.cause for one in answer.why]


def test_a_name_is_never_taken_for_a_question(library: Library) -> None:
    desk = _desk(library, _answering(library, "rtl", "Parking"))
    answer = desk.quote("Parking")
    assert isinstance(answer, QuoteAnswer)
    assert answer.scope.id == "parking"


def test_a_name_that_stands_nowhere_is_told(library: Library) -> None:
    for typed in ("Palantir", "palantir", "“Palantir”?"):
        answer = Desk(library).quote(typed)
        assert isinstance(answer, NotFound), typed
        assert [name.casefold() for name in answer.unmentioned] == ["palantir"]
        assert answer.suggestions


def test_a_word_without_a_capital_is_no_name(library: Library) -> None:
    answer = Desk(library).quote("quantum chromodynamics of gluons")
    assert isinstance(answer, NotFound)
    assert answer.unmentioned == ()


def test_a_year_is_no_name(library: Library) -> None:
    answer = Desk(library).debate("1913")
    assert isinstance(answer, NotFound)
    assert answer.unmentioned == ()


def test_a_word_of_asking_in_another_language_is_no_name() -> None:
    french = Desk(load_library(FRENCH))
    answer = french.ask("Does Nessie live here?")
    assert isinstance(answer, NotFound)
    assert answer.unmentioned == ("Nessie",)


def test_a_name_among_other_words_is_told(matcher: Matcher) -> None:
    found = matcher.match("the novels of Dostoevsky")
    assert found.unmentioned == ("Dostoevsky",)
