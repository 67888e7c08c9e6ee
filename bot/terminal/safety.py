"""Text made fit for a terminal or a line of JSON, whatever a library or an asker put into it."""

import re

# Whole escape sequences first (ECMA-48, section 5: control sequences, then control strings), so
# that no letters of theirs are left behind.
_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c|$)"
    r"|\x1b[ -/]*[0-~]?"
)
# Then every control character but the line feed (C0, DEL, C1) and the marks that turn the
# direction of a line (Unicode Standard Annex 9, section 2).
_CONTROL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]"
)
_SPACES = dict.fromkeys("\t\u2028\u2029\x85", " ")
# In JSON these may only stand escaped: some would act on a terminal, halves of a pair are no UTF-8.
_ESCAPED_IN_JSON = re.compile(
    "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)
_HALVES = re.compile("[\ud800-\udfff]")


def fit_for_terminal(text: str) -> str:
    """The text without anything that a terminal would obey; its line feeds stay."""
    plain = _SEQUENCE.sub("", text.replace("\r\n", "\n"))
    plain = _CONTROL.sub(lambda found: _SPACES.get(found[0], ""), plain)
    return well_formed(plain)


def well_formed(text: str) -> str:
    """The text as UTF-8 can hold it: bytes that were none, and half characters, become ``�``."""
    return _HALVES.sub("\ufffd", text)


def escaped_in_json(line: str) -> str:
    """The JSON text with every character escaped that could act on a terminal or is no UTF-8."""
    return _ESCAPED_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", line)
