"""What an answer is: the closed set of things the desk can return."""

from dataclasses import dataclass

from bot.answers.actions import Another, DebatePage
from bot.library.model import Card, Excerpt, Point, Stance, Topic
from bot.search.results import Miss, Scope, Suggestion, Why


@dataclass(frozen=True, slots=True)
class QuoteAnswer:
    """The best excerpt, and those after it.

    ``excerpts`` are best first, one at least, six at most; the first is the one shown. ``shown``
    and ``total`` count within ``scope`` (1-based), for "2 of 9". ``point`` is the point the
    first excerpt speaks to, if any, and ``opposed`` says whether somebody opposes it there.
    ``score`` is 0 to 1, higher is surer. ``first`` is the quote id this walk began with, to hand
    to :meth:`Desk.another` again; empty where it is the excerpt shown.
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


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a point as it is shown: its name, its excerpts, how many there are in all."""

    stance: Stance
    name: str
    excerpts: tuple[Excerpt, ...]
    total: int


@dataclass(frozen=True, slots=True)
class PointTally:
    """A point and how many excerpts stand where on it."""

    point: Point
    for_: int
    against: int
    mixed: int


@dataclass(frozen=True, slots=True)
class DebateAnswer:
    """A point and both sides of it.

    ``sides`` holds the two sides in the order to show them, with equally many excerpts unless
    one side has none. ``mixed`` are excerpts that take neither side whole, shown only where a
    side is missing. ``page`` counts pairs from 0, ``pages`` is how many there are. ``others``
    are the other points of the topic. ``opposed`` is the quote whose opponents lead, where that
    was asked for: its pages are those of :meth:`Desk.opposing`.
    """

    asked: str
    topic: Topic
    point: Point
    sides: tuple[Side, Side]
    mixed: tuple[Excerpt, ...]
    page: int
    pages: int
    others: tuple[PointTally, ...]
    why: tuple[Why, ...]
    score: float
    opposed: str = ""


@dataclass(frozen=True, slots=True)
class AskAnswer:
    """What was said on a question: the best excerpt, then the two sides of the point it is on.

    ``debate`` is None where the question matches excerpts that take no position on any point.
    ``excerpts`` is everything in the order shown, six at most, no excerpt twice. ``near`` are
    other points that the question may be about.
    """

    asked: str
    best: Excerpt
    stance: Stance | None
    debate: DebateAnswer | None
    excerpts: tuple[Excerpt, ...]
    near: tuple[PointTally, ...]
    why: tuple[Why, ...]
    score: float


@dataclass(frozen=True, slots=True)
class TopicTally:
    """A topic, how many excerpts it has, and its points with theirs."""

    topic: Topic
    quotes: int
    voices: int
    points: tuple[PointTally, ...]


@dataclass(frozen=True, slots=True)
class TopicsAnswer:
    """All topics, or the one asked for, in the curator's order."""

    asked: str
    topics: tuple[TopicTally, ...]
    why: tuple[Why, ...] = ()
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Tally:
    """How much a library holds."""

    quotes: int
    verified: int
    speakers: int
    sources: int
    topics: int
    points: int
    both_sides: int


@dataclass(frozen=True, slots=True)
class AboutAnswer:
    """What this is and what it holds."""

    card: Card
    tally: Tally
    examples: tuple[tuple[str, str], ...]  # (command, text to type), three to try


@dataclass(frozen=True, slots=True)
class ContextAnswer:
    """An excerpt where it stands in its source.

    ``before`` and ``after`` are the text around it, whole paragraphs, as the source has it;
    ``marked`` the passage itself, from its first piece to its last. All are empty where no
    source text is held or the excerpt differs from it. ``back`` leads to the answer it was
    opened from, if it was opened from one.
    """

    excerpt: Excerpt
    before: str
    marked: str
    after: str
    back: Another | DebatePage | None = None


@dataclass(frozen=True, slots=True)
class NotFound:
    """An honest nothing, with what is near, best first, five at most.

    ``excerpts`` are what would have been shown had it been surer, best first, six at most; not for
    members to see: measuring how sure to be needs them.
    """

    asked: str
    miss: Miss
    suggestions: tuple[Suggestion, ...] = ()
    why: tuple[Why, ...] = ()
    score: float = 0.0
    excerpts: tuple[Excerpt, ...] = ()


Answer = (
    QuoteAnswer | DebateAnswer | AskAnswer | TopicsAnswer | AboutAnswer | ContextAnswer | NotFound
)
