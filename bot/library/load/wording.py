"""Near misses, for the sentences of problems."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

# fuzz.ratio, 0 to 100. Under this a suggestion is a guess: "nhs" and "money" share no letter.
_NEAR = 60


def nearest(wrong: str, right: Iterable[str]) -> str:
    """The one of ``right`` most like ``wrong``; empty where none is near. The first wins a tie."""
    found = process.extractOne(wrong, list(right), scorer=fuzz.ratio, score_cutoff=_NEAR)
    return found[0] if found else ""
