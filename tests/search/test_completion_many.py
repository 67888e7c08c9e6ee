"""Speed of completion over ten thousand topics and points."""

import random
from itertools import product
from time import process_time

import pytest

from bot.library.library import Collection, Library, make_library
from bot.library.model import Card, Kind, Point, Speaker, Topic
from bot.search.completion import Completer
from bot.search.matcher import Matcher
from bot.search.results import name_of
from tests.stopwatch import slowness

_TOPICS, _POINTS, _SPEAKERS = 2_000, 8_000, 5_000
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_STARTS = """ba cro de fi gla ho in ka lu me no pre qui sta tri un ve wo ya zo"""
_MIDDLES = """bit cal der fug gos hum lim mar nu pe rin so ter ver"""
_ENDS = """ck dge ful ge ity ling ment ness ry s tion ward x"""
_WORDS = [
    start + middle + end
    for start, middle, end in product(_STARTS.split(), ["", *_MIDDLES.split()], _ENDS.split())
]


def _many(chance: random.Random) -> Library:
    """Make topics, points and speakers with names, aliases and phrasings of made-up words."""

    def words(count: int) -> str:
        return " ".join(chance.choices(_WORDS, k=count))

    points = [
        Point(
            f"point-{number}",
            f"topic-{number % _TOPICS}",
            f"The {words(2)} of {words(1)} should be {words(1)} by the {words(2)}.",
            "Yes",
            "No",
            (words(2), words(2)),
            (f"Should {words(1)} be {words(2)}?", f"Why is the {words(2)} so {words(1)}?"),
        )
        for number in range(_POINTS)
    ]
    topics = [
        Topic(
            f"topic-{number}",
            words(2).capitalize(),
            (words(1), words(2)),
            tuple(point.id for point in points[number::_TOPICS]),
        )
        for number in range(_TOPICS)
    ]
    speakers = [Speaker(f"speaker-{number}", words(2).title()) for number in range(_SPEAKERS)]
    return make_library(
        Collection(
            card=Card("Many"), topics=tuple(topics), points=tuple(points), speakers=tuple(speakers)
        )
    )


def _typed(library: Library, chance: random.Random) -> list[str]:
    """Return the first 0 to 20 letters of names and of their words, every other one with a slip."""
    names = [
        name
        for kind, things in (
            (Kind.TOPIC, library.topics),
            (Kind.POINT, library.points),
            (Kind.SPEAKER, library.speakers),
        )
        for id_, thing in things.items()
        for name in (name_of(kind, id_, library), *thing.aliases)
    ]
    beginnings = []
    for number in range(500):
        words = chance.choice(names).split()
        text = " ".join(words[chance.randrange(len(words)) :])[: number % 21]
        beginnings.append(_slipped(text, chance) if number % 2 else text)
    return beginnings


def _slipped(text: str, chance: random.Random) -> str:
    """Return the text with a letter missing, doubled, wrong, or swapped with the next."""
    place = chance.randrange(len(text)) if text else 0
    before, letter, after = text[:place], text[place : place + 1], text[place + 1 :]
    changed = ("", letter * 2, chance.choice(_LETTERS), after[:1] + letter)
    which = chance.randrange(len(changed))
    return before + changed[which] + after[which == len(changed) - 1 :]


@pytest.mark.timing
def test_all_but_one_in_a_hundred_take_five_milliseconds_at_most() -> None:
    chance = random.Random(7)  # noqa: S311 - made-up names
    library = _many(chance)
    completer = Completer(Matcher(library, meaning=False))
    typed = _typed(library, chance)
    rounds = []
    for _ in range(3):
        taken = []
        slow = slowness()
        for text in typed:
            before = process_time()
            completer.complete("topic", text)
            taken.append(process_time() - before)
        slow = max(slow, slowness())
        rounds.append([taken_s / slow for taken_s in taken])
    # The first round fills caches, and other load slows single completions of any round.
    best = sorted(map(min, *rounds))
    assert best[len(best) * 99 // 100 - 1] <= 0.005, best[-10:]
