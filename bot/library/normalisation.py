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
from bisect import bisect_right

import regex

from bot.library.text_cleaning import continues_grapheme

SINGLE_MARKS = "‘’‚‛‹›＇ʼ`´"
DOUBLE_MARKS = "“”„‟«»〝〞〟＂⹂"
DASHES = "‐‑‒–—―⁃−﹘﹣－⸺⸻"
_EQUAL = str.maketrans(
    dict.fromkeys(SINGLE_MARKS, "'") | dict.fromkeys(DOUBLE_MARKS, '"') | dict.fromkeys(DASHES, "-")
)
UNSPACED = (
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""The pattern of a letter of a script without spaces between words: Chinese, Japanese, Thai."""
_STRETCH = re.compile(r"\S+")

_HYPHENS = "-‐‑\u00ad"
_APOSTROPHES = "'’ʼ‛`´"
# A word as it is compared with another, or one other sign: "can't", "well-known", ",".
# Marks belong to their letters, and a sign may be several characters, such as an emoji.
_LETTERS = r"\w(?:[\w\p{M}]|[\u200c\u200d](?=\w))*"
_TOKEN = regex.compile(rf"{_LETTERS}(?:[{_HYPHENS}{_APOSTROPHES}]{_LETTERS})*|(?!\s)\X")

# A place within a word; invisible characters (Cf) are skipped on both sides.
_W, _D = r"[\p{L}\p{N}\p{M}_]", r"[\p{Nd}\p{Numeric_Type=Digit}]"
_U, _CF = UNSPACED, r"\p{Cf}*"
_WITHIN = regex.compile(
    rf"""
    # between two letters, but not of scripts without spaces: no space tells where their words end
      (?<= {_W} {_CF} ) (?= {_CF} {_W} ) (?! (?<= {_U} {_CF} ) {_CF} {_U} )
    # before or after a hyphen, an apostrophe or an ampersand between letters
    | (?<= {_W} {_CF} ) (?= {_CF} [-‐‑&{_APOSTROPHES}] {_CF} {_W} )
    | (?<= {_W} {_CF} [-‐‑&{_APOSTROPHES}] {_CF} ) (?= {_CF} {_W} )
    # before or after a sign in a number; before its unit, after its sign or currency
    | (?<= {_D} {_CF} ) (?= {_CF} (?: [%‰°] | [.,:/–—−] {_CF} {_D} ) )
    | (?<= {_D} {_CF} [.,:/–—−] {_CF} | (?<! {_W} ) [£$€¥+\-−\#] {_CF} ) (?= {_CF} {_D} )
    # before a mark on a letter
    | (?<= \P{{Cf}} {_CF} ) (?= {_CF} \p{{M}} )
    """,
    regex.VERBOSE,
)


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
    sign.
    """
    # A joiner at the end of a text joins nothing.
    joined = text[at : at + 2].strip("\u200d") != "" and continues_grapheme(text, at)
    return joined or _WITHIN.match(text, at) is not None
