"""Near duplicates, in the town and compared with single calls of rapidfuzz."""

import random

import pytest
from rapidfuzz import fuzz

from bot.library.changes import Change, HideQuote, PutQuote, RemoveQuote
from bot.library.library import Collection, Library, make_library
from bot.library.model import Card, Quote, Source, Speaker, Topic
from bot.library.view import View, view_of
from bot.moderation.previews import ALIKE, compared, near_quotes
from tests.stopwatch import Stopwatch

HEAVY = "You cannot carry a wardrobe home on a bicycle."


def test_the_same_words_are_the_same_in_any_typography(library: Library) -> None:
    typed = " “YOU cannot\u00a0carry a  wardrobe home\non a bicycle.” "
    assert near_quotes(typed, view_of(library)) == {"trade-heavy": 100.0}


def test_slips_and_changed_words_are_near(library: Library) -> None:
    typed = "You can not carry a wardrob home on a bicycle"
    ((near, likeness),) = near_quotes(typed, view_of(library)).items()
    assert near == "trade-heavy"
    assert ALIKE <= likeness < 100


@pytest.mark.parametrize(
    "typed",
    [
        "My daughter cycles to the library alone since the lane opened.",
        "As she told us: My daughter cycles to the library alone since the lane opened. She is "
        "nine. That is what you want to rip out. And then she went on to speak of other things, at "
        "some length, until the chair asked her to come to an end, which she did.",
    ],
)
def test_a_passage_that_was_cut_elsewhere_is_near(library: Library, typed: str) -> None:
    assert list(near_quotes(typed, view_of(library))) == ["lane-daughter"]


@pytest.mark.parametrize("typed", ["", " ", "🦊", "Nothing like it was ever said in this town."])
def test_what_nobody_said_has_no_twin(library: Library, typed: str) -> None:
    assert near_quotes(typed, view_of(library)) == {}


def test_a_servers_own_version_stands_for_the_shared_one(library: Library) -> None:
    shared = library.quotes["trade-heavy"]
    changed = Quote(
        "trade-heavy", "Something else entirely.", shared.source, shared.speaker, topics=("trade",)
    )
    view = view_of(library).after([PutQuote(changed)], 1)
    assert near_quotes(HEAVY, view) == {}
    assert list(near_quotes(changed.text, view)) == ["trade-heavy"]
    assert near_quotes(changed.text, view, "trade-heavy") == {}


def test_removed_and_hidden_quotes_are_found(library: Library) -> None:
    own = Quote("own", "A bench for every street in town.", "letter", "okafor", topics=("trade",))
    changes: list[Change] = [PutQuote(own), RemoveQuote("own", "A joke."), HideQuote("trade-heavy")]
    view = view_of(library).after(changes, 3)
    assert list(near_quotes(own.text, view)) == ["own"]
    assert list(near_quotes(HEAVY, view)) == ["trade-heavy"]


def large(count: int) -> View:
    chance = random.Random(7)  # noqa: S311 - a library made up, the same each time
    words = [f"{chance.choice('bcdfglmnprst')}{chance.choice('aeiou')}{n:x}" for n in range(4000)]
    quotes = tuple(
        Quote(
            f"q-{number}",
            " ".join(chance.choices(words, k=chance.randint(8, 60))),
            "book",
            "somebody",
            topics=("all",),
        )
        for number in range(count)
    )
    return view_of(
        make_library(
            Collection(
                card=Card("Large"),
                topics=(Topic("all", "All"),),
                speakers=(Speaker("somebody", "Somebody"),),
                sources=(Source("book", "A book", "somebody"),),
                quotes=quotes,
            )
        )
    )


def test_the_whole_texts_near_are_those_rapidfuzz_finds_one_by_one() -> None:
    view = large(400)
    chance = random.Random(3)  # noqa: S311 - as above
    for quote in chance.sample(list(view.library.quotes.values()), 30):
        words = quote.text.split()
        words[chance.randrange(len(words))] = "otherwise"
        typed = " ".join(words)
        found = near_quotes(typed, view)
        for other in view.library.quotes.values():
            ratio = fuzz.ratio(compared(typed), compared(other.text), score_cutoff=ALIKE)
            if ratio:
                assert found[other.id] >= ratio - 0.01


@pytest.mark.timing
def test_a_hundred_thousand_quotes_are_searched_in_a_moment() -> None:
    view = large(100_000)
    near_quotes("to make it ready", view)
    wanted = view.library.quotes["q-77777"].text
    with Stopwatch() as watch:
        found = near_quotes(wanted, view)
    assert watch.took_s < 1.0
    assert next(iter(found.items())) == ("q-77777", 100.0)
