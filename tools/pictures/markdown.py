"""The part of Discord's markdown that the cards use, as HTML.

https://support.discord.com/hc/en-us/articles/210298617
"""

import html
import re
from datetime import UTC, datetime

_ESCAPED = re.compile(r"\\([^A-Za-z0-9\s])")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_COMMAND = re.compile(r"&lt;(/[^:&]+):\d+&gt;")
_MOMENT = re.compile(r"&lt;t:(\d+):f&gt;")
_PREFIXES = (
    ("### ", "h3"),
    ("## ", "h2"),
    ("# ", "h1"),
    ("-# ", "small"),
    ("> ", "blockquote"),
    ("  - ", "li class=under"),
    ("- ", "li"),
)
# Escaped signs are moved to a private plane while the others are parsed.
_ASIDE = 0xF0000


def as_html(text: str) -> str:
    """Return the text as HTML, one element a line; lines of a quotation share an element."""
    rows = [_row(line) for line in text.split("\n")]
    whole = "".join(rows)
    return whole.replace("</blockquote><blockquote>", "<br>")


def _row(line: str) -> str:
    for prefix, element in _PREFIXES:
        if line.startswith(prefix) or line == prefix.rstrip():
            return f"<{element}>{_inline(line[len(prefix) :])}</{element.split()[0]}>"
    return f"<p>{_inline(line)}</p>"


def _inline(text: str) -> str:
    aside = _ESCAPED.sub(lambda found: chr(_ASIDE + ord(found[1])), text)
    bold = _BOLD.sub(r"<b>\1</b>", html.escape(aside, quote=False))
    bold = _MOMENT.sub(_in_utc, _COMMAND.sub(r'<span class="command">\1</span>', bold))
    return re.sub(
        "[\U000f0000-\U000fffff]",
        lambda found: html.escape(chr(ord(found[0]) - _ASIDE), quote=False),
        bold,
    )


def _in_utc(found: re.Match[str]) -> str:
    """Return the moment for a reader in UTC."""
    at = datetime.fromtimestamp(int(found[1]), UTC)
    return f"{at.day} {at:%B %Y %H:%M}"
