"""What was said on a question: the best excerpt, then both sides of the point it is about."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, zip_longest

from bot.answers.debate import Layout, debate_on, point_of, tally
from bot.answers.model import AskAnswer, DebateAnswer, NotFound, PointTally
from bot.answers.quote import best_quotes
from bot.answers.speaker_filter import Filter, filter_of
from bot.answers.speakers import speaker_in
from bot.library.library import Library
from bot.library.model import Stance
from bot.search.excerpt_order import MOST_EXCERPTS, opponents
from bot.search.matcher import Match, Matcher, Outcome, miss_of
from bot.search.results import Why, debatability, most_debated

_MOST_NEAR = 3
# A point that the best excerpt speaks to is taken at so much of the score of the likeliest.
_LIKELY = 0.6
# An excerpt off that point is shown too, if it scores at least so much of the best one's score: a
# question of fact has no sides, and its answer may stand on another point or on none.
# (0.5 to 0.9 were tried, and two such excerpts.)
_AS_CLOSE = 0.7
# It stands after the best and what opposes it.
_AFTER_BOTH_SIDES = 2


def ask(question: str, matcher: Matcher) -> AskAnswer | NotFound:
    """The answer to a question or a whole message.

    In ``excerpts`` the best comes first, then the two sides in turn, the side that opposes the
    best first; third may come one off the point that is nearly as close to the
    words. Where the best stands in ``debate`` too, it is counted on its side there. A
    question of what somebody says gets the best that they say.
    """
    held, topic = _speaker(question, matcher)
    found = matcher.match(topic)
    why = (*found.why, *held.why)
    nothing = NotFound(question, miss_of(found.outcome), found.suggestions, why, found.score)
    ids = best_quotes(found, held, matcher) or best_quotes(found, Filter(), matcher)
    if not ids:
        return replace(nothing, suggestions=found.suggestions or most_debated(matcher.library))
    answer = _answer(question, ids, found, why, matcher)
    return answer if found.outcome is Outcome.ANSWER else replace(nothing, excerpts=answer.excerpts)


def _answer(
    question: str, ids: tuple[str, ...], found: Match, why: tuple[Why, ...], matcher: Matcher
) -> AskAnswer:
    """The answer that begins with the best of ``ids``, best first."""
    point = point_of(found, matcher.library)
    best = _best(ids, point, found, matcher.library)
    if not found.name:
        point = _point_beside(best, found, matcher.library) or point
    point = point or _point_of_quote(best, matcher.library)
    stance = stance_on(best, point, matcher.library)
    debate = (
        debate_on(
            point,
            matcher,
            asked=question,
            layout=Layout(
                first=stance.opposite if stance and stance is not Stance.MIXED else None,
                leading=best,
            ),
            why=why,
            score=found.score,
        )
        if point
        else None
    )
    shown = in_turn(best, debate) if debate else (best, *(one for one in ids if one != best))
    if debate and not found.name:
        beside = _beside(shown, found)
        shown = (*shown[:_AFTER_BOTH_SIDES], *beside, *shown[_AFTER_BOTH_SIDES:])
    return AskAnswer(
        asked=question,
        best=matcher.library.excerpt(best),
        stance=stance,
        debate=debate,
        excerpts=tuple(matcher.library.excerpt(one) for one in shown[:MOST_EXCERPTS]),
        near=tuple(islice(_near(point, found, matcher.library), _MOST_NEAR)),
        why=why,
        score=found.score,
    )


def _near(point: str, found: Match, library: Library) -> Iterator[PointTally]:
    """The other points that were found and that somebody speaks to, likeliest first."""
    for other in found.points:
        if other.id != point and debatability(other.id, library)[1]:
            yield tally(library.points[other.id], library)


def _speaker(question: str, matcher: Matcher) -> tuple[Filter, str]:
    """The filter for a speaker named in the question, and the rest of it; no filter for none."""
    told = speaker_in(question, matcher)
    if told is None or not told[1]:
        return Filter(), question
    held = filter_of(told[0], "", matcher)
    return (Filter(), question) if isinstance(held, NotFound) else (held, told[1])


def _best(ids: tuple[str, ...], point: str, found: Match, library: Library) -> str:
    """The excerpt shown first: the best by words; of what was named, one that takes a side."""
    if not found.name:
        return ids[0]
    return next((one for one in ids if stance_on(one, point, library)), ids[0])


def _point_beside(best: str, found: Match, library: Library) -> str:
    """The likeliest point that the best speaks to and that has both sides, if it is likely."""
    return next(
        (
            one.id
            for one in found.points
            if one.score >= _LIKELY * found.points[0].score
            and library.sides(one.id).both
            and stance_on(best, one.id, library)
        ),
        "",
    )


def _beside(shown: Sequence[str], found: Match) -> tuple[str, ...]:
    """The one excerpt more that is nearly as close to the words as the best, if there is one."""
    least = _AS_CLOSE * found.quotes[0].score
    others = (one.id for one in found.quotes if one.score >= least and one.id not in shown)
    return tuple(islice(others, 1))


def _point_of_quote(quote_id: str, library: Library) -> str:
    positions = (held.point for held in library.quotes[quote_id].positions)
    return next(iter((*opponents(quote_id, library), *positions)), "")


def stance_on(quote_id: str, point: str, library: Library) -> Stance | None:
    """Where a quote stands on a point, if it does."""
    positions = library.quotes[quote_id].positions
    return next((held.stance for held in positions if held.point == point), None)


def in_turn(best: str, debate: DebateAnswer) -> tuple[str, ...]:
    """The best, then the excerpts of either side in turn, then mixed ones; none twice."""
    sides = sorted(
        debate.sides, key=lambda side: best not in {one.quote.id for one in side.excerpts}
    )
    pairs = zip_longest(*(side.excerpts for side in sides))
    shown = [excerpt.quote.id for pair in pairs for excerpt in pair if excerpt]
    shown += [excerpt.quote.id for excerpt in debate.mixed]
    return tuple(dict.fromkeys((best, *shown)))
