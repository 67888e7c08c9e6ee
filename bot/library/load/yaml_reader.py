"""YAML text to a tree of values with their places.

Read from the parser's events with a stack of our own, so that no nesting can overflow ours.
Anchors, aliases and tags are refused: the first two are how a small file grows without end, the
last is how a file names code to run.
"""

from dataclasses import dataclass

import yaml

from bot.errors import Problem
from bot.library.load.scalars import resolve
from bot.library.load.yaml_errors import explain
from bot.library.load.yaml_nodes import TOP, Node, Place, Value
from bot.library.text_cleaning import shown

DEEPEST = 20
MOST_VALUES = 300_000
MOST_PROBLEMS = 1000
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_tree(text: str, file: str) -> tuple[Node | None, list[Problem]]:
    """The tree of a YAML text, and what is wrong with its YAML.

    None instead of a tree where the text could not be read to its end or holds nothing.
    """
    reading = _Reading(file)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            reading.take(event)
            if reading.stopped:
                break
    except yaml.YAMLError as error:
        reading.stop(*explain(error, text))
    if reading.root is None and not reading.problems:
        reading.stop(TOP, "the file is empty", "fill it in, or remove it")
    return (None if reading.stopped else reading.root), reading.problems


@dataclass(slots=True)
class _Open:
    """A list or mapping being read; ``key`` is the key whose value comes next, if any."""

    place: Place
    mapping: bool
    entries: dict[str, Node]
    keys: dict[str, Place]
    elements: list[Node]
    key: str | None = None
    key_place: Place = TOP
    repeated: bool = False


class _Reading:
    def __init__(self, file: str) -> None:
        self.problems: list[Problem] = []
        self.root: Node | None = None
        self.stopped = False
        self._file = file
        self._stack: list[_Open] = []
        self._values = 0

    def take(self, event: yaml.Event) -> None:
        match event:
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._open(event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._close()
            case yaml.AliasEvent():
                place = _start(event)
                self._tell(place, "an alias (“*”) stands here", "write the value out in full")
                self._add(Node(None, place, faulty=True))
            case yaml.DocumentStartEvent() if self.root is not None:
                self.stop(
                    _start(event),
                    "a second document begins here (“---”)",
                    "put one document in each file",
                )
            case _:
                pass

    def stop(self, place: Place, wrong: str, remedy: str) -> None:
        """Tell a problem after which nothing more can be read."""
        self._tell(place, wrong, remedy)
        self.stopped = True

    def _tell(self, place: Place, wrong: str, remedy: str) -> None:
        if len(self.problems) == MOST_PROBLEMS:
            wrong, remedy = f"more than {MOST_PROBLEMS:,} problems", "set right the others first"
            self.stopped = True
        self.problems.append(Problem(self._file, place.line, place.column, wrong, remedy))

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        place = _start(event)
        self._refuse_decorations(event, place)
        frame = self._stack[-1] if self._stack else None
        if frame and frame.mapping and frame.key is None:
            self._set_key(frame, event.value, place)
            return
        plain = event.style in (None, "")
        value: Value = resolve(event.value) if plain else event.value
        if value is None and frame and frame.mapping:
            place = frame.key_place  # the parser puts an empty value on a later line
        self._add(Node(value, place, faulty=event.tag is not None))

    def _set_key(self, frame: _Open, key: str, place: Place) -> None:
        frame.key, frame.key_place = key, place
        first = frame.keys.get(key)
        frame.repeated = first is not None
        if first is not None:
            self._tell(
                place,
                f"the key {shown(key)} stands here twice, first in line {first.line}",
                "keep one of them",
            )

    def _open(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        place = _start(event)
        self._refuse_decorations(event, place)
        if len(self._stack) >= DEEPEST:
            self.stop(
                place,
                f"lists and mappings lie more than {DEEPEST} deep in one another",
                "lay them out as the other files do",
            )
            return
        mapping = isinstance(event, yaml.MappingStartEvent)
        self._stack.append(_Open(place, mapping, {}, {}, []))

    def _close(self) -> None:
        done = self._stack.pop()
        value: Value
        if done.mapping:
            value = {key: child.value for key, child in done.entries.items()}
        else:
            value = [child.value for child in done.elements]
        self._add(Node(value, done.place, done.entries, done.keys, done.elements))

    def _add(self, node: Node) -> None:
        """Put a finished value where it belongs."""
        self._values += 1
        if self._values > MOST_VALUES:
            self.stop(
                node.place,
                f"the file holds more than {MOST_VALUES:,} values",
                "split it into several",
            )
        if not self._stack:
            self.root = node
            return
        frame = self._stack[-1]
        if not frame.mapping:
            frame.elements.append(node)
        elif frame.key is None:
            if not node.faulty:
                self._tell(node.place, "a list or mapping stands as a key", "use a plain word")
            frame.key, frame.key_place, frame.repeated = "", node.place, True
        else:
            if not frame.repeated:
                frame.entries[frame.key] = node
                frame.keys[frame.key] = frame.key_place
            frame.key = None

    def _refuse_decorations(self, event: yaml.NodeEvent, place: Place) -> None:
        if event.anchor is not None:
            self._tell(
                place,
                f"an anchor (“&{shown(event.anchor)[1:-1]}”) stands here",
                "take it out and write the value out wherever it is wanted",
            )
        tag = getattr(event, "tag", None)
        if tag is not None:
            self._tell(place, f"a tag ({shown(tag)}) stands here", "take it out")


def _start(event: yaml.Event) -> Place:
    mark = event.start_mark
    return Place(mark.line + 1, mark.column + 1) if mark else TOP
