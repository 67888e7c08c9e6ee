"""What is wrong with a file that is not YAML, in words for somebody who never read its manual."""

from yaml import MarkedYAMLError, YAMLError

from bot.library.load.yaml_nodes import TOP, Place

Explanation = tuple[Place, str, str]

_TAB = ("a tab stands where YAML wants spaces", "indent with spaces")
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
    "a quotation mark is opened here and never closed",
    "close it; a mark that belongs to the text is written '' between ' marks and \\\" between \" "
    "marks",
)
_CLOSED_MARK = (
    "the text in quotation marks ends before this",
    "write a mark that belongs to the text as '' between ' marks and \\\" between \" marks",
)
_ANCHOR = ("a text cannot begin with “*” or “&”", "put it in quotation marks")
# The parser's words, and whether the place is where the trouble began rather than where it showed.
_MEANINGS: tuple[tuple[str, bool, str, str], ...] = (
    ("tab character", False, *_TAB),
    (
        "mapping values are not allowed",
        False,
        "a colon followed by a space stands inside a text, or a line is indented too far",
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
        "something stands after “>” or “|” on its line",
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
        'a backslash in a text between " marks is followed by a letter it cannot go with',
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
        "the lines after “>” or “|” are not indented alike",
        "indent them all by the same number of spaces, further than their key",
    ),
    (
        "did not find expected <document start>",
        False,
        "this line does not belong to what stands above it",
        "check its indentation",
    ),
)


def explain(error: YAMLError, text: str) -> Explanation:
    """Where in ``text`` the parser gave up, what is wrong, and what to do."""
    if not isinstance(error, MarkedYAMLError):
        return TOP, "a character stands here that YAML does not allow", "delete it"
    here = _within(text, _place(error.problem_mark) or _place(error.context_mark) or TOP)
    stop = _stop_sign(here, text)
    if stop:
        return (here, *stop)
    words = f"{error.context or ''} {error.problem or ''}"
    for sign, at_start, wrong, remedy in _MEANINGS:
        if sign in words:
            started = _place(error.context_mark) if at_start else None
            return _within(text, started or here), wrong, remedy
    return (here, *_INDENT)


def _stop_sign(here: Place, text: str) -> tuple[str, str] | None:
    """What the very letter at the place tells, whatever the parser says of it."""
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
    """The place, or the end of the last line where the parser looks beyond it."""
    lines = text.split("\n")
    last = len(lines) if lines[-1] or len(lines) == 1 else len(lines) - 1
    if place.line <= last:
        return place
    return Place(last, len(lines[last - 1]) + 1)


def _place(mark: object) -> Place | None:
    line, column = getattr(mark, "line", None), getattr(mark, "column", None)
    if line is None or column is None:
        return None
    return Place(line + 1, column + 1)
