"""YAML text to a tree of values with their places, and plain explanations of what is not YAML.

Anchors, aliases and tags are refused: the first two make a small file grow without end, a tag can
name code to run.
"""

from collections.abc import Iterator
from itertools import takewhile
from pathlib import PurePosixPath
from typing import Any, NoReturn

import yaml
from msgspec.structs import replace
from yaml import MarkedYAMLError, YAMLError

from bot.errors import Problem
from bot.i18n import N_, gettext as _, number
from bot.library.load.folder import kind_of_name
from bot.library.load.yaml_nodes import Location, Node, Value, resolve
from bot.library.schema import SourceFile
from bot.library.text_cleaning import LONGEST_SHOWN, cut, shown

DEEPEST = 20
MOST_VALUES = 300_000
MOST_PROBLEMS = 1000
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_TAB = (N_("there is a tab where YAML needs spaces"), N_("indent with spaces"))
_MARKS = N_("write a mark that belongs to the text as '' between ' marks and \\\" between \" marks")
# Words of the parser; whether to point at where the construct began rather than where it failed.
_MEANINGS: tuple[tuple[tuple[str, ...], bool, str, str], ...] = (
    (("tab character",), False, *_TAB),
    (
        ("mapping values are not allowed",),
        False,
        N_("a text contains a colon followed by a space, or a line is indented too far"),
        N_("put the text in quotation marks or begin it with “>-”"),
    ),
    (
        ("find expected ':'",),
        True,
        N_("this line has no colon after its key"),
        N_(
            "write “key: value”; put a text that runs on in quotation marks, or indent it "
            "further than its key"
        ),
    ),
    (
        ("unexpected end of stream", "unexpected document indicator"),
        True,
        N_("a quotation mark opens here and is never closed"),
        N_(
            "close it; write a mark that belongs to the text as '' between ' marks and \\\" "
            'between " marks'
        ),
    ),
    (
        ("escape",),
        False,
        N_('a backslash between " marks is followed by a letter that means nothing there'),
        N_("write the backslash twice, or use ' marks"),
    ),
    (
        ("' or ']'", "' or '}'", "while parsing a flow"),
        True,
        N_("a list or mapping opened with a bracket is not closed, or lacks a comma"),
        N_("close it, and put a comma between its entries"),
    ),
    (
        ("comment or line break", "while scanning a block scalar"),
        False,
        N_(
            "a text after “>” or “|” begins on the same line, or its lines are indented differently"
        ),
        N_("begin it on the next line, and indent all its lines alike, further than its key"),
    ),
)
_UNFIT = (
    N_("this line does not fit the lines above it"),
    N_(
        "check its indentation, its colon and its dash; put a text with special signs "
        "in quotation marks"
    ),
)


class _StoppedError(Exception):
    """A reported problem after which nothing more can be read."""


def read_tree(text: str, file: str) -> tuple[Node | None, list[Problem]]:
    """Return the tree of a YAML text and the problems with its YAML.

    The tree is None if the text could not be read to its end or is empty.
    """
    reading = _Reading(text, file)
    try:
        return reading.document(), reading.problems
    except YAMLError as error:
        reading.report(*_explain(error, text, file))
    except _StoppedError:
        pass
    return None, reading.problems


class _Reading:
    """One reading of a file, with the problems so far."""

    def __init__(self, text: str, file: str) -> None:
        self.problems: list[Problem] = []
        self._file = file
        self._lines = text.splitlines()
        self._events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)
        self._values = 0

    def document(self) -> Node | None:
        """Return the root of the only document; None and a problem if there is none."""
        root: Node | None = None
        for event in self._events:
            if isinstance(event, yaml.NodeEvent):
                root = self._value(event, 0)
            elif isinstance(event, yaml.DocumentStartEvent) and root:
                wrong = _("a second document begins here (“---”)")
                place = self._place(event.start_mark)
                self._stop(place, wrong, _("put one document in each file"))
        if root is None or (root.value is None and not root.faulty):
            root, wrong = None, _("the file is empty")
            remedy = _("fill it in, or delete it")
            if kind_of_name(PurePosixPath(self._file).stem) is not SourceFile:
                remedy = _("fill it in; a library needs this file")
            self.report(Location(self._file), wrong, remedy)
        return root

    def report(self, place: Location, wrong: str, remedy: str) -> None:
        """Add a problem; after too many of them, stop."""
        full = len(self.problems) == MOST_PROBLEMS
        if full:
            wrong = _("there are more than {most_problems} problems").format(
                most_problems=number(MOST_PROBLEMS)
            )
            remedy = _("fix the others first")
        self.problems.append(place.problem(wrong, remedy))
        if full:
            raise _StoppedError

    def _stop(self, place: Location, wrong: str, remedy: str) -> NoReturn:
        self.report(place, wrong, remedy)
        raise _StoppedError

    def _place(self, mark: Any) -> Location:
        return Location(self._file, mark.line + 1, mark.column + 1)

    def _until(self, end: type[yaml.Event]) -> Iterator[yaml.NodeEvent]:
        return takewhile(lambda event: not isinstance(event, end), self._events)

    def _value(self, event: yaml.NodeEvent, depth: int, *, cut: bool = False) -> Node:
        """Return the value that begins with an event, read to its end.

        A comment after an unquoted text of several words may be the rest of it; with ``cut``,
        after any unquoted text.
        """
        place = self._place(event.start_mark)
        self._values += 1
        if self._values > MOST_VALUES:
            wrong = _("the file has more than {most_values} values").format(
                most_values=number(MOST_VALUES)
            )
            self._stop(place, wrong, _("split it into several"))
        faulty = _is_decorated(event) and self._refuse_decorations(event, place)
        if isinstance(event, yaml.ScalarEvent):
            return Node(self._scalar(event, place, cut=cut), place, faulty=faulty)
        if isinstance(event, yaml.CollectionStartEvent) and depth >= DEEPEST:
            wrong = _("lists and mappings are nested more than {deepest} deep").format(
                deepest=DEEPEST
            )
            self._stop(place, wrong, _("follow the layout of the other files"))
        match event:
            case yaml.MappingStartEvent():
                return self._mapping(place, depth + 1)
            case yaml.SequenceStartEvent():
                elements = [
                    self._value(each, depth + 1) for each in self._until(yaml.SequenceEndEvent)
                ]
                return Node([child.value for child in elements], place, elements=elements)
            case _:
                return Node(None, place, faulty=True)

    def _scalar(self, event: yaml.ScalarEvent, place: Location, *, cut: bool) -> Value:
        text: str = event.value
        if event.style:
            return text
        if (cut or " " in text) and self._has_comment(event.end_mark):
            wrong = _("a comment (“#”) follows a text without quotation marks")
            remedy = _(
                "put the text in quotation marks if the sign belongs to it, or the comment "
                "on a line of its own"
            )
            self.report(place, wrong, remedy)
        return resolve(text)

    def _has_comment(self, end: Any) -> bool:
        if end is None or end.line >= len(self._lines):
            return False
        line: str = self._lines[end.line]
        return "#" in line and line[end.column :].lstrip().startswith("#")

    def _mapping(self, place: Location, depth: int) -> Node:
        entries: dict[str, Node] = {}
        keys: dict[str, Location] = {}
        events = self._until(yaml.MappingEndEvent)
        for event in events:
            key_place = self._place(event.start_mark)
            key = self._key(event, key_place, keys, depth)
            node = self._value(next(events), depth, cut=key == "text")
            if key is not None:
                # The parser puts an empty value on a later line.
                entries[key] = replace(node, place=key_place) if node.value is None else node
                keys[key] = key_place
        value: Value = {key: child.value for key, child in entries.items()}
        return Node(value, place, entries, keys)

    def _key(
        self, event: yaml.NodeEvent, place: Location, known: dict[str, Location], depth: int
    ) -> str | None:
        """Return the key; report one that is no word or is repeated, and return None."""
        if not isinstance(event, yaml.ScalarEvent):
            if not self._value(event, depth).faulty:
                self.report(place, _("a list or mapping cannot be a key"), _("use a plain word"))
            return None
        if _is_decorated(event):
            self._refuse_decorations(event, place)
        if event.value not in known:
            return event.value
        first = known[event.value].line
        wrong = _("the key {value} is here twice, first in line {first}").format(
            value=shown(event.value), first=first
        )
        self.report(place, wrong, _("keep one of them"))
        return None

    def _refuse_decorations(self, event: yaml.NodeEvent, place: Location) -> bool:
        """Report an alias, an anchor and a tag; return whether they replace the value."""
        if isinstance(event, yaml.AliasEvent):
            wrong = _("this is an alias (“*”), and aliases are not allowed")
            self.report(place, wrong, _("write the value out in full"))
            return True
        if event.anchor is not None:
            wrong = _("this is an anchor (“&{name}”), and anchors are not allowed").format(
                name=cut(event.anchor, LONGEST_SHOWN)
            )
            self.report(place, wrong, _("take it out and write the value in full in every place"))
        tag = getattr(event, "tag", None)
        if tag is not None:
            wrong = _("this is a tag ({tag}), and tags are not allowed").format(tag=shown(tag))
            self.report(place, wrong, _("take it out"))
        return tag is not None


def _is_decorated(event: yaml.NodeEvent) -> bool:
    """Whether an event is an alias, or has an anchor or a tag."""
    return event.anchor is not None or getattr(event, "tag", None) is not None


def _explain(error: YAMLError, text: str, file: str) -> tuple[Location, str, str]:
    """Return where in ``text`` the parser failed, what is wrong, and what to do."""
    if not isinstance(error, MarkedYAMLError):
        return Location(file), _("YAML does not allow this character"), _("delete it")
    lines = text.removesuffix("\n").split("\n")

    def place(mark: Any) -> Location:
        """The place, or the end of the last line if the parser points beyond it."""
        if mark.line < len(lines):
            return Location(file, mark.line + 1, mark.column + 1)
        return Location(file, len(lines), len(lines[-1]) + 1)

    failed = place(error.problem_mark or error.context_mark)
    began = place(error.context_mark or error.problem_mark)
    for here in (failed, began):
        if explained := _sign_at(here, lines[here.line - 1]):
            return (here, *explained)
    words = f"{error.context or ''} {error.problem or ''}"
    for signs, at_start, wrong, remedy in _MEANINGS:
        if any(sign in words for sign in signs):
            return began if at_start else failed, _(wrong), _(remedy)
    return failed, _(_UNFIT[0]), _(_UNFIT[1])


def _sign_at(here: Location, line: str) -> tuple[str, str] | None:
    """Explain the failure by the character at the place, if that character alone tells."""
    letter = line[here.column - 1 : here.column]
    if letter == "\t" or "\t" in line[: len(line) - len(line.lstrip())]:
        return _(_TAB[0]), _(_TAB[1])
    if letter and letter in "@`%!&*":
        return _("a text cannot begin with “{letter}”").format(letter=letter), _(
            "put it in quotation marks"
        )
    if letter and line[: here.column - 1].endswith(("'", '"')):
        return _("the text in quotation marks ends before this"), _(_MARKS)
    return None
