"""Answer a question: the best excerpt, then both sides of the point it is about."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import islice

import numpy as np
from msgspec.structs import replace

from bot.answers.actions import Asked
from bot.answers.debate import Layout, both_sides, point_of, tally
from bot.answers.filters import Filter, filter_of, speaker_in
from bot.answers.model import AskAnswer, BothSides, NotFound, PointTally, alternate, not_found
from bot.answers.quote import best_quotes
from bot.library.library import Library, debated
from bot.library.model import Excerpt, Stance
from bot.search.matcher import Match, Matcher
from bot.search.results import MOST_EXCERPTS, Miss, Why, most_debated, opponents

_MOST_NEAR = 3
# A point that the best excerpt speaks to is taken from this share of the likeliest point's score.
_LIKELY = 0.6
# An excerpt off that point is shown too from this share of the best excerpt's score: a question of
# fact has no sides, and its answer may stand on another point or on none.
# (0.5 to 0.9 were tried, and two such excerpts.)
_AS_CLOSE = 0.7
# Its place: after the best excerpt and one that opposes it.
_AFTER_BOTH_SIDES = 2
_SIDES = (Stance.FOR, Stance.AGAINST)

_SEPARATOR = "."


def ask(question: str, matcher: Matcher) -> AskAnswer | NotFound:
    """Return the answer to a question or a whole message.

    In ``excerpts`` the best comes first, then the two sides in turn, the side that opposes the best
    first; the third may be one off the point that is nearly as close to the words. If only one side
    of the point is quoted, the last two are both sides of the next point. If the best is in
    ``debate`` too, it is counted on its side there. A question about a speaker's views gets the
    best excerpt by that speaker.
    """
    held, topic = _speaker(question, matcher)
    found = matcher.match(topic)
    why = (*found.why, *held.why)
    nothing = replace(not_found(question, found), why=why)
    ids = best_quotes(found, held, matcher) or best_quotes(found, Filter(), matcher)
    if not ids:
        return replace(nothing, suggestions=found.suggestions or most_debated(matcher.library))
    answer = _answer(question, ids, found, why, matcher)
    return replace(nothing, excerpts=answer.excerpts) if found.miss else answer


def _answer(
    question: str, ids: tuple[str, ...], found: Match, why: tuple[Why, ...], matcher: Matcher
) -> AskAnswer:
    """Return the answer that begins with the best of ``ids``, which are best first."""
    library = matcher.library
    point = point_of(found, question, matcher)
    best = library.excerpt(_best(ids, point, found, library))
    if not found.name and not found.answered_by:
        point = _point_of_best(best, found, library) or point
    point = point or _any_point(best, library)
    stance = best.quote.stance_on(point)
    debate: BothSides | None = None
    shown: tuple[str, ...] = tuple(dict.fromkeys((best.quote.id, *ids)))
    if point:
        opposite = stance.opposite if stance and stance is not Stance.MIXED else None
        layout = Layout(first=opposite, leading=best.quote.id)
        debate = both_sides(point, matcher, layout)
        shown = _in_turn(best, debate)
        if not found.name:
            pair = () if all(side.total for side in debate.sides) else _opposed_pair(found, library)
            off_point = _off_point(shown, found)
            shown = (*shown[:_AFTER_BOTH_SIDES], *off_point, *shown[_AFTER_BOTH_SIDES:])
            shown = tuple(dict.fromkeys((*shown[: MOST_EXCERPTS - len(pair)], *pair)))
    return AskAnswer(
        asked=question,
        best=best,
        stance=stance,
        debate=debate,
        excerpts=tuple(library.excerpt(one) for one in shown[:MOST_EXCERPTS]),
        near=tuple(islice(_near(point, found, matcher), _MOST_NEAR)),
        why=why,
        score=found.score,
    )


def _near(point: str, found: Match, matcher: Matcher) -> Iterator[PointTally]:
    """Yield the other points that were found and that somebody speaks to, likeliest first."""
    for other in found.ranking.points:
        if other.id != point and matcher.library.sides(other.id).total:
            yield tally(other.id, matcher)


def _speaker(question: str, matcher: Matcher) -> tuple[Filter, str]:
    """Return the filter for a speaker named in the question, and the rest of the question."""
    told = None if matcher.phrasing(question) else speaker_in(question, matcher)
    if told is None or not told[1]:
        return Filter(), question
    held = filter_of(told[0], "", matcher)
    return (Filter(), question) if isinstance(held, NotFound) else (held, told[1])


def _best(ids: tuple[str, ...], point: str, found: Match, library: Library) -> str:
    """Return the quote shown first: the best by words; under a name, one that takes a side."""
    if not found.name:
        return ids[0]
    return next((one for one in ids if library.quotes[one].stance_on(point)), ids[0])


def _point_of_best(best: Excerpt, found: Match, library: Library) -> str:
    """Return the likeliest point with both sides that the best speaks to, if it is likely."""
    return next(
        (
            one.id
            for one in found.ranking.points
            if one.score >= _LIKELY * found.ranking.points[0].score
            and best.quote.stance_on(one.id)
            and debated(one.id, library).both
        ),
        "",
    )


def _off_point(shown: Sequence[str], found: Match) -> tuple[str, ...]:
    """Return the one more quote that is nearly as close to the words as the best, if any."""
    least = _AS_CLOSE * found.ranking.quotes[0].score if found.ranking.quotes else 0.0
    others = (one.id for one in found.ranking.quotes if one.score >= least and one.id not in shown)
    return tuple(islice(others, 1))


def _opposed_pair(found: Match, library: Library) -> tuple[str, ...]:
    """Return the quote nearly as close as the best that somebody opposes, and an opponent."""
    least = _AS_CLOSE * found.ranking.quotes[0].score if found.ranking.quotes else 0.0
    for one in found.ranking.quotes:
        opposed = opponents(one.id, library) if one.score >= least else {}
        if opposed:
            return one.id, next(iter(opposed.values()))[0]
    return ()


def _any_point(best: Excerpt, library: Library) -> str:
    """Return a point the excerpt speaks to, one with opponents if possible; or nothing."""
    positions = (held.point for held in best.quote.positions)
    return next(iter((*opponents(best.quote.id, library), *positions)), "")


def _in_turn(best: Excerpt, debate: BothSides) -> tuple[str, ...]:
    """Return the best, then the excerpts of its side and the other in turn, then mixed ones."""
    sides = sorted(debate.sides, key=lambda side: best not in side.excerpts)
    shown = [excerpt.quote.id for excerpt, _ in alternate(sides)]
    shown += [excerpt.quote.id for excerpt in debate.mixed]
    return tuple(dict.fromkeys((best.quote.id, *shown)))


def token_of(answer: AskAnswer) -> Asked:
    """Return the action that leads to this answer again: hashes of its point, excerpts and near.

    87 characters at most, for 1 point, 6 excerpts and 3 near. The reasons for the match are lost.
    """
    return Asked(
        hash_of(answer.debate.point.id) if answer.debate else "",
        _SEPARATOR.join(hash_of(excerpt.quote.id) for excerpt in answer.excerpts),
        _SEPARATOR.join(hash_of(near.point.id) for near in answer.near),
    )


def hash_of(id_: str) -> str:
    """Return up to eight letters and digits in place of an id of up to forty characters.

    They are 40 bits: of 100,000 ids another one has one of the ten on a page once in a million
    pages. It would be shown in place of the right one, with its own attribution.
    """
    return np.base_repr(int.from_bytes(blake2b(id_.encode(), digest_size=5).digest()), 36).lower()


def asked_again(token: Asked, matcher: Matcher) -> AskAnswer | NotFound:
    """Return the answer of a token, without anything removed since."""
    library = matcher.library
    shown = _with_hashes(token.excerpts, library.quotes)
    if not shown:
        return NotFound("", Miss.GONE, most_debated(library))
    points = _with_hashes(_SEPARATOR.join((token.point, token.near)), library.points)
    on = next((one for one in points if hash_of(one) == token.point), "")
    best = library.excerpt(shown[0])
    return AskAnswer(
        asked="",
        best=best,
        stance=best.quote.stance_on(on),
        debate=both_sides(on, matcher) if on else None,
        excerpts=tuple(map(library.excerpt, shown)),
        near=tuple(tally(one, matcher) for one in points if one != on),
        why=(),
        score=1.0,
    )


def _with_hashes(hashes: str, ids: Iterable[str]) -> tuple[str, ...]:
    """Return the ids that have the hashes, in the order of these."""
    wanted = {one: "" for one in hashes.split(_SEPARATOR) if one}
    for id_ in ids if wanted else ():
        found = hash_of(id_)
        if found in wanted:
            wanted[found] = id_
    return tuple(id_ for id_ in wanted.values() if id_)
