"""What a page is made of: plain text in roles, for a front end to lay out and to escape."""

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """What a block or a page is about; a colour may follow it, the words already say it."""

    PLAIN = "plain"
    FOR = "for"
    AGAINST = "against"
    MIXED = "mixed"
    NOTICE = "notice"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of what follows."""

    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of our own words; ``small`` for what only some readers need.

    ``asked`` says that it is about the request: who turns a page sees it on the first alone.
    """

    text: str
    small: bool = False
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """An excerpt, always with who said it.

    ``label`` names its side ("For: keep it in house") or is empty. ``text`` is verbatim, without
    quotation marks added. ``who`` is the speaker; ``where`` what it stands in and when;
    ``remarks`` whatever must be known with it (the chain, the status, the check), one a line.
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
class Marked:
    """A stretch of a source with the excerpt marked in it: before, the passage, after."""

    before: str
    passage: str
    after: str


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a list: its name, what is said of it, and the lines under it."""

    name: str
    text: str = ""
    under: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """A list, in the order to read it."""

    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pause between two blocks."""


Block = Heading | Line | Passage | Marked | Rows | Rule


class Deed(StrEnum):
    """What a reader can do next. The value goes into buttons, so it never changes."""

    ANOTHER = "another"
    OPPOSING = "opposing"
    CONTEXT = "context"
    DEBATE = "debate"
    PAIR = "pair"
    TOPIC = "topic"
    QUOTE = "quote"
    ASKED = "asked"
    ABOUT = "about"
    OPEN = "open"
    DISCUSS = "discuss"
    SUGGEST = "suggest"
    SAVE = "save"
    CHANGE = "change"
    CANCEL = "cancel"
    ACCEPT = "accept"
    DECLINE = "decline"
    REVIEW = "review"
    EDIT = "edit"
    REMOVE = "remove"
    RESTORE = "restore"
    HIDE = "hide"
    SHOW = "show"
    HISTORY = "history"
    WITHDRAW = "withdraw"
    LOOK = "look"
    GAPS = "gaps"


@dataclass(frozen=True, slots=True)
class Action:
    """A way on: what to do, the label to show, and the ids and counts it needs.

    ``target`` by deed: ANOTHER (kind of scope, id, first quote id, how many shown); OPPOSING
    (quote id); CONTEXT (quote id; then, to lead back, the target of ANOTHER or of PAIR, or
    nothing); DEBATE (id); TOPIC (id, empty for all); PAIR (point id, page, the quote whose
    opponents lead, if any does); QUOTE (kind of scope, id); OPEN (address to open); DISCUSS (point
    id); SUGGEST, ABOUT (nothing); ASKED (as :func:`bot.answers.answer_token.marked` has it).

    For moderators: SAVE, CHANGE, CANCEL (token of a preview; "import" where it is of an import);
    ACCEPT, DECLINE (number of a suggestion, token); REVIEW (number of the suggestion to go on
    after; then, where it is to be that one, its number); EDIT, REMOVE, RESTORE, HIDE, SHOW (quote
    id); HISTORY (quote id, or empty for the server's; revision to go on from); LOOK (as SAVE); GAPS
    (which, or nothing).
    WITHDRAW (quote id) is for the author of a message that was saved.
    """

    deed: Deed
    label: str
    target: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several things to go on to: its name, what is said of it, the target of the deed."""

    label: str
    target: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """A way on to one of several: one deed for all, what they are, and the choices in order."""

    deed: Deed
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A whole answer: blocks to read in order, ways on, and the tone of it all.

    For a front end that has to show it in parts: ``here`` leads to this very page again, where
    anything does; ``head`` is what each part but the first begins with, ``foot`` what each but the
    last ends with, so that none stands without what it is on and who said it.
    """

    blocks: tuple[Block, ...]
    actions: tuple[Action, ...] = ()
    tone: Tone = Tone.PLAIN
    menus: tuple[Menu, ...] = ()
    here: Action | None = None
    head: str = ""
    foot: str = ""
