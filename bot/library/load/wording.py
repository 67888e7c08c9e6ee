"""How values and near misses are named in the sentences of problems."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

_LONGEST_SHOWN = 60
# fuzz.ratio, 0 to 100. Under this a suggestion is a guess: "nhs" and "money" share no letter.
_NEAR = 60


def shown(value: object) -> str:
    """A value in quotation marks on one line, cut to 60 characters."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return _cut(str(value))
    return f"“{_cut(value)}”"


def _cut(text: str) -> str:
    line = "".join(
        letter if letter.isprintable() else " " if letter.isspace() else f"<U+{ord(letter):04X}>"
        for letter in text[: _LONGEST_SHOWN + 1]
    )
    return line if len(text) <= _LONGEST_SHOWN else line[: _LONGEST_SHOWN - 1] + "…"


def nearest(wrong: str, right: Iterable[str]) -> str:
    """The one of ``right`` most like ``wrong``; empty where none is near. The first wins a tie."""
    found = process.extractOne(wrong, list(right), scorer=fuzz.ratio, score_cutoff=_NEAR)
    return found[0] if found else ""
