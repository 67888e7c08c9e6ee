"""YAML text to a tree of values with their places, and plain explanations of what is not YAML.

The tree is built from the parser's events with an explicit stack, so deep nesting cannot overflow
Python's. Anchors, aliases and tags are refused: the first two make a small file grow without end,
a tag can name code to run.
"""

from dataclasses import dataclass

import yaml
from yaml import MarkedYAMLError, YAMLError

from bot.errors import Problem
from bot.library.load.yaml_nodes import TOP, Node, Place, Value, resolve
from bot.library.text_cleaning import shown

DEEPEST = 20
MOST_VALUES = 300_000
MOST_PROBLEMS = 1000
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Explanation = tuple[Place, str, str]

_TAB = ("there is a tab where YAML needs spaces", "indent with spaces")
_INDENT = (
    "this line does not fit the lines above it",
    "check its indentation, its colon and its dash; put a text with special signs in "
    "quotation marks",
)
_UNCLOSED_BRACKET = (
    "a list or mapping opened with a bracket is not closed, or lacks a comma",
    "close it, and put a comma between its entries",
)
_TAG = ("a “!” starts a tag, and tags are not allowed", "put the text in quotation marks")
_UNCLOSED_MARK = (
    "a quotation mark opens here and is never closed",
    "close it; a mark that belongs to the text is written '' between ' marks and \\\" between \" "
    "marks",
)
_CLOSED_MARK = (
    "the text in quotation marks ends before this",
    "write a mark that belongs to the text as '' between ' marks and \\\" between \" marks",
)
_ANCHOR = ("a text cannot begin with “*” or “&”", "put it in quotation marks")
# Words of the parser; whether to point at where the construct began rather than where it failed.
_MEANINGS: tuple[tuple[str, bool, str, str], ...] = (
    ("tab character", False, *_TAB),
    (
        "mapping values are not allowed",
        False,
        "a text contains a colon followed by a space, or a line is indented too far",
        "put the text in quotation marks or begin it with “>-”",
    ),
    (
        "find expected ':'",
        True,
        "this line has no colon after its key",
        "write “key: value”; put a text that runs on in quotation marks, or indent it further "
        "than its key",
    ),
    ("while scanning a tag", True, *_TAG),
    ("tag handle", False, *_TAG),
    ("unexpected end of stream", True, *_UNCLOSED_MARK),
    ("unexpected document indicator", True, *_UNCLOSED_MARK),
    ("while scanning an anchor", True, *_ANCHOR),
    ("while scanning an alias", True, *_ANCHOR),
    (
        "comment or line break",
        False,
        "there is something after “>” or “|” on its line",
        "begin the text on the next line",
    ),
    (
        "sequence entries are not allowed",
        False,
        "a dash cannot stand here",
        "begin the list on the line after its key",
    ),
    (
        "escape",
        False,
        'a backslash between " marks is followed by a letter that means nothing there',
        "write the backslash twice, or use ' marks",
    ),
    ("while scanning a directive", True, "a line begins with “%”", "put it in quotation marks"),
    ("directive", False, "a line begins with “%”", "put it in quotation marks"),
    ("YAML document", False, "the file asks for another version of YAML", "take the line out"),
    ("' or ']'", True, *_UNCLOSED_BRACKET),
    ("' or '}'", True, *_UNCLOSED_BRACKET),
    ("while parsing a flow", True, *_UNCLOSED_BRACKET),
    (
        "while scanning a block scalar",
        False,
        "the lines after “>” or “|” have different indentations",
        "indent them all by the same number of spaces, further than their key",
    ),
    (
        "did not find expected <document start>",
        False,
        "this line does not belong to the lines above it",
        "check its indentation",
    ),
)


def read_tree(text: str, file: str) -> tuple[Node | None, list[Problem]]:
    """Return the tree of a YAML text and the problems with its YAML.

    The tree is None if the text could not be read to its end or is empty.
    """
    reading = _Reading(file)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            reading.take(event)
            if reading.stopped:
                break
    except yaml.YAMLError as error:
        reading.stop(*_explain(error, text))
    if reading.root is None and not reading.problems:
        reading.stop(TOP, "the file is empty", "fill it in, or delete it")
    return (None if reading.stopped else reading.root), reading.problems


@dataclass(slots=True)
class _Open:
    """A list or mapping being read; ``key`` is the key that waits for its value, if any."""

    place: Place
    mapping: bool
    entries: dict[str, Node]
    keys: dict[str, Place]
    elements: list[Node]
    key: str | None = None
    key_place: Place = TOP
    repeated: bool = False


class _Reading:
    """The state of one read: open lists and mappings, problems, the root once it is complete."""

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
                self._report(
                    place,
                    "this is an alias (“*”), and aliases are not allowed",
                    "write the value out in full",
                )
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
        """Report a problem after which nothing more can be read."""
        self._report(place, wrong, remedy)
        self.stopped = True

    def _report(self, place: Place, wrong: str, remedy: str) -> None:
        if len(self.problems) == MOST_PROBLEMS:
            wrong, remedy = (
                f"there are more than {MOST_PROBLEMS:,} problems",
                "fix the others first",
            )
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
            self._report(
                place,
                f"the key {shown(key)} is here twice, first in line {first.line}",
                "keep one of them",
            )

    def _open(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        place = _start(event)
        self._refuse_decorations(event, place)
        if len(self._stack) >= DEEPEST:
            self.stop(
                place,
                f"lists and mappings are nested more than {DEEPEST} deep",
                "follow the layout of the other files",
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
        """Add a complete value to the list or mapping that it is part of."""
        self._values += 1
        if self._values > MOST_VALUES:
            self.stop(
                node.place,
                f"the file has more than {MOST_VALUES:,} values",
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
                self._report(node.place, "a list or mapping cannot be a key", "use a plain word")
            frame.key, frame.key_place, frame.repeated = "", node.place, True
        else:
            if not frame.repeated:
                frame.entries[frame.key] = node
                frame.keys[frame.key] = frame.key_place
            frame.key = None

    def _refuse_decorations(self, event: yaml.NodeEvent, place: Place) -> None:
        if event.anchor is not None:
            self._report(
                place,
                f"this is an anchor (“&{shown(event.anchor)[1:-1]}”), and anchors are not allowed",
                "take it out and write the value in full in every place",
            )
        tag = getattr(event, "tag", None)
        if tag is not None:
            self._report(
                place, f"this is a tag ({shown(tag)}), and tags are not allowed", "take it out"
            )


def _start(event: yaml.Event) -> Place:
    mark = event.start_mark
    return Place(mark.line + 1, mark.column + 1) if mark else TOP


def _explain(error: YAMLError, text: str) -> _Explanation:
    """Return where in ``text`` the parser failed, what is wrong, and what to do."""
    if not isinstance(error, MarkedYAMLError):
        return TOP, "YAML does not allow this character", "delete it"
    here = _within(text, _place_of(error.problem_mark) or _place_of(error.context_mark) or TOP)
    stop = _sign_at(here, text)
    if stop:
        return (here, *stop)
    words = f"{error.context or ''} {error.problem or ''}"
    for sign, at_start, wrong, remedy in _MEANINGS:
        if sign in words:
            started = _place_of(error.context_mark) if at_start else None
            return _within(text, started or here), wrong, remedy
    return (here, *_INDENT)


def _sign_at(here: Place, text: str) -> tuple[str, str] | None:
    """Explain the failure by the character at the place, if that character alone tells."""
    line = text.split("\n")[here.line - 1]
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return _TAB
    letter = line[here.column - 1 : here.column]
    if letter == "\t":
        return _TAB
    if letter and letter in "@`%" and here.column > 1:
        return f"a text cannot begin with “{letter}”", "put it in quotation marks"
    if letter and line[: here.column - 1].endswith(("'", '"')):
        return _CLOSED_MARK
    return None


def _within(text: str, place: Place) -> Place:
    """The place, or the end of the last line if the parser points beyond it."""
    lines = text.split("\n")
    last = len(lines) if lines[-1] or len(lines) == 1 else len(lines) - 1
    if place.line <= last:
        return place
    return Place(last, len(lines[last - 1]) + 1)


def _place_of(mark: object) -> Place | None:
    line, column = getattr(mark, "line", None), getattr(mark, "column", None)
    if line is None or column is None:
        return None
    return Place(line + 1, column + 1)
