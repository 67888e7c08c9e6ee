"""Understand a follow-up: words that refer to the answer before, such as "and the other side?"."""

from collections.abc import Iterable, Mapping

from bot.answers.actions import Action, Another, Context, Debate, DebatePage, Opposing
from bot.search.frames import Intent, frame_parser

# The types of actions that meet an intent, the best first.
_MEANT: Mapping[Intent, tuple[type, ...]] = {
    Intent.ANOTHER: (Another, DebatePage, Debate),
    Intent.OTHER_SIDE: (Opposing, Debate, DebatePage),
    Intent.WHO_SAID: (Context,),
    Intent.WHERE_SAID: (Context,),
    Intent.MORE: (Context, DebatePage, Debate, Another),
}


def is_follow_up(text: str, languages: Iterable[str] = ("en",)) -> bool:
    """Whether the words can only refer to an answer before, in any of the languages."""
    return frame_parser(*languages).parse(text)[0].intent in _MEANT


def follow_up(
    text: str, actions: Iterable[Action], languages: Iterable[str] = ("en",)
) -> Action | None:
    """Return the action of an answer that the words ask for; None if it has no such action.

    ``actions`` are those of the answer's buttons and menus, in their order.
    """
    offered = tuple(actions)
    wanted = _MEANT.get(frame_parser(*languages).parse(text)[0].intent, ())
    return next((one for kind in wanted for one in offered if isinstance(one, kind)), None)
