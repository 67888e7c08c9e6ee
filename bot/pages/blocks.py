"""Blocks of a page: plain text in roles, which a front end lays out and escapes."""

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """Subject of a block or a page. A colour may follow it; the words already say it."""

    PLAIN = "plain"
    FOR = "for"
    AGAINST = "against"
    MIXED = "mixed"
    NOTICE = "notice"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of the blocks after it."""

    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line in the bot's own words; ``small`` for one that only some readers need.

    ``asked`` says that it is about the request: of several pages only the first shows it.
    """

    text: str
    small: bool = False
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence after the word that says what it is: "Point: Kerbs are safer than paint"."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class QuoteBlock:
    """An excerpt, always with its speaker.

    ``label`` names its side ("For · keep it in house") or is empty; neighbours with the same label
    are shown under it together. ``text`` is verbatim, without quotation marks added. ``who`` is the
    speaker; ``where`` the source and its date; ``remarks`` are lines that must be known with it.
    ``link`` leads to the passage, or is empty.
    """

    text: str
    who: str
    where: str
    label: str = ""
    remarks: tuple[str, ...] = ()
    link: str = ""
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class ContextBlock:
    """A stretch of a source with the excerpt marked in it: before, the passage, after."""

    before: str
    passage: str
    after: str


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a list: its name, a text beside it, and the lines under it."""

    name: str
    text: str = ""
    under: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list, in reading order.

    ``on_buttons`` if the buttons of the page name the same; ``bullets`` as Discord shows them.
    """

    rows: tuple[Row, ...]
    on_buttons: bool = False
    bullets: bool = True


@dataclass(frozen=True, slots=True)
class Divider:
    """A pause between two blocks."""


Block = Heading | Line | Labelled | QuoteBlock | ContextBlock | ListBlock | Divider
