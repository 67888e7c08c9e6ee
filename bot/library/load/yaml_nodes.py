"""YAML values with the places where they stand, and the meaning of unquoted words."""

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from bot.errors import Problem

Value = str | int | float | bool | None | list["Value"] | dict[str, "Value"]
Path = tuple[str | int, ...]


# A large library has millions of both. They hold no cycles; loading takes a third less time while
# the garbage collector does not look at them.
class Location(Struct, frozen=True, gc=False):
    """A place in a named file: line and column in characters, both counted from 1."""

    file: str
    line: int = 1
    column: int = 1

    def problem(self, wrong: str, remedy: str) -> Problem:
        """Return a problem at this place."""
        return Problem(self.file, self.line, self.column, wrong, remedy)


_NO_ENTRIES: Mapping[str, "Node"] = {}
_NO_KEYS: Mapping[str, Location] = {}


class Node(Struct, frozen=True, gc=False):
    """A value in plain Python, and the nodes that a mapping has as entries or a list as elements.

    A problem with a ``faulty`` value is reported already, so nothing more should be.
    """

    value: Value
    place: Location
    entries: Mapping[str, "Node"] = _NO_ENTRIES
    keys: Mapping[str, Location] = _NO_KEYS
    elements: Sequence["Node"] = ()
    faulty: bool = False

    @property
    def text(self) -> str:
        """The stripped value if it is text, else empty."""
        return self.value.strip() if isinstance(self.value, str) else ""

    @property
    def entry(self) -> dict[str, Value]:
        """The value if it is a mapping, else an empty one."""
        return self.value if isinstance(self.value, dict) else {}

    def each(self, key: str) -> Sequence["Node"]:
        """Return the elements of the list under ``key``; empty if there is no such list."""
        child = self.entries.get(key)
        return child.elements if child else ()

    def text_of(self, key: str) -> str:
        """Return the text under ``key``, or empty."""
        child = self.entries.get(key)
        return child.text if child else ""

    def place_of(self, key: str) -> Location:
        """Return the place of the value under ``key``, or of this mapping if there is none."""
        child = self.entries.get(key)
        return child.place if child else self.place

    def reach(self, path: Path) -> "Node":
        """Return the node at a path, or the last one that exists on the way there."""
        node = self
        for step in path:
            if isinstance(step, str) and step in node.entries:
                node = node.entries[step]
            elif isinstance(step, int) and step < len(node.elements):
                node = node.elements[step]
            else:
                break
        return node

    def key_place(self, path: Path) -> Location | None:
        """Return the place of the key that a path ends with; None if it does not end with one."""
        return self.reach(path[:-1]).keys.get(str(path[-1]))


# The core schema of YAML 1.2, as editors read it: https://yaml.org/spec/1.2.2/#103-core-schema
_WORDS = {"": None, "~": None} | {
    spelling: value
    for word, value in (("null", None), ("true", True), ("false", False))
    for spelling in (word, word.title(), word.upper())
}
_INTEGER = re.compile(r"[-+]?[0-9]+")
_WITH_BASE = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_SPECIAL = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_NUMBER_STARTS = frozenset("+-.0123456789")
# Python refuses to read much longer integers; as floats they are only inexact.
_LONGEST_INTEGER = 4000


def resolve(word: str) -> str | int | float | bool | None:
    """Return the value of an unquoted word; ``no``, ``on`` and dates are text in YAML 1.2."""
    if word in _WORDS:
        return _WORDS[word]
    return _number(word) if word[0] in _NUMBER_STARTS else word


def _number(word: str) -> str | int | float:
    if len(word) <= _LONGEST_INTEGER:
        if _INTEGER.fullmatch(word):
            return int(word)
        if _WITH_BASE.fullmatch(word):
            return int(word, 0)
    if _FLOAT.fullmatch(word):
        return float(word)
    if _SPECIAL.fullmatch(word):
        return float(word.replace(".", ""))
    return word
