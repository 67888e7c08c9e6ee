"""The prompt: a conversation with a person at a terminal, or line by line through a pipe."""

from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct

from bot.answers.actions import Another, Context, DebatePage, Opposing, follow_up, is_follow_up
from bot.answers.desk import Desk
from bot.answers.model import Answer, NotFound
from bot.commands import (
    BY_NAME,
    COMMANDS,
    PRIVACY_COMMAND,
    SUGGEST_COMMAND,
    Command,
    meant_for_discord,
)
from bot.errors import ExitStatus, RequestError
from bot.i18n import N_, gettext as _
from bot.library.model import Kind
from bot.library.text_cleaning import nearest
from bot.pages import error_page, page_of, request_page
from bot.pages.page import Button, Heading, Line, ListBlock, OpenLink, Page, Row, ServerAction
from bot.search.results import Miss
from bot.search.spelling import english
from bot.search.text import reading_in, stop_words
from bot.terminal.answering import answer_to, show_source
from bot.terminal.arguments import read_line
from bot.terminal.follow_ups import (
    WORDS,
    ask_desk,
    chosen,
    follow_ups_of,
    means_a_follow_up,
    numbered,
)
from bot.terminal.io import Streams, fault_reference, fit_for_terminal
from bot.terminal.screen import Screen

QUIT = ("quit", "exit")
HELP = ("help", "?")
_OF_DISCORD = ("library", SUGGEST_COMMAND.name, PRIVACY_COMMAND.name)
_ONLY_DISCORD = N_("{first} works in Discord only; type help for a list.")
_FOR_DISCORD = N_(
    "For Discord, set DISCORD_TOKEN: create an application at "
    "https://discord.com/developers/applications and copy its token from the page "
    "Bot."
)


def converse(desk: Desk, streams: Streams, state_folder: Path | None) -> int:
    """Answer lines until there are no more.

    Returns 0 after a conversation with a person; after piped lines the highest of their statuses.
    """
    if not streams.interactive:
        return _through_a_pipe(desk, streams)
    from bot.terminal.line_editor import line_reader  # noqa: PLC0415 - takes 0.25 s to import

    screen = Screen(streams.stdout)
    session = Session(desk)
    screen.show(_opening(desk))
    for line in _typed(line_reader(desk, session, state_folder)):
        try:
            reply = session.reply(line)
            if reply.over:
                break
            if reply.page is not None:
                screen.pause()
                screen.show(reply.page)
                screen.say_apart(numbered(follow_ups_of(reply.page)))
                screen.pause()
        except KeyboardInterrupt:
            screen.pause()
    return 0


def _typed(read: Callable[[], str]) -> Iterator[str]:
    """Yield the lines typed until Ctrl-D; Ctrl-C drops the current line."""
    while True:
        try:
            yield read()
        except KeyboardInterrupt:
            continue
        except EOFError:
            return


def _through_a_pipe(desk: Desk, streams: Streams) -> int:
    screen = Screen(streams.stdout)
    session = Session(desk)
    status = 0
    answered = False
    for line in streams.stdin:
        reply = session.reply(line)
        if reply.over:
            break
        if reply.page is None:
            continue
        if answered:
            screen.pause()
        answered = True
        screen.show(reply.page)
        show_source(reply.page, screen)
        streams.stdout.flush()
        status = max(status, reply.status)
    return status


def _opening(desk: Desk) -> Page:
    about = desk.about()
    examples = tuple(Row(f"{command} {text}".rstrip()) for command, text in about.examples)
    return Page(
        (
            Heading(about.card.title),
            Line(_("Ask, and see what people really said, on both sides. To try:")),
            ListBlock(examples),
            Line(_("Type help for the commands, quit or Ctrl-D to leave."), small=True),
            Line(_(_FOR_DISCORD), small=True),
        )
    )


class Reply(Struct, frozen=True):
    """The reply to a line. ``page`` is None for nothing to show, ``over`` true for the last."""

    page: Page | None = None
    status: int = 0
    over: bool = False


class Session:
    """A conversation. It remembers the ``follow_ups`` of the last answer.

    Words may also ask for those of the last answer that was no small talk.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.follow_ups: tuple[Button, ...] = ()
        self._in_words: tuple[Button, ...] = ()

    def reply(self, line: str) -> Reply:
        """Return the reply to a line; an unexpected error becomes an apology."""
        # A line copied from another terminal may hold colour codes.
        typed = fit_for_terminal(line).strip()
        word = typed.removeprefix("/").casefold()
        if not typed:
            return Reply()
        if word in QUIT:
            return Reply(over=True)
        if word in HELP:
            return Reply(_help_page())
        try:
            return self._answer(typed)
        except RequestError as error:
            return Reply(request_page(str(error)), ExitStatus.BAD_USE)
        except Exception as error:  # noqa: BLE001 - this is where an exception becomes a reply
            return Reply(error_page(fault_reference(error)), ExitStatus.BAD_USE)

    def _answer(self, typed: str) -> Reply:
        said = typed.removeprefix("/")
        button = chosen(said, self.follow_ups)
        if button is None and not said.isdigit():
            button = chosen(said, self._in_words)
        if button is not None:
            return self._follow(button)
        command, rest = _command_in(typed)
        if command is None:
            actions = [
                button.action
                for button in self._in_words
                if not isinstance(button.action, OpenLink | ServerAction)
            ]
            action = follow_up(typed, actions, self._desk.languages)
            if action is not None:
                return self._shown(self._desk.follow(action))
            if means_a_follow_up(typed) or is_follow_up(typed, self._desk.languages):
                raise RequestError(_no_such_follow_up(typed, self.follow_ups))
            self._refuse_mistyped_command(typed)
            meant = meant_for_discord(typed, self._desk)
            if meant:
                raise RequestError(_(_ONLY_DISCORD), first=f"/{meant.name}")
            return self._shown(ask_desk(self._desk, BY_NAME["ask"], {"question": typed}))
        return self._shown(answer_to(read_line(command, rest), self._desk))

    def _refuse_mistyped_command(self, typed: str) -> None:
        """Raise RequestError for "qoute NPfIT": no word, and then words that find something."""
        first, _space, rest = typed.partition(" ")
        word = first.casefold()
        with reading_in(self._desk.reading_language):
            known = word in english().words or word in stop_words()
        if not rest or known:
            return
        meant = nearest(word, BY_NAME)
        if not meant:
            return
        named = self._desk.named_exactly(rest, tuple(Kind)) is not None
        if named or not isinstance(self._desk.quote(rest), NotFound):
            raise RequestError(
                _("There is no command {first}. Did you mean: {meant} {rest}?"),
                first=first,
                meant=meant,
                rest=rest,
            )

    def _follow(self, button: Button) -> Reply:
        match button.action:
            case OpenLink(address):
                return Reply(Page((Line(address),)))
            case ServerAction():  # follow_ups_of leaves them out
                return Reply()
            case action:
                return self._shown(self._desk.follow(action))

    def _shown(self, answer: Answer) -> Reply:
        page = page_of(answer)
        self.follow_ups = follow_ups_of(page)
        if not (isinstance(answer, NotFound) and answer.miss in (Miss.GREETING, Miss.SMALL_TALK)):
            self._in_words = self.follow_ups
        return Reply(page, 1 if isinstance(answer, NotFound) else 0)


def _command_in(typed: str) -> tuple[Command | None, str]:
    """Split a line into its command and the rest; the command is None for a plain question.

    Raises RequestError for a slash before an unknown command, or one that takes no words.
    """
    first, _space, rest = typed.partition(" ")
    name = first.removeprefix("/").casefold()
    command = BY_NAME.get(name)
    if command is None and first.startswith("/"):
        near = nearest(name, BY_NAME)
        absent = _("There is no command {first}; type help for a list.")
        if name in _OF_DISCORD:
            absent = _(_ONLY_DISCORD)
        elif near:
            absent = _("There is no command {first}; did you mean /{near}?")
        raise RequestError(absent, first=first, near=near)
    if command is not None and rest.strip() and not command.options:
        if first.startswith("/"):
            raise RequestError(_("{first} takes no words after it."), first=first)
        # "about funding" is a question that happens to begin with the name of a command.
        return None, typed
    return command, rest.strip()


def _no_such_follow_up(typed: str, buttons: tuple[Button, ...]) -> str:
    if not buttons:
        return _("There is nothing here to go on from. Type a topic, a speaker or a question.")
    if not typed.isdigit():
        return _("The last answer has no “{typed}”.").format(typed=typed)
    return _("There is no number {typed} under this answer; the last is {count}.").format(
        typed=typed, count=len(buttons)
    )


def _help_page() -> Page:
    commands = tuple(Row(_usage(command), _(command.summary)) for command in COMMANDS)
    words = [WORDS[kind][0] for kind in (Another, Opposing, Context, OpenLink, DebatePage)]
    after = (
        Row(_("a number"), _("Go on with the line that has this number under an answer")),
        Row(", ".join(words), _("The same in words, if the answer offers it")),
        Row("help", _("This list")),
        Row("quit", _("Leave; so does Ctrl-D")),
    )
    return Page(
        (
            Heading(_("Commands")),
            ListBlock(commands),
            Line(_("Any other line is answered as a question. A slash before a command is fine.")),
            Line(_('A name of several words stands in quotation marks: --speaker "Ada Lovelace".')),
            Heading(_("After an answer")),
            ListBlock(after),
        )
    )


def _usage(command: Command) -> str:
    words = [command.name]
    for option in command.options:
        written = option.name if option.main else f"--{option.name} …"
        words.append(written if option.required else f"[{written}]")
    return " ".join(words)
