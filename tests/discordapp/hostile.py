"""Libraries whose texts are hostile, enormous, or both."""

from collections.abc import Mapping
from dataclasses import dataclass

from hypothesis import strategies as st

from bot.library.library import Collection, Library, make_library
from bot.library.model import (
    Card,
    Part,
    Point,
    Position,
    Quote,
    Quoting,
    Source,
    Span,
    Speaker,
    Stance,
    State,
    Status,
    Topic,
    Verdict,
)
from tests.discordapp.test_escape import PIECES

NAME, TITLE, PHRASE, REMARK, PASSAGE, ADDRESS = 120, 300, 200, 1000, 2000, 2000
LONGEST_ID = 40
TOPICS, POINTS, VOICES = 3, 4, 3
# Texts that fit by one count of characters and not by another, or must not be cut in two.
_WIDE = ("😀", "👩‍👩‍👧‍👦", "é̶̡̛", "﷽", "𝔸", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "ي", "\u200d", "\u00a0", "word ", "w" * 30)
pieces = st.lists(st.sampled_from((*PIECES, *_WIDE)), min_size=1, max_size=5).map("".join)


@dataclass(frozen=True, slots=True)
class Texts:
    """A piece, repeated to a share of the longest text that a field may hold."""

    piece: str
    times: float

    def of(self, longest: int, before: str = "") -> str:
        """Return a text of at most ``longest`` characters that begins with ``before``."""
        length = max(int(longest * self.times), 1)
        return (before + " " + self.piece * (length // len(self.piece) + 1))[:length]


texts = st.builds(Texts, pieces, st.sampled_from((0.02, 0.3, 1.0, 1.0, 1.5)))


def an_id(kind: str, number: int) -> str:
    """Return an id of the greatest length."""
    return f"{kind}-{number}-".ljust(LONGEST_ID, "x")


def library_of(
    made: Mapping[str, Texts], counts: tuple[int, int, int], stances: tuple[Stance | None, ...]
) -> Library:
    """Return a library with ``counts`` topics, points under the first topic, and quotes on those.

    ``made`` has the texts of names, titles and passages. A quote without a stance is filed under
    the topic alone.
    """
    topics, points, quotes = counts
    name, passage = made["name"], made["passage"]
    point_ids = tuple(an_id("point", one) for one in range(points if topics else 0))
    return make_library(
        Collection(
            card=Card(name.of(NAME), name.of(TITLE), name.of(TITLE)),
            topics=tuple(
                Topic(
                    an_id("topic", one),
                    name.of(NAME, f"Topic {one}"),
                    (name.of(PHRASE), f"alias {one}"),
                    point_ids if one == 0 else (),
                )
                for one in range(topics)
            ),
            points=tuple(
                Point(
                    id_,
                    an_id("topic", 0),
                    name.of(TITLE, f"Point {one}"),
                    name.of(NAME),
                    name.of(NAME),
                    (f"motion {one}", name.of(PHRASE)),
                    (name.of(PHRASE),),
                )
                for one, id_ in enumerate(point_ids)
            ),
            speakers=tuple(
                Speaker(
                    an_id("voice", one),
                    name.of(NAME, f"Voice {one}"),
                    name.of(PHRASE),
                    one == 0,
                    inferred={"name": name.of(REMARK)} if one == 1 else {},
                )
                for one in range(VOICES)
            ),
            sources=_sources(name),
            quotes=tuple(
                _quote(number, name, passage, point_ids, stances)
                for number in range(quotes * bool(topics))
            ),
            texts={
                an_id("text", 0): f"{'word ' * 20}{passage.of(PASSAGE)}\n\n{passage.of(PASSAGE)}"
            },
        ),
        {an_id("quote", number): _verdict(number, name) for number in range(quotes)},
    )


def _sources(name: Texts) -> tuple[Source, ...]:
    """Return two sources: one with its text, one with the longest address."""
    address = "https://e.example/" + "a" * (ADDRESS - 18)
    return (
        Source(
            an_id("text", 0),
            name.of(TITLE, "Text 0"),
            an_id("voice", 0),
            name.of(NAME),
            date_text=name.of(NAME),
            url="https://e.example/page",
        ),
        Source(an_id("text", 1), name.of(TITLE, "Text 1"), an_id("voice", 1), url=address),
    )


def _quote(
    number: int,
    name: Texts,
    passage: Texts,
    points: tuple[str, ...],
    stances: tuple[Stance | None, ...],
) -> Quote:
    stance = stances[number % len(stances)]
    on = () if stance is None else points[number % len(points or "x") :][:2]
    return Quote(
        an_id("quote", number),
        passage.of(PASSAGE, f"Number {number}."),
        an_id("text", number % 2),
        an_id("voice", number % VOICES),
        part=Part.COMMENT if number % 2 else Part.ARTICLE,
        place=name.of(NAME),
        topics=(an_id("topic", 0),),
        positions=tuple(Position(point, stance) for point in on if stance),
        quoting=Quoting(an_id("voice", 2), name.of(TITLE)) if number % 4 == 3 else None,
        status=Status.DISPUTED if number % 5 == 4 else None,
        note=name.of(REMARK) if number % 3 == 2 else "",
    )


def _verdict(number: int, name: Texts) -> Verdict:
    if number % 3 == 0:
        return Verdict(State.VERIFIED, (Span(10, 40),))
    return Verdict(State.DIFFERS, (), name.of(TITLE), name.of(TITLE))


stance_lists = st.lists(
    st.sampled_from((*Stance, Stance.FOR, Stance.AGAINST, None)), min_size=1, max_size=4
).map(tuple)
Drawn = tuple[Mapping[str, Texts], tuple[int, int, int], tuple[Stance | None, ...]]
counts = st.tuples(
    st.sampled_from((0, 1, 3, 60)), st.sampled_from((0, 1, 4, 30)), st.sampled_from((0, 1, 2, 7))
)
drawn = st.tuples(st.fixed_dictionaries({"name": texts, "passage": texts}), counts, stance_lists)
