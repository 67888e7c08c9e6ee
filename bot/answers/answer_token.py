"""An answer to a question once more, from what a button can hold of it."""

from collections.abc import Iterable
from hashlib import blake2b

from bot.answers.debate import debate_on, tally
from bot.answers.model import AskAnswer, NotFound
from bot.library.model import Position
from bot.search.matcher import Matcher
from bot.search.results import Miss, most_debated

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_BETWEEN = "."


def marked(answer: AskAnswer) -> tuple[str, str, str]:
    """The marks of the point (empty: none), the excerpts in order, the points near.

    87 characters at most, for 1 point, 6 excerpts and 3 near. Why they matched is not in it.
    """
    return (
        mark(answer.debate.point.id) if answer.debate else "",
        _BETWEEN.join(mark(excerpt.quote.id) for excerpt in answer.excerpts),
        _BETWEEN.join(mark(near.point.id) for near in answer.near),
    )


def mark(id_: str) -> str:
    """Eight letters at most in place of an id of forty.

    They are 40 bits, so that of 100,000 ids another has one of the ten on a page once in a million
    pages; it would stand there in that one's place, with its own attribution.
    """
    number, letters = int.from_bytes(blake2b(id_.encode(), digest_size=5).digest()), ""
    while number:
        number, digit = divmod(number, len(_DIGITS))
        letters = _DIGITS[digit] + letters
    return letters


def asked(point: str, excerpts: str, near: str, matcher: Matcher) -> AskAnswer | NotFound:
    """The answer that bears these marks, without what was removed since."""
    library = matcher.library
    shown = _with_marks(excerpts, library.quotes)
    if not shown:
        return NotFound("", Miss.GONE, most_debated(library))
    points = _with_marks(_BETWEEN.join((point, near)), library.points)
    on = next((one for one in points if mark(one) == point), "")
    positions: Iterable[Position] = library.quotes[shown[0]].positions
    return AskAnswer(
        asked="",
        best=library.excerpt(shown[0]),
        stance=next((held.stance for held in positions if held.point == on), None),
        debate=debate_on(on, matcher) if on else None,
        excerpts=tuple(map(library.excerpt, shown)),
        near=tuple(tally(library.points[one], library) for one in points if one != on),
        why=(),
        score=1.0,
    )


def _with_marks(marks: str, ids: Iterable[str]) -> tuple[str, ...]:
    """The ids that have the marks, in the order of these."""
    wanted = {one: "" for one in marks.split(_BETWEEN) if one}
    for id_ in ids if wanted else ():
        found = mark(id_)
        if found in wanted:
            wanted[found] = id_
    return tuple(id_ for id_ in wanted.values() if id_)
