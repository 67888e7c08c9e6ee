"""The table of the moderators' commands: ``/library …``, and ``/suggest`` for everyone."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Takes(StrEnum):
    """What stands in an option."""

    TEXT = "text"
    ROLE = "role"
    CHANNEL = "channel"
    SWITCH = "switch"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class DeskOption:
    """Something to fill in.

    ``completes`` names what is offered while somebody types, or is empty: ``topic``, ``point``
    (those alone), ``quote`` (any, one out of the answers too), ``live`` (quotes in the answers),
    ``own`` (the server's, in the answers), ``removed``, ``shared``, ``hidden``. ``choices`` are all
    that may be said, where there are few.
    """

    name: str
    summary: str
    required: bool = False
    completes: str = ""
    choices: tuple[str, ...] = ()
    takes: Takes = Takes.TEXT


@dataclass(frozen=True, slots=True)
class DeskCommand:
    """A thing to do: its name and what it takes. What it does is each front end's."""

    name: str
    summary: str
    options: tuple[DeskOption, ...] = ()


STANCES = ("for", "against", "mixed", "none")
STATUSES = ("disputed", "misattributed")
_FILING = (
    DeskOption("point", "The point it speaks to", completes="point"),
    DeskOption("stance", "Which side of the point it takes", choices=STANCES),
    DeskOption("topic", "The topic it is filed under", completes="topic"),
)
_MORE = (
    DeskOption("writer", "Who wrote the source, where that is not the speaker"),
    DeskOption("role", "Who the speaker is, as the source gives it"),
    DeskOption("place", "Where in the source it stands, such as page 12"),
    DeskOption("publication", "What the source appeared in"),
    DeskOption("status", "What is known against who said it", choices=STATUSES),
    DeskOption("note", "The reason for the status, or anything to know with the quote"),
)

CLEARED = ("curator role", "review channel")

LIBRARY: tuple[DeskCommand, ...] = (
    DeskCommand("add", "Add a quote: a form, then a preview, then save", (*_FILING, *_MORE)),
    DeskCommand(
        "edit",
        "Change a quote, a shared one in this server alone",
        (
            DeskOption("quote", "The quote to change", required=True, completes="live"),
            *_FILING,
            *_MORE,
        ),
    ),
    DeskCommand(
        "remove",
        "Take one of this server's own quotes out; it can be restored",
        (DeskOption("quote", "The quote to take out", required=True, completes="own"),),
    ),
    DeskCommand(
        "restore",
        "Bring a removed quote back as it was",
        (DeskOption("quote", "The quote to bring back", required=True, completes="removed"),),
    ),
    DeskCommand(
        "hide",
        "Take a shared quote out of this server's answers",
        (
            DeskOption("quote", "The quote to hide", required=True, completes="shared"),
            DeskOption("reason", "Why, for the history"),
        ),
    ),
    DeskCommand(
        "show",
        "Show a hidden quote again",
        (DeskOption("quote", "The quote to show", required=True, completes="hidden"),),
    ),
    DeskCommand(
        "history",
        "Who changed what, newest first",
        (DeskOption("quote", "Of this quote alone", completes="quote"),),
    ),
    DeskCommand("review", "Decide on what members suggested, oldest first"),
    DeskCommand(
        "topic",
        "Add a topic, or change a name and aliases",
        (DeskOption("topic", "The topic to change; empty to add one", completes="topic"),),
    ),
    DeskCommand(
        "point",
        "Add a point to a topic, or change one",
        (
            DeskOption("point", "The point to change; empty to add one", completes="point"),
            DeskOption("topic", "The topic to add a point to", completes="topic"),
        ),
    ),
    DeskCommand(
        "import",
        "Read quotes from a file; shown first, then all or nothing",
        (DeskOption("file", "YAML, CSV or a zip, up to 8 MB", required=True, takes=Takes.FILE),),
    ),
    DeskCommand("export", "Get this server's collection as a YAML file"),
    DeskCommand("gaps", "Points with one side, topics with one voice, questions without answer"),
    DeskCommand(
        "settings",
        "Who may curate, where suggestions are announced, what is counted",
        (
            DeskOption("curator_role", "Whoever has it may curate", takes=Takes.ROLE),
            DeskOption(
                "review_channel", "Where new suggestions are announced", takes=Takes.CHANNEL
            ),
            DeskOption(
                "note_questions", "Whether questions without answer are counted", takes=Takes.SWITCH
            ),
            DeskOption("clear", "Unset one of them", choices=CLEARED),
        ),
    ),
)
SUGGEST = DeskCommand("suggest", "Suggest a quote to the moderators: a form", _FILING)
SAVE_MESSAGE = "Save as quote"  # in the menu of a message
BY_NAME: Mapping[str, DeskCommand] = {command.name: command for command in LIBRARY}
