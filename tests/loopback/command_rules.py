"""Rules of Discord for commands, modals and completions that its API document does not state."""

import unicodedata
from collections import Counter
from collections.abc import Iterator

from tests.loopback import limits
from tests.loopback.components import Path, walk
from tests.loopback.errors import Json, Wrong
from tests.loopback.limits import Kind
from tests.loopback.message_rules import wrong_components

CHAT_INPUT = 1
SUBCOMMAND, GROUP = 1, 2
_STRING, _INTEGER, _NUMBER = 3, 4, 10
_OF_KIND: dict[int, type | tuple[type, ...]] = {_STRING: str, _INTEGER: int, _NUMBER: (int, float)}


def wrong_commands(commands: list[Json]) -> Iterator[Wrong]:
    """Yield the errors in a list of commands: in each command, in their names, in their number."""
    for index, command in enumerate(commands):
        for wrong in wrong_command(command):
            yield Wrong((index, *wrong.path), wrong.message, wrong.code)
    names = Counter((command.get("type") or 1, command.get("name")) for command in commands)
    for (_, name), times in names.items():
        if times > 1:
            yield Wrong((), f"the command {name!r} {times} times", "DUPLICATED")
    for kind, most in limits.COMMANDS.items():
        if sum((command.get("type") or 1) == kind for command in commands) > most:
            yield Wrong((), f"more than {most} commands of type {kind}")


def wrong_command(command: Json) -> Iterator[Wrong]:
    """Yield the errors in one command as registered."""
    name, kind = str(command.get("name", "")), command.get("type") or CHAT_INPUT
    if kind == CHAT_INPUT:
        if not name_fits(name):
            yield Wrong(("name",), f"{name!r} is no name of a command", "NAME_REGEX")
        if not 1 <= len(command.get("description") or "") <= limits.DESCRIPTION:
            yield Wrong(("description",), f"1 to {limits.DESCRIPTION} characters")
        yield from _wrong_options(command.get("options") or [], ("options",), depth=0)
    else:
        if not 1 <= len(name.strip()) <= limits.COMMAND_NAME:
            yield Wrong(("name",), f"1 to {limits.COMMAND_NAME} characters")
        if command.get("description") or command.get("options"):
            yield Wrong((), "a menu command has neither description nor options")
    if _text_length(command) > limits.COMMAND_TEXT:
        yield Wrong((), f"at most {limits.COMMAND_TEXT} characters in all")


def name_fits(name: str) -> bool:
    """Match Discord's lower-case ``^[-_'\\p{L}\\p{N}\\p{sc=Deva}\\p{sc=Thai}]{1,32}$``."""
    fits = all(letter in "-_'" or _is_of_a_name(letter) for letter in name)
    return fits and 1 <= len(name) <= limits.COMMAND_NAME and name == name.lower()


def _is_of_a_name(letter: str) -> bool:
    kind = unicodedata.category(letter)[0]
    script = unicodedata.name(letter, "").split(" ")[0]
    return kind in "LN" or (kind == "M" and script in {"DEVANAGARI", "THAI"})


def _wrong_options(options: list[Json], path: Path, depth: int) -> Iterator[Wrong]:
    if len(options) > limits.OPTIONS:
        yield Wrong(path, f"at most {limits.OPTIONS} options")
    names = Counter(option.get("name") for option in options)
    if any(times > 1 for times in names.values()):
        yield Wrong(path, "two options of one name", "DUPLICATED")
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        yield Wrong(path, "required options come first", "REQUIRED_OPTIONS_FIRST")
    nested = [option.get("type") in (SUBCOMMAND, GROUP) for option in options]
    if any(nested) and not all(nested):
        yield Wrong(path, "subcommands and other options do not stand together")
    for index, option in enumerate(options):
        yield from _wrong_option(option, (*path, index), depth)


def _wrong_option(option: Json, path: Path, depth: int) -> Iterator[Wrong]:
    name = str(option.get("name", ""))
    if not name_fits(name):
        yield Wrong((*path, "name"), f"{name!r} is no name of an option", "NAME_REGEX")
    if not 1 <= len(option.get("description") or "") <= limits.DESCRIPTION:
        yield Wrong((*path, "description"), f"1 to {limits.DESCRIPTION} characters")
    if option.get("type") in (SUBCOMMAND, GROUP):
        if depth > 1 or (option["type"] == GROUP and depth > 0):
            yield Wrong(path, "nested too deep")
        yield from _wrong_options(option.get("options") or [], (*path, "options"), depth + 1)
    yield from _wrong_choices(option, path)
    fewest, most = option.get("min_length"), option.get("max_length")
    if fewest is not None and most is not None and fewest > most:
        yield Wrong((*path, "max_length"), f"{fewest} to {most} is no length")


def _wrong_choices(option: Json, path: Path) -> Iterator[Wrong]:
    choices = option.get("choices") or []
    if choices and option.get("autocomplete"):
        yield Wrong(path, "choices or completion, not both")
    if option.get("autocomplete") and option.get("type") not in _OF_KIND:
        yield Wrong(path, "only text and numbers are completed")
    for wrong in wrong_completion(choices, option):
        yield Wrong((*path, "choices", *wrong.path), wrong.message, wrong.code)
    if len({choice.get("name") for choice in choices}) < len(choices):
        yield Wrong((*path, "choices"), "two choices of one name", "DUPLICATED")


def wrong_completion(choices: list[Json], option: Json) -> Iterator[Wrong]:
    """Yield the errors in choices offered for an option as registered."""
    if len(choices) > limits.CHOICES:
        yield Wrong((), f"{len(choices)} choices, at most {limits.CHOICES}")
    kind = option.get("type", _STRING)
    for index, choice in enumerate(choices):
        name, value = choice.get("name"), choice.get("value")
        if not 1 <= len(str(name or "")) <= limits.CHOICE_NAME:
            yield Wrong((index, "name"), f"1 to {limits.CHOICE_NAME} characters")
        if not isinstance(value, _OF_KIND.get(kind, object)):
            yield Wrong((index, "value"), f"{value!r} is not of the option's type")
        if isinstance(value, str) and not 1 <= len(value) <= limits.CHOICE_VALUE:
            yield Wrong((index, "value"), f"1 to {limits.CHOICE_VALUE} characters")


def _text_length(command: Json) -> int:
    """Count characters of names, descriptions and values; the longest localization counts."""
    total = 0
    for key in ("name", "description"):
        versions = [command.get(key) or "", *(command.get(f"{key}_localizations") or {}).values()]
        total += max(map(len, versions))
    total += sum(_text_length(option) for option in command.get("options") or ())
    for choice in command.get("choices") or ():
        total += len(choice.get("name", "")) + len(str(choice.get("value", "")))
    return total


def wrong_modal(modal: Json) -> Iterator[Wrong]:
    """Yield the errors in a modal as sent."""
    if not 1 <= len(modal.get("title") or "") <= limits.MODAL_TITLE:
        yield Wrong(("title",), f"1 to {limits.MODAL_TITLE} characters")
    if not 1 <= len(modal.get("custom_id") or "") <= limits.CUSTOM_ID:
        yield Wrong(("custom_id",), f"1 to {limits.CUSTOM_ID} characters")
    components = modal.get("components") or []
    if not 1 <= len(components) <= limits.MODAL_ROWS:
        yield Wrong(("components",), f"1 to {limits.MODAL_ROWS} rows, not {len(components)}")
    yield from wrong_components(components)
    for path, component in walk(components):
        if component.get("type") == Kind.TEXT_INPUT:
            yield from _wrong_input(path, component)


def _wrong_input(path: Path, text: Json) -> Iterator[Wrong]:
    if path[-1] == "component" and text.get("label"):
        yield Wrong((*path, "label"), "the label around it is its label")
    if path[-1] != "component" and not text.get("label"):
        yield Wrong((*path, "label"), "an input in a row needs a label")
    value = text.get("value") or ""
    fewest, most = text.get("min_length") or 0, text.get("max_length") or limits.INPUT_VALUE
    if fewest > most:
        yield Wrong((*path, "max_length"), f"{fewest} to {most} is no length")
    if value and not fewest <= len(value) <= most:
        yield Wrong((*path, "value"), f"{len(value)} characters in {fewest} to {most}")
