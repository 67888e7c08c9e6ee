"""Text as it must be written so that Discord shows it as it is.

Discord's markdown takes a backslash before any character that is neither a letter, a figure nor
white space as "this character itself", so that is all the escaping there is: what a reader sees
and copies is the text alone. https://support.discord.com/hc/en-us/articles/210298617
"""

import re

_LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Controls say nothing to a reader. The explicit directional ones (U+202A to U+202E, U+2066 to
# U+2069) could show what follows in another order than it stands, an attribution above all;
# letters of right-to-left scripts need none of them. The marks U+200E, U+200F stay: they order
# only what touches them.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]"
)
# Half a pair stands for no character and cannot be sent as UTF-8.
_HALVES = re.compile(r"[\ud800-\udfff]")
# Anywhere: emphasis, code, spoilers, links; every kind of ``<…>`` (mentions, channels, roles,
# timestamps, emoji, commands, links); @everyone and @here; ``:emoji:`` and ``scheme://``.
_ACTIVE = re.compile(r"[\\*_~`|\[\]<@]|:(?=\S|\Z)")
# At the start of a line, white space before it or not: headings, quotations, lists and, by their
# hyphen, small print. The backslash goes before the last character matched.
_OPENING = re.compile(r"[ \t]*(?:[#>+-]|\d+[.)])")


def _backslashed(found: re.Match[str]) -> str:
    # A function, since a template is expanded anew for each match, in twice the time.
    return f"\\{found[0]}"


def legible(text: str) -> str:
    """The text with one kind of line end and without what has no shape of its own."""
    if text.isprintable():
        return text  # which is so of nearly every line, and ten times as fast
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    return _HALVES.sub("\ufffd", _UNSEEN.sub("", text))


def on_one_line(text: str) -> str:
    """The legible text with every run of white space as one space."""
    return " ".join(legible(text).split())


def escape(text: str) -> str:
    """The legible text, with a backslash before all that Discord would read as markup.

    At most twice as long as ``text`` by :func:`weight`, plus two.
    """
    return "\n".join(map(_escaped_line, legible(text).split("\n")))


def weight(text: str) -> int:
    """How much the text counts against Discord's limits, in UTF-16 code units."""
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shortened(text: str, limit: int) -> str:
    """The text on one line, at most ``limit`` long, with ``…`` for what is left out at its end."""
    line = on_one_line(text[: 8 * limit])
    # More than is ever kept is not looked at, so what follows much white space is left out too.
    if weight(line) <= limit and not text[8 * limit :].strip():
        return line
    kept = line[: limit - 1]
    while weight(kept) > limit - 1:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def _escaped_line(line: str) -> str:
    opening = _OPENING.match(line)
    if opening is None:
        return _ACTIVE.sub(_backslashed, line)
    last = opening.end() - 1
    return f"{line[:last]}\\{line[last]}{_ACTIVE.sub(_backslashed, line[opening.end() :])}"
