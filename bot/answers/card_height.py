"""Heights of excerpts on a phone, estimated: they decide how many a card shows.

Measured in pixels with ``tools.pictures`` at a width of 360, over the library that ships: a line of
the estimate is off by one at most.
"""

from collections.abc import Iterable, Sequence
from unicodedata import east_asian_width

from bot.library.model import Excerpt, Quote

# A card of a debate, a question or a discussion may be 1,100 to 1,300 pixels high. This is left of
# that for the excerpts, after the point, the counts, the buttons and the menus, or the poll.
_ROOM = 740
_LABEL_AND_EDGES = 58
# A sentence that says that nobody takes a side.
_MISSING = 52
_BETWEEN = 8
# Pixels of a line, and columns in it: of the words, and of the small print under them.
_LINE, _COLUMNS = 22, 25
_SMALL_LINE, _SMALL_COLUMNS = 18, 32
# Characters of the title, the year, and the signs between them, with a title cut as in the card.
_LONGEST_PLACE = 46
_REPORTS = 21
# A longer note, or one under long words, stands in the page "In context" alone.
_LONGEST_NOTE = 100
_LONGEST_WITH_NOTE = 300


def fit(blocks: Iterable[Sequence[Excerpt]]) -> bool:
    """Whether a phone shows the blocks, one for each side, at two looks.

    A side without excerpts counts as the sentence that says so.
    """
    return sum(map(_block_height, blocks)) <= _ROOM


def note_in_brief(quote: Quote) -> str:
    """Return the note of a quote if its card has room for it, else an empty text.

    A doubt about the attribution is worth more than room: its note only has to be short.
    """
    with_note = 0 if quote.status else len(quote.text) + len(quote.note)
    short = len(quote.note) <= _LONGEST_NOTE and with_note <= _LONGEST_WITH_NOTE
    return quote.note if short else ""


def _block_height(excerpts: Sequence[Excerpt]) -> int:
    if not excerpts:
        return _MISSING
    return _LABEL_AND_EDGES + sum(_height(excerpt) + _BETWEEN for excerpt in excerpts)


def _height(excerpt: Excerpt) -> int:
    quote = excerpt.quote
    small = len(excerpt.speaker.name) + min(_LONGEST_PLACE, len(excerpt.source.title) + 12)
    small += len(quote.reported) + _REPORTS if quote.reported else 0
    note = len(note_in_brief(quote))
    lines = sum(-(-_columns(line) // _COLUMNS) or 1 for line in quote.text.split("\n"))
    small_lines = -(-small // _SMALL_COLUMNS) - (-note // _SMALL_COLUMNS)
    return _LINE * lines + _SMALL_LINE * small_lines


def _columns(text: str) -> int:
    """Return the columns that the text takes; a Chinese or Japanese character takes two."""
    return len(text) if text.isascii() else sum(1 + (east_asian_width(c) in "WF") for c in text)
