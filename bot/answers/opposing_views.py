"""Answer with one side first: the views opposed to a quote or a message, or the side asked for."""

from collections.abc import Callable, Sequence
from itertools import chain

from msgspec.structs import replace

from bot.answers.ask import ask
from bot.answers.debate import Layout, debate_on, most_debated_point, point_of
from bot.answers.model import Answer, AskAnswer, DebateAnswer, NotFound
from bot.library.library import Library, debated
from bot.library.model import Kind, Stance
from bot.search.matcher import Match, Matcher
from bot.search.results import MOST_SUGGESTED, Cause, Miss, most_debated, opponents, suggestion

_SIDES = (Stance.FOR, Stance.AGAINST)


def to_quote(
    quote_id: str, matcher: Matcher, page: int = 0, on: str = ""
) -> DebateAnswer | NotFound:
    """Return the debate on a point where somebody opposes the quote, opponents first.

    It is the point ``on`` and no other, if one is given; else the first.
    """
    library = matcher.library
    if quote_id not in library.quotes:
        return NotFound("", Miss.GONE, most_debated(library))
    quote = library.quotes[quote_id]
    opposed = opponents(quote_id, library)
    if not quote.positions:
        points = chain.from_iterable(library.topics[topic].points for topic in quote.topics)
        near = [point for point in points if library.sides(point).total]
        return _nobody(Miss.NO_SIDE, near, library)
    if not opposed or (on and on not in opposed):
        return _nobody(Miss.UNOPPOSED, [held.point for held in quote.positions], library)
    point = on or next(iter(opposed))
    stance = quote.stance_on(point)
    layout = Layout(first=stance.opposite if stance else None, trailing=quote_id)
    return replace(debate_on(point, matcher, page=page, layout=layout), opposed=quote_id)


def _nobody(miss: Miss, near: Sequence[str], library: Library) -> NotFound:
    """Return NotFound with these points as suggestions."""
    found = (suggestion(Kind.POINT, point, library) for point in near[:MOST_SUGGESTED])
    return NotFound("", miss, tuple(found))


def to_message(
    message: str, matcher: Matcher, read: Callable[[str], Answer]
) -> AskAnswer | DebateAnswer | NotFound:
    """Return the debate on the point of a message, the side opposed to it first.

    It is the point of :func:`ask`. The message is taken to be on the side of the excerpt nearest to
    it that takes one; without any, to say what the point says. If nobody is opposed, it is the
    whole answer. If the words alone are not enough, ``read`` may find a name and a side in the
    wording: "I think trams are a terrible idea".
    """
    answer = ask(message, matcher)
    if isinstance(answer, NotFound):
        found = read(message)
        if isinstance(found, DebateAnswer) and found.asked_side:
            return _led_by(found.asked_side.opposite, found.point.id, found, matcher)
        # An alias stands in many a message by chance.
        if not isinstance(found, AskAnswer) or any(one.cause is Cause.ALIAS for one in found.why):
            return answer
        answer = found
    if answer.debate is None:
        return answer
    point = answer.debate.point.id
    nearest = (answer.best.quote.id, *(one.id for one in matcher.match(message).ranking.quotes))
    sided = (one for one in nearest if matcher.library.quotes[one].stance_on(point) in _SIDES)
    if quote := next(sided, ""):
        opposed = to_quote(quote, matcher, on=point)
        return opposed if isinstance(opposed, DebateAnswer) else answer
    return _led_by(Stance.AGAINST, point, answer, matcher)


def _led_by(
    stance: Stance, point: str, answer: AskAnswer | DebateAnswer, matcher: Matcher
) -> DebateAnswer:
    layout = Layout(first=stance)
    return debate_on(point, matcher, layout=layout, why=answer.why, score=answer.score)


def one_side(subject: str, stance: Stance, asked: str, matcher: Matcher) -> DebateAnswer | None:
    """Return a debate on a subject that leads with one side, and shows more of it."""
    found = matcher.match(subject)
    point = "" if found.miss else _point_with_side(found, stance, subject, matcher)
    if not point:
        return None
    layout = Layout(first=stance, asked=True)
    return debate_on(point, matcher, asked=asked, layout=layout, why=found.why, score=found.score)


def _point_with_side(found: Match, stance: Stance, asked: str, matcher: Matcher) -> str:
    """Return the point that a request for one side is about; empty if none has an excerpt.

    Of a named topic, it is one on which somebody takes that side, if there is one.
    """
    library = matcher.library
    point, about = point_of(found, asked, matcher), found.about
    if about is None or about.kind is not Kind.TOPIC or not point:
        return point
    if debated(point, library).of(stance):
        return point
    own = library.topics[about.id].points
    taken = [one for one in own if debated(one, library).of(stance)]
    return most_debated_point(taken, library) or point
