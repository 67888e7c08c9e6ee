"""An excerpt within the text around it, and links that open a page at the passage.

Text fragments: https://wicg.github.io/scroll-to-text-fragment/
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import quote

from bot.library.model import Span

# Enough words to be unique in a page, few enough to survive its small print.
_WORDS_AT_EITHER_END = 6
# From the first visible character to the last of the last line before a blank one.
_PARAGRAPH = re.compile(r"\S(?:.*\S)?(?:[^\S\n]*\n[^\S\n]*\S(?:.*\S)?)*")


class Surroundings(NamedTuple):
    """A stretch of a source text in three parts: before a passage, the passage, after it.

    Joined they are that stretch, unchanged. All are empty if there is no passage.
    """

    before: str
    marked: str
    after: str


def surroundings(text: str, spans: Sequence[Span], paragraphs: int = 1) -> Surroundings:
    """Return the passage from the first span to the last, within whole paragraphs.

    ``before`` and ``after`` hold the rest of the paragraphs in which the passage begins and ends,
    and ``paragraphs`` more on either side. Blank lines separate paragraphs.
    """
    if not spans:
        return Surroundings("", "", "")
    start, end = spans[0].start, spans[-1].end
    blocks = [Span(*found.span()) for found in _PARAGRAPH.finditer(text)]
    starts = [block.start for block in blocks]
    # The last paragraphs that begin at the ends of the passage or before.
    first, last = (max(0, bisect_right(starts, at) - 1) for at in (start, end - 1))
    begin = blocks[max(0, first - paragraphs)].start
    finish = blocks[min(len(blocks) - 1, last + paragraphs)].end
    return Surroundings(text[begin:start], text[start:end], text[end:finish])


def passage_link(url: str, text: str) -> str:
    """Return the address with a text fragment for the passage; empty without an address.

    The fragment names only the words up to the first ``[…]``: omitted words cannot be searched for.
    """
    if not url:
        return ""
    words = text.split("[…]", maxsplit=1)[0].split()
    if not words:
        return url
    if len(words) <= 2 * _WORDS_AT_EITHER_END:
        fragment = _encode(words)
    else:
        ends = words[:_WORDS_AT_EITHER_END], words[-_WORDS_AT_EITHER_END:]
        fragment = ",".join(map(_encode, ends))
    separator = ":~:" if "#" in url else "#:~:"
    return f"{url}{separator}text={fragment}"


def _encode(words: list[str]) -> str:
    # Hyphens and commas are the fragment's own syntax, so they must be escaped too.
    return quote(" ".join(words), safe="").replace("-", "%2D")
