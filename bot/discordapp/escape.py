"""Escape text so that Discord shows it unchanged, and measure it as Discord does.

Discord's Markdown takes a backslash before any character that is neither a letter, a digit nor
white space as "this character itself", so no other escaping is needed.
https://support.discord.com/hc/en-us/articles/210298617
"""

import re

from bot.library import text_cleaning
from bot.library.text_cleaning import legible

# Active anywhere: emphasis, code, spoilers, links; every ``<…>`` (mentions, channels, roles,
# timestamps, emoji, commands, links); @everyone and @here; ``:emoji:`` and ``scheme://``.
_ACTIVE = re.compile(r"[\\*_~`|\[\]<@]|:(?=\S|\Z)")
# Active at the start of a line, also after white space: headings, quotations, lists and, by their
# hyphen, small print. The backslash goes before the last character matched.
_LINE_START = re.compile(r"[ \t]*(?:[#>+-]|\d+[.)])")


def on_one_line(text: str) -> str:
    """Return the legible text with every run of white space as one space."""
    return " ".join(legible(text).split())


def escape(text: str) -> str:
    """Return the legible text with a backslash before everything Discord would read as markup.

    At most twice as long as ``text`` by :func:`weight`, plus two.
    """
    return "\n".join(map(_escaped_line, legible(text).split("\n")))


def weight(text: str) -> int:
    """Return the length of the text against Discord's limits, in UTF-16 code units."""
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shortened(text: str, limit: int) -> str:
    """Return the legible text on one line, at most ``limit`` by weight; ``…`` marks a cut end."""
    return text_cleaning.shortened(legible(text), limit, weight)


def _escaped_line(line: str) -> str:
    start = _LINE_START.match(line)
    if start is None:
        return _ACTIVE.sub(_backslashed, line)
    last = start.end() - 1
    return f"{line[:last]}\\{line[last]}{_ACTIVE.sub(_backslashed, line[start.end() :])}"


def _backslashed(found: re.Match[str]) -> str:
    # A function, since a template would be expanded for each match, in twice the time.
    return f"\\{found[0]}"
