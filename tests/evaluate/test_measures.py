"""The definitions of the figures."""

from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from tests.evaluate.made import labelled, outcome, outside, ranked
from tests.libraries import town
from tools.evaluate.asking import Outcome
from tools.evaluate.measures import (
    Ranking,
    both_sides,
    debated_points,
    in_three_at,
    measure,
    ranking,
    shares,
)

TOWN = town()


def test_the_first_right_excerpt_gives_the_place() -> None:
    request = labelled("topic", ["b", "d"])
    assert outcome(request, "a", "b", "c", "d").rank == 2
    assert outcome(request, "a", "c").rank is None
    assert outcome(request).rank is None


def test_first_in_three_and_mean_reciprocal_rank_count_what_is_missing_as_wrong() -> None:
    places = [1, 2, 3, 4, 6, None]
    found = ranking([ranked(place) for place in places])
    assert (found.requests, found.first, found.in_three) == (6, 1 / 6, 3 / 6)
    assert found.mrr == pytest.approx((1 + 1 / 2 + 1 / 3 + 1 / 4 + 1 / 6 + 0) / 6)


def test_a_share_of_nothing_is_none() -> None:
    assert ranking([]) == Ranking(0, None, None, None)
    figures = measure([], TOWN)
    assert set(shares(figures).values()) == {None}


def test_kinds_come_in_the_order_of_the_file_and_all_counts_each_request_once() -> None:
    outcomes = [ranked(1, "typo"), ranked(None, "topic"), ranked(1, "typo"), outside(0.5)]
    figures = measure(outcomes, TOWN)
    assert [(kind, one.first) for kind, one in figures.kinds] == [("typo", 1.0), ("topic", 0.0)]
    assert (figures.all.requests, figures.all.first) == (3, 2 / 3)


def test_every_answer_to_a_request_out_of_scope_is_a_false_one() -> None:
    figures = measure([ranked(1), outside(0.1), outside(None), outside(None), outside(0.9)], TOWN)
    assert (figures.out_of_scope, figures.false_answers) == (4, 0.5)


def test_a_threshold_is_raised_until_so_few_false_answers_are_left() -> None:
    sure = [ranked(1, score=0.9), ranked(1, score=0.7), ranked(1, score=0.5), ranked(5, score=1)]
    false = [outside(0.8), outside(0.6), *[outside(None)] * 18]
    assert in_three_at(0.10, [*sure, *false]) == 3 / 4
    assert in_three_at(0.05, [*sure, *false]) == 2 / 4
    assert in_three_at(0.00, [*sure, *false]) == 1 / 4


def test_an_answer_with_the_score_of_a_false_one_is_cut_with_it() -> None:
    assert in_three_at(0.0, [ranked(1, score=0.7), outside(0.7)]) == 0.0


def test_within_the_limit_everything_counts() -> None:
    outcomes = [ranked(1, score=0.1), ranked(4), outside(None)]
    assert in_three_at(0.05, outcomes) == ranking(outcomes[:2]).in_three == 0.5


def test_an_unanswered_request_counts_with_the_excerpts_of_a_surer_answer() -> None:
    unsure = replace(ranked(1, score=0.3), answered=False)
    near = replace(outside(0.2), answered=False)
    figures = measure([ranked(2), unsure, near], TOWN)
    assert (figures.all.first, figures.all.in_three) == (0.5, 1.0)
    assert (figures.answered_in_three, figures.false_answers) == (0.5, 0.0)
    assert in_three_at(0.0, [unsure, near]) == 1.0
    assert in_three_at(0.0, [unsure, replace(near, score=0.4)]) == 0.0


def test_a_threshold_needs_requests_out_of_scope() -> None:
    assert in_three_at(0.1, [ranked(1)]) is None


SCORES = st.integers(0, 6).map(lambda sixth: sixth / 6)
INSIDE = st.builds(ranked, st.sampled_from([1, 3, 4, None]), score=SCORES)
OUTSIDE = st.builds(outside, st.none() | SCORES)


@given(
    st.lists(INSIDE, min_size=1, max_size=8),
    st.lists(OUTSIDE, min_size=1, max_size=8),
    st.sampled_from([0, 0.05, 0.1, 0.5, 1]),
)
def test_the_best_threshold_is_the_best_of_all_thresholds(
    inside: list[Outcome], false: list[Outcome], limit: float
) -> None:
    best = 0.0
    for threshold in [sixth / 6 for sixth in range(8)]:
        answered = [one for one in false if one.answered and one.score >= threshold]
        if len(answered) <= limit * len(false):
            right = [one for one in inside if one.score >= threshold and one.rank in {1, 2, 3}]
            best = max(best, len(right) / len(inside))
    assert in_three_at(limit, [*inside, *false]) == best


def test_both_sides_of_one_point_must_be_among_the_six() -> None:
    request = labelled("message", ["kerb-lorry"], ["kerbs", "high-street-lane"])
    assert both_sides(outcome(request, "kerb-lorry", "kerb-sweeper"), TOWN)
    assert not both_sides(outcome(request, "kerb-lorry", "kerb-surgery", "kerb-mixed"), TOWN)
    assert not both_sides(outcome(request, "kerb-lorry", "lane-empty"), TOWN)
    assert not both_sides(outcome(request), TOWN)
    seventh = outcome(request, "kerb-lorry", *"abcde", "kerb-sweeper")
    assert not both_sides(seventh, TOWN)


def test_only_debates_and_questions_on_points_with_two_sides_ask_for_both() -> None:
    asked = outcome(labelled("typo", ["kerb-lorry"], ["kerbs", "helmets"]), "kerb-lorry")
    assert debated_points(asked, TOWN) == ("kerbs",)
    debated = replace(asked, request=replace(asked.request, command="debate"))
    quoted = replace(asked, request=replace(asked.request, command="quote"))
    one_sided = replace(asked, request=replace(asked.request, points=("helmets",)))
    assert debated_points(debated, TOWN) == ("kerbs",)
    assert debated_points(quoted, TOWN) == debated_points(one_sided, TOWN) == ()
    figures = measure([asked, debated, quoted, one_sided], TOWN)
    assert (figures.two_sided, figures.both_sides) == (2, 0.0)


def test_every_figure_has_a_name_of_its_own() -> None:
    figures = measure([ranked(1), ranked(2, "typo"), outside(None)], TOWN)
    named = shares(figures)
    assert named["topic first"] == named["typo in three"] == named["all in three"] == 1.0
    assert named["typo first"] == named["false answers"] == 0.0
    assert named["all mrr"] == 0.75
    assert named["in three at 5 % false"] == named["in three at 10 % false"] == 1.0
    assert named["both sides in six"] is None
