"""Pages: blocks to read, and the buttons and menus to go on with.

Blocks are plain text in roles, which a front end lays out and escapes.
"""

from enum import StrEnum

from msgspec import Struct

from bot.answers.actions import Action


class Tone(StrEnum):
    """Subject of a block or a page. A colour may follow it; the words already say it."""

    PLAIN = "plain"
    FOR = "for"
    AGAINST = "against"
    MIXED = "mixed"
    NOTICE = "notice"
    ERROR = "error"


class Heading(Struct, frozen=True):
    """The name of the blocks after it."""

    text: str


class Line(Struct, frozen=True):
    """A line in the bot's own words; ``small`` for one that only some readers need.

    ``asked`` says that it is about the request: of several pages only the first shows it.
    """

    text: str
    small: bool = False
    asked: bool = False


class Labelled(Struct, frozen=True):
    """A sentence after the word that says what it is: "Point: Kerbs are safer than paint"."""

    label: str
    text: str


class QuoteBlock(Struct, frozen=True):
    """An excerpt, always with its speaker.

    ``label`` names its side ("For · keep it in house") or is empty; neighbours with the same label
    are shown under it together. ``text`` is verbatim, without quotation marks added. ``who`` is the
    speaker; ``where`` the source and its date; ``remarks`` are lines that must be known with it.
    """

    text: str
    who: str
    where: str
    label: str = ""
    remarks: tuple[str, ...] = ()
    tone: Tone = Tone.PLAIN


class ContextBlock(Struct, frozen=True):
    """A stretch of a source with the excerpt marked in it: before, the passage, after."""

    before: str
    passage: str
    after: str


class Row(Struct, frozen=True):
    """One entry of a list: its name, a text beside it, and the lines under it."""

    name: str
    text: str = ""
    under: tuple[str, ...] = ()


class ListBlock(Struct, frozen=True):
    """A list, in reading order.

    ``on_buttons`` if the buttons of the page name the same; ``bullets`` as Discord shows them.
    """

    rows: tuple[Row, ...]
    on_buttons: bool = False
    bullets: bool = True


Block = Heading | Line | Labelled | QuoteBlock | ContextBlock | ListBlock


class ActionKind(StrEnum):
    """An action that only a server on Discord has. Values are in buttons and never change.

    POST shows an answer in the channel: its target is the parts of the custom_id of the action that
    leads to the answer. DISCUSS has the id of a point; FORGET has "yes" if it was confirmed, and
    PRIVACY nothing. The targets of all others are named in ``_BUTTONS`` of
    :mod:`bot.discordapp.moderation.commands`.
    """

    DISCUSS = "discuss"
    SUGGEST = "suggest"
    POST = "post"
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
    ERASE = "erase"
    PRIVACY = "privacy"
    FORGET = "forget"
    LOOK = "look"
    GAPS = "gaps"
    DAILY = "daily"


CONFIRMED = "yes"


class ServerAction(Struct, frozen=True):
    """An action in a server: its kind, and the ids, numbers and tokens that kind needs."""

    kind: ActionKind
    target: tuple[str, ...] = ()


class OpenLink(Struct, frozen=True):
    """Opening a web address."""

    address: str


class Button(Struct, frozen=True):
    """One thing to do next: its label, and the action that does it."""

    label: str
    action: Action | ServerAction | OpenLink


class Choice(Struct, frozen=True):
    """One entry of a menu: its name, its action, and a note under the name."""

    label: str
    action: Action | ServerAction
    note: str = ""


class Menu(Struct, frozen=True):
    """Several things to choose from, in order; the actions of one menu are all of one type."""

    label: str
    choices: tuple[Choice, ...]


class Page(Struct, frozen=True):
    """A whole answer: blocks to read in order, then buttons and menus; and its tone.

    The last three are for a front end that has to show the page in parts. ``here`` leads to this
    very page again, if anything does. Each part but the first begins with ``head`` and each but the
    last ends with ``foot``, so that every part says what it is on and who said it.
    """

    blocks: tuple[Block, ...]
    buttons: tuple[Button, ...] = ()
    tone: Tone = Tone.PLAIN
    menus: tuple[Menu, ...] = ()
    here: Action | ServerAction | None = None
    head: str = ""
    foot: str = ""
