"""Buttons and selects, whose custom_ids hold their actions: any process answers them at any time.

A ``custom_id`` reads ``1:name:part:part…``; the leading figure is the version of this form. The
kind of a scope is one letter, so that the longest ids (40 characters, two of them) fit into 100.
A scope that is restricted to a speaker, a source or a time has one more part.

A select holds the name, ``1:name``, and each of its options the parts. Several selects of one name
in a message are told apart by a number at the end, ``1:name#2``.

An answer too long for one message is shown in pages. The page, counted from 1, comes last:
``1:name:part@3``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import discord
from discord import ui
from msgspec.structs import astuple, fields, replace

from bot.answers import actions
from bot.discordapp import limits
from bot.discordapp.limits import CUSTOM_ID, PAGE_FIGURES
from bot.discordapp.markdown import SMALL, shortened, weight
from bot.errors import RequestError
from bot.i18n import N_, gettext as _
from bot.library.model import Kind, Stance
from bot.pages.page import ActionKind, Button, Choice, Menu, OpenLink, ServerAction
from bot.search.scope import ByDate, Period, Scope
from bot.search.text import fold

OLD_BUTTON = N_(
    "This button is from an older version and no longer works. Use the command "
    "again to get a new one."
)
Component = ui.Item[Any]
_VERSION = "1"
_LETTERS = {Kind.TOPIC: "t", Kind.POINT: "p", Kind.SPEAKER: "s", Kind.SOURCE: "w"}
_KINDS = {letter: kind for kind, letter in _LETTERS.items()}
_SIDES = {one.value[0]: one for one in (Stance.FOR, Stance.AGAINST)}
# The actions whose fields are texts and numbers: a part for each, in their order.
_PLAIN: Mapping[str, type[Any]] = {
    "opposing": actions.Opposing,
    "debate": actions.Debate,
    "pair": actions.DebatePage,
    "topic": actions.Topics,
    "asked": actions.Asked,
    "about": actions.About,
    "speaker": actions.Speakers,
    "random": actions.RandomQuote,
}
_NAMES = {kind: name for name, kind in _PLAIN.items()}
# An empty last field of these is left out.
_SHORTENED = (actions.Opposing, actions.Debate, actions.DebatePage)
_SERVER_KINDS = {kind.value: kind for kind in ActionKind}
_PAGE = re.compile(rf"@([1-9]\d{{0,{PAGE_FIGURES - 1}}})$", re.ASCII)
_NUMBER_OF_A_SELECT = re.compile(r"#\d+$")


def old_button() -> RequestError:
    """Return the error for a ``custom_id`` that this version does not read."""
    return RequestError(_(OLD_BUTTON))


def encode(action: actions.Action | ServerAction) -> str:
    """Return the custom_id of an action; empty if it is too long or an id has a colon.

    A context whose way back does not fit goes without it; the next excerpt of a scope goes without
    the one that came first.
    """
    custom_id = _joined(_parts(action))
    match action:
        case actions.Context() if not custom_id:
            return _joined(_parts(replace(action, back=None)))
        case actions.Another() if not custom_id:
            return _joined(_parts(replace(action, first="")))
        case _:
            return custom_id


def posting(action: actions.Action | ServerAction) -> ServerAction | None:
    """Return the action that shows the answer of another one in the channel; None if too long."""
    post = ServerAction(ActionKind.POST, _parts(action))
    return post if encode(post) else None


def is_posting(custom_id: str) -> bool:
    """Return whether a button shows an answer in the channel."""
    return custom_id.startswith(f"{_VERSION}:{ActionKind.POST.value}:")


def posted(action: ServerAction) -> actions.Action | ServerAction:
    """Return the action whose answer is shown. Raises RequestError if the parts name none."""
    return _action(action.target)


def _joined(parts: tuple[str, ...]) -> str:
    custom_id = ":".join((_VERSION, *parts))
    fits = len(custom_id) <= CUSTOM_ID and custom_id.isascii()
    return custom_id if fits and custom_id.count(":") == len(parts) else ""


def _parts(action: actions.Action | ServerAction) -> tuple[str, ...]:
    match action:
        case ServerAction(kind, target):
            return (kind.value, *target)
        case actions.Another(scope, first, shown):
            return ("another", *_scope_parts(scope), first, str(shown), *_restrictions(scope))
        case actions.Context(quote, back):
            return ("context", quote, *(_parts(back)[1:] if back else ()))
        case actions.QuoteOf(scope):
            return ("quote", *_scope_parts(scope))
        case _:
            values = [str(one) for one in astuple(action)]
            if isinstance(action, _SHORTENED) and not values[-1]:
                values.pop()
            return (_NAMES[type(action)], *values)


def _scope_parts(scope: Scope) -> tuple[str, str]:
    return (_LETTERS[scope.kind], scope.id)


def _restrictions(scope: Scope) -> tuple[str, ...]:
    """Return what restricts a scope in one part, ``speaker,source,from,to,order,side``, or none."""
    period, by_date = scope.period or Period(), scope.by_date or ""
    side = scope.stance.value[0] if scope.stance else ""
    parts = (scope.speaker, scope.source, period.first, period.last, by_date, side)
    return (",".join(parts).rstrip(","),) if any(parts) else ()


def _restricted(scope: Scope, restrictions: str) -> Scope:
    """Return the scope with the restrictions that a custom_id holds."""
    speaker, source, first, last, by_date, side, *more = (restrictions.split(",") + 6 * [""])[:7]
    if more[0] or by_date not in ("", *ByDate) or side not in ("", *_SIDES):
        raise old_button()
    return replace(
        scope,
        speaker=speaker,
        source=source,
        period=Period(first, last) if first or last else None,
        by_date=ByDate(by_date) if by_date else None,
        stance=_SIDES[side] if side else None,
    )


def decode(custom_id: str) -> actions.Action | ServerAction:
    """Return the action of a custom_id, on any page.

    Raises RequestError for another form, and for one that is longer than Discord allows.
    """
    version, *parts = split_page(custom_id)[0].split(":")
    if version != _VERSION or len(custom_id) > CUSTOM_ID:
        raise old_button()
    return _action(tuple(parts))


def _action(parts: tuple[str, ...]) -> actions.Action | ServerAction:
    match parts:
        case ("another", kind, within, first, shown, *held) if kind in _KINDS and len(held) < 2:
            scope = _restricted(Scope(_KINDS[kind], within), "".join(held))
            return actions.Another(scope, first, number_in(shown))
        case ("context", quote, *back):
            return actions.Context(quote, _back(tuple(back)))
        case ("quote", kind, within) if kind in _KINDS:
            return actions.QuoteOf(Scope(_KINDS[kind], within))
        case (name, *texts) if name in _PLAIN:
            plain, places = _PLAIN[name], fields(_PLAIN[name])
            if not len(places) - (plain in _SHORTENED) <= len(texts) <= len(places):
                raise old_button()
            typed = zip(places, texts, strict=False)
            values = [number_in(one) if place.type is int else one for place, one in typed]
            action: actions.Action = plain(*values)
            return action
        case (name, *target) if name in _SERVER_KINDS:
            return ServerAction(_SERVER_KINDS[name], tuple(target))
        case _:
            raise old_button()


def _back(parts: tuple[str, ...]) -> actions.Another | actions.DebatePage | None:
    """Return the answer that a context leads back to; None if there are no such parts."""
    after_others = len(parts) in (4, 5) and parts[0] in _KINDS
    if not after_others and len(parts) not in (2, 3):
        return None
    back = _action(("another" if after_others else "pair", *parts))
    return back if isinstance(back, actions.Another | actions.DebatePage) else None


def number_in(digits: str) -> int:
    """Return a number of at most nine digits. Raises RequestError for any other text."""
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 9):
        raise old_button()
    return int(digits)


def with_page(here: actions.Action | ServerAction | None, page: int) -> str:
    """Return the custom_id of one page of an answer, counted from 1; empty if it has none."""
    custom_id = encode(here) if here else ""
    turned = f"{custom_id}@{page}"
    fits = custom_id and len(turned) <= CUSTOM_ID and page < 10**PAGE_FIGURES
    return turned if fits else ""


def split_page(custom_id: str) -> tuple[str, int]:
    """Return the custom_id without its page, and the page; 1 if it names none."""
    found = _PAGE.search(custom_id)
    return (custom_id[: found.start()], int(found[1])) if found else (custom_id, 1)


def option_value(action: actions.Action | ServerAction) -> str:
    """Return the value of a select's option; empty if the action does not fit into one."""
    return encode(action).removeprefix(f"{_head(action)}:")


def _head(action: actions.Action | ServerAction) -> str:
    return f"{_VERSION}:{_parts(action)[0]}"


def with_choice(custom_id: str, chosen: tuple[str, ...]) -> str:
    """Return the custom_id of what was chosen in a select; a button's own, if nothing was."""
    if not chosen:
        return custom_id
    return ":".join((_NUMBER_OF_A_SELECT.sub("", custom_id), *chosen))


def button_rows(buttons: tuple[Button, ...]) -> list[Component]:
    """Return the rows of buttons, then a line if some do not fit."""
    # Discord refuses two buttons with one custom_id; they would do the same anyway.
    made = {one.url or one.custom_id: one for one in map(_button, buttons) if one}
    offered = list(made.values())[: limits.BUTTONS_OF_A_MESSAGE]
    rows: list[Component] = [
        ui.ActionRow(*offered[start : start + limits.BUTTONS_OF_A_ROW])
        for start in range(0, len(offered), limits.BUTTONS_OF_A_ROW)
    ]
    if len(offered) < len(made):
        said = _("Only {shown} of {all} buttons fit here.")
        rows.append(ui.TextDisplay(SMALL + said.format(shown=len(offered), all=len(made))))
    return rows


def _button(button: Button) -> ui.Button[Any] | None:
    label = shortened(button.label, limits.LABEL)
    if isinstance(button.action, OpenLink):
        url = _url(button.action.address)
        return ui.Button(label=label, url=url) if url else None
    custom_id = encode(button.action)
    return ui.Button(label=label, custom_id=custom_id) if custom_id else None


def _url(address: str) -> str:
    """Return the address, without its fragment if it is too long; empty if it is still too long."""
    for url in (address, address.partition("#")[0]):
        if weight(url) <= limits.BUTTON_URL:
            return url
    return ""


def selects(menus: tuple[Menu, ...]) -> list[Component]:
    """Return the menus as selects of at most 25 options, then a line if some do not fit.

    A menu that needs several selects is split evenly; each names what it holds: "Topics A–M".
    """
    parts = [part for menu in menus for part in _split(menu)]
    offered = parts[: limits.SELECTS_OF_A_MESSAGE]
    rows: list[Component] = [ui.ActionRow(_select(menu, number)) for menu, number in offered]
    total = sum(len(menu.choices) for menu, _ in parts)
    shown = sum(len(menu.choices) for menu, _ in offered)
    if shown < total:
        said = _("The menus show {shown} of {all}. Ask for the others by name.")
        rows.append(ui.TextDisplay(SMALL + said.format(shown=shown, all=total)))
    return rows


def _split(menu: Menu) -> list[tuple[Menu, int]]:
    """Return the menu in parts that fit into a select, each with its number from 1.

    Choices that a select cannot hold are left out; of several with one action the last stays.
    """
    choices = tuple(
        {value: one for one in menu.choices if (value := option_value(one.action))}.values()
    )
    count = -(-len(choices) // limits.OPTIONS_OF_A_SELECT)
    if count < 2:
        return [(replace(menu, choices=choices), 1)] if count else []
    names = [fold(choice.label) for choice in choices]
    letters = [name[:1].upper() for name in names] if names == sorted(names) else []
    parts = list(pairwise(_ends(letters or [""] * len(names), count)))
    labels = (
        _initials(letters[start], letters[end - 1]) if letters else f"{start + 1}–{end}"
        for start, end in parts
    )
    return [
        (Menu(f"{menu.label} {label}", choices[start:end]), number)
        for number, (label, (start, end)) in enumerate(zip(labels, parts, strict=True), start=1)
    ]


def _ends(letters: Sequence[str], count: int) -> Iterator[int]:
    """Yield 0 and the end of each of ``count`` parts that a select can hold.

    They are as even as possible, but a part ends before another letter if it can.
    """
    end, whole = 0, len(letters)
    yield end
    for part in range(1, count):
        even, after = whole * part // count, count - part
        least = max(end + 1, whole - after * limits.OPTIONS_OF_A_SELECT)
        most = min(end + limits.OPTIONS_OF_A_SELECT, whole - after)
        possible = range(least, most + 1)
        end = min((letters[at - 1] == letters[at], abs(at - even), at) for at in possible)[-1]
        yield end
    yield whole


def _initials(first: str, last: str) -> str:
    """Return ``A–I``, or ``A`` if all begin with it."""
    return first if first == last else f"{first}–{last}".strip("–")


def _select(menu: Menu, number: int) -> ui.Select[Any]:
    head = _head(menu.choices[0].action)
    return ui.Select(
        custom_id=head if number == 1 else f"{head}#{number}",
        placeholder=shortened(menu.label, limits.PLACEHOLDER) or None,
        options=[_option(choice) for choice in menu.choices],
    )


def _option(choice: Choice) -> discord.SelectOption:
    value = option_value(choice.action)
    return discord.SelectOption(
        label=shortened(choice.label, limits.SELECT_OPTION) or value,
        value=value,
        description=shortened(choice.note, limits.SELECT_OPTION) or None,
    )


def components_in(found: Iterable[Any]) -> Iterator[Any]:
    """Yield the components of a message and those within them, in order."""
    for component in found:
        yield component
        yield from components_in(getattr(component, "children", ()))
