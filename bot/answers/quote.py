"""Answer with the best excerpt on a topic, by a speaker, from a source; and with the next ones."""

from collections.abc import Iterable
from hashlib import blake2b

from msgspec.structs import replace

from bot.answers.actions import RandomQuote
from bot.answers.debate import side_in_order
from bot.answers.filters import Filter, filter_of, speaker_in
from bot.answers.model import NotFound, QuoteAnswer, not_found
from bot.library.library import Library
from bot.library.model import Kind
from bot.search.matcher import Match, Matcher
from bot.search.results import (
    MOST_EXCERPTS,
    MOST_SUGGESTED,
    Cause,
    Miss,
    Why,
    led,
    most_debated,
    name_of,
    opponents,
    suggestion,
)
from bot.search.scope import EVERYTHING, Period, Scope, quotes_in

# A quote found by words is shown beside the best from this share of its score.
_BESIDE_THE_BEST = 0.35
# Up to this many quotes that say a name, but are not filed under it, come before those that are.
_MOST_ELSEWHERE = 3
# A quote that scores so many times as much as the next is the one meant by an alias.
_FAR_CLOSER = 1.1


def quote(
    topic: str, speaker: str, source: str, matcher: Matcher, period: Period | None = None
) -> QuoteAnswer | NotFound:
    """Return the best excerpt on ``topic``, by a speaker, from a source and a time if given."""
    free = matcher.parse(speaker).blank and matcher.parse(source).blank
    if free and not matcher.phrasing(topic):
        speaker, topic = speaker_in(topic, matcher) or (speaker, topic)
    asked = ", ".join(part.strip() for part in (topic, speaker, source) if part.strip())
    held = filter_of(speaker, source, matcher, period)
    if isinstance(held, NotFound):
        return held
    if not matcher.parse(topic).blank:
        return _on_topic(topic, asked, held, matcher)
    if held.scope is None:
        return NotFound(asked, Miss.BLANK, most_debated(matcher.library))
    ids = matcher.order.strongest_alternating(quotes_in(held.scope, matcher.library))
    if not ids:
        return NotFound(asked, Miss.NOTHING, most_debated(matcher.library), held.why)
    shown = matcher.order.with_opponent(ids, held.of)
    return answer_with(asked, shown, matcher, scope=held.scope, why=held.why)


def _on_topic(topic: str, asked: str, held: Filter, matcher: Matcher) -> QuoteAnswer | NotFound:
    library = matcher.library
    found = matcher.match(topic)
    why = (*found.why, *held.why)
    ids = best_quotes(found, held, matcher)
    shown = matcher.order.with_opponent(ids, held.of)
    if found.miss:
        near = tuple(map(library.excerpt, shown))
        return replace(not_found(asked, found), why=why, excerpts=near)
    if not ids:
        return _nothing_there(asked, found, held, matcher)
    scope = Scope(found.name.kind, found.name.id) if found.name else None
    if scope is None or ids[0] not in quotes_in(scope, library):
        scope = _home(ids[0], found, library)
    scope = held.narrowed(scope)
    return answer_with(asked, shown, matcher, scope=scope, why=why, score=found.score)


def best_quotes(found: Match, held: Filter, matcher: Matcher) -> tuple[str, ...]:
    """Return the quotes that answer a match, best first, speakers alternating.

    Under a name, first come those that take a position on the thing named (for a topic: on a point
    of its own), then those that say the name themselves; under an alias the other way round, as
    whoever types it looks for it. A topic's ``first`` lead what is found by its name. By words, the
    quote that answers the very question, then those that score nearly as well as the best.
    """
    if not found.name:
        ranked = [one for one in found.ranking.quotes if held.of((one.id,))]
        least = _BESIDE_THE_BEST * found.ranking.quotes[0].score if ranked else 0.0
        near = [one.id for one in ranked if one.score >= least]
        return matcher.order.alternate_speakers(near[:MOST_EXCERPTS])
    scope = Scope(found.name.kind, found.name.id)
    strongest = matcher.order.strongest(held.of(quotes_in(scope, matcher.library)))
    first = matcher.library.topics[scope.id].first if scope.kind is Kind.TOPIC else ()
    strongest = led(first, strongest)
    own = _own_points(scope, matcher.library)
    by_alias = found.name.cause is Cause.ALIAS
    coverage = found.ranking.coverage
    said = coverage.shares(strongest) if coverage else {}

    def distance(one: str) -> tuple[float, float]:
        unsaid = 1 - said.get(one, 0.0)
        aside = float(own.isdisjoint(_points(one, matcher.library)))
        return (unsaid, aside) if by_alias else (aside, unsaid)

    nearest = tuple(sorted(strongest, key=distance))
    if by_alias and not any(said.values()):
        nearest = led(_closest(found), nearest)
    central = matcher.order.alternate_speakers(nearest)
    central = central if by_alias else led(first, central)
    elsewhere = _elsewhere(found, held, matcher, strongest) if by_alias or not central else ()
    return tuple(dict.fromkeys((*elsewhere, *central)))


def _closest(found: Match) -> tuple[str, ...]:
    """Return the quote that is closer in meaning to an alias than all others, if there is one."""
    best, *others = found.ranking.quotes[:2] or (None,)
    if best is None or (others and best.score < _FAR_CLOSER * others[0].score):
        return ()
    return (best.id,)


def _elsewhere(
    found: Match, held: Filter, matcher: Matcher, members: Iterable[str]
) -> tuple[str, ...]:
    """Return quotes that say a name letter for letter, if none filed under the name does."""
    # A mistyped name is looked for as it is written.
    right = matcher.match(found.name.text) if found.name and found.score < 1 else found
    coverage = right.ranking.coverage
    said = set(coverage.whole()) if coverage else set()
    if not said.isdisjoint(members):
        return ()
    return matcher.order.strongest_alternating(held.of(said))[:_MOST_ELSEWHERE]


def _own_points(scope: Scope, library: Library) -> frozenset[str]:
    if scope.kind is Kind.TOPIC:
        return frozenset(library.topics[scope.id].points)
    return frozenset({scope.id} if scope.kind is Kind.POINT else ())


def _points(quote_id: str, library: Library) -> Iterable[str]:
    return (held.point for held in library.quotes[quote_id].positions)


def _nothing_there(asked: str, found: Match, held: Filter, matcher: Matcher) -> NotFound:
    """Return NotFound for a topic and a speaker that are known, but not the one on the other."""
    near = [(held.scope.kind, held.scope.id)] if held.scope else []
    if found.name:
        near.append((found.name.kind, found.name.id))
    near += [(Kind.POINT, point.id) for point in found.ranking.points[:3]]
    offered = (suggestion(*one, matcher.library) for one in dict.fromkeys(near))
    kept = tuple(one for one in offered if one.quotes)[:MOST_SUGGESTED]
    return NotFound(
        asked,
        Miss.NOTHING,
        kept or most_debated(matcher.library),
        (*found.why, *held.why),
        found.score,
    )


def _home(quote_id: str, found: Match, library: Library) -> Scope:
    """Return the likeliest point that the quote is on, else its likeliest topic."""
    quote_ = library.quotes[quote_id]
    points = tuple(_points(quote_id, library))
    point = next((one.id for one in found.ranking.points if one.id in points), "")
    if point:
        return Scope(Kind.POINT, point)
    topics = quote_.topics or tuple(library.points[point].topic for point in points)
    topic = next((one.id for one in found.ranking.topics if one.id in topics), topics[0])
    return Scope(Kind.TOPIC, topic)


def answer_with(  # noqa: PLR0913 - the excerpts, their place in a scope, and the request they answer
    asked: str,
    ids: tuple[str, ...],
    matcher: Matcher,
    *,
    scope: Scope,
    shown: int = 1,
    why: tuple[Why, ...] = (),
    score: float = 1.0,
    first: str = "",
) -> QuoteAnswer:
    """Return the answer that shows these quotes, in this order."""
    library = matcher.library
    opposed = opponents(ids[0], library)
    point = _point_shown(ids[0], scope, opposed, library)
    return QuoteAnswer(
        asked=asked,
        excerpts=tuple(library.excerpt(one) for one in ids),
        scope=scope,
        scope_name=name_of(scope.kind, scope.id, library) if scope.id else "",
        shown=shown,
        total=max(len(quotes_in(scope, library)), 1),
        point=library.points[point] if point else None,
        opposed=point in opposed,
        why=why,
        score=score,
        first=first,
    )


def _point_shown(quote_id: str, scope: Scope, opposed: Iterable[str], library: Library) -> str:
    """Return a point of the quote: one of the scope's, else one with opponents; or nothing."""
    points = (*opposed, *_points(quote_id, library))
    own = _own_points(scope, library)
    return next((point for point in points if point in own), next(iter(points), ""))


def another(scope: Scope, first: str, shown: int, matcher: Matcher) -> QuoteAnswer | NotFound:
    """Return the excerpt after ``shown`` others of a scope: ``first``, then the rest in order.

    On one side of a point the order is that of the debate in which ``first`` ends the second side.
    """
    ids = quotes_in(scope, matcher.library)
    if not ids:
        return NotFound("", Miss.GONE, most_debated(matcher.library))
    if scope.stance:
        ids = side_in_order(scope, first, matcher)
    elif not scope.by_date:
        ids = matcher.order.strongest_alternating(ids)
        if scope.kind is Kind.TOPIC:
            ids = led(matcher.library.topics[scope.id].first, ids)
    if first in ids and not scope.stance:
        ids = tuple(dict.fromkeys((first, *ids)))
    place = shown % len(ids)
    return answer_with(
        "",
        (ids[place],),
        matcher,
        scope=scope,
        shown=place + 1,
        first=first if place or scope.stance else "",
    )


def random_quote(topic: str, seed: int, shown: int, matcher: Matcher) -> QuoteAnswer | NotFound:
    """Return the excerpt after ``shown`` others, of a topic or of all, in the order of a seed."""
    library = matcher.library
    ids: Iterable[str] = library.quotes
    if topic.strip():
        found = quote(topic, "", "", matcher)
        if isinstance(found, NotFound):
            return found
        topic = found.scope.id if found.scope.kind is Kind.TOPIC else topic
        ids = quotes_in(found.scope, library)
    order = sorted(ids, key=lambda one: blake2b(f"{seed}:{one}".encode(), digest_size=8).digest())
    if not order:
        return NotFound(topic, Miss.NOTHING, most_debated(library))
    place = shown % len(order)
    answer = answer_with("", (order[place],), matcher, scope=EVERYTHING, shown=place + 1)
    return replace(answer, total=len(order), another=RandomQuote(topic, seed, place + 1))
