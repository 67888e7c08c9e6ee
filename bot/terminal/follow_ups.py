"""The ways on from a page, as they are typed."""

from itertools import groupby

from bot.pages.page import Action, Deed, Page
from bot.pages.wording import dotted

# The words a way on goes by at the prompt; the first is the one to teach.
WORDS = {
    Deed.ANOTHER: ("another", "next"),
    Deed.OPPOSING: ("opposing", "against"),
    Deed.CONTEXT: ("context",),
    Deed.PAIR: ("next", "more"),
    Deed.DEBATE: ("debate",),
    Deed.OPEN: ("source",),
}
_FLAGS = {Deed.ANOTHER: "--another", Deed.OPPOSING: "--opposing", Deed.CONTEXT: "--context"}
# What does something in Discord alone.
_NOT_HERE = (Deed.DISCUSS, Deed.SUGGEST)
_MOST_POINTS = 9
# More than a few words to a label, and it has a line to itself.
_LONGEST_IN_A_ROW = 20


def ways_of(page: Page) -> tuple[Action, ...]:
    """The ways on that a terminal has: those of buttons, and of menus the contexts and the points.

    Nine points at most.
    """
    here = (action for action in page.actions if action.deed not in _NOT_HERE)
    contexts = _chosen_in(page, Deed.CONTEXT, "In context: “{}”")
    return (*here, *contexts, *_chosen_in(page, Deed.DEBATE, "{}")[:_MOST_POINTS])


def _chosen_in(page: Page, deed: Deed, label: str) -> tuple[Action, ...]:
    """The choices of the page's menus of that deed."""
    return tuple(
        Action(deed, label.format(choice.label), choice.target)
        for menu in page.menus
        if menu.deed is deed
        for choice in menu.choices
    )


def numbered(actions: tuple[Action, ...]) -> tuple[str, ...]:
    """Lines that number the ways on, in order: short labels share one, a long one has its own."""
    lines: list[str] = []
    for short, several in groupby(
        enumerate(actions, start=1), key=lambda one: len(one[1].label) <= _LONGEST_IN_A_ROW
    ):
        written = [f"{number} {action.label}" for number, action in several]
        lines += [dotted(written)] if short else written
    return tuple(lines)


def chosen(typed: str, actions: tuple[Action, ...]) -> Action | None:
    """The way on that was typed: its number, one of its words, or its label; else None."""
    said = typed.casefold()
    if said.isascii() and said.isdigit() and len(said) < 4:
        return actions[int(said) - 1] if 0 < int(said) <= len(actions) else None
    for action in actions:
        if said in WORDS.get(action.deed, ()) or said == action.label.casefold():
            return action
    return None


def meant_as_a_way(typed: str) -> bool:
    """Whether what was typed can only mean a way on, though there may be none such."""
    said = typed.casefold()
    return (said.isascii() and said.isdigit()) or any(said in words for words in WORDS.values())


def as_arguments(actions: tuple[Action, ...]) -> tuple[str, ...]:
    """Lines that say what to add to the command line for each way on, or to type instead."""
    flags = list(dict.fromkeys(_flag(action) for action in actions if action.deed in _FLAGS))
    commands = [_command(action) for action in actions]
    return (
        *((f"Add: {dotted(flags)}",) if flags else ()),
        *(f"Or: {command}" for command in commands if command),
    )


def _flag(action: Action) -> str:
    flag = _FLAGS[action.deed]
    return f"{flag} {action.target[3]}" if action.deed is Deed.ANOTHER else flag


def _command(action: Action) -> str:
    match action:
        case Action(Deed.DEBATE, label, (point,)):
            return f"debate {point}  ({label})"
        case Action(Deed.PAIR, label, (point, page)):
            return f"debate {point}{f' --more {page}' if page != '0' else ''}  ({label})"
        case Action(Deed.TOPIC, label, (topic,)):
            return f"{f'topics {topic}'.rstrip()}  ({label})"
        case Action(Deed.QUOTE, label, ("speaker" | "source" as kind, one)):
            return f"quote --{kind} {one}  ({label})"
        case Action(Deed.QUOTE, label, (_, one)):
            return f"quote {one}  ({label})"
        case _:
            return ""
