"""Requests and follow-ups at a terminal, as they are typed."""

from collections.abc import Mapping
from itertools import groupby

from bot.answers.actions import (
    Another,
    Context,
    Debate,
    DebatePage,
    Opposing,
    QuoteOf,
    RandomQuote,
    Topics,
)
from bot.answers.desk import Desk
from bot.answers.model import Answer
from bot.commands import Command
from bot.errors import RequestError
from bot.i18n import gettext as _, number
from bot.library.model import Kind
from bot.library.text_cleaning import well_formed
from bot.pages.page import Button, OpenLink, Page, ServerAction
from bot.pages.wording import dotted
from bot.search.text import LONGEST_REQUEST

# The words for an action at the prompt; the first is the one to teach.
WORDS: Mapping[type, tuple[str, ...]] = {
    Another: ("another", "next"),
    RandomQuote: ("another", "next"),
    Opposing: ("opposing", "against"),
    Context: ("context",),
    DebatePage: ("next", "more"),
    Debate: ("debate",),
    OpenLink: ("source",),
}
_MOST_POINTS = 9
# Labels up to this many characters share a line.
_LONGEST_IN_A_ROW = 20


def ask_desk(desk: Desk, command: Command, given: Mapping[str, str]) -> Answer:
    """Return the answer to a command with its options filled in.

    Raises RequestError if a required option is missing or one is longer than is read.
    """
    for option in command.options:
        text = given.get(option.name, "")
        if option.required and not text.strip():
            summary = _(option.summary)
            wanted = summary[:1].lower() + summary[1:]
            raise RequestError(
                _("{name} needs some words after it: {wanted}."), name=command.name, wanted=wanted
            )
        if len(text) > LONGEST_REQUEST:
            raise RequestError(
                _("That is {count} characters long; up to {longest_request} are read."),
                count=number(len(text)),
                longest_request=number(LONGEST_REQUEST),
            )
    return command.answer(desk, {name: well_formed(text) for name, text in given.items()})


def follow_ups_of(page: Page) -> tuple[Button, ...]:
    """Return a page's buttons that a terminal has, its menus' contexts, and up to nine points."""
    buttons = (one for one in page.buttons if not isinstance(one.action, ServerAction))
    contexts = _chosen_in(page, Context, _("In context: “{}”"))
    return (*buttons, *contexts, *_chosen_in(page, Debate, "{}")[:_MOST_POINTS])


def _chosen_in(page: Page, kind: type, label: str) -> tuple[Button, ...]:
    return tuple(
        Button(label.format(choice.label), choice.action)
        for menu in page.menus
        for choice in menu.choices
        if isinstance(choice.action, kind)
    )


def numbered(buttons: tuple[Button, ...]) -> tuple[str, ...]:
    """Return lines that number the buttons in order; short labels share a line."""
    lines: list[str] = []
    for short, several in groupby(
        enumerate(buttons, start=1), key=lambda one: len(one[1].label) <= _LONGEST_IN_A_ROW
    ):
        written = [f"{number} {button.label}" for number, button in several]
        lines += [dotted(written)] if short else written
    return tuple(lines)


def chosen(typed: str, buttons: tuple[Button, ...]) -> Button | None:
    """Return the button that was typed by its number, a word or its label; else None."""
    said = typed.casefold()
    if said.isascii() and said.isdigit() and len(said) < 4:
        return buttons[int(said) - 1] if 0 < int(said) <= len(buttons) else None
    for button in buttons:
        if said in _words(button) or said == button.label.casefold():
            return button
    return None


def _words(button: Button) -> tuple[str, ...]:
    # "next" must not lead from a context back to the excerpt it was opened from.
    if button.label in (_("Back to the excerpt"), _("Back to the debate")):
        return ("back",)
    return WORDS.get(type(button.action), ())


def means_a_follow_up(typed: str) -> bool:
    """Whether what was typed can only be a follow-up, even if the last answer has no such one."""
    said = typed.casefold()
    return (said.isascii() and said.isdigit()) or any(said in words for words in WORDS.values())


def as_arguments(buttons: tuple[Button, ...]) -> tuple[str, ...]:
    """Return lines that say what to add to the command line for each button, or to type instead."""
    flags = tuple(dict.fromkeys(filter(None, map(_flag, buttons))))
    add = [_("Add: {flags}").format(flags=dotted(flags))] if flags else []
    commands = filter(None, map(_command, buttons))
    return (*add, *(_("Or: {command}").format(command=command) for command in commands))


def _flag(button: Button) -> str:
    match button.action:
        case Another(scope, shown=shown) if not scope.stance:
            return f"--another {shown}"
        case Opposing():
            return "--opposing"
        case Context():
            return "--context"
        case _:
            return ""


def _command(button: Button) -> str:
    match button.action:
        case Another(scope, shown=shown) if scope.stance:
            command = f"debate {scope.id} --another {shown}"
        case Debate(point):
            command = f"debate {point}"
        case DebatePage(point, page, opposed=""):
            command = f"debate {point} --more {page}" if page else f"debate {point}"
        case Topics(topic):
            command = f"topics {topic}".rstrip()
        case QuoteOf(scope) if scope.kind in (Kind.SPEAKER, Kind.SOURCE):
            command = f"quote --{scope.kind.value} {scope.id}"
        case QuoteOf(scope):
            command = f"quote {scope.id}"
        case _:
            return ""
    return f"{command}  ({button.label})"
