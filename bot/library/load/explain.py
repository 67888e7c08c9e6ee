"""What the models mind about a file, in plain words at the right place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from pydantic import BaseModel, ValidationError

from bot.errors import Problem
from bot.library.load.wording import nearest
from bot.library.load.yaml_nodes import TOP, Node, Path, Place, nulls
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
from bot.library.text_cleaning import shown

# What a mapping is called, by the key it stands under, and what it may hold.
_THINGS: Mapping[str, tuple[str, type[BaseModel]]] = {
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
_LONGEST_WORTH_SHOWING = 200
_TYPES = {
    "string_type": ("text", "write a text"),
    "bool_type": ("true or false", "write true or false, or take the line out"),
    "list_type": ("a list", "put “- ” before each entry, or write [one, two]"),
    "model_type": ("made of keys and values", "write “key: value”, one to a line"),
}


@dataclass(frozen=True, slots=True)
class _Fault:
    """One thing the models mind: its path, its kind in pydantic's words, and what is told of it."""

    path: Path
    kind: str
    told: Mapping[str, Any]


def validate(root: Node, kind: FileKind, file: str) -> tuple[FileModel | None, list[Problem]]:
    """The file as its model, or None and everything wrong with its values."""
    faults: list[_Fault] = []
    model: FileModel | None = None
    try:
        model = kind.model.model_validate(root.value)
    except ValidationError as error:
        faults = [
            _Fault(found["loc"], found["type"], found.get("ctx", {}))
            for found in error.errors(include_url=False, include_input=False)
        ]
    worth_telling = islice(_merged(faults, root, kind), MOST_PROBLEMS)
    problems = [_problem(fault, root, kind, file) for fault in worth_telling]
    return (None if problems else model), problems


def _merged(faults: list[_Fault], root: Node, kind: FileKind) -> Iterable[_Fault]:
    """The faults worth telling: once for each value, none that another one explains."""
    empty = set(nulls(root))
    unknown = {fault.path for fault in faults if fault.kind == "extra_forbidden"}
    mistyped = {(*path[:-1], _meant(path, kind)) for path in unknown}
    for fault in faults:
        at, _ = _reach(root, fault.path)
        told_already = at.faulty or fault.path in empty - unknown
        if not told_already and not (fault.kind == "missing" and fault.path in mistyped):
            yield fault
    yield from (_Fault(path, "empty", {}) for path in sorted(empty - unknown, key=repr))


def _problem(fault: _Fault, root: Node, kind: FileKind, file: str) -> Problem:
    at, place = _reach(root, fault.path)
    if fault.kind == "missing":
        wrong, remedy = _missing(fault.path, kind)
    elif fault.kind == "extra_forbidden":
        wrong, remedy = _unknown(fault.path, kind)
        place = _key_place(root, fault.path) or place
    elif fault.kind == "empty":
        wrong = f"{_name(fault.path, kind)} is empty"
        remedy = "give it a value, or take the line out" if fault.path else "fill it in"
        place = place if fault.path else TOP
    elif fault.kind == "rule":
        name = _name(fault.path, kind)
        value = "" if _is_bulky(at) else f" {shown(at.value)}"
        wrong, remedy = f"{name}{value} {fault.told['wrong']}", str(fault.told["remedy"])
    elif fault.kind == "literal_error":
        wrong, remedy = _not_among(fault, at, kind)
    else:
        wrong, remedy = _wrong_type(fault, at, kind)
    return Problem(file, place.line, place.column, wrong, remedy)


def _missing(path: Path, kind: FileKind) -> tuple[str, str]:
    thing, _ = _thing(path[:-1], kind)
    lists = {"topics", "speakers", "quotes"}
    form = f"{path[-1]}:" if path[-1] in lists else f"{path[-1]}: …"
    return f"{thing} has no “{path[-1]}”", f"add a line “{form}”"


def _unknown(path: Path, kind: FileKind) -> tuple[str, str]:
    thing, keys = _thing(path[:-1], kind)
    meant = _meant(path, kind)
    remedy = f"did you mean “{meant}”?" if meant else f"take it out; there are {', '.join(keys)}"
    return f"{thing} has no key {shown(path[-1])}", remedy


def _not_among(fault: _Fault, at: Node, kind: FileKind) -> tuple[str, str]:
    choices = [
        choice.strip("'")
        for choice in str(fault.told["expected"]).replace(" or ", ", ").split(", ")
    ]
    meant = nearest(at.text, choices)
    hint = f"did you mean “{meant}”? It is one of " if meant else "write one of "
    return f"{_name(fault.path, kind)} cannot be {shown(at.value)}", hint + ", ".join(choices)


def _wrong_type(fault: _Fault, at: Node, kind: FileKind) -> tuple[str, str]:
    wanted, remedy = _TYPES.get(
        fault.kind, ("as the format wants it", "compare it with the others")
    )
    is_ = f"must be {wanted}"
    match at.value:
        case list():
            got = "a list stands here"
        case dict():
            got = "keys and values stand here"
        case str():
            got = f"{shown(at.value)} is a text"
        case bool():
            got, remedy = _unquoted(fault, at, "a yes-or-no value", remedy)
        case _:
            got, remedy = _unquoted(fault, at, "a number", remedy)
    return f"{_name(fault.path, kind)} {is_}, and {got}", remedy


def _unquoted(fault: _Fault, at: Node, what: str, remedy: str) -> tuple[str, str]:
    value = shown(at.value)
    if fault.kind != "string_type":
        return f"{value} is {what}", remedy
    return f"{value} without quotation marks is {what}", f'write "{value}" with quotation marks'


def _is_bulky(node: Node) -> bool:
    """Whether showing the value would only repeat what the place already shows."""
    if isinstance(node.value, str):
        return not node.text or len(node.text) > _LONGEST_WORTH_SHOWING
    return type(node.value) is not int


def _thing(path: Path, kind: FileKind) -> tuple[str, list[str]]:
    """What the mapping at a path is called, and the keys it may have."""
    named = [step for step in path if isinstance(step, str)]
    if not named:
        return "the file", _keys(kind.model)
    if named[-1] == "inferred":
        grounds = SourceGrounds if kind is FileKind.SOURCE else SpeakerGrounds
        return "this “inferred”", _keys(grounds)
    name, model = _THINGS[named[-1]]
    return name, _keys(model)


def _keys(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _meant(path: Path, kind: FileKind) -> str:
    return nearest(str(path[-1]), _thing(path[:-1], kind)[1])


def _name(path: Path, kind: FileKind) -> str:
    """What the value at a path is called."""
    if not path:
        return "the file"
    if isinstance(path[-1], str):
        return f"“{path[-1]}”"
    under = str(path[-2])
    thing = _THINGS.get(under)
    return (
        thing[0]
        if thing and not (kind is FileKind.SOURCE and under == "topics")
        else f"an entry of “{under}”"
    )


def _reach(root: Node, path: Path) -> tuple[Node, Place]:
    """The node at a path, or the last one on the way there, and its place."""
    node = root
    for step in path:
        child = node.child(step)
        if child is None:
            break
        node = child
    return node, node.place


def _key_place(root: Node, path: Path) -> Place | None:
    parent, _ = _reach(root, path[:-1])
    return parent.keys.get(str(path[-1]))
