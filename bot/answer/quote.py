"""The best excerpt on a topic, by a speaker, from a source."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.answer.answers import Kind, Miss, NotFound, QuoteAnswer, Scope, Suggestion, Why
from bot.answer.choose import MOST_EXCERPTS, opponents
from bot.answer.match import Matched, Matcher, Outcome
from bot.answer.names import NEAR
from bot.answer.rank import Scored
from bot.answer.speakers import speaker_in
from bot.answer.suggest import members, most_debated, name_of, suggestion
from bot.library.catalogue import Library


@dataclass(frozen=True, slots=True)
class _Filter:
    """Whom and what an answer is held to: the ids allowed (None: all), the scope, and why."""

    allowed: frozenset[str] | None = None
    scope: Scope | None = None
    why: tuple[Why, ...] = ()

    def of(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Those of the quotes that are allowed, in the same order."""
        if self.allowed is None:
            return tuple(ids)
        return tuple(one for one in ids if one in self.allowed)


def quote(topic: str, speaker: str, source: str, matcher: Matcher) -> QuoteAnswer | NotFound:
    """The best excerpt on ``topic``, held to a speaker and a source where they are given."""
    if not matcher.read(speaker).key and not matcher.read(source).key:
        told = speaker_in(topic, matcher)
        if told:
            speaker, topic = told
    asked = ", ".join(part.strip() for part in (topic, speaker, source) if part.strip())
    held = _filter(speaker, source, matcher)
    if isinstance(held, NotFound):
        return held
    if not matcher.read(topic).blank:
        return _on_topic(topic, asked, held, matcher)
    if held.scope is None:
        return NotFound(asked, Miss.BLANK, most_debated(matcher.library))
    ids = held.of(matcher.library.quotes)
    return _answer(asked, matcher.order.voices(ids), held, matcher, scope=held.scope)


def _filter(speaker: str, source: str, matcher: Matcher) -> "_Filter | NotFound":
    library = matcher.library
    held = _Filter()
    for typed, kind, by in (
        (source, Kind.SOURCE, library.by_source),
        (speaker, Kind.SPEAKER, library.by_speaker),
    ):
        reading = matcher.read(typed)
        if reading.blank:
            continue
        named = matcher.named(reading, (kind,))
        if named is None:
            return _unknown(typed, kind, matcher)
        allowed = frozenset(held.of(by.get(named.name.id, ())))
        held = _Filter(allowed, Scope(kind, named.name.id), (*held.why, *named.why))
    return held


def _unknown(typed: str, kind: Kind, matcher: Matcher) -> NotFound:
    """Never ignored: an answer by somebody else would be a wrong one."""
    key = matcher.read(typed).key
    near = matcher.names.near(key, (kind,), cutoff=0, most=5)
    sure = bool(near) and near[0][1] >= NEAR
    return NotFound(
        typed.strip(),
        Miss.UNSURE if sure else Miss.NOTHING,
        tuple(suggestion(kind, name.id, matcher.library) for name, _ in near),
        score=near[0][1] / 200 if near else 0.0,
    )


def _on_topic(topic: str, asked: str, held: _Filter, matcher: Matcher) -> QuoteAnswer | NotFound:
    found = matcher.match(topic)
    library = matcher.library
    if found.outcome is not Outcome.ANSWER:
        miss = Miss.UNSURE if found.outcome is Outcome.UNSURE else Miss.NOTHING
        return NotFound(asked, miss, found.suggestions, found.why, found.score)
    scope = Scope(found.name.kind, found.name.id) if found.name else None
    ranked = matcher.order.voices(members(scope, library)) if scope else _ids(found.quotes)
    ids = held.of(ranked)
    if not ids:
        return _nothing_there(asked, found, held, matcher)
    if scope is None:
        ids = matcher.order.spread(ids[:MOST_EXCERPTS])
        scope = _home(ids[0], found, library)
    return _answer(asked, ids, held, matcher, scope=held.scope or scope, found=found)


def _nothing_there(asked: str, found: Matched, held: _Filter, matcher: Matcher) -> NotFound:
    near: list[Suggestion] = []
    if held.scope:
        near.append(suggestion(held.scope.kind, held.scope.id, matcher.library))
    if found.name:
        near.append(suggestion(found.name.kind, found.name.id, matcher.library))
    near += [suggestion(Kind.POINT, point.id, matcher.library) for point in found.points[:3]]
    kept = tuple(dict.fromkeys(one for one in near if one.quotes))[:5]
    return NotFound(
        asked,
        Miss.NOTHING,
        kept or most_debated(matcher.library),
        (*found.why, *held.why),
        found.score,
    )


def _home(quote_id: str, found: Matched, library: Library) -> Scope:
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


def _answer(
    asked: str,
    ids: tuple[str, ...],
    held: _Filter,
    matcher: Matcher,
    *,
    scope: Scope,
    found: Matched | None = None,
) -> QuoteAnswer | NotFound:
    if not ids:
        return NotFound(asked, Miss.NOTHING, most_debated(matcher.library), held.why)
    shown = matcher.order.with_opponent(ids, held.of)
    return _quote_answer(
        asked,
        shown,
        matcher,
        scope=scope,
        shown=1,
        why=(*(found.why if found else ()), *held.why),
        score=found.score if found else 1.0,
    )


def _quote_answer(  # noqa: PLR0913 - what an answer is made of
    asked: str,
    ids: tuple[str, ...],
    matcher: Matcher,
    *,
    scope: Scope,
    shown: int,
    why: tuple[Why, ...] = (),
    score: float = 1.0,
    first: str = "",
) -> QuoteAnswer:
    library = matcher.library
    positions = [held.point for held in library.quotes[ids[0]].positions]
    opposed = opponents(ids[0], library)
    point = scope.id if scope.kind is Kind.POINT and scope.id in positions else ""
    point = point or next(iter((*opposed, *positions)), "")
    return QuoteAnswer(
        asked=asked,
        excerpts=tuple(library.excerpt(one) for one in ids),
        scope=scope,
        scope_name=name_of(scope.kind, scope.id, library),
        shown=shown,
        total=max(len(members(scope, library)), 1),
        point=library.points[point] if point else None,
        opposed=point in opposed,
        why=why,
        score=score,
        first=first,
    )


def another(scope: Scope, first: str, shown: int, matcher: Matcher) -> QuoteAnswer | NotFound:
    """The excerpt after ``shown`` others of a scope: ``first`` leads, the rest follow in order."""
    library = matcher.library
    ids = matcher.order.voices(members(scope, library))
    if not ids:
        return NotFound("", Miss.GONE, most_debated(matcher.library))
    if first in ids:
        ids = (first, *(one for one in ids if one != first))
    place = shown % len(ids)
    return _quote_answer(
        "", (ids[place],), matcher, scope=scope, shown=place + 1, first=first if place else ""
    )
