"""What was said on a question: the best excerpt, then both sides of the point it is about."""

from itertools import zip_longest

from bot.answer.answers import AskAnswer, DebateAnswer, Miss, NotFound, Scope
from bot.answer.choose import MOST_EXCERPTS
from bot.answer.debate import Layout, debatability, debate_on, point_of, tally
from bot.answer.match import Matched, Matcher, Outcome
from bot.answer.suggest import members, most_debated
from bot.library.catalogue import Library
from bot.library.model import Stance

_MOST_NEAR = 3


def ask(question: str, matcher: Matcher) -> AskAnswer | NotFound:
    """The answer to a question or a whole message.

    In ``excerpts`` the best comes first, then the two sides in turn, the side that opposes the
    best first. Where the best stands in ``debate`` too, it is counted on its side there.
    """
    found = matcher.match(question)
    if found.outcome is not Outcome.ANSWER:
        miss = {Outcome.BLANK: Miss.BLANK, Outcome.UNSURE: Miss.UNSURE}
        return NotFound(
            question,
            miss.get(found.outcome, Miss.NOTHING),
            found.suggestions,
            found.why,
            found.score,
        )
    library = matcher.library
    point = point_of(found, library)
    best = _best(found, point, matcher)
    if not best:
        return NotFound(
            question, Miss.NOTHING, found.suggestions or most_debated(matcher.library), found.why
        )
    stance = _stance(best, point, library)
    debate = (
        debate_on(
            point,
            matcher,
            asked=question,
            layout=Layout(
                first=stance.opposite if stance and stance is not Stance.MIXED else None,
                leading=best,
            ),
            why=found.why,
            score=found.score,
        )
        if point
        else None
    )
    return AskAnswer(
        asked=question,
        best=library.excerpt(best),
        stance=stance,
        debate=debate,
        excerpts=tuple(library.excerpt(quote) for quote in _shown(best, debate, found, matcher)),
        near=tuple(
            tally(library.points[other.id], library)
            for other in found.points
            if other.id != point and debatability(other.id, library)[1]
        )[:_MOST_NEAR],
        why=found.why,
        score=found.score,
    )


def _best(found: Matched, point: str, matcher: Matcher) -> str:
    """The excerpt shown first: the best by words, or the strongest of what was named."""
    if found.name:
        scope = Scope(found.name.kind, found.name.id)
        ids = matcher.order.strongest(members(scope, matcher.library))
        on_point = [quote for quote in ids if _stance(quote, point, matcher.library)]
        if ids:
            return (on_point or list(ids))[0]
    return found.quotes[0].id if found.quotes else ""


def _stance(quote: str, point: str, library: Library) -> Stance | None:
    return next(
        (held.stance for held in library.quotes[quote].positions if held.point == point), None
    )


def _shown(
    best: str, debate: DebateAnswer | None, found: Matched, matcher: Matcher
) -> tuple[str, ...]:
    if debate is None:
        others = [quote.id for quote in found.quotes if quote.id != best]
        heard = [matcher.library.quotes[best].speaker]
        more = matcher.order.spread(others[: MOST_EXCERPTS - 1], heard)
        return (best, *more)
    in_turn = [
        excerpt.quote.id
        for pair in zip_longest(debate.sides[0].excerpts, debate.sides[1].excerpts)
        for excerpt in pair
        if excerpt
    ]
    in_turn += [excerpt.quote.id for excerpt in debate.mixed]
    return tuple(dict.fromkeys((best, *in_turn)))[:MOST_EXCERPTS]
