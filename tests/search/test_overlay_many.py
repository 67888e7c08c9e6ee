"""A server's addition over a large library: in use at once for any size of the library."""

import pytest
from msgspec.structs import replace

from bot.answers.desk import Desk
from bot.answers.model import NotFound
from bot.library.changes import PutQuote
from bot.library.library import Collection, Library, make_library
from bot.library.model import Card, Point, Position, Quote, Source, Speaker, Stance, Topic
from bot.library.view import view_of
from tests.stopwatch import Stopwatch

_MANY = 100_000
_POINTS = 2_000
_WORDS = tuple(f"{one}{other}" for one in "bdfgklmnprst" for other in ("ark", "ell", "oon", "ive"))


def _large() -> Library:
    """Make quotes of six words each, on as many points as a large community would have."""
    points = tuple(
        Point(
            f"point-{n}", f"topic-{n % 100}", f"The {_word(n)} should be {_word(n // 7)}.", "a", "b"
        )
        for n in range(_POINTS)
    )
    return make_library(
        Collection(
            card=Card("Large"),
            topics=tuple(
                Topic(
                    f"topic-{n}",
                    f"{_word(n)} {_word(n * 5)}",
                    (),
                    tuple(p.id for p in points[n::100]),
                )
                for n in range(100)
            ),
            points=points,
            speakers=tuple(
                Speaker(f"speaker-{n}", f"{_word(n)} {_word(n // 3)}") for n in range(5000)
            ),
            sources=(Source("paper", "The paper", "speaker-0"),),
            quotes=tuple(
                Quote(
                    f"quote-{n}",
                    " ".join(_word(n // divisor) for divisor in (1, 3, 7, 11, 13, 17)),
                    "paper",
                    f"speaker-{n % 5000}",
                    positions=(
                        Position(f"point-{n % _POINTS}", Stance.FOR if n % 3 else Stance.AGAINST),
                    ),
                )
                for n in range(_MANY)
            ),
        )
    )


def _word(number: int) -> str:
    return _WORDS[number % len(_WORDS)]


@pytest.mark.timing
def test_an_addition_is_in_the_next_answer_in_under_fifty_milliseconds() -> None:
    """Take the best of ten runs with 100,000 quotes loaded: other load disturbs single ones."""
    library = _large()
    desk, view, taken = Desk(library), view_of(library), []
    for number in range(10):
        quote = library.quotes[f"quote-{number}"]
        own = replace(quote, id=f"own-{number}", text=f"Marmalade zeppelins number {number}.")
        with Stopwatch() as watch:
            view = view.preview([PutQuote(own)])
            found = desk.over(view.library).quote("marmalade zeppelins")
        taken.append(watch.took_s)
        assert not isinstance(found, NotFound)
        assert found.excerpts[0].quote.id.startswith("own-")
    assert min(taken) < 0.05
