"""The schema's validation errors as problems: plain words at the right place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from pydantic import BaseModel, ValidationError

from bot.errors import Problem
from bot.library.load.yaml_nodes import TOP, Node, Path
from bot.library.load.yaml_reader import MOST_PROBLEMS
from bot.library.schema import (
    CardEntry,
    FileKind,
    FileModel,
    HiddenEntry,
    PointEntry,
    PositionEntry,
    QuoteEntry,
    QuotingEntry,
    SourceEntry,
    SourceGrounds,
    SpeakerEntry,
    SpeakerGrounds,
    TopicEntry,
)
from bot.library.text_cleaning import nearest, shown

# The name of a mapping in a sentence and its model, by the key that it stands under.
_MAPPINGS: Mapping[str, tuple[str, type[BaseModel]]] = {
    "library": ("the library's card", CardEntry),
    "topics": ("this topic", TopicEntry),
    "points": ("this point", PointEntry),
    "speakers": ("this speaker", SpeakerEntry),
    "source": ("the source", SourceEntry),
    "hidden": ("this hidden quote", HiddenEntry),
    "quotes": ("this quote", QuoteEntry),
    "positions": ("this position", PositionEntry),
    "quoting": ("this “quoting”", QuotingEntry),
}
_LONGEST_SHOWN = 200
_TYPES = {
    "string_type": ("text", "write a text"),
    "bool_type": ("true or false", "write true or false, or take the line out"),
    "list_type": ("a list", "put “- ” before each entry, or write [one, two]"),
    "model_type": ("made of keys and values", "write “key: value”, one to a line"),
}


@dataclass(frozen=True, slots=True)
class _Invalid:
    """One validation error: its path, pydantic's name for its type, and pydantic's context."""

    path: Path
    kind: str
    context: Mapping[str, Any]


def validate(root: Node, kind: FileKind, file: str) -> tuple[FileModel | None, list[Problem]]:
    """Return the file as its model, or None, and all problems with its values."""
    errors: list[_Invalid] = []
    model: FileModel | None = None
    try:
        model = kind.model.model_validate(root.value)
    except ValidationError as error:
        errors = [
            _Invalid(found["loc"], found["type"], found.get("ctx", {}))
            for found in error.errors(include_url=False, include_input=False)
        ]
    reported = islice(_merged(errors, root, kind), MOST_PROBLEMS)
    problems = [_problem(invalid, root, kind, file) for invalid in reported]
    return (None if problems else model), problems


def _merged(errors: list[_Invalid], root: Node, kind: FileKind) -> Iterable[_Invalid]:
    """The errors to report: one for each value, none that another one explains."""
    empty = set(root.nulls())
    unknown = {invalid.path for invalid in errors if invalid.kind == "extra_forbidden"}
    mistyped = {(*path[:-1], _meant(path, kind)) for path in unknown}
    for invalid in errors:
        reported = root.reach(invalid.path).faulty or invalid.path in empty - unknown
        if not reported and not (invalid.kind == "missing" and invalid.path in mistyped):
            yield invalid
    yield from (_Invalid(path, "empty", {}) for path in sorted(empty - unknown, key=repr))


def _problem(invalid: _Invalid, root: Node, kind: FileKind, file: str) -> Problem:
    at = root.reach(invalid.path)
    place = at.place
    if invalid.kind == "missing":
        wrong, remedy = _missing(invalid.path, kind)
    elif invalid.kind == "extra_forbidden":
        wrong, remedy = _unknown(invalid.path, kind)
        place = root.key_place(invalid.path) or place
    elif invalid.kind == "empty":
        wrong = f"{_name(invalid.path, kind)} is empty"
        remedy = "give it a value, or take the line out" if invalid.path else "fill it in"
        place = place if invalid.path else TOP
    elif invalid.kind == "rule":
        name = _name(invalid.path, kind)
        value = "" if _is_bulky(at) else f" {shown(at.value)}"
        wrong, remedy = f"{name}{value} {invalid.context['wrong']}", str(invalid.context["remedy"])
    elif invalid.kind == "literal_error":
        wrong, remedy = _not_among(invalid, at, kind)
    else:
        wrong, remedy = _wrong_type(invalid, at, kind)
    return Problem(file, place.line, place.column, wrong, remedy)


def _missing(path: Path, kind: FileKind) -> tuple[str, str]:
    name, _ = _mapping(path[:-1], kind)
    lists = {"topics", "speakers", "quotes"}
    form = f"{path[-1]}:" if path[-1] in lists else f"{path[-1]}: …"
    return f"{name} has no “{path[-1]}”", f"add a line “{form}”"


def _unknown(path: Path, kind: FileKind) -> tuple[str, str]:
    name, keys = _mapping(path[:-1], kind)
    meant = _meant(path, kind)
    remedy = f"did you mean “{meant}”?" if meant else f"take it out; the keys are {', '.join(keys)}"
    return f"{name} has no key {shown(path[-1])}", remedy


def _not_among(invalid: _Invalid, at: Node, kind: FileKind) -> tuple[str, str]:
    choices = [
        choice.strip("'")
        for choice in str(invalid.context["expected"]).replace(" or ", ", ").split(", ")
    ]
    meant = nearest(at.text, choices)
    hint = f"did you mean “{meant}”? It is one of " if meant else "write one of "
    return f"{_name(invalid.path, kind)} cannot be {shown(at.value)}", hint + ", ".join(choices)


def _wrong_type(invalid: _Invalid, at: Node, kind: FileKind) -> tuple[str, str]:
    wanted, remedy = _TYPES.get(invalid.kind, ("of another type", "compare it with the others"))
    match at.value:
        case list():
            got = "this is a list"
        case dict():
            got = "this has keys and values"
        case str():
            got = f"{shown(at.value)} is a text"
        case bool():
            got, remedy = _unquoted(invalid, at, "a yes-or-no value", remedy)
        case _:
            got, remedy = _unquoted(invalid, at, "a number", remedy)
    return f"{_name(invalid.path, kind)} must be {wanted}, but {got}", remedy


def _unquoted(invalid: _Invalid, at: Node, kind_of_value: str, remedy: str) -> tuple[str, str]:
    value = shown(at.value)
    if invalid.kind != "string_type":
        return f"{value} is {kind_of_value}", remedy
    return (
        f"{value} without quotation marks is {kind_of_value}",
        f'write "{value}" with quotation marks',
    )


def _is_bulky(node: Node) -> bool:
    """Whether the value is too long to show, or says no more than its place does."""
    if isinstance(node.value, str):
        return not node.text or len(node.text) > _LONGEST_SHOWN
    return type(node.value) is not int


def _mapping(path: Path, kind: FileKind) -> tuple[str, list[str]]:
    """The name of the mapping at a path, and the keys it may have."""
    named = [step for step in path if isinstance(step, str)]
    if not named:
        return "the file", _keys(kind.model)
    if named[-1] == "inferred":
        grounds = SourceGrounds if kind is FileKind.SOURCE else SpeakerGrounds
        return "this “inferred”", _keys(grounds)
    name, model = _MAPPINGS[named[-1]]
    return name, _keys(model)


def _keys(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _meant(path: Path, kind: FileKind) -> str:
    return nearest(str(path[-1]), _mapping(path[:-1], kind)[1])


def _name(path: Path, kind: FileKind) -> str:
    """The name of the value at a path."""
    if not path:
        return "the file"
    if isinstance(path[-1], str):
        return f"“{path[-1]}”"
    under = str(path[-2])
    if under in _MAPPINGS and not (kind is FileKind.SOURCE and under == "topics"):
        return _MAPPINGS[under][0]
    return f"an entry of “{under}”"
