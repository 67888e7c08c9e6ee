"""Labelled requests put to a real desk."""

from bot.answers.desk import Desk
from tests.evaluate.made import labelled, outside, ranked
from tests.libraries import town
from tools.evaluate.asking import Outcome, ask_all
from tools.evaluate.labelled import OUT, Labelled
from tools.evaluate.report import misses

TOWN = town()
DESK = Desk(TOWN)


def asked(request: Labelled) -> Outcome:
    (outcome,) = ask_all(DESK, (request,))
    return outcome


def test_a_quote_is_what_the_product_shows_in_its_order() -> None:
    outcome = asked(labelled("topic", ["school-chaos"], command="quote", text="school parking"))
    answer = DESK.quote("school parking")
    assert outcome.excerpts == tuple(one.quote.id for one in answer.excerpts)
    assert outcome.answered
    assert 0 < outcome.score <= 1
    assert outcome.why


def test_a_debate_shows_its_sides_in_turn() -> None:
    text = "Cycle lanes should be separated from traffic by a kerb."
    outcome = asked(labelled("topic", ["kerb-lorry"], ["kerbs"], "debate", text))
    first, second = (TOWN.quotes[quote].positions[0].stance for quote in outcome.excerpts[:2])
    assert first is second.opposite


def test_did_you_mean_and_nothing_found_are_no_answers() -> None:
    outcome = asked(labelled(OUT, text="how do I bake sourdough?"))
    assert (outcome.answered, outcome.excerpts, outcome.rank) == (False, (), None)


def test_a_request_that_is_refused_is_not_answered() -> None:
    outcome = asked(labelled(OUT, command="debate", text="\u200b\u200b"))
    assert not outcome.answered


def test_each_kind_of_wrong_answer_has_a_name() -> None:
    debate = labelled("topic", ["kerb-lorry"], ["kerbs"], "debate", "kerbs")
    one_sided = Outcome(debate, True, 1.0, ("kerb-lorry", "kerb-surgery"), "", ())
    outcomes = [
        ranked(1), ranked(2), ranked(4), ranked(None), one_sided, outside(0.5), outside(None),
        Outcome(debate, False, 0.2, (), "", ("Kerbs",)),
    ]  # fmt: skip
    assert [miss.wrong for miss in misses(outcomes, TOWN)] == [
        "right at place 2",
        "right only at place 4",
        "none right",
        "not both sides",
        "false answer",
        "no answer",
    ]
