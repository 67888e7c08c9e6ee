"""Topics and points found by meaning, over a town's quarrel about its streets."""

import numpy as np
import pytest
from msgspec.structs import replace

from bot.answers.desk import Desk
from bot.answers.model import NotFound
from bot.library.changes import PutPoint
from bot.library.model import Kind, Point
from bot.library.view import view_of
from bot.search.confidence import weight_words
from bot.search.matcher import Matcher
from bot.search.results import Cause
from bot.search.spelling import english
from tests.libraries import town

TOWN = town()
BY_MEANING, BY_WORDS = Desk(TOWN), Desk(TOWN, meaning=False)


def offered(desk: Desk, question: str) -> list[str]:
    answer = desk.ask(question)
    assert isinstance(answer, NotFound)
    return [one.id for one in answer.suggestions if one.kind is Kind.POINT]


@pytest.mark.parametrize(
    ("question", "point"),
    [
        ("smog", "clean-air-zone"),
        ("fumes from exhausts", "clean-air-zone"),
        ("headgear", "helmets"),
        ("are journeys on coaches too pricey", "free-buses"),
    ],
)
def test_what_shares_no_word_is_offered_by_what_it_means(question: str, point: str) -> None:
    assert offered(BY_MEANING, question)[0] == point
    assert point not in offered(BY_WORDS, question)


def test_the_line_that_means_nearly_the_same_is_told() -> None:
    answer = BY_MEANING.ask("does paying for a spot drive customers away")
    why = next(one for one in answer.why if one.cause is Cause.MEANING)
    assert why.found == "Cycle lanes take customers away from shops."
    told = BY_WORDS.ask("does paying for a spot drive customers away").why
    assert Cause.MEANING not in {one.cause for one in told}


@pytest.mark.parametrize("question", ["knitting patterns", "pizza dough", "🎉", "الشارع الكبير"])
def test_what_is_on_another_subject_is_not_answered(question: str) -> None:
    assert isinstance(BY_MEANING.ask(question), NotFound)


def test_a_server_s_own_point_is_found_by_its_meaning_too() -> None:
    own = Point("dogs", "safety", "Dogs belong on a lead.", "Leads on", "Leads off")
    library = view_of(TOWN).preview([PutPoint(own)]).library
    question = "canines and leashes"
    near = Matcher(library, Matcher(TOWN)).match(question).ranking.points
    assert near[0].id == "dogs"
    assert [one.id for one in near] == [
        one.id for one in Matcher(library).match(question).ranking.points
    ]


def test_a_changed_point_is_found_by_its_new_words_alone() -> None:
    changed = replace(TOWN.points["helmets"], sentence="Cats sleep.", aliases=(), phrasings=())
    library = view_of(TOWN).preview([PutPoint(changed)]).library
    over = Matcher(library, Matcher(TOWN))
    assert over.match("kittens").ranking.points[0].id == "helmets"


def test_a_word_near_one_that_a_point_has_adds_to_it_but_not_its_own_word() -> None:
    matcher = Matcher(TOWN)
    assert matcher.meaning
    kerbs, helmets = (matcher.documents.point_ids.index(one) for one in ("kerbs", "helmets"))
    added = {}
    for asked in ("headgear", "helmet", "qwertyish"):
        words = weight_words(matcher.parse(asked), matcher.documents, english())
        scores = np.zeros(len(matcher.documents.point_ids), dtype=np.float32)
        scores[[kerbs, helmets]] = 1
        similarity = matcher.meaning.similarity(words, {}, 1.0)
        if similarity:
            similarity.add_likely_words(scores, words)
        added[asked] = (float(scores[kerbs]), float(scores[helmets]))
        assert np.count_nonzero(scores) == 2
    assert added["headgear"][1] > 1
    assert added["headgear"][1] > added["headgear"][0]
    assert added["helmet"][1] == 1
    assert added["qwertyish"] == (1, 1)


def test_the_nearest_point_of_very_many_is_found_by_its_line() -> None:
    every = "Kites", "Kettles", "Lanterns", "Marbles", "Puppets"
    others = [
        Point(f"{thing.lower()}-{number}", "safety", f"{thing} {number} belong here.", "Yes", "No")
        for thing in every
        for number in range(50)
    ]
    dogs = Point("dogs", "safety", "Dogs belong on a lead.", "Leads on", "Leads off")
    many = view_of(TOWN).preview([PutPoint(one) for one in (*others, dogs)]).library
    for matcher in (Matcher(many), Matcher(many, Matcher(TOWN))):
        ranking = matcher.match("canines and leashes").ranking
        assert ranking.points[0].id == "dogs"
        assert ranking.meant
        assert ranking.meant.id == "dogs"
