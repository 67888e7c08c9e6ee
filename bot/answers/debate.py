"""Both sides of a point, as many excerpts on each."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from zlib import crc32

from bot.answers.model import DebateAnswer, NotFound, PointTally, Side
from bot.library.library import Library
from bot.library.model import Excerpt, Kind, Point, Stance
from bot.search.excerpt_order import StrengthOrder, opponents
from bot.search.matcher import Match, Matcher, Outcome, miss_of
from bot.search.ranking import Scored
from bot.search.results import (
    MOST_SUGGESTED,
    Cause,
    Miss,
    Scope,
    Why,
    debatability,
    most_debated,
    quotes_in,
    suggestion,
)

# Two views a side show that a side is more than one person, and four cards can still be read at
# once in a channel. Where a side has one, the other shows one beside it.
PAIR_SIZE = 2
# Where a side is missing, so many that take neither side whole stand in its place.
_MIXED = 2 * PAIR_SIZE
# A point with both sides is preferred to one that scores so much better and has one side only.
_NEARLY_AS_GOOD = 0.65


def tally(point: Point, library: Library) -> PointTally:
    """How many stand where on a point."""
    sides = library.sides(point.id)
    return PointTally(point, len(sides.for_), len(sides.against), len(sides.mixed))


def most_debated_point(points: Sequence[str], library: Library) -> str:
    """The point with most on its thinner side; empty where no point has an excerpt."""
    chosen = max(points, key=lambda point: debatability(point, library), default="")
    return chosen if chosen and debatability(chosen, library)[1] else ""


def debate(request: str, page: int, matcher: Matcher) -> DebateAnswer | NotFound:
    """The debate on what the request names, or on the best point its words lead to."""
    found = matcher.match(request)
    if found.outcome is Outcome.BLANK:
        return NotFound(request, Miss.BLANK, found.suggestions)
    point = point_of(found, matcher.library)
    if not point:
        return no_debate(request, found, matcher.library)
    why = (*found.why, *_told_by_quotes(found, point, matcher.library))
    answer = debate_on(point, matcher, asked=request, page=page, why=why, score=found.score)
    if found.outcome is Outcome.ANSWER:
        return answer
    return replace(no_debate(request, found, matcher.library), excerpts=shown_in(answer))


def shown_in(debate: DebateAnswer) -> tuple[Excerpt, ...]:
    """The excerpts of a debate as they are shown: the sides in turn, then mixed ones."""
    pairs = zip_longest(*(side.excerpts for side in debate.sides))
    return (*(excerpt for pair in pairs for excerpt in pair if excerpt), *debate.mixed)


def _told_by_quotes(found: Match, point: str, library: Library) -> tuple[Why, ...]:
    """The reason for a point that only the quotes of a named topic lead to."""
    about = found.about
    if about is None or about.kind is not Kind.TOPIC or library.topics[about.id].points:
        return ()
    return (Why(Cause.QUOTES, library.topics[about.id].name, library.points[point].sentence),)


def point_of(found: Match, library: Library) -> str:
    """The point a request is about; empty where no point near it has an excerpt.

    What was named; a named topic's most debated point, or, where it has none with excerpts, the
    one that its quotes speak to most, as for a speaker or a source; or the best by words. One with
    both sides comes before one with a single side, by words where it is nearly as good.
    """
    about = found.about
    if about is None:
        points = [one for one in found.points if debatability(one.id, library)[1]]
        near = [one for one in points if one.score >= _NEARLY_AS_GOOD * points[0].score]
        return next((one.id for one in (*_both(near, library), *points)), "")
    if about.kind is Kind.POINT:
        return about.id if debatability(about.id, library)[1] else ""
    if about.kind is Kind.TOPIC:
        own = most_debated_point(library.topics[about.id].points, library)
        return own or most_spoken_to(Scope(about.kind, about.id), library)
    return most_spoken_to(Scope(about.kind, about.id), library)


def most_spoken_to(scope: Scope, library: Library) -> str:
    """The point that most quotes of a scope are on, one with both sides first; empty for none."""
    quotes = quotes_in(scope, library)
    held = Counter(held.point for quote in quotes for held in library.quotes[quote].positions)
    return max(
        held,
        key=lambda point: (library.sides(point).both, held[point], debatability(point, library)),
        default="",
    )


def _both(points: Iterable[Scored], library: Library) -> list[Scored]:
    return [one for one in points if library.sides(one.id).both]


def no_debate(request: str, found: Match, library: Library) -> NotFound:
    """An honest nothing, with the points near, or the topic that was named."""
    near: list[tuple[Kind, str]] = []
    if found.about and found.about.kind is Kind.POINT:
        near.append((Kind.TOPIC, library.points[found.about.id].topic))
    elif found.about:
        near.append((found.about.kind, found.about.id))
        spoken = quotes_in(Scope(found.about.kind, found.about.id), library)
        held = (held.point for quote in spoken for held in library.quotes[quote].positions)
        near += [(Kind.POINT, point) for point in held]
    near += [(Kind.POINT, one.id) for one in found.points]
    offered = (suggestion(*one, library) for one in dict.fromkeys(near))
    kept = dict.fromkeys((*found.suggestions, *(one for one in offered if one.quotes)))
    suggestions = tuple(kept)[:MOST_SUGGESTED] or most_debated(library)
    return NotFound(request, miss_of(found.outcome), suggestions, found.why, found.score)


def opposing(quote_id: str, matcher: Matcher, page: int = 0) -> DebateAnswer | NotFound:
    """The debate on the first point on which somebody opposes the quote, opponents first."""
    library = matcher.library
    if quote_id not in library.quotes:
        return NotFound("", Miss.GONE, most_debated(library))
    quote = library.quotes[quote_id]
    opposed = opponents(quote_id, library)
    if not opposed:
        near = tuple(suggestion(Kind.POINT, held.point, library) for held in quote.positions)
        return NotFound("", Miss.UNOPPOSED, near[:MOST_SUGGESTED])
    point = next(iter(opposed))
    stance = next(held.stance for held in quote.positions if held.point == point)
    layout = Layout(first=stance.opposite, trailing=quote_id)
    return replace(debate_on(point, matcher, page=page, layout=layout), opposed=quote_id)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a debate is laid out.

    ``first`` is the stance shown first, ``leading`` a quote id that begins its side, ``trailing``
    one that comes last on its side. Without ``first`` it follows from the point's id: always the
    same for a point, even over many.
    """

    first: Stance | None = None
    leading: str = ""
    trailing: str = ""


def debate_on(  # noqa: PLR0913 - the point, what to show of it, and what to say of the request
    point_id: str,
    matcher: Matcher,
    *,
    asked: str = "",
    page: int = 0,
    layout: Layout = Layout(),
    why: tuple[Why, ...] = (),
    score: float = 1.0,
) -> DebateAnswer:
    """A page of the debate on a point; ``page`` counts from 0 and starts again after the last."""
    library, order = matcher.library, matcher.order
    point = library.points[point_id]
    topic = library.topics[point.topic]
    one = layout.first or side_shown_first(point_id)
    ones = _ordered(library.sides(point_id).of(one), order, layout)
    heard = [library.quotes[quote].speaker for quote in ones[:PAIR_SIZE]]
    others = _ordered(library.sides(point_id).of(one.opposite), order, layout, heard)
    mixed = () if ones and others else order.strongest_alternating(library.sides(point_id).mixed)
    page, pages, equal = _cut(ones, others, mixed, page)
    return DebateAnswer(
        asked=asked,
        topic=topic,
        point=point,
        sides=(
            _side(one, point, ones, equal, library),
            _side(one.opposite, point, others, equal, library),
        ),
        mixed=_excerpts(mixed[page * _MIXED : (page + 1) * _MIXED], library),
        page=page,
        pages=pages,
        others=tuple(
            tally(library.points[other], library) for other in topic.points if other != point_id
        ),
        why=why,
        score=score,
    )


def _cut(
    ones: Sequence[str], others: Sequence[str], mixed: Sequence[str], page: int
) -> tuple[int, int, slice]:
    """The page, how many there are, and what of either side stands on it.

    Both sides show equally many, so the shorter one says when the pages end, unless it is empty.
    """
    held = [len(side) for side in (ones, others) if side]
    length = min(held, default=0)
    pages = max(1, -(-length // PAIR_SIZE), -(-len(mixed) // _MIXED))
    page %= pages
    return page, pages, slice(page * PAIR_SIZE, min(length, (page + 1) * PAIR_SIZE))


def side_shown_first(point_id: str) -> Stance:
    """Which side of a point is shown first: a coin tossed once and for all by its id."""
    return Stance.FOR if crc32(point_id.encode()) & 1 else Stance.AGAINST


def _ordered(
    side: Iterable[str], order: StrengthOrder, layout: Layout, heard: Iterable[str] = ()
) -> tuple[str, ...]:
    ids = order.strongest_alternating(side, heard)
    if layout.leading in ids:
        ids = order.alternate_speakers(
            (layout.leading, *(quote for quote in ids if quote != layout.leading))
        )
    if layout.trailing in ids:
        return (*(quote for quote in ids if quote != layout.trailing), layout.trailing)
    return ids


def _side(
    stance: Stance, point: Point, ids: tuple[str, ...], shown: slice, library: Library
) -> Side:
    return Side(
        stance=stance,
        name=point.side_for if stance is Stance.FOR else point.side_against,
        excerpts=_excerpts(ids[shown], library),
        total=len(ids),
    )


def _excerpts(ids: Iterable[str], library: Library) -> tuple[Excerpt, ...]:
    return tuple(library.excerpt(quote) for quote in ids)
