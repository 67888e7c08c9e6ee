"""Actions that lead from an answer to another one; `Desk.follow` runs each of them.

A front end only encodes them: Discord in the custom_id of a button, the terminal as words to type.
A request may ask for one in words that refer to the answer before: "and the other side?".
"""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from bot.search.frames import Intent, frame_parser
from bot.search.scope import Scope


class Another(Struct, frozen=True):
    """The excerpt after ``shown`` others of a scope, when quote ``first`` came first.

    On one side of a point, ``first`` is the last quote of the debate's second side, if known.
    """

    scope: Scope
    first: str
    shown: int


class Opposing(Struct, frozen=True):
    """The debate with the opponents of a quote first: :mod:`bot.answers.opposing_views`.

    It is on ``point``, or on the first point with opponents if that is empty.
    """

    quote: str
    point: str = ""


class Debate(Struct, frozen=True):
    """The debate on a point.

    If the quotes ``seen`` are given, ids with commas between, it goes on after these: with the
    first page that shows another one, or with the rest of the longer side.
    """

    point: str
    seen: str = ""


class DebatePage(Struct, frozen=True):
    """A page of the debate on a point, counted from 0.

    ``opposed`` is the quote whose opponents come first, as in :class:`Opposing`; or it is empty.
    """

    point: str
    page: int
    opposed: str = ""


class Context(Struct, frozen=True):
    """An excerpt within its source; ``back`` leads to the answer it was opened from.

    ``among`` is how many excerpts that answer shows, if words asked for the source of one and left
    open which. It does not stand in a custom_id.
    """

    quote: str
    back: Another | DebatePage | None = None
    among: int = 1


class Topics(Struct, frozen=True):
    """All topics, or the one with this id."""

    topic: str = ""


class QuoteOf(Struct, frozen=True):
    """The best excerpt on a topic or a point, by a speaker or from a source."""

    scope: Scope


class Asked(Struct, frozen=True):
    """An earlier answer to a question, from its :func:`bot.answers.ask.token_of`."""

    point: str
    excerpts: str
    near: str


class Speakers(Struct, frozen=True):
    """All speakers, or the page of the one with this id."""

    speaker: str = ""


class RandomQuote(Struct, frozen=True):
    """The excerpt after ``shown`` others in the random order of a seed, of a topic or of all."""

    topic: str
    seed: int
    shown: int


class About(Struct, frozen=True):
    """The description of the bot and of its library."""


Action = (
    Another
    | Opposing
    | Debate
    | DebatePage
    | Context
    | Topics
    | QuoteOf
    | Asked
    | Speakers
    | RandomQuote
    | About
)


_SOURCE = frozenset((Intent.WHO_SAID, Intent.WHERE_SAID))
_MEANT = frozenset((Intent.ANOTHER, Intent.OTHER_SIDE, Intent.MORE)) | _SOURCE


def is_follow_up(text: str, languages: Iterable[str] = ("en",)) -> bool:
    """Whether the words can only refer to an answer before, in any of the languages."""
    return frame_parser(*languages).parse(text)[0].intent in _MEANT


def follow_up(
    text: str, actions: Iterable[Action], languages: Iterable[str] = ("en",)
) -> Action | None:
    """Return the action of an answer that the words ask for; None if it has no such action.

    ``actions`` are those of the answer's buttons and menus, in their order. No words choose one of
    the other points that a menu offers.
    """
    offered = tuple(actions)
    intent = frame_parser(*languages).parse(text)[0].intent
    if intent is Intent.ANOTHER:
        return _first_of((Another, RandomQuote, DebatePage), offered) or _debate_after(offered)
    if intent is Intent.OTHER_SIDE:
        return _other_side(offered)
    if intent is Intent.MORE:
        more = _first_of((Context, DebatePage), offered) or _debate_after(offered)
        return more or _first_of((Another, RandomQuote), offered)
    contexts = [one for one in offered if isinstance(one, Context)]
    if intent not in _SOURCE or not contexts:
        return None
    return replace(contexts[0], among=len(contexts))


def _first_of(kinds: tuple[type[Action], ...], offered: tuple[Action, ...]) -> Action | None:
    return next((one for kind in kinds for one in offered if isinstance(one, kind)), None)


def _other_side(offered: tuple[Action, ...]) -> Action | None:
    """Return the action to the views opposed to the first excerpt, on the point of the answer."""
    ready = _first_of((Opposing,), offered) or _whole_debate(offered)
    if ready is not None:
        return ready
    contexts = [one for one in offered if isinstance(one, Context)]
    match contexts:
        case [Context(quote, DebatePage(point)), *_]:
            return DebatePage(point, 0, quote)
        case [Context(quote)]:
            return Opposing(quote)
        case _:
            return _first_of((DebatePage,), offered)


def _debate_after(offered: tuple[Action, ...]) -> Debate | None:
    """Return the debate on the point of the answer, after the excerpts that the answer shows."""
    debate = _whole_debate(offered)
    seen = ",".join(one.quote for one in offered if isinstance(one, Context))
    return debate and Debate(debate.point, seen)


def _whole_debate(offered: tuple[Action, ...]) -> Debate | None:
    """Return the debate on the point of the answer itself, not on a point near it.

    It is the point that the contexts lead back to; or that of an excerpt shown in its source, with
    a way back to the excerpt alone.
    """
    points = {
        one.back.point
        for one in offered
        if isinstance(one, Context) and isinstance(one.back, DebatePage)
    }
    in_context = any(isinstance(one, Another) for one in offered) and not any(
        isinstance(one, Context) for one in offered
    )
    debates = (one for one in offered if isinstance(one, Debate))
    return next((one for one in debates if in_context or one.point in points), None)
