"""Libraries of any size for measuring: made-up quotes with the word frequencies of real texts.

Deterministic: the same size has the same library. All of it is made up.
"""

import random
from collections import Counter
from collections.abc import Iterable
from itertools import accumulate

from bot.library.library import Collection, Library, make_library
from bot.library.model import Card, Point, Position, Quote, Source, Speaker, Stance, Topic
from bot.search.text import STOP_WORDS

# Perspectrum has 12 perspectives for each claim; a community's points have more.
_QUOTES_A_POINT = 40
_POINTS_A_TOPIC = 4
_QUOTES_A_SPEAKER = 15
_QUOTES_A_SOURCE = 25
# Number of words that a point's quotes have in common, and the share of such words in a quote.
_THEME = 12
_ON_THEME = 0.2
_SHORTEST, _LONGEST = 12, 40


class Words:
    """Words drawn by their frequency in some texts."""

    def __init__(self, texts: Iterable[str]) -> None:
        counts = Counter(word for text in texts for word in text.split())
        self._words = tuple(counts)
        self._sums = tuple(accumulate(counts.values()))
        plain = [word.strip(".,;:!?()“”\"'").lower() for word in counts]
        rare = [word for word in plain if word.isalpha() and len(word) > 3]
        self._themes = tuple(sorted({word for word in rare if word not in STOP_WORDS}))

    def some(self, chance: random.Random, count: int) -> list[str]:
        """Return this many words, each with a probability by its frequency."""
        return chance.choices(self._words, cum_weights=self._sums, k=count)

    def theme(self, chance: random.Random, count: int) -> tuple[str, ...]:
        """Return different words without stop words, all equally probable."""
        return tuple(chance.sample(self._themes, count))


def synthetic(size: int, words: Words, seed: int = 1) -> Library:
    """Make a library of ``size`` quotes: a point for every 40, a topic for every 4 points."""
    chance = random.Random(seed)  # noqa: S311 - to measure with, not to keep a secret
    points = max(1, size // _QUOTES_A_POINT)
    themes = [words.theme(chance, _THEME) for _ in range(points)]
    topics = max(1, points // _POINTS_A_TOPIC)
    speakers = max(1, size // _QUOTES_A_SPEAKER)
    sources = max(1, size // _QUOTES_A_SOURCE)
    return make_library(
        Collection(
            card=Card("Synthetic"),
            topics=tuple(_topic(number, topics, themes) for number in range(topics)),
            points=tuple(
                _point(number, topics, themes[number], chance) for number in range(points)
            ),
            speakers=tuple(
                Speaker(f"speaker-{number}", " ".join(words.theme(chance, 2)).title())
                for number in range(speakers)
            ),
            sources=tuple(
                Source(
                    f"source-{number}",
                    " ".join(words.theme(chance, 4)).capitalize(),
                    f"speaker-{number % speakers}",
                    date=str(1990 + number % 35),
                )
                for number in range(sources)
            ),
            quotes=tuple(
                Quote(
                    id=f"quote-{number}",
                    text=_text(words, themes[point], chance),
                    source=f"source-{chance.randrange(sources)}",
                    speaker=f"speaker-{chance.randrange(speakers)}",
                    topics=(f"topic-{(point + 1) % topics}",) if chance.random() < 0.1 else (),
                    positions=_positions(point, points, chance),
                )
                for number in range(size)
                for point in (chance.randrange(points),)
            ),
        )
    )


def _topic(number: int, topics: int, themes: list[tuple[str, ...]]) -> Topic:
    own = range(number, len(themes), topics)
    first = themes[own[0]]
    return Topic(
        f"topic-{number}",
        " ".join(first[:2]).capitalize(),
        tuple(" ".join(themes[point][2:4]) for point in own)[:3],
        tuple(f"point-{point}" for point in own),
    )


def _point(number: int, topics: int, theme: tuple[str, ...], chance: random.Random) -> Point:
    one, two, three, four, five, six, *_ = theme
    swapped = chance.sample(theme, 3)
    return Point(
        f"point-{number}",
        f"topic-{number % topics}",
        f"The {one} of {two} should be {three} by the {four}.",
        f"More {five}",
        f"Less {six}",
        (f"{one} {four}", f"{five} {six}"),
        (f"Should {one} be {two}?", f"Why is the {swapped[0]} {swapped[1]} so {swapped[2]}?"),
    )


def _text(words: Words, theme: tuple[str, ...], chance: random.Random) -> str:
    count = chance.randint(_SHORTEST, _LONGEST)
    drawn = words.some(chance, count)
    for place in range(count):
        if chance.random() < _ON_THEME:
            drawn[place] = chance.choice(theme)
    return " ".join(drawn)


def _positions(point: int, points: int, chance: random.Random) -> tuple[Position, ...]:
    stance = chance.choice((Stance.FOR, Stance.AGAINST, Stance.FOR, Stance.AGAINST, Stance.MIXED))
    held = [Position(f"point-{point}", stance)]
    other = (point + 1) % points
    if chance.random() < 0.2 and other != point:
        held.append(Position(f"point-{other}", Stance.AGAINST))
    return tuple(held)
