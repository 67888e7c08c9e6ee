"""The page of a question."""

from msgspec.structs import replace

from bot.answers.actions import Context, Debate, DebatePage
from bot.answers.model import AskAnswer, DebateAnswer
from bot.library.model import Excerpt, Stance, State, Verdict
from bot.pages import page_of
from bot.pages.page import Labelled
from bot.search.results import Cause, Why
from tests.pages.answers import a_debate, a_tally, an_excerpt, follow_ups, passages, said, taking

FOR = taking(Stance.FOR, "A kerb saves lives.", "for-1")
AGAINST = taking(Stance.AGAINST, "A kerb traps buses.", "against-1")


def an_answer(debate: DebateAnswer | None, *excerpts: Excerpt) -> AskAnswer:
    near = (a_tally("Buses should be free.", for_=1, against=1),)
    why = (Why(Cause.PHRASING, "is paint enough", "Is paint enough?"),)
    return AskAnswer("is paint enough", excerpts[0], None, debate, excerpts, near, why, 0.9)


def test_the_point_the_question_was_read_as_is_labelled() -> None:
    page = page_of(an_answer(a_debate((AGAINST,), (FOR,)), FOR, AGAINST))
    assert page.blocks[0] == Labelled("Point", "Lanes should have kerbs.")


def test_the_best_comes_first_then_the_sides_as_the_answer_orders_them() -> None:
    page = page_of(an_answer(a_debate((AGAINST,), (FOR,)), FOR, AGAINST))
    assert [(one.label, one.text) for one in passages(page)] == [
        ("For · Build kerbs", "A kerb saves lives."),
        ("Against · Paint is enough", "A kerb traps buses."),
    ]


def test_an_excerpt_that_takes_no_side_is_said_to_be_close() -> None:
    sides = a_debate((AGAINST,), (FOR,))
    labels = ["For · Build kerbs", "Against · Paint is enough"]
    first = page_of(an_answer(sides, an_excerpt(), FOR, AGAINST))
    assert [one.label for one in passages(first)] == ["Closest to the question", *labels]
    third = page_of(replace(an_answer(sides, FOR, AGAINST, an_excerpt()), stance=Stance.FOR))
    assert [one.label for one in passages(third)] == [*labels, "Closest to the question"]


def test_a_second_excerpt_of_each_side_is_shown_only_if_all_are_short() -> None:
    def shown(length: int) -> int:
        excerpts = [
            taking(stance, "x" * length, f"{stance}-{number}")
            for number in (1, 2)
            for stance in (Stance.FOR, Stance.AGAINST)
        ]
        answer = an_answer(a_debate((AGAINST,), (FOR,)), *excerpts)
        return len(passages(page_of(replace(answer, stance=Stance.FOR))))

    assert (shown(125), shown(126)) == (4, 2)


def test_points_near_the_question_give_way_to_long_excerpts() -> None:
    def near(length: int) -> bool:
        excerpts = (replace(FOR, quote=replace(FOR.quote, text="x" * length)), AGAINST)
        page = page_of(an_answer(a_debate((AGAINST,), (FOR,)), *excerpts))
        return "Buses should be free." in follow_ups(page)

    assert (near(550), near(600)) == (True, False)


def test_a_mixed_excerpt_is_shown_only_if_a_phone_has_room() -> None:
    def labels(length: int) -> list[str]:
        mixed = taking(Stance.MIXED, "x" * length, "mixed-1")
        page = page_of(an_answer(a_debate((), (FOR,), mixed=(mixed,)), FOR, mixed))
        return [one.label for one in passages(page)]

    assert labels(500) == ["For · Build kerbs", "Partly for, partly against"]
    assert labels(700) == ["For · Build kerbs"]


def test_a_missing_side_is_said() -> None:
    page = page_of(an_answer(a_debate((), (FOR,)), FOR))
    assert "Nobody in this library speaks against this point." in said(page)


def test_a_guess_by_meaning_is_said_to_be_one() -> None:
    answer = an_answer(a_debate((AGAINST,), (FOR,)), FOR, AGAINST)
    why = (Why(Cause.MEANING, "is paint enough", "Paint is enough"),)
    guessed = said(page_of(replace(answer, why=why)))
    assert guessed.endswith("A guess by meaning: close to “Paint is enough”.")
    assert "Is paint enough?" not in said(page_of(answer))


def test_the_whole_debate_and_near_points_are_the_ways_on_and_each_excerpt_has_its_context() -> (
    None
):
    page = page_of(an_answer(a_debate((AGAINST,), (FOR,)), FOR, AGAINST))
    assert follow_ups(page) == {
        "The whole debate": Debate("kerbs"),
        "Buses should be free.": Debate("buses"),
    }
    menu, back = page.menus[0], DebatePage("kerbs", 0)
    assert [(one.label, one.action, one.note) for one in menu.choices] == [
        ("A kerb saves lives.", Context("for-1", back), "Mary Aldous"),
        ("A kerb traps buses.", Context("against-1", back), "Mary Aldous"),
    ]


def test_an_excerpt_that_stands_in_no_text_held_has_no_context() -> None:
    unheld = replace(AGAINST, verdict=Verdict(State.UNCHECKED))
    (menu,) = page_of(an_answer(a_debate((unheld,), (FOR,)), FOR, unheld)).menus
    assert [one.label for one in menu.choices] == ["A kerb saves lives."]


def test_a_question_on_no_point_shows_excerpts_alone() -> None:
    page = page_of(an_answer(None, an_excerpt()))
    assert not any(isinstance(block, Labelled) for block in page.blocks)
    assert list(follow_ups(page)) == ["In context", "Buses should be free."]
