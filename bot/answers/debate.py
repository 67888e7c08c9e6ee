"""Answer with both sides of a point, equally many excerpts on each."""

from collections import Counter
from collections.abc import Iterable, Sequence
from unicodedata import east_asian_width
from zlib import crc32

from msgspec import Struct
from msgspec.structs import replace

from bot.answers.actions import Another
from bot.answers.model import BothSides, DebateAnswer, NotFound, PointTally, Side, not_found
from bot.library.library import Library, debated, voices
from bot.library.model import Excerpt, Kind, Point, Quote, Stance
from bot.search.matcher import Match, Matcher
from bot.search.names import Name, spelled_key
from bot.search.results import (
    MOST_SUGGESTED,
    Cause,
    Miss,
    Why,
    debatability,
    led,
    most_debated,
    suggestion,
)
from bot.search.scope import Scope, quotes_in

# Heights of excerpts on a phone, estimated: they decide how many a card shows. Measured in pixels
# with ``tools.pictures`` at a width of 360, over the library that ships: a line of the estimate is
# off by one at most.
# A card of a debate, a question or a discussion may be 1,100 to 1,300 pixels high. This is left of
# that for the excerpts, after the point, the counts, the buttons and the menus, or the poll.
_ROOM = 740
_LABEL_AND_EDGES = 58
# A sentence that says that nobody takes a side.
_MISSING = 52
_BETWEEN = 8
# Pixels of a line, and columns in it: of the words, and of the small print under them.
_LINE, _COLUMNS = 22, 25
_SMALL_LINE, _SMALL_COLUMNS = 18, 32
# Characters of the title, the year, and the signs between them, with a title cut as in the card.
_LONGEST_PLACE = 46
_REPORTS = 21
# A longer note, or one under long words, stands in the page "In context" alone.
_LONGEST_NOTE = 100
_LONGEST_WITH_NOTE = 300


def fit(blocks: Iterable[Sequence[Excerpt]]) -> bool:
    """Whether a phone shows the blocks, one for each side, at two looks.

    A side without excerpts counts as the sentence that says so.
    """
    return sum(map(_block_height, blocks)) <= _ROOM


def note_in_brief(quote: Quote) -> str:
    """Return the note of a quote if its card has room for it, else an empty text.

    A doubt about the attribution is worth more than room: its note only has to be short.
    """
    with_note = 0 if quote.status else len(quote.text) + len(quote.note)
    short = len(quote.note) <= _LONGEST_NOTE and with_note <= _LONGEST_WITH_NOTE
    return quote.note if short else ""


def _block_height(excerpts: Sequence[Excerpt]) -> int:
    if not excerpts:
        return _MISSING
    return _LABEL_AND_EDGES + sum(_height(excerpt) + _BETWEEN for excerpt in excerpts)


def _height(excerpt: Excerpt) -> int:
    quote = excerpt.quote
    small = len(excerpt.speaker.name) + min(_LONGEST_PLACE, len(excerpt.source.title) + 12)
    small += len(quote.reported) + _REPORTS if quote.reported else 0
    note = len(note_in_brief(quote))
    lines = sum(-(-_columns(line) // _COLUMNS) or 1 for line in quote.text.split("\n"))
    small_lines = -(-small // _SMALL_COLUMNS) - (-note // _SMALL_COLUMNS)
    return _LINE * lines + _SMALL_LINE * small_lines


def _columns(text: str) -> int:
    """Return the columns that the text takes; a Chinese or Japanese character takes two."""
    if text.isascii():
        return len(text)
    wide = [letter for letter in set(text) if east_asian_width(letter) in "WF"]
    return len(text) + sum(map(text.count, wide))


# Two views on a side show that a side is more than one person, and a channel can still read four
# cards at once. If a side has only one, the other shows one beside it.
PAIR_SIZE = 2
# A point with both sides is preferred from this share of the score of one with a single side.
_NEARLY_AS_GOOD = 0.65
# Excerpts of a side that was asked for, and of the other side.
_ASKED_SIDE, _OTHER_SIDE = 2, 1


def tally(point: str, matcher: Matcher) -> PointTally:
    """Count the voices of each stance on a point."""
    return PointTally(matcher.library.points[point], *matcher.voices_on(point))


def most_debated_point(points: Sequence[str], library: Library) -> str:
    """Return the point with most on its thinner side; empty if no point has an excerpt."""
    chosen = max(points, key=lambda point: debatability(point, library), default="")
    return chosen if chosen and library.sides(chosen).total else ""


def debate(request: str, page: int, matcher: Matcher) -> DebateAnswer | NotFound:
    """Return the debate on the point that the request names, or on the best one by its words."""
    found = matcher.match(request)
    point = point_of(found, request, matcher)
    if not point:
        return no_debate(request, found, matcher.library)
    why = (*found.why, *_told_by_quotes(found, point, matcher.library))
    answer = debate_on(point, matcher, asked=request, page=page, why=why, score=found.score)
    if not found.miss:
        return answer
    excerpts = tuple(excerpt for excerpt, _ in answer.in_turn)
    return replace(no_debate(request, found, matcher.library), excerpts=excerpts)


def _told_by_quotes(found: Match, point: str, library: Library) -> tuple[Why, ...]:
    """Return the reason for a point that only the quotes of a named topic lead to."""
    about = found.about
    if about is None or about.kind is not Kind.TOPIC or library.topics[about.id].points:
        return ()
    return (Why(Cause.QUOTES, library.topics[about.id].name, library.points[point].sentence),)


def point_of(found: Match, asked: str, matcher: Matcher) -> str:
    """Return the point that a request is about; empty if no point near it has an excerpt.

    It is the point named; or the point of a named topic with most of the request's other words,
    else the most debated one; or, for a topic that has none with excerpts, for a speaker or a
    source, the point that most of its quotes speak to; or the best point by words. One with both
    sides comes before one with a single side; by words only if it is nearly as good. A quote that
    answers the very question, or is repeated, leads to its own point, and to no other.
    """
    about, library = found.about, matcher.library
    if found.answered_by:
        taken = [held.point for held in library.quotes[found.answered_by].positions]
        both = [point for point in taken if debated(point, library).both]
        return next(iter(both or taken), "")
    if about is None:
        points = [one for one in found.ranking.points if library.sides(one.id).total]
        near = [one for one in points if one.score >= _NEARLY_AS_GOOD * points[0].score]
        sided = [one for one in near if debated(one.id, library).both]
        return next((one.id for one in (*sided, *points)), "")
    if about.kind is Kind.POINT:
        return about.id if library.sides(about.id).total else ""
    topic = library.topics[about.id] if about.kind is Kind.TOPIC else None
    own = _asked_for(topic.points, about, asked, matcher) if topic else ""
    return own or most_spoken_to(Scope(about.kind, about.id), library)


def _asked_for(points: Sequence[str], topic: Name, asked: str, matcher: Matcher) -> str:
    """Return the point with most of the words beside a topic's name, of several the most debated.

    "When does the canteen open?" is not answered by the debate on its prices.
    """
    library, documents = matcher.library, matcher.documents
    quoted = [point for point in points if library.sides(point).total]
    if spelled_key(asked) == spelled_key(topic.text):
        return most_debated_point(quoted, library)
    beside = {word.term for word in matcher.parse(asked).words}
    beside.difference_update(matcher.lexicon.terms(topic.text))
    held = {point: len(beside & documents.own_terms[Kind.POINT, point]) for point in quoted}
    most = max(held.values(), default=0)
    return most_debated_point([point for point in quoted if held[point] == most], library)


def most_spoken_to(scope: Scope, library: Library) -> str:
    """Return the point that most quotes of a scope are on, with both sides first; or nothing."""
    counts = Counter(_points_of(scope, library))
    return max(
        counts,
        key=lambda point: (
            debated(point, library).both,
            counts[point],
            debatability(point, library),
        ),
        default="",
    )


def _points_of(scope: Scope, library: Library) -> Iterable[str]:
    """Yield the points of every quote of a scope, each as often as a quote is on it."""
    quotes = (library.quotes[quote] for quote in quotes_in(scope, library))
    return (held.point for quote in quotes for held in quote.positions)


def no_debate(request: str, found: Match, library: Library) -> NotFound:
    """Return NotFound with the points near the request, or the topic that was named."""
    near: list[tuple[Kind, str]] = []
    about = found.about
    if about and about.kind is Kind.POINT:
        near.append((Kind.TOPIC, library.points[about.id].topic))
    elif about:
        near.append((about.kind, about.id))
        near += [(Kind.POINT, point) for point in _points_of(Scope(about.kind, about.id), library)]
    near += [(Kind.POINT, one.id) for one in found.ranking.points]
    offered = (suggestion(*one, library) for one in dict.fromkeys(near))
    kept = dict.fromkeys((*found.suggestions, *(one for one in offered if one.quotes)))
    suggestions = tuple(kept)[:MOST_SUGGESTED] or most_debated(library)
    missing = replace(not_found(request, found), suggestions=suggestions)
    quoted = found.answered_by or (about and library.by_topic.get(about.id))
    if missing.miss is Miss.NOTHING and quoted:
        return replace(missing, miss=Miss.UNDEBATED)
    return missing


class Layout(Struct, frozen=True):
    """Order of a debate.

    ``first`` is the stance shown first; without it the point's id decides, so that a point always
    shows the same side first and neither side does so more often over many points. ``leading`` is
    a quote id that begins its side, ``trailing`` one that comes last on its side. ``asked`` says
    that the first side was asked for alone: the first page shows two excerpts of it and one of the
    other.
    """

    first: Stance | None = None
    leading: str = ""
    trailing: str = ""
    asked: bool = False


DEFAULT_LAYOUT = Layout()


def debate_on(  # noqa: PLR0913 - the point, the part to show, and the request it answers
    point_id: str,
    matcher: Matcher,
    *,
    asked: str = "",
    page: int = 0,
    layout: Layout = DEFAULT_LAYOUT,
    why: tuple[Why, ...] = (),
    score: float = 1.0,
) -> DebateAnswer:
    """Return a page of the debate on a point; pages count from 0 and start again after the last."""
    library, ordered = matcher.library, _ordered(point_id, matcher, layout)
    topic = library.topics[ordered.point.topic]
    parts = _parts((ordered.ones, ordered.others), ordered.mixed, library)
    page %= len(parts)
    cuts = (parts[page],) * 2
    if layout.asked and not page:
        cuts = (slice(_ASKED_SIDE), slice(_OTHER_SIDE))
    return DebateAnswer(
        asked=asked,
        topic=topic,
        point=ordered.point,
        sides=ordered.sides(cuts, library),
        mixed=_excerpts(ordered.mixed[cuts[1]], library),
        mixed_voices=matcher.voices_on(point_id)[2],
        page=page,
        pages=len(parts),
        others=tuple(tally(other, matcher) for other in topic.points if other != point_id),
        why=why,
        score=score,
        asked_side=ordered.first if layout.asked else None,
        rest=_rest(ordered, cuts) if page + 1 == len(parts) else None,
    )


def _rest(ordered: "_Ordered", shown: tuple[slice, slice]) -> Another | None:
    """Return the way to the rest of the side with most excerpts that are not ``shown``."""
    left = [len(ordered.ones) - shown[0].stop, len(ordered.others) - shown[1].stop]
    if max(left) <= 0 or not (ordered.ones and ordered.others):
        return None
    longer = left.index(max(left))
    stance = ordered.first.opposite if longer else ordered.first
    scope = Scope(Kind.POINT, ordered.point.id, stance=stance)
    return Another(scope, ordered.others[-1], shown[longer].stop)


def side_in_order(scope: Scope, last: str, matcher: Matcher) -> tuple[str, ...]:
    """Return a side of a point in the order of the debate whose second side ends with ``last``."""
    quotes = matcher.library.quotes
    held = quotes[last].stance_on(scope.id) if last in quotes else None
    first = None if held in (None, Stance.MIXED) else held.opposite
    ordered = _ordered(scope.id, matcher, Layout(first, trailing=last))
    return ordered.ones if ordered.first is scope.stance else ordered.others


def both_sides(point_id: str, matcher: Matcher, layout: Layout = DEFAULT_LAYOUT) -> BothSides:
    """Return a point with the first two excerpts of each side."""
    library, ordered = matcher.library, _ordered(point_id, matcher, layout)
    pair = slice(PAIR_SIZE)
    return BothSides(
        topic=library.topics[ordered.point.topic],
        point=ordered.point,
        sides=ordered.sides((pair, pair), library),
        mixed=_excerpts(ordered.mixed[pair], library),
        mixed_voices=matcher.voices_on(point_id)[2],
    )


def _parts(
    sides: tuple[Sequence[str], Sequence[str]], mixed: Sequence[str], library: Library
) -> list[slice]:
    """Return the part of each side on each page: two excerpts of a side if they fit, else one.

    Both sides show equally many, so the pages end with the shorter side. Mixed excerpts take the
    place of a missing side, and the pages end with the longer of the two.
    """
    whole = sides if all(sides) else (*sides, *filter(None, [mixed]))
    length = (min if all(sides) else max)(map(len, whole))
    parts: list[slice] = []
    start = 0
    while start < length:
        two = slice(start, min(length, start + PAIR_SIZE))
        fits = fit(_excerpts(ids[two], library) for ids in whole)
        parts.append(two if fits else slice(start, start + 1))
        start = parts[-1].stop
    return parts or [slice(0)]


def side_shown_first(point_id: str) -> Stance:
    """Return the side of a point shown first: one bit of its id's CRC-32."""
    return Stance.FOR if crc32(point_id.encode()) & 1 else Stance.AGAINST


class _Ordered(Struct, frozen=True):
    """All quotes on a point in the order to show them: of the side ``first``, of the other, mixed.

    Mixed ones are left out if both sides have some.
    """

    point: Point
    first: Stance
    ones: tuple[str, ...]
    others: tuple[str, ...]
    mixed: tuple[str, ...]

    def sides(self, shown: tuple[slice, slice], library: Library) -> tuple[Side, Side]:
        """Return both sides, with the parts of them to show."""
        return (
            _side(self.first, self.point, self.ones, shown[0], library),
            _side(self.first.opposite, self.point, self.others, shown[1], library),
        )


def _ordered(point_id: str, matcher: Matcher, layout: Layout) -> _Ordered:
    library = matcher.library
    point, sides = library.points[point_id], debated(point_id, library)
    first = layout.first or side_shown_first(point_id)
    ones = _ordered_side(sides.of(first), point, first, matcher, layout)
    heard = [library.quotes[quote].speaker for quote in ones[:PAIR_SIZE]]
    other = first.opposite
    others = _ordered_side(sides.of(other), point, other, matcher, layout, heard)
    mixed = () if ones and others else matcher.order.strongest_alternating(sides.mixed)
    return _Ordered(point, first, ones, others, mixed)


def _ordered_side(
    side: tuple[str, ...],
    point: Point,
    stance: Stance,
    matcher: Matcher,
    layout: Layout,
    heard: Iterable[str] = (),
) -> tuple[str, ...]:
    """Return the curator's first ones, then speakers with views of their own, then reports.

    Each strongest first, as far as speakers alternate.
    """
    library, order = matcher.library, matcher.order
    first = [quote for quote in point.first.of(stance) if quote in side]
    heard = (*heard, *(library.quotes[quote].speaker for quote in first))
    ids = order.strongest_alternating(set(side).difference(first), heard)
    if layout.leading in ids:
        ids = order.alternate_speakers(tuple(dict.fromkeys((layout.leading, *ids))))
    own = sorted(ids, key=lambda quote: bool(library.quotes[quote].reported_on(point.id)))
    ids = led((layout.leading, *first), (*first, *own))
    trailing = [quote for quote in ids if quote == layout.trailing]
    return (*(quote for quote in ids if quote not in trailing), *trailing)


def _side(
    stance: Stance, point: Point, ids: tuple[str, ...], shown: slice, library: Library
) -> Side:
    return Side(
        stance=stance,
        name=point.side_for if stance is Stance.FOR else point.side_against,
        excerpts=_excerpts(ids[shown], library),
        total=len(ids),
        voices=voices(ids, library, point.id),
        reports=0 if ids else len(library.sides(point.id).of(stance)),
    )


def _excerpts(ids: Iterable[str], library: Library) -> tuple[Excerpt, ...]:
    return tuple(library.excerpt(quote) for quote in ids)
