"""The context of a passage in its source text, and links that lead to the passage."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import quote as percent_encoded

from bot.library.model import Span
from bot.library.rules import with_plain_host
from bot.library.text_cleaning import GRAPHEME
from bot.library.verify import OMISSIONS

# Enough words to be unique in a page, few enough to survive its small print.
_WORDS_AT_EITHER_END = 6
# Twelve words are shorter, in any language with spaces between words.
_LONGEST_END = 160
_LETTERS_AT_EITHER_END = 12
# From the first visible character to the last of the last line before a blank one.
_PARAGRAPH = re.compile(r"\S(?:.*\S)?(?:[^\S\n]*\n[^\S\n]*\S(?:.*\S)?)*")

# Twice as long as most paragraphs; with the passage it fits on the first page of an answer.
_MOST_AROUND = 1_200
# White space between lines, between sentences, between words.
_BOUNDARIES = (
    re.compile(r"\s*\n\s*"),
    re.compile(r"(?<=[.!?…])[”’\"')]*\s+|(?<=[。！？])"),
    re.compile(r"\s+"),
)


class Surroundings(NamedTuple):
    """A stretch of a source text in three parts, which are empty if there is no passage."""

    before: str
    marked: str
    after: str


def surroundings(text: str, spans: Sequence[Span], paragraphs: int = 1) -> Surroundings:
    """Return the passage from the first span to the last, within whole paragraphs.

    ``before`` and ``after`` hold the rest of its first and its last paragraph, and ``paragraphs``
    more on either side, each at most 1,200 characters: a longer text is cut where a line, else a
    sentence, else a word begins or ends. Blank lines separate paragraphs.
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
    begin, finish = max(begin, _begin(text, start)), min(finish, _finish(text, end))
    return Surroundings(text[begin:start], text[start:end], text[end:finish])


def _begin(text: str, start: int) -> int:
    """Return where to begin at most 1,200 characters before a passage."""
    earliest = start - _MOST_AROUND
    if earliest <= 0:
        return 0
    for boundary in _BOUNDARIES:
        # The boundary before the first character counts too.
        found = boundary.search(text, max(0, earliest - 1), start - _MOST_AROUND // 2)
        if found:
            return found.end()
    return earliest


def _finish(text: str, end: int) -> int:
    """Return where to end at most 1,200 characters after a passage."""
    latest = end + _MOST_AROUND
    if latest >= len(text):
        return len(text)
    for boundary in _BOUNDARIES:
        area = (end + _MOST_AROUND // 2, latest + 1)
        found = [one.start() for one in boundary.finditer(text, *area)]
        if found:
            return found[-1]
    return latest


def passage_link(url: str, text: str, before: str = "") -> str:
    """Return the address with one text directive for the passage; empty without an address.

    It replaces a directive that the address has. It names only the words of the first piece
    between omissions, because omitted words cannot be searched for. ``before`` is the source up to
    the passage, if the page has the same words earlier; the words before it are then named too.
    https://wicg.github.io/scroll-to-text-fragment/
    """
    if not url:
        return ""
    url = with_plain_host(url)
    page = url.partition(":~:")[0].removesuffix("#")
    pieces = filter(str.strip, OMISSIONS.split(text))
    paragraphs = [part.split() for part in _PARAGRAPH.findall(next(pieces, ""))]
    if not paragraphs:
        return page
    # A fragment without a comma is looked for within one paragraph.
    words = [word for paragraph in paragraphs for word in paragraph]
    if len(paragraphs) == 1 and len(words) <= 2 * _WORDS_AT_EITHER_END:
        ends: tuple[list[str], ...] = (words,)
    else:
        ends = paragraphs[0][:_WORDS_AT_EITHER_END], paragraphs[-1][-_WORDS_AT_EITHER_END:]
    texts = [" ".join(end) for end in ends]
    if any(len(end) > _LONGEST_END for end in texts):
        # A script without spaces.
        first, last = (GRAPHEME.findall(texts[at]) for at in (0, -1))
        ends = first[:_LETTERS_AT_EITHER_END], last[-_LETTERS_AT_EITHER_END:]
        texts = ["".join(end) for end in ends]
    separator = ":~:" if "#" in page else "#:~:"
    return f"{page}{separator}text={_prefix(before)}{','.join(map(_encode, texts))}"


def _prefix(before: str) -> str:
    """Return the last words before a passage, within one paragraph, as a directive's prefix."""
    paragraphs = _PARAGRAPH.findall(before[-2 * _LONGEST_END :])
    words = paragraphs[-1].split()[-_WORDS_AT_EITHER_END:] if paragraphs else []
    # A part of a word is not found, so whole words are left out.
    while len(words) > 1 and len(" ".join(words)) > _LONGEST_END:
        words = words[1:]
    found = " ".join(words)
    if len(found) > _LONGEST_END:
        # A script without spaces.
        found = "".join(GRAPHEME.findall(found)[-_LETTERS_AT_EITHER_END:])
    return f"{_encode(found)}-," if found else ""


def _encode(text: str) -> str:
    # Hyphens and commas are the fragment's own syntax, so they must be escaped too.
    return percent_encoded(text, safe="").replace("-", "%2D")
