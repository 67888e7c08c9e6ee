"""What a button holds: its deed and target, so that any process can answer it at any time.

A ``custom_id`` reads ``1:deed:target:target…``; the leading figure is the version of this form. A
kind of scope is one letter, so that the longest ids (40 characters, two of them) stay within 100.

A select holds the deed, ``1:deed``, and each of its options the target; several selects of one deed
in a message are told apart by a number at the end, ``1:deed#2``.
"""

import re

from bot.answer.answers import Answer, Kind, Scope
from bot.desk import Desk
from bot.discordapp.limits import CUSTOM_ID
from bot.discordapp.words import OLD_BUTTON
from bot.errors import RequestError
from bot.pages.page import Action, Deed, Menu

_VERSION = "1"
_LETTERS = {Kind.TOPIC: "t", Kind.POINT: "p", Kind.SPEAKER: "s", Kind.SOURCE: "w"}
_KINDS = {letter: kind for kind, letter in _LETTERS.items()}
_SCOPED = (Deed.ANOTHER, Deed.QUOTE)
_MOST_DIGITS = 9
_NUMBER_OF_A_SELECT = re.compile(r"#\d+$")


def written(action: Action) -> str:
    """The custom_id of the action; empty where it cannot be one (too long, a colon in an id)."""
    target = action.target
    if action.deed in _SCOPED:
        target = (_LETTERS[Kind(target[0])], *target[1:])
    parts = (_VERSION, action.deed.value, *target)
    whole = ":".join(parts)
    fits = len(whole) <= CUSTOM_ID and whole.isascii() and whole.count(":") == len(parts) - 1
    return whole if fits else ""


def written_select(menu: Menu, number: int) -> tuple[str, tuple[str, ...]]:
    """The custom_id of the ``number``-th select of a menu, and the value of each of its choices.

    A value is empty where it cannot be one.
    """
    head = f"{_VERSION}:{menu.deed.value}"
    states = (written(Action(menu.deed, one.label, one.target)) for one in menu.choices)
    values = tuple(state.removeprefix(f"{head}:") for state in states)
    return head if number == 1 else f"{head}#{number}", values


def state_of(custom_id: str, chosen: tuple[str, ...]) -> str:
    """What was asked for: a button's custom_id, or a select's with what was chosen in it."""
    if not chosen:
        return custom_id
    return ":".join((_NUMBER_OF_A_SELECT.sub("", custom_id), *chosen))


def parts_of(state: str) -> tuple[str, ...]:
    """The deed and its target; nothing for a state of another version's form."""
    version, *parts = state.split(":")
    return tuple(parts) if version == _VERSION else ()


def follow(desk: Desk, custom_id: str) -> Answer:
    """What the desk answers to the button.

    Raises:
        RequestError: the custom_id is not of this version's form.
    """
    return _follow(desk, parts_of(custom_id))


def _follow(desk: Desk, parts: tuple[str, ...]) -> Answer:  # noqa: PLR0911 - one line a deed
    match parts:
        case (Deed.ANOTHER, kind, within, first, shown) if kind in _KINDS:
            return desk.another(Scope(_KINDS[kind], within), first, _number(shown))
        case (Deed.OPPOSING, quote):
            return desk.opposing(quote)
        case (Deed.CONTEXT, quote):
            return desk.context(quote)
        case (Deed.DEBATE, point):
            return desk.debate(point)
        case (Deed.PAIR, point, page):
            return desk.debate(point, _number(page))
        case (Deed.PAIR, _, page, opposed):
            return desk.opposing(opposed, _number(page))
        case (Deed.TOPIC, topic):
            return desk.topics(topic)
        case (Deed.QUOTE, kind, within) if kind in _KINDS:
            return _quote(desk, _KINDS[kind], within)
        case _:
            raise RequestError(OLD_BUTTON)


def _quote(desk: Desk, kind: Kind, within: str) -> Answer:
    match kind:
        case Kind.TOPIC | Kind.POINT:
            return desk.quote(within)
        case Kind.SPEAKER:
            return desk.quote("", speaker=within)
        case Kind.SOURCE:
            return desk.quote("", source=within)


def _number(digits: str) -> int:
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= _MOST_DIGITS):
        raise RequestError(OLD_BUTTON)
    return int(digits)
