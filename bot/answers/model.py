"""Answers: the closed set of results that the desk returns."""

from collections.abc import Iterable
from itertools import zip_longest

from msgspec import Struct

from bot.answers.actions import Another, DebatePage, RandomQuote
from bot.library.model import Card, Excerpt, Point, Source, Speaker, Stance, Topic
from bot.search.matcher import Match
from bot.search.results import Miss, Suggestion, Why
from bot.search.scope import Scope


class QuoteAnswer(Struct, frozen=True):
    """The best excerpt, and those after it.

    ``excerpts`` are 1 to 6, best first; the first is the one shown. ``shown`` and ``total`` count
    within ``scope``, from 1, for "2 of 9". ``point`` is the point the first excerpt speaks to, if
    any, and ``opposed`` says whether somebody opposes it there. ``score`` is 0 to 1, higher is
    surer. ``first`` is the quote id that this walk began with, for :class:`.Another`; empty if
    it is the excerpt shown. ``another`` leads to the next one of a random order, if that was asked
    for; ``shown`` and ``total`` then count within that order.
    """

    asked: str
    excerpts: tuple[Excerpt, ...]
    scope: Scope
    scope_name: str
    shown: int
    total: int
    point: Point | None
    opposed: bool
    why: tuple[Why, ...]
    score: float
    first: str = ""
    another: RandomQuote | None = None


class Side(Struct, frozen=True):
    """One side of a point: its name, the excerpts shown, and how many there are in all.

    ``voices`` is how many hold the side. ``reports`` counts excerpts that are left out because
    they only report it, and their writer is the only one on the other side.
    """

    stance: Stance
    name: str
    excerpts: tuple[Excerpt, ...]
    total: int
    voices: int
    reports: int = 0


def alternate(sides: Iterable[Side]) -> tuple[tuple[Excerpt, Stance], ...]:
    """Return the excerpts of the sides with their stances, one of each side in turn."""
    columns = ([(excerpt, side.stance) for excerpt in side.excerpts] for side in sides)
    return tuple(one for turn in zip_longest(*columns) for one in turn if one is not None)


class PointTally(Struct, frozen=True):
    """A point and the number of voices of each stance on it."""

    point: Point
    for_: int
    against: int
    mixed: int


class BothSides(Struct, frozen=True, kw_only=True):
    """A point and some excerpts of both sides of it.

    ``sides`` are in the order to show them. ``mixed`` are excerpts that take neither side whole,
    shown only if a side is missing; ``mixed_voices`` is how many hold such a view.
    """

    topic: Topic
    point: Point
    sides: tuple[Side, Side]
    mixed: tuple[Excerpt, ...]
    mixed_voices: int = 0


class DebateAnswer(BothSides, frozen=True, kw_only=True):
    """A page of the debate on a point, with equally many excerpts unless one side has none.

    ``page`` counts pairs from 0; ``pages`` is how many there are. ``others`` are the other points
    of the topic. ``opposed`` is the quote whose opponents come first, if that was asked for: its
    pages are those of :class:`.Opposing`. ``asked_side`` is the side that was asked for alone: it
    comes first and shows more. ``rest`` leads from the last page to the excerpts of the longer side
    that no page shows; it is None if there are none, or a side is missing.
    """

    asked: str
    page: int
    pages: int
    others: tuple[PointTally, ...]
    why: tuple[Why, ...]
    score: float
    opposed: str = ""
    asked_side: Stance | None = None
    rest: Another | None = None

    @property
    def in_turn(self) -> tuple[tuple[Excerpt, Stance], ...]:
        """The excerpts with their stances in the order shown: the sides in turn, then mixed."""
        return (*alternate(self.sides), *((excerpt, Stance.MIXED) for excerpt in self.mixed))


class AskAnswer(Struct, frozen=True):
    """The answer to a question: the best excerpt, then the two sides of the point it is on.

    ``debate`` is None if the question matches excerpts that take no position on any point.
    ``excerpts`` are all excerpts in the order shown, six at most, none twice. ``near`` are other
    points that the question may be about.
    """

    asked: str
    best: Excerpt
    stance: Stance | None
    debate: BothSides | None
    excerpts: tuple[Excerpt, ...]
    near: tuple[PointTally, ...]
    why: tuple[Why, ...]
    score: float


class TopicTally(Struct, frozen=True):
    """A topic, the number of its excerpts and voices, and its points with their tallies."""

    topic: Topic
    quotes: int
    voices: int
    points: tuple[PointTally, ...]


class TopicsAnswer(Struct, frozen=True):
    """All topics, or the one asked for, in the curator's order."""

    asked: str
    topics: tuple[TopicTally, ...]
    why: tuple[Why, ...] = ()
    score: float = 1.0


class Tally(Struct, frozen=True):
    """Counts of everything in a library.

    ``voices`` are speakers and those whose views are reported; ``comments`` counts excerpts from
    comments.
    """

    quotes: int
    verified: int
    speakers: int
    voices: int
    comments: int
    sources: int
    topics: int
    points: int
    both_sides: int


class AboutAnswer(Struct, frozen=True):
    """A library's card, its counts, and three examples to try as (command, text to type).

    ``english`` is whether requests are read in English, the one language with word vectors.
    """

    card: Card
    tally: Tally
    examples: tuple[tuple[str, str], ...]
    english: bool = True


class ContextAnswer(Struct, frozen=True):
    """An excerpt where it stands in its source.

    ``before`` and ``after`` are the whole paragraphs around it, letter for letter; ``marked`` is
    the passage itself, from its first piece to its last. All three are empty if no source text is
    held or the excerpt differs from it. ``back`` leads to the answer it was opened from, if any.
    ``among`` is that of :class:`.Context`.
    """

    excerpt: Excerpt
    before: str
    marked: str
    after: str
    back: Another | DebatePage | None = None
    among: int = 1


class SpeakerAnswer(Struct, frozen=True):
    """The page of a speaker.

    ``total`` counts all excerpts, ``excerpts`` are the strongest of them. ``sources`` have the
    number of excerpts from each, ``positions`` the points that the speaker takes a position on.
    ``critics`` are the speakers who oppose them, those with most opposing excerpts first.
    """

    asked: str
    speaker: Speaker
    total: int
    sources: tuple[tuple[Source, int], ...]
    positions: tuple[tuple[Point, Stance], ...]
    excerpts: tuple[Excerpt, ...]
    critics: tuple[Speaker, ...]
    why: tuple[Why, ...]
    score: float


class SpeakerTally(Struct, frozen=True):
    """A speaker and the number of excerpts by them."""

    speaker: Speaker
    quotes: int


class SpeakersAnswer(Struct, frozen=True):
    """All speakers that are quoted, those with most excerpts first."""

    speakers: tuple[SpeakerTally, ...]
    asked: str = ""
    score: float = 1.0


class NotFound(Struct, frozen=True):
    """The answer if there is nothing to show, with up to five suggestions, best first.

    ``excerpts`` would have been shown with more certainty: six at most, best first. Members do not
    see them; measuring the threshold of certainty needs them. ``years`` are those that there are
    quotes from, if a time was asked for: quotes by the speaker and on the topic that were asked
    for too. ``unmentioned`` are names in the request that stand nowhere in the library.
    """

    asked: str
    miss: Miss
    suggestions: tuple[Suggestion, ...] = ()
    why: tuple[Why, ...] = ()
    score: float = 0.0
    excerpts: tuple[Excerpt, ...] = ()
    years: tuple[str, ...] = ()
    unmentioned: tuple[str, ...] = ()


def not_found(asked: str, found: Match) -> NotFound:
    """Return the answer to a request whose match has nothing to show."""
    return NotFound(
        asked,
        found.miss or Miss.NOTHING,
        found.suggestions,
        found.why,
        found.score,
        unmentioned=found.unmentioned,
    )


Answer = (
    QuoteAnswer
    | DebateAnswer
    | AskAnswer
    | TopicsAnswer
    | SpeakerAnswer
    | SpeakersAnswer
    | AboutAnswer
    | ContextAnswer
    | NotFound
)
