"""The one table of commands that Discord, the console and the README obey."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.answers.desk import Desk
from bot.answers.model import Answer, AskAnswer, DebateAnswer, NotFound
from bot.library.model import Kind
from bot.search import text as words

# Discord takes up to 6,000 characters in an option; the console holds people to the same.
LONGEST_REQUEST = words.LONGEST_REQUEST
# The parts of an address are no words of whoever pastes it.
_LINK = re.compile(r"<?\b(?:[a-z][a-z0-9+.-]{1,15}://|www\.)\S+", re.IGNORECASE)
_Asks = Callable[[Desk, Mapping[str, str]], Answer]


@dataclass(frozen=True, slots=True)
class Option:
    """Something to fill in.

    ``completes`` names what :meth:`Desk.complete` offers for it, or is empty. At a terminal the
    ``main`` option is the rest of the line; the others are written ``--name value``.
    """

    name: str
    summary: str
    required: bool = False
    completes: str = ""
    main: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """A thing to ask: its name, its options, an example to show, and how it is answered.

    ``answer`` takes the desk and the options that were filled in, by name, and may raise
    :class:`bot.errors.RequestError`. ``private`` says whether a ``private`` switch is offered
    where an answer could be seen by others.
    """

    name: str
    summary: str
    options: tuple[Option, ...]
    answer: _Asks
    private: bool = True


@dataclass(frozen=True, slots=True)
class MessageCommand:
    """An entry of the menu on a message, in Discord alone.

    ``answer`` takes the desk and the words of the message.
    """

    name: str
    answer: Callable[[Desk, str], Answer]


def without_links(text: str) -> str:
    """The text without the addresses in it."""
    return _LINK.sub(" ", text).strip()


def _as_meant(option: str, ask: _Asks) -> _Asks:
    """How a command is answered: addresses in its main option are not looked up.

    Where it begins with a command's name, as people write to a bot ("quote reorganisation"), and
    the rest is a name, or nothing is found on the whole, that command is asked for the rest.
    """

    def answer(desk: Desk, given: Mapping[str, str]) -> Answer:
        typed = given.get(option, "")
        meant = without_links(typed)
        instead = _of_another(desk, meant) if len(given) == 1 else None
        if instead and desk.bearer(instead.rest, tuple(Kind)):
            return instead.answer()
        found = ask(desk, {**given, option: meant})
        if not isinstance(found, NotFound):
            return found
        if typed and not meant:
            return replace(found, asked=typed)
        other = instead.answer() if instead else found
        return found if isinstance(other, NotFound) else other

    return answer


@dataclass(frozen=True, slots=True)
class _Instead:
    """A request that a command's name begins: what is asked of it."""

    rest: str
    answer: Callable[[], Answer]


def _of_another(desk: Desk, meant: str) -> _Instead | None:
    """What is meant by words that a command's name begins; None where none does."""
    first, _, rest = meant.partition(" ")
    named = _BY_FIRST_WORD.get(first.removeprefix("/").casefold())
    if named is None or not rest.strip() or desk.bearer(meant, tuple(Kind)):
        return None
    return _Instead(rest, lambda: named(desk, rest))


def _quote(desk: Desk, given: Mapping[str, str]) -> Answer:
    return desk.quote(
        given.get("topic", ""), speaker=given.get("speaker", ""), source=given.get("source", "")
    )


def _debate(desk: Desk, given: Mapping[str, str]) -> Answer:
    return desk.debate(given.get("point", ""))


def _ask(desk: Desk, given: Mapping[str, str]) -> Answer:
    return desk.ask(given.get("question", ""))


def _topics(desk: Desk, given: Mapping[str, str]) -> Answer:
    return desk.topics(given.get("topic", ""))


def _about(desk: Desk, _given: Mapping[str, str]) -> Answer:
    return desk.about()


_BY_FIRST_WORD: Mapping[str, Callable[[Desk, str], Answer]] = {
    "quote": lambda desk, rest: desk.quote(rest),
    "debate": lambda desk, rest: desk.debate(rest),
    "ask": lambda desk, rest: desk.ask(rest),
    "topics": lambda desk, rest: desk.topics(rest),
}


def _quotes_on(desk: Desk, words: str) -> Answer:
    return desk.ask(words)


def _opposing_view(desk: Desk, words: str) -> Answer:
    """Those who oppose the excerpt nearest to the words; all that was found where nobody does."""
    found = desk.ask(words)
    if not isinstance(found, AskAnswer):
        return found
    opposed = desk.opposing(found.best.quote.id)
    return opposed if isinstance(opposed, DebateAnswer) else found


COMMANDS: tuple[Command, ...] = (
    Command(
        "quote",
        "The best excerpt on a topic, with who said it and where",
        (
            Option("topic", "A topic, a point, or any words", completes="topic", main=True),
            Option("speaker", "Only what this person said", completes="speaker"),
            Option("source", "Only from this text", completes="source"),
        ),
        _as_meant("topic", _quote),
    ),
    Command(
        "debate",
        "Both sides of a point, as many excerpts on each",
        (
            Option(
                "point",
                "A point or a topic, in your own words",
                required=True,
                completes="point",
                main=True,
            ),
        ),
        _as_meant("point", _debate),
    ),
    Command(
        "ask",
        "What people said on a question, both sides of it",
        (Option("question", "Your question, in your own words", required=True, main=True),),
        _as_meant("question", _ask),
    ),
    Command(
        "topics",
        "What the library covers, and who speaks on either side",
        (Option("topic", "One topic to see its points", completes="topic", main=True),),
        _as_meant("topic", _topics),
    ),
    Command("about", "What this is, what it holds, how to have an entry corrected", (), _about),
)
BY_NAME: Mapping[str, Command] = {command.name: command for command in COMMANDS}
MESSAGE_COMMANDS: tuple[MessageCommand, ...] = (
    MessageCommand("Quotes on this", _quotes_on),
    MessageCommand("Opposing view", _opposing_view),
)
