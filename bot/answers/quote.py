"""The best excerpt on a topic, by a speaker, from a source; and the walk through the others."""

from collections.abc import Iterable

from bot.answers.model import NotFound, QuoteAnswer
from bot.answers.speaker_filter import Filter, filter_of
from bot.answers.speakers import speaker_in
from bot.library.library import Library
from bot.library.model import Kind
from bot.search.excerpt_order import MOST_EXCERPTS, opponents
from bot.search.matcher import Match, Matcher, Outcome, miss_of
from bot.search.ranking import Scored
from bot.search.results import (
    MOST_SUGGESTED,
    Cause,
    Miss,
    Scope,
    Why,
    most_debated,
    name_of,
    quotes_in,
    suggestion,
)

# A quote found by words is shown beside the best while it scores at least so much of its score.
_BESIDE_THE_BEST = 0.35
# So many quotes that say a name, but are not filed under what bears it, come before those that are.
_MOST_ELSEWHERE = 3


def quote(topic: str, speaker: str, source: str, matcher: Matcher) -> QuoteAnswer | NotFound:
    """The best excerpt on ``topic``, held to a speaker and a source where they are given."""
    if matcher.parse(speaker).blank and matcher.parse(source).blank:
        speaker, topic = speaker_in(topic, matcher) or (speaker, topic)
    asked = ", ".join(part.strip() for part in (topic, speaker, source) if part.strip())
    held = filter_of(speaker, source, matcher)
    if isinstance(held, NotFound):
        return held
    if not matcher.parse(topic).blank:
        return _on_topic(topic, asked, held, matcher)
    if held.scope is None:
        return NotFound(asked, Miss.BLANK, most_debated(matcher.library))
    ids = matcher.order.strongest_alternating(held.of(quotes_in(held.scope, matcher.library)))
    if not ids:
        return NotFound(asked, Miss.NOTHING, most_debated(matcher.library), held.why)
    return _answer(asked, ids, matcher, scope=held.scope, held=held, why=held.why)


def _on_topic(topic: str, asked: str, held: Filter, matcher: Matcher) -> QuoteAnswer | NotFound:
    found = matcher.match(topic)
    why = (*found.why, *held.why)
    ids = best_quotes(found, held, matcher)
    if found.outcome is not Outcome.ANSWER:
        near = tuple(map(matcher.library.excerpt, matcher.order.with_opponent(ids, held.of)))
        return NotFound(asked, miss_of(found.outcome), found.suggestions, why, found.score, near)
    if not ids:
        return _nothing_there(asked, found, held, matcher)
    scope = held.scope
    if scope is None and found.name:
        named = Scope(found.name.kind, found.name.id)
        scope = named if ids[0] in quotes_in(named, matcher.library) else None
    return _answer(
        asked,
        ids,
        matcher,
        scope=scope or _home(ids[0], found, matcher.library),
        held=held,
        why=why,
        score=found.score,
    )


def best_quotes(found: Match, held: Filter, matcher: Matcher) -> tuple[str, ...]:
    """The quotes that answer what was matched, best first, voices alternating.

    Of what was named by its name, those come first that take a position on it (for a topic: on a
    point of its own), then those that say the name themselves. Of what has another name too, those
    that say that one come first: who types it looks for it. By words, those that score nearly as
    well as the best.
    """
    if found.name:
        scope = Scope(found.name.kind, found.name.id)
        strongest = matcher.order.strongest(held.of(quotes_in(scope, matcher.library)))
        own = _own_points(scope, matcher.library)
        by_alias = found.name.cause is Cause.ALIAS
        said = found.saying.shares(strongest) if found.saying else {}

        def distance(one: str) -> tuple[float, float]:
            unsaid = 1 - said.get(one, 0.0)
            aside = float(own.isdisjoint(_points(one, matcher.library)))
            return (unsaid, aside) if by_alias else (aside, unsaid)

        central = matcher.order.alternate_speakers(sorted(strongest, key=distance))
        return tuple(dict.fromkeys((*_elsewhere(found, held, matcher, strongest), *central)))
    ranked = [one for one in found.quotes if held.of((one.id,))]
    near = [one.id for one in ranked if one.score >= _BESIDE_THE_BEST * found.quotes[0].score]
    return matcher.order.alternate_speakers(near[:MOST_EXCERPTS])


def _elsewhere(
    found: Match, held: Filter, matcher: Matcher, members_: Iterable[str]
) -> tuple[str, ...]:
    """The quotes that say a name letter for letter, where none of what bears it does."""
    if not found.name or found.name.cause is not Cause.ALIAS or found.saying is None:
        return ()
    said = set(found.saying.whole())
    if not said.isdisjoint(members_):
        return ()
    return matcher.order.strongest_alternating(held.of(said))[:_MOST_ELSEWHERE]


def _own_points(scope: Scope, library: Library) -> frozenset[str]:
    if scope.kind is Kind.TOPIC:
        return frozenset(library.topics[scope.id].points)
    return frozenset({scope.id} if scope.kind is Kind.POINT else ())


def _points(quote_id: str, library: Library) -> Iterable[str]:
    return (held.point for held in library.quotes[quote_id].positions)


def _nothing_there(asked: str, found: Match, held: Filter, matcher: Matcher) -> NotFound:
    """The topic is there and the speaker is, but not the one on the other."""
    near = [(held.scope.kind, held.scope.id)] if held.scope else []
    if found.name:
        near.append((found.name.kind, found.name.id))
    near += [(Kind.POINT, point.id) for point in found.points[:3]]
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
    """Where a reader of this quote would want to go on: its likeliest point, or its topic."""
    positions = {held.point for held in library.quotes[quote_id].positions}
    point = next((point for point in _ids(found.points) if point in positions), "")
    if point:
        return Scope(Kind.POINT, point)
    topics = library.quotes[quote_id].topics or tuple(
        library.points[point].topic for point in positions
    )
    topic = next((topic for topic in _ids(found.topics) if topic in topics), topics[0])
    return Scope(Kind.TOPIC, topic)


def _ids(ranked: Iterable[Scored]) -> tuple[str, ...]:
    return tuple(one.id for one in ranked)


def _answer(  # noqa: PLR0913 - what an answer is made of
    asked: str,
    ids: tuple[str, ...],
    matcher: Matcher,
    *,
    scope: Scope,
    held: Filter,
    why: tuple[Why, ...],
    score: float = 1.0,
) -> QuoteAnswer:
    shown = matcher.order.with_opponent(ids, held.of)
    return _shown(asked, shown, matcher, scope=scope, why=why, score=score)


def _shown(  # noqa: PLR0913 - what an answer is made of
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
    library = matcher.library
    opposed = opponents(ids[0], library)
    point = _point_shown(ids[0], scope, opposed, library)
    return QuoteAnswer(
        asked=asked,
        excerpts=tuple(library.excerpt(one) for one in ids),
        scope=scope,
        scope_name=name_of(scope.kind, scope.id, library),
        shown=shown,
        total=max(len(quotes_in(scope, library)), 1),
        point=library.points[point] if point else None,
        opposed=point in opposed,
        why=why,
        score=score,
        first=first,
    )


def _point_shown(quote_id: str, scope: Scope, opposed: Iterable[str], library: Library) -> str:
    """Which of a quote's points to name: one of the scope's, one with opponents; empty for none."""
    points = (*opposed, *_points(quote_id, library))
    own = _own_points(scope, library)
    return next((point for point in points if point in own), next(iter(points), ""))


def another(scope: Scope, first: str, shown: int, matcher: Matcher) -> QuoteAnswer | NotFound:
    """The excerpt after ``shown`` others of a scope: ``first`` leads, the rest follow in order."""
    ids = matcher.order.strongest_alternating(quotes_in(scope, matcher.library))
    if not ids:
        return NotFound("", Miss.GONE, most_debated(matcher.library))
    if first in ids:
        ids = (first, *(one for one in ids if one != first))
    place = shown % len(ids)
    return _shown(
        "", (ids[place],), matcher, scope=scope, shown=place + 1, first=first if place else ""
    )
