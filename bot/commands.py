"""The one table of commands for Discord, the terminal and the README."""

import re
import secrets
from collections.abc import Callable, Mapping
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from bot.answers.actions import RandomQuote
from bot.answers.desk import Desk
from bot.answers.filters import read_period
from bot.answers.model import Answer, AskAnswer, NotFound
from bot.i18n import N_, languages
from bot.library.model import Kind
from bot.search.results import Cause, Miss

# The parts of a pasted address are not words of the request, nor is a call to everyone.
_LINK = re.compile(
    r"<?\b(?:[a-z][a-z0-9+.-]{1,15}://|www\.)\S+|(?<!\w)@(?:everyone|here)\b", re.IGNORECASE
)
_Asks = Callable[[Desk, Mapping[str, str]], Answer]


class OptionType(StrEnum):
    """The type of value that an option takes."""

    TEXT = "text"
    ROLE = "role"
    CHANNEL = "channel"
    SWITCH = "switch"
    FILE = "file"


class Option(Struct, frozen=True):
    """Something to fill in.

    ``completes`` names what is offered while somebody types, or is empty: what
    :meth:`Desk.complete` knows, or, for moderators, ``point`` (points alone), ``quote`` (any
    quote, removed ones too), ``live`` (quotes in the answers), ``own`` (the server's, in the
    answers), ``removed``, ``shared``, ``hidden``, ``time zone``, ``days``. ``choices`` are all
    values that are possible, where there are few. At a terminal the ``main`` option is the rest of
    the line; the others are written ``--name value``.
    """

    name: str
    summary: str
    required: bool = False
    completes: str = ""
    main: bool = False
    choices: tuple[str, ...] = ()
    type: OptionType = OptionType.TEXT


class Command(Struct, frozen=True):
    """A command that asks for something: its name, its options, and how it is answered.

    ``answer`` takes the desk and the options that were filled in, by name, and may raise
    :class:`bot.errors.RequestError`.
    """

    name: str
    summary: str
    options: tuple[Option, ...]
    answer: _Asks

    @property
    def main(self) -> Option | None:
        """The main option; None for a command without one."""
        return next((option for option in self.options if option.main), None)


class ServerCommand(Struct, frozen=True):
    """A command that changes a server's collection. Each front end decides how it does it."""

    name: str
    summary: str
    options: tuple[Option, ...] = ()


class MessageCommand(Struct, frozen=True):
    """An entry of the menu on a message, in Discord alone.

    ``answer`` takes the desk and the words of the message. A ``private`` answer is for the asker
    alone, who may show it in the channel.
    """

    name: str
    answer: Callable[[Desk, str], Answer]
    private: bool = False


def without_links(text: str) -> str:
    """Return the text without the web addresses in it."""
    return _LINK.sub(" ", text).strip()


# Misses after which an answer would be by somebody else.
_BY_OTHERS_ALONE = (Miss.NO_SPEAKER, Miss.NOT_BY)


def _as_meant(option: str, ask: _Asks) -> _Asks:
    """Return a function that calls ``ask`` without the web addresses in the main ``option``.

    People write "quote reorganisation" to a bot. If only the main option is given, and it begins
    with the name of a command, that command answers the rest of the text: at once if the rest is a
    name in the library, else if ``ask`` finds nothing.
    """

    def answer(desk: Desk, given: Mapping[str, str]) -> Answer:
        typed = given.get(option, "")
        meant = without_links(typed)
        instead, rest = _of_another(desk, meant) if len(given) == 1 else (None, "")
        if instead and desk.named_exactly(rest, tuple(Kind)):
            return instead(desk, rest)
        found = ask(desk, {**given, option: meant})
        if not isinstance(found, NotFound) or found.miss in _BY_OTHERS_ALONE:
            return found
        if typed and not meant:
            return replace(found, asked=typed)
        other = instead(desk, rest) if instead else found
        return found if isinstance(other, NotFound) else other

    return answer


def _of_another(desk: Desk, meant: str) -> tuple[Callable[[Desk, str], Answer] | None, str]:
    """Return the command that the words begin with (None: none, or a name) and the rest."""
    first, _, rest = meant.partition(" ")
    named = _BY_FIRST_WORD.get(first.removeprefix("/").casefold())
    if not rest.strip() or desk.named_exactly(meant, tuple(Kind)):
        return None, ""
    return named, rest


def _quote(desk: Desk, given: Mapping[str, str]) -> Answer:
    speaker, source = given.get("speaker", ""), given.get("source", "")
    period = read_period(given.get("from", ""), given.get("to", ""), desk.wording)
    if period is None and not speaker.strip() and not source.strip():
        return desk.request("quote", given.get("topic", ""), _seed())
    return desk.quote(given.get("topic", ""), speaker=speaker, source=source, period=period)


def _seed() -> int:
    """Return a seed for a random order, of at most six digits, as a custom_id holds it."""
    return secrets.randbelow(1_000_000)


_BY_FIRST_WORD: Mapping[str, Callable[[Desk, str], Answer]] = {
    "quote": Desk.quote,
    "debate": Desk.debate,
    "ask": Desk.ask,
    "topics": Desk.topics,
}
COMMANDS: tuple[Command, ...] = (
    Command(
        "quote",
        N_("The best excerpt on a topic, with its speaker and source"),
        (
            Option("topic", N_("A topic, a point, or any words"), completes="topic", main=True),
            Option("speaker", N_("Only what this person said"), completes="speaker"),
            Option("source", N_("Only from this text"), completes="source"),
            Option("from", N_("Only from this time on: 2019, May 2019 or 2019-05-03")),
            Option("to", N_("Only up to this time")),
        ),
        _as_meant("topic", _quote),
    ),
    Command(
        "debate",
        N_("Both sides of a point, with equal space"),
        (
            Option(
                "point",
                N_("A point or a topic, in your own words"),
                required=True,
                completes="point",
                main=True,
            ),
        ),
        _as_meant("point", lambda desk, given: desk.request("debate", given["point"], _seed())),
    ),
    Command(
        "ask",
        N_("Both sides of a question, in people's own words"),
        (Option("question", N_("Your question, in your own words"), required=True, main=True),),
        _as_meant("question", lambda desk, given: desk.request("ask", given["question"], _seed())),
    ),
    Command(
        "topics",
        N_("The topics of the library, with the voices on each side"),
        (Option("topic", N_("One topic to see its points"), completes="topic", main=True),),
        _as_meant("topic", lambda desk, given: desk.topics(given["topic"])),
    ),
    Command(
        "speakers",
        N_("Everybody who is quoted in this library"),
        (Option("speaker", N_("One speaker to see their page"), completes="speaker", main=True),),
        _as_meant("speaker", lambda desk, given: desk.speakers(given["speaker"])),
    ),
    Command(
        "random",
        N_("Excerpts in random order, each once"),
        (Option("topic", N_("Only on this topic"), completes="topic", main=True),),
        _as_meant(
            "topic", lambda desk, given: desk.follow(RandomQuote(given["topic"], _seed(), 0))
        ),
    ),
    Command(
        "about",
        N_("About this bot, its library, and how to have an entry corrected"),
        (),
        lambda desk, _: desk.about(),
    ),
)
BY_NAME: Mapping[str, Command] = {command.name: command for command in COMMANDS}
MESSAGE_COMMANDS: tuple[MessageCommand, ...] = (
    MessageCommand("Quotes on this", Desk.ask),
    MessageCommand("Opposing view", Desk.opposing, private=True),
)

STANCES = ("for", "against", "mixed", "none")
STATUSES = ("disputed", "misattributed")
_FILING = (
    Option("point", N_("The point it speaks to"), completes="point"),
    Option("stance", N_("Which side of the point it takes"), choices=STANCES),
    Option("topic", N_("The topic it is filed under"), completes="topic"),
)
_MORE = (
    Option("writer", N_("The author of the source, if that is not the speaker")),
    Option("role", N_("Who the speaker is, as the source gives it")),
    Option("place", N_("Where in the source it stands, such as page 12")),
    Option("publication", N_("Where the source was published")),
    Option("status", N_("Doubts about who said it"), choices=STATUSES),
    Option("note", N_("The reason for the status, or anything readers should know")),
    Option("reported", N_("Whose view it is, if the quote only reports it")),
    Option("phrasings", N_("Questions that the words answer, separated by |")),
    Option("occurrence", N_("Number of the passage, if the source has the words more than once")),
)

CLEARABLE_SETTINGS = ("curator role", "review channel", "language")
_SETTINGS = (
    Option("curator_role", N_("Members with this role may curate"), type=OptionType.ROLE),
    Option("review_channel", N_("Where new suggestions are announced"), type=OptionType.CHANNEL),
    Option("note_questions", N_("Count the questions that found nothing"), type=OptionType.SWITCH),
    Option("language", N_("The language of the bot's own words here"), choices=languages()),
    Option("clear", N_("Remove one of these settings"), choices=CLEARABLE_SETTINGS),
)

# Its handler needs a store, so the feature of the daily point adds it.
DAILY_COMMAND = ServerCommand(
    "daily",
    N_("Post a point to discuss, once a day"),
    (
        Option("channel", N_("The channel to post in"), type=OptionType.CHANNEL),
        Option("time", N_("The time of day, such as 09:30")),
        Option("time_zone", N_("The time zone of that time; type a city"), completes="time zone"),
        Option("days", N_("The days, such as Mon, Thu or weekdays"), completes="days"),
        Option("off", N_("Turn it off"), type=OptionType.SWITCH),
    ),
)
LIBRARY_COMMANDS: tuple[ServerCommand, ...] = (
    ServerCommand("add", N_("Add a quote: a form, then a preview, then save"), (*_FILING, *_MORE)),
    ServerCommand(
        "edit",
        N_("Change a quote, a shared one in this server alone"),
        (
            Option("quote", N_("The quote to change"), required=True, completes="live"),
            *_FILING,
            *_MORE,
        ),
    ),
    ServerCommand(
        "remove",
        N_("Remove one of this server's own quotes; you can restore it"),
        (Option("quote", N_("The quote to remove"), required=True, completes="own"),),
    ),
    ServerCommand(
        "restore",
        N_("Restore a removed quote"),
        (Option("quote", N_("The quote to restore"), required=True, completes="removed"),),
    ),
    ServerCommand(
        "hide",
        N_("Hide a shared quote in this server's answers"),
        (
            Option("quote", N_("The quote to hide"), required=True, completes="shared"),
            Option("reason", N_("Why, for the history")),
        ),
    ),
    ServerCommand(
        "show",
        N_("Show a hidden quote again"),
        (Option("quote", N_("The quote to show"), required=True, completes="hidden"),),
    ),
    ServerCommand(
        "history",
        N_("The changes, newest first, with who made them"),
        (Option("quote", N_("Only changes of this quote"), completes="quote"),),
    ),
    ServerCommand("review", N_("Review members' suggestions, oldest first")),
    ServerCommand(
        "topic",
        N_("Add a topic, or change a name and aliases"),
        (Option("topic", N_("The topic to change; empty to add one"), completes="topic"),),
    ),
    ServerCommand(
        "point",
        N_("Add a point to a topic, or change one"),
        (
            Option("point", N_("The point to change; empty to add one"), completes="point"),
            Option("topic", N_("The topic to add a point to"), completes="topic"),
        ),
    ),
    ServerCommand(
        "import",
        N_("Import quotes from a file, after a preview"),
        (
            Option(
                "file", N_("YAML, CSV or a zip, up to 8 MB"), required=True, type=OptionType.FILE
            ),
        ),
    ),
    ServerCommand("export", N_("Download this server's collection as YAML files")),
    ServerCommand("gaps", N_("Points with one side, topics with one voice, unanswered questions")),
    ServerCommand(
        "settings", N_("Curator role, review channel, language, and what is counted"), _SETTINGS
    ),
    DAILY_COMMAND,
)
SUGGEST_COMMAND = ServerCommand("suggest", N_("Suggest a quote to the moderators: a form"), _FILING)
PRIVACY_COMMAND = ServerCommand("privacy", N_("See and erase the data I store about you"))
_IN_OTHER_WORDS = {
    "privacy": PRIVACY_COMMAND,
    "forget me": PRIVACY_COMMAND,
    "delete my data": PRIVACY_COMMAND,
    "suggest": SUGGEST_COMMAND,
    "suggest a quote": SUGGEST_COMMAND,
}
SAVE_MESSAGE = "Save as quote"  # in the menu of a message


def meant_for_discord(typed: str, desk: Desk) -> ServerCommand | None:
    """Return the command that words without a slash mean: "privacy", "forget me"; None for others.

    None too for a name of the library, and for the name of a command that finds quotes otherwise
    than by a guess by meaning.
    """
    word = typed.casefold().strip(" /!?.")
    command = _IN_OTHER_WORDS.get(word)
    if command is None or desk.named_exactly(word, tuple(Kind)):
        return None
    found = desk.ask(word) if word == command.name else None
    guessed = isinstance(found, AskAnswer) and Cause.MEANING in {why.cause for why in found.why}
    return command if found is None or isinstance(found, NotFound) or guessed else None
