"""The normalisation under which an excerpt must equal its source, and the boundaries of words.

============================  ===========  ====================================================
in the text or the source     counts as    which characters
============================  ===========  ====================================================
a run of white space          one space    all of Unicode's white space, no-break space and line
                                           ends among them
single quotation marks        ``'``        ' ‘ ’ ‚ ‛ ‹ › ＇ and ʼ ` ´, typed as an apostrophe
double quotation marks        ``"``        " “ ” „ ‟ « » 〝 〞 〟 ＂ ⹂
hyphens and dashes            ``-``        - ‐ ‑ ‒ – — ― ⁃ − ﹘ ﹣ － ⸺ ⸻
============================  ===========  ====================================================

Nothing else may differ. A single mark never equals a double one, ``...`` never equals ``…``.
Capitals count, and so do accents and their encoding (no Unicode normalisation form is applied),
primes (′ ″), soft hyphens and zero-width characters.
"""

import re
import unicodedata
from bisect import bisect_right

import regex

from bot.library.text_cleaning import continues_grapheme

SINGLE_MARKS = "‘’‚‛‹›＇ʼ`´"
DOUBLE_MARKS = "“”„‟«»〝〞〟＂⹂"
DASHES = "‐‑‒–—―⁃−﹘﹣－⸺⸻"
_EQUAL = str.maketrans(
    dict.fromkeys(SINGLE_MARKS, "'") | dict.fromkeys(DOUBLE_MARKS, '"') | dict.fromkeys(DASHES, "-")
)
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""A letter of a script without spaces between words, such as Chinese, Japanese and Thai."""
_STRETCH = re.compile(r"\S+")

_HYPHENS = "-‐‑\u00ad"
_APOSTROPHES = "'’ʼ‛`´"
_BETWEEN_LETTERS = frozenset(_HYPHENS + _APOSTROPHES + "&")
_BETWEEN_DIGITS = frozenset(".,:/–—−")
_BEFORE_DIGIT = frozenset("£$€¥+-−#")
_AFTER_DIGIT = frozenset("%‰°")
# A word as it is compared with another, or one other sign: "can't", "well-known", ",".
# Marks belong to their letters, and a sign may be several characters, such as an emoji.
_LETTERS = r"\w(?:[\w\p{M}]|[\u200c\u200d](?=\w))*"
_TOKEN = regex.compile(rf"{_LETTERS}(?:[{_HYPHENS}{_APOSTROPHES}]{_LETTERS})*|(?!\s)\X")


def normalised(text: str) -> str:
    """Return the text as it is compared (see the table above), without white space at its ends."""
    return " ".join(text.translate(_EQUAL).split())


class Normalised:
    """A text as it is compared, with the place of each character in the raw text."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self._starts: list[int] = []
        self._raw_starts: list[int] = []
        stretches: list[str] = []
        at = 0
        # The translation keeps the offset of every character; only runs of white space move them.
        for match in _STRETCH.finditer(raw.translate(_EQUAL)):
            stretch = match[0]
            self._starts.append(at)
            self._raw_starts.append(match.start())
            stretches.append(stretch)
            at += len(stretch) + 1
        self.text = " ".join(stretches)

    def raw_at(self, offset: int) -> int:
        """Return the raw offset of the character at ``offset``, which must not be white space."""
        stretch = bisect_right(self._starts, offset) - 1
        return self._raw_starts[stretch] + offset - self._starts[stretch]


def tokens(text: str) -> list[tuple[int, int]]:
    """Return the offsets of the words and signs of a text, each as (start, end)."""
    return [match.span() for match in _TOKEN.finditer(text)]


def cuts_a_word(text: str, at: int) -> bool:
    """Return whether a cut before the character ``at`` goes through a word.

    A hyphen, an apostrophe or an ampersand between letters belongs to the word ("can't",
    "non-clinical", "R&D"), as do the point in a number, its sign, its currency and its percent
    sign; marks on a letter belong to the letter. Invisible characters are skipped.
    """
    left = _visible(text, at - 1, -1)
    right = _visible(text, at, 1)
    if left < 0 or right >= len(text):
        return False
    before, after = text[left], text[right]
    if unicodedata.category(after).startswith("M") or continues_grapheme(text, at):
        return True
    if UNSPACED.fullmatch(before) and UNSPACED.fullmatch(after):
        # No spaces tell where a word ends, so any letter with its marks may be the first or last.
        return False
    if _wordy(before):
        return (
            _wordy(after) or _joins(text, right, 1) or (before.isdigit() and after in _AFTER_DIGIT)
        )
    return _wordy(after) and (_joins(text, left, -1) or _has_sign(text, left, after))


def _joins(text: str, at: int, step: int) -> bool:
    """Whether the sign at ``at`` joins the characters on its two sides into one word."""
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


def _visible(text: str, at: int, step: int) -> int:
    """The nearest offset from ``at`` on, in that direction, with a visible character."""
    while 0 <= at < len(text) and unicodedata.category(text[at]) == "Cf":
        at += step
    return at


def _wordy(letter: str) -> bool:
    return letter.isalnum() or letter == "_" or unicodedata.category(letter).startswith("M")
