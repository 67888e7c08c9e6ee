r"""Cut a text to a length, strip characters that nobody sees, and suggest the name that was meant.

Discord counts UTF-16 code units: pass its ``weight`` as ``measure``. A terminal also obeys escape
sequences and shows direction marks, so ``fit_for_terminal`` removes those first.
"""

import re
from collections.abc import Callable, Iterable

import regex
from rapidfuzz import fuzz, process

from bot.i18n import gettext as _, quoted

LONGEST_SHOWN = 60
# fuzz.ratio, 0 to 100. Under this a suggestion is a guess: "nhs" and "money" share no letter.
_NEAR = 60
# Characters that a cut moves back over at most; a text may stack marks without end.
_LONGEST_GRAPHEME = 32

_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
# Explicit directional characters (Unicode Standard Annex 9) could show what follows in another
# order than it is stored. Right-to-left scripts need none of them. The marks U+200E and U+200F
# stay: they order only their neighbours.
_DIRECTION = r"\u202a-\u202e\u2066-\u2069"
_UNSHOWABLE = re.compile(rf"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f{_DIRECTION}\ufff9-\ufffb]")
# Soft hyphen, zero-width space, word joiner and its like, byte order mark, interlinear annotation.
# The joiners U+200C and U+200D stay: some scripts and emoji need them.
_INVISIBLE = re.compile(rf"[\u00ad\u200b\u2060-\u2064\ufeff{_DIRECTION}\ufff9-\ufffb]")
# Half of a surrogate pair is no character and cannot be encoded as UTF-8.
_SURROGATES = re.compile(r"[\ud800-\udfff]")

GRAPHEME = regex.compile(r"\X")
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""A control character other than the line feed, a Unicode line separator or half a pair."""


def shortened(text: str, limit: int, measure: Callable[[str], int] = len) -> str:
    """Return the text on one line of at most ``limit``, cut after a word and marked ``…``.

    White space runs become one space. A word longer than half the limit, or a script without
    spaces, is cut within the word but never within a grapheme. Only the first ``8 * limit``
    characters are looked at.
    """
    line = " ".join(text[: 8 * limit].split())
    more = bool(text[8 * limit :].strip())
    if not more and measure(line) <= limit:
        return line
    kept = _prefix(line, limit - 1, measure)
    if len(kept) < len(line):
        after_a_word = line[: len(kept) + 1].rpartition(" ")[0]
        if len(after_a_word) > len(kept) // 2:
            kept = after_a_word
    return f"{kept.rstrip(' ,.;:')}…"


def cut(text: str, limit: int, measure: Callable[[str], int] = len) -> str:
    """Return the text, or whole graphemes of its beginning and ``…``, together at most ``limit``.

    ``measure`` counts 1 or 2 for each character.
    """
    return text if measure(text) <= limit else f"{_prefix(text, limit - 1, measure).rstrip()}…"


def shown(value: object) -> str:
    """Return a value for an error message: quoted if it is text, on one line, at most 60 long.

    Characters that nobody sees appear as their code points: ``<U+200B>``.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    line = "".join(
        letter if letter.isprintable() else " " if letter.isspace() else f"<U+{ord(letter):04X}>"
        for letter in str(value)[: 2 * LONGEST_SHOWN]
    )
    line = cut(line, LONGEST_SHOWN)
    return quoted(line) if isinstance(value, str) else line


def legible(text: str) -> str:
    r"""Return the text to be shown: every line end ``\n``, tabs as spaces, nothing unprintable.

    Control characters and direction overrides are removed; half a pair becomes ``�``.
    """
    if text.isprintable():
        return text  # nearly every line, and ten times as fast
    return well_formed(_UNSHOWABLE.sub("", plain_lines(text)))


def plain_lines(text: str) -> str:
    r"""Return the text with every kind of line end as ``\n`` and every tab as a space."""
    return _LINE_ENDS.sub("\n", text).replace("\t", " ")


def well_formed(text: str) -> str:
    """Return the text with half a surrogate pair, which UTF-8 cannot hold, as ``�``."""
    return _SURROGATES.sub("\ufffd", text)


def without_invisible(text: str) -> str:
    """Return the text without format characters that nobody sees.

    Control characters stay: a form refuses them by name (:data:`CONTROL`).
    """
    return _INVISIBLE.sub("", text)


def is_visible(text: str) -> bool:
    """Whether the text has a character that people see."""
    return any(letter.isprintable() and not letter.isspace() for letter in text)


def nearest(wrong: str, right: Iterable[str], least: float = _NEAR) -> str:
    """Return the one of ``right`` most like ``wrong``, or ``""``; the first wins a tie.

    ``least`` is the lowest similarity (``fuzz.ratio``, 0 to 100) that counts.
    """
    found = process.extractOne(wrong, list(right), scorer=fuzz.ratio, score_cutoff=least)
    return found[0] if found else ""


def did_you_mean(wrong: str, right: Iterable[str]) -> str:
    """Return the question whether the nearest of ``right`` was meant; empty if none is near."""
    meant = nearest(wrong, right)
    return _("did you mean “{meant}”?").format(meant=meant) if meant else ""


def _prefix(text: str, room: int, measure: Callable[[str], int]) -> str:
    """The longest beginning that measures at most ``room`` and ends at a grapheme boundary."""
    end = min(len(text), max(room, 0))
    while (excess := measure(text[:end]) - room) > 0 and end:
        end = max(0, end - (excess + 1) // 2)
    for at in range(end, max(-1, end - _LONGEST_GRAPHEME), -1):
        if at in (0, len(text)) or not continues_grapheme(text, at):
            return text[:at]
    return text[:end]


def continues_grapheme(text: str, at: int) -> bool:
    """Return whether a character belongs to the one before it (Unicode Standard Annex 29)."""
    if not at or text[at] < "\u0300":
        return False
    found = GRAPHEME.finditer(text, max(0, at - _LONGEST_GRAPHEME), at + 1)
    return all(grapheme.end() != at for grapheme in found)
