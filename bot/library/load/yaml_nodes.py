"""What a file says, each value with the place it stands at."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

Value = str | int | float | bool | None | list["Value"] | dict[str, "Value"]
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file; both count from 1, columns in characters."""

    line: int
    column: int


TOP = Place(1, 1)
_NO_ENTRIES: Mapping[str, "Node"] = {}
_NO_KEYS: Mapping[str, Place] = {}


@dataclass(frozen=True, slots=True)
class Node:
    """A value and what it is made of.

    ``value`` is the whole of it in plain Python. A mapping has its children in ``entries`` and the
    places of its keys in ``keys``; a list has them in ``elements``. ``faulty`` says that a problem
    with this value has been told already, so that nothing more is to be said of it.
    """

    value: Value
    place: Place
    entries: Mapping[str, "Node"] = field(default_factory=lambda: _NO_ENTRIES)
    keys: Mapping[str, Place] = field(default_factory=lambda: _NO_KEYS)
    elements: Sequence["Node"] = ()
    faulty: bool = False

    @property
    def text(self) -> str:
        """The value, stripped, where it is text; else empty."""
        return self.value.strip() if isinstance(self.value, str) else ""

    def child(self, step: str | int) -> "Node | None":
        """What stands under a key or at an index; None where nothing does."""
        if isinstance(step, str):
            return self.entries.get(step)
        return self.elements[step] if 0 <= step < len(self.elements) else None

    def each(self, key: str) -> Sequence["Node"]:
        """The elements of the list under ``key``; nothing where there is no such list."""
        child = self.entries.get(key)
        return child.elements if child else ()

    def text_of(self, key: str) -> str:
        """The text under ``key``, or empty."""
        child = self.entries.get(key)
        return child.text if child else ""

    def place_of(self, key: str) -> Place:
        """Where the value under ``key`` stands, or this mapping where there is none."""
        child = self.entries.get(key)
        return child.place if child else self.place


def nulls(root: Node) -> Iterator[Path]:
    """The paths of all values left empty, in file order."""
    waiting: list[tuple[Path, Node]] = [((), root)]
    while waiting:
        path, node = waiting.pop()
        if node.value is None and not node.faulty:
            yield path
        steps: list[tuple[str | int, Node]] = [*node.entries.items(), *enumerate(node.elements)]
        waiting.extend(((*path, step), child) for step, child in reversed(steps))
