"""The declared normalisation: what may differ between an excerpt and its source, and nothing else.

============================  ===========  ====================================================
in the text or the source     counts as    which characters
============================  ===========  ====================================================
a run of white space          one space    all of Unicode's white space, no-break space and line
                                           ends among them
single quotation marks        ``'``        ' ‘ ’ ‚ ‛ ‹ › ＇ and ʼ ` ´, typed as an apostrophe
double quotation marks        ``"``        " “ ” „ ‟ « » 〝 〞 〟 ＂ ⹂
hyphens and dashes            ``-``        - ‐ ‑ ‒ – — ― ⁃ − ﹘ ﹣ － ⸺ ⸻
============================  ===========  ====================================================

A single mark never equals a double one, ``...`` never equals ``…``, capitals count, and so do
accents however they are encoded (no Unicode normalisation form is applied), primes (′ ″),
soft hyphens and zero-width characters.
"""

import re
from bisect import bisect_right

_SINGLE = "‘’‚‛‹›＇ʼ`´"
_DOUBLE = "“”„‟«»〝〞〟＂⹂"
_DASHES = "‐‑‒–—―⁃−﹘﹣－⸺⸻"
_EQUAL = str.maketrans(
    dict.fromkeys(_SINGLE, "'") | dict.fromkeys(_DOUBLE, '"') | dict.fromkeys(_DASHES, "-")
)
_STRETCH = re.compile(r"\S+")


def normalised(text: str) -> str:
    """The text as it is compared: see the table above; no white space at its ends."""
    return " ".join(text.translate(_EQUAL).split())


class Normalised:
    """A text as it is compared, and where each of its characters stands in the raw one."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self._starts: list[int] = []
        self._raw_starts: list[int] = []
        stretches: list[str] = []
        at = 0
        # The translation keeps every character's place; only runs of white space move them.
        for match in _STRETCH.finditer(raw.translate(_EQUAL)):
            stretch = match[0]
            self._starts.append(at)
            self._raw_starts.append(match.start())
            stretches.append(stretch)
            at += len(stretch) + 1
        self.text = " ".join(stretches)

    def raw_at(self, offset: int) -> int:
        """Where the character at ``offset``, which is no white space, stands in the raw text."""
        stretch = bisect_right(self._starts, offset) - 1
        return self._raw_starts[stretch] + offset - self._starts[stretch]
