"""What a button holds: its deed and target, so that any process can answer it at any time.

A ``custom_id`` reads ``1:deed:target:target…``; the leading figure is the version of this form. A
kind of scope is one letter, so that the longest ids (40 characters, two of them) stay within 100.

A select holds the deed, ``1:deed``, and each of its options the target; several selects of one deed
in a message are told apart by a number at the end, ``1:deed#2``.

An answer too long for one message is shown in pages: what leads to it, and at the end the page,
``1:deed:target@3``.
"""

import re
from collections.abc import Container

from bot.answers.desk import Desk
from bot.answers.model import Answer, DebateAnswer, NotFound
from bot.discordapp.limits import CUSTOM_ID, PAGE_FIGURES
from bot.discordapp.words import OLD_BUTTON
from bot.errors import RequestError
from bot.library.model import Kind
from bot.pages.page import Action, Deed
from bot.search.results import Scope

_VERSION = "1"
_LETTERS = {Kind.TOPIC: "t", Kind.POINT: "p", Kind.SPEAKER: "s", Kind.SOURCE: "w"}
_KINDS = {letter: kind for kind, letter in _LETTERS.items()}
_SCOPED = (Deed.ANOTHER, Deed.QUOTE)
_MOST_DIGITS = 9
_PAGE = re.compile(rf"@([1-9]\d{{0,{PAGE_FIGURES - 1}}})$", re.ASCII)
# The parts of a context's target that lead back to one of many excerpts: the quote and four more.
_OF_A_WALK = 5
_NUMBER_OF_A_SELECT = re.compile(r"#\d+$")


def written(action: Action) -> str:
    """The custom_id of the action; empty where it cannot be one (too long, a colon in an id).

    A context that has no room for its way back goes without.
    """
    target = action.target
    if action.deed in _SCOPED:
        target = (_LETTERS[Kind(target[0])], *target[1:])
    if action.deed is Deed.CONTEXT and len(target) == _OF_A_WALK:
        target = (target[0], _LETTERS[Kind(target[1])], *target[2:])
    whole = _joined(action.deed, target)
    return whole or (_joined(action.deed, target[:1]) if action.deed is Deed.CONTEXT else "")


def _joined(deed: Deed, target: tuple[str, ...]) -> str:
    parts = (_VERSION, deed.value, *target)
    whole = ":".join(parts)
    fits = len(whole) <= CUSTOM_ID and whole.isascii() and whole.count(":") == len(parts) - 1
    return whole if fits else ""


def turned_to(here: Action | None, page: int) -> str:
    """The custom_id of a page (from 1) of the answer that ``here`` leads to; empty: it has none."""
    state = written(here) if here else ""
    turned = f"{state}@{page}"
    fits = state and len(turned) <= CUSTOM_ID and page < 10**PAGE_FIGURES
    return turned if fits else ""


def page_in(state: str) -> tuple[str, int]:
    """What leads to the answer, and its page; 1 where none is named."""
    found = _PAGE.search(state)
    return (state[: found.start()], int(found[1])) if found else (state, 1)


def select_id(deed: Deed, number: int) -> str:
    """The custom_id of the ``number``-th select of a menu."""
    head = f"{_VERSION}:{deed.value}"
    return head if number == 1 else f"{head}#{number}"


def value_of(deed: Deed, target: tuple[str, ...]) -> str:
    """What a choice with this target holds in a select; empty where it cannot be one."""
    return written(Action(deed, "", target)).removeprefix(f"{_VERSION}:{deed.value}:")


def state_of(custom_id: str, chosen: tuple[str, ...]) -> str:
    """What was asked for: a button's custom_id, or a select's with what was chosen in it."""
    if not chosen:
        return custom_id
    return ":".join((_NUMBER_OF_A_SELECT.sub("", custom_id), *chosen))


def parts_of(state: str) -> tuple[str, ...]:
    """The deed and its target; nothing for a state of another version's form."""
    version, *parts = state.split(":")
    return tuple(parts) if version == _VERSION else ()


def back_of(state: str) -> tuple[str, ...]:
    """Where the context that a button leads to leads back; nothing of other buttons."""
    match parts_of(page_in(state)[0]):
        case (Deed.CONTEXT, _, kind, within, first, place) if kind in _KINDS:
            return (_KINDS[kind].value, within, first, place)
        case (Deed.CONTEXT, _, point, page, *opposed):
            return (point, page, *opposed)
        case _:
            return ()


def follow(desk: Desk, custom_id: str) -> Answer:
    """What the desk answers to the button, whichever page it turns to.

    Raises:
        RequestError: the custom_id is not of this version's form.
    """
    return _walk_on(desk, parts_of(page_in(custom_id)[0]))


def _walk_on(desk: Desk, parts: tuple[str, ...]) -> Answer:
    """What comes next of several."""
    match parts:
        case (Deed.ANOTHER, kind, within, first, shown) if kind in _KINDS:
            return desk.another(Scope(_KINDS[kind], within), first, _number(shown))
        case (Deed.PAIR, point, page):
            return debate_on(desk, point, _number(page))
        case (Deed.PAIR, _, page, opposed):
            return desk.opposing(opposed, _number(page))
        case (Deed.QUOTE, kind, within) if kind in _KINDS:
            return _quote(desk, _KINDS[kind], within)
        case _:
            return _lead_to(desk, parts)


def _lead_to(desk: Desk, parts: tuple[str, ...]) -> Answer:
    match parts:
        case (Deed.OPPOSING, quote):
            return desk.opposing(quote)
        case (Deed.CONTEXT, quote, *_):
            return desk.context(quote)
        case (Deed.DEBATE, point):
            return debate_on(desk, point)
        case (Deed.TOPIC, topic):
            return _topics(desk, topic)
        case (Deed.ASKED, point, excerpts, near):
            return desk.asked(point, excerpts, near)
        case (Deed.ABOUT,):
            return desk.about()
        case _:
            raise RequestError(OLD_BUTTON)


def debate_on(desk: Desk, point: str, page: int = 0) -> DebateAnswer | NotFound:
    """The debate on the point of that id; that it is gone where it is, never one that is near."""
    return desk.debate(point, page) if point in desk.library.points else desk.gone()


def _topics(desk: Desk, topic: str) -> Answer:
    known = not topic or topic in desk.library.topics
    return desk.topics(topic) if known else desk.gone()


def _quote(desk: Desk, kind: Kind, within: str) -> Answer:
    if within not in _things(desk, kind):
        return desk.gone()
    match kind:
        case Kind.TOPIC | Kind.POINT:
            return desk.quote(within)
        case Kind.SPEAKER:
            return desk.quote("", speaker=within)
        case Kind.SOURCE:
            return desk.quote("", source=within)


def _things(desk: Desk, kind: Kind) -> Container[str]:
    library = desk.library
    return {
        Kind.TOPIC: library.topics,
        Kind.POINT: library.points,
        Kind.SPEAKER: library.speakers,
        Kind.SOURCE: library.sources,
    }[kind]


def _number(digits: str) -> int:
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= _MOST_DIGITS):
        raise RequestError(OLD_BUTTON)
    return int(digits)
