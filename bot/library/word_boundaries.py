"""Where words begin and end, so that no excerpt starts or stops within one."""

import re
import unicodedata

_HYPHENS = "-‐‑\u00ad"
_APOSTROPHES = "'’ʼ‛`´"
_BETWEEN_LETTERS = frozenset(_HYPHENS + _APOSTROPHES + "&")
_BETWEEN_DIGITS = frozenset(".,:/–—−")
_BEFORE_DIGIT = frozenset("£$€¥+-−#")
_AFTER_DIGIT = frozenset("%‰°")
# A word as it is compared with another, or a single other sign: "can't", "well-known", ",".
_TOKEN = re.compile(rf"\w+(?:[{_HYPHENS}{_APOSTROPHES}]\w+)*|[^\w\s]")


def tokens(text: str) -> list[tuple[int, int]]:
    """Where the words and signs of a text stand, each as (start, end)."""
    return [match.span() for match in _TOKEN.finditer(text)]


def cuts_a_word(text: str, at: int) -> bool:
    """Whether a cut before the character ``at`` would go through a word.

    A hyphen, an apostrophe or an ampersand between letters belongs to the word ("can't",
    "non-clinical", "R&D"), as do the point in a number, its sign, its currency and its percent
    sign; marks on a letter belong to the letter. Characters nobody sees are looked through.
    """
    left = _visible(text, at - 1, -1)
    right = _visible(text, at, 1)
    if left < 0 or right >= len(text):
        return False
    before, after = text[left], text[right]
    if unicodedata.category(after).startswith("M"):
        return True
    if _wordy(before):
        return _wordy(after) or _goes_on(text, right, 1) or (before.isdigit() and _percent(after))
    return _wordy(after) and (_goes_on(text, left, -1) or _has_sign(text, left, after))


def _goes_on(text: str, at: int, step: int) -> bool:
    """Whether the sign at ``at`` joins what stands on its two sides into one word."""
    near, far = _visible(text, at - step, -step), _visible(text, at + step, step)
    if not (0 <= near < len(text) and 0 <= far < len(text)):
        return False
    if not (_wordy(text[near]) and _wordy(text[far])):
        return False
    if text[at] in _BETWEEN_LETTERS:
        return True
    return text[at] in _BETWEEN_DIGITS and text[near].isdigit() and text[far].isdigit()


def _has_sign(text: str, at: int, after: str) -> bool:
    """Whether the sign at ``at`` belongs to the number that follows it."""
    if not after.isdigit() or text[at] not in _BEFORE_DIGIT:
        return False
    return at == 0 or not _wordy(text[at - 1])


def _percent(after: str) -> bool:
    return after in _AFTER_DIGIT


def _visible(text: str, at: int, step: int) -> int:
    """The nearest place from ``at`` on, in that direction, with a character that is seen."""
    while 0 <= at < len(text) and unicodedata.category(text[at]) == "Cf":
        at += step
    return at


def _wordy(letter: str) -> bool:
    return letter.isalnum() or letter == "_" or unicodedata.category(letter).startswith("M")
