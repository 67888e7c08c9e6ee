"""The ways on from a page, as they are typed."""

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
    """The ways on that a terminal has: those of buttons, and the points of menus, nine at most."""
    points = [
        Action(menu.deed, choice.label, choice.target)
        for menu in page.menus
        if menu.deed is Deed.DEBATE
        for choice in menu.choices
    ]
    here = (action for action in page.actions if action.deed not in _NOT_HERE)
    return (*here, *points[:_MOST_POINTS])


def numbered(actions: tuple[Action, ...]) -> tuple[str, ...]:
    """Lines that number the ways on: short labels in one line, then the long ones."""
    short: list[str] = []
    long: list[str] = []
    for number, action in enumerate(actions, start=1):
        fitting = short if len(action.label) <= _LONGEST_IN_A_ROW else long
        fitting.append(f"{number} {action.label}")
    return (*((dotted(short),) if short else ()), *long)


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
    flags = [_flag(action) for action in actions if action.deed in _FLAGS]
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
            return f"topics {topic}  ({label})"
        case Action(Deed.QUOTE, label, ("speaker" | "source" as kind, one)):
            return f"quote --{kind} {one}  ({label})"
        case Action(Deed.QUOTE, label, (_, one)):
            return f"quote {one}  ({label})"
        case _:
            return ""
