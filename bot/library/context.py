"""An excerpt within the text around it."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.library.model import Span


class Surroundings(NamedTuple):
    """A stretch of a source text in three: what leads up to a passage, it, what follows.

    Put together they are that stretch of the source, unchanged. All are empty where there is no
    passage.
    """

    before: str
    marked: str
    after: str


def surroundings(text: str, spans: Sequence[Span], paragraphs: int = 1) -> Surroundings:
    """The passage from the first span to the last, within whole paragraphs.

    ``before`` and ``after`` hold the rest of the paragraphs the passage begins and ends in, and
    as many more on either side as ``paragraphs`` says. Blank lines stand between paragraphs.
    """
    if not spans:
        return Surroundings("", "", "")
    start, end = spans[0].start, spans[-1].end
    blocks = list(_paragraphs(text))
    first = _containing(blocks, start)
    last = _containing(blocks, end - 1)
    begin = blocks[max(0, first - paragraphs)].start
    finish = blocks[min(len(blocks) - 1, last + paragraphs)].end
    return Surroundings(text[begin:start], text[start:end], text[end:finish])


def paragraph_number(text: str, span: Span) -> tuple[int, int]:
    """In which paragraph a span begins, and of how many; both count from 1."""
    blocks = list(_paragraphs(text))
    return _containing(blocks, span.start) + 1, len(blocks)


def _containing(blocks: Sequence[Span], at: int) -> int:
    """The index of the last paragraph that begins at ``at`` or before."""
    return max(0, bisect_right(blocks, at, key=lambda block: block.start) - 1)


def _paragraphs(text: str) -> Iterator[Span]:
    """The paragraphs, from the first character that is seen to the end of the last line."""
    start, end, at = -1, -1, 0
    for line in text.split("\n"):
        if line.strip():
            if start < 0:
                start = at + len(line) - len(line.lstrip())
            end = at + len(line.rstrip())
        elif start >= 0:
            yield Span(start, end)
            start = -1
        at += len(line) + 1
    if start >= 0:
        yield Span(start, end)
