"""Typing mistakes, made the same way each time."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from zlib import crc32

_WORD = re.compile(r"[A-Za-z]{4,}")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_BESIDE = {
    key: row[max(at - 1, 0) : at] + row[at + 1 : at + 2]
    for row in _ROWS
    for at, key in enumerate(row)
}
# The share of long enough words that somebody in a hurry mistypes.
_ONE_IN = 3


def slipped(text: str) -> str:
    """Return the text with a typing slip in a third of its words of four letters or more.

    A slip is a neighbouring key, or a letter left out, doubled or swapped with the next, never
    the first letter. At least one word is changed if there is one.
    """
    return _mistyped(text, _slip)


def misspelt(text: str) -> str:
    """Return the text with a third of its words, at least one, misspelt as people do.

    Only words of four letters or more with a misspelling in codespell's dictionary are counted.
    """
    known = _misspellings()
    return _mistyped(text, lambda word, chance: _pick(known.get(word.lower(), (word,)), chance))


def _mistyped(text: str, wrong: Callable[[str, int], str]) -> str:
    """Return the text with some of the words replaced by their form in ``wrong``."""
    changed = {
        found.span(): wrong(found[0], _chance(text, found.start()))
        for found in _WORD.finditer(text)
    }
    able = [span for span, word in changed.items() if word != text[slice(*span)]]
    able.sort(key=lambda span: _chance(text, span[1]))
    for start, end in sorted(able[: max(1, len(able) // _ONE_IN)], reverse=True):
        text = text[:start] + changed[start, end] + text[end:]
    return text


def _slip(word: str, chance: int) -> str:
    at = 1 + chance % (len(word) - 2)
    before, letter, after = word[:at], word[at], word[at + 1 :]
    beside = _BESIDE[letter.lower()]
    return _pick(
        (
            before + beside[chance // 7 % len(beside)] + after,
            before + after,
            before + letter * 2 + after,
            before + after[0] + letter + after[1:],
        ),
        chance // 3,
    )


@cache
def _misspellings() -> Mapping[str, tuple[str, ...]]:
    """Return each word's misspellings in the order of the dictionary, unambiguous ones only."""
    lines = files("codespell_lib").joinpath("data/dictionary.txt").read_text("utf-8").splitlines()
    found: dict[str, list[str]] = {}
    for line in lines:
        wrong, _, right = line.partition("->")
        if right and "," not in right:
            found.setdefault(right.strip().lower(), []).append(wrong)
    return {word: tuple(wrongs) for word, wrongs in found.items()}


def _pick(choices: tuple[str, ...], chance: int) -> str:
    return choices[chance % len(choices)]


def _chance(text: str, at: int) -> int:
    """Return a number that looks random and is the same each time."""
    return crc32(f"{at} {text}".encode())
