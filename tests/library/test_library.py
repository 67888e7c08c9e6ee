from pathlib import Path

import pytest

from bot.library.library import Library
from bot.library.load import load_library
from bot.library.model import Sides, Stance
from tests.library.small_library import WHOLE, write

_MORE = """\
source: {id: more, title: More, author: bo-diaz, url: https://example.org/a}
quotes:
  - {id: mixed, text: it depends, positions: [{point: spend-more, stance: mixed}]}
  - {id: pro, text: spend it all, positions: [{point: spend-more, stance: for}]}
  - {id: told, text: so they say, speaker: ann-lee, topics: [money], quoting: {}}
"""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return load_library(write(tmp_path, {**WHOLE, "more.yaml": _MORE}))


def test_quotes_stand_under_their_topics_and_those_of_their_points(library: Library) -> None:
    assert library.by_topic["money"] == ("mixed", "pro", "told", "not-free")


def test_the_sides_of_a_point_are_separate(library: Library) -> None:
    sides = library.sides("spend-more")
    assert sides == Sides(("pro",), ("not-free",), ("mixed",))
    assert [sides.of(stance) for stance in Stance] == [("pro",), ("not-free",), ("mixed",)]
    assert sides.both


def test_a_point_nobody_speaks_to_has_no_sides(library: Library) -> None:
    assert library.sides("weather") == Sides()
    assert not Sides(for_=("a",)).both


def test_the_opposite_of_mixed_is_mixed() -> None:
    assert [stance.opposite for stance in Stance] == [Stance.AGAINST, Stance.FOR, Stance.MIXED]


def test_an_excerpt_never_lacks_its_attribution(library: Library) -> None:
    excerpt = library.excerpt("told")
    assert (excerpt.speaker.name, excerpt.author and excerpt.author.name) == ("Ann Lee", "Bo Diaz")
    assert excerpt.writer == excerpt.author
    assert excerpt.link == "https://example.org/a#:~:text=so%20they%20say"
    assert library.excerpt("pro").writer is None
    with pytest.raises(KeyError):
        library.excerpt("gone")


def test_quotes_are_found_by_speaker_and_source(library: Library) -> None:
    assert library.by_speaker == {"bo-diaz": ("mixed", "pro"), "ann-lee": ("told", "not-free")}
    assert library.by_source == {"more": ("mixed", "pro", "told"), "budget-talk": ("not-free",)}
