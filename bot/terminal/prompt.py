"""The prompt: for a person at a terminal, or line by line through a pipe."""

from collections.abc import Callable, Iterator
from pathlib import Path

from bot.answers.desk import Desk
from bot.pages.page import Heading, Line, ListBlock, Page, Row
from bot.terminal.follow_ups import follow_ups_of, numbered
from bot.terminal.one_shot import show_source
from bot.terminal.screen import Screen
from bot.terminal.session import Reply, Session
from bot.terminal.streams import Streams

_FOR_DISCORD = (
    "For Discord, set DISCORD_TOKEN: make an application at "
    "https://discord.com/developers/applications and copy its token from the page Bot."
)


def converse(desk: Desk, streams: Streams, state_folder: Path | None) -> int:
    """Answer lines until there are no more.

    Returns 0 after a conversation with a person; after piped lines the highest of their statuses.
    """
    if streams.interactive:
        return _at_a_terminal(desk, streams, state_folder)
    return _through_a_pipe(desk, streams)


def _at_a_terminal(desk: Desk, streams: Streams, state_folder: Path | None) -> int:
    # It takes a quarter of a second to import, and only this needs it.
    from bot.terminal.line_editor import line_reader  # noqa: PLC0415 - as just said

    screen = Screen(streams.stdout)
    session = Session(desk)
    screen.show(_opening(desk))
    for line in _typed(line_reader(desk, session, state_folder)):
        try:
            reply = session.reply(line)
            if reply.over:
                break
            _show(reply, screen)
        except KeyboardInterrupt:
            screen.pause()
    return 0


def _typed(read: Callable[[], str]) -> Iterator[str]:
    """The lines typed until Ctrl-D; Ctrl-C gives up the line that is being typed."""
    while True:
        try:
            yield read()
        except KeyboardInterrupt:
            continue
        except EOFError:
            return


def _show(reply: Reply, screen: Screen) -> None:
    if reply.page is None:
        return
    screen.pause()
    screen.show(reply.page)
    ways = numbered(follow_ups_of(reply.page))
    if ways:
        screen.pause()
    for way in ways:
        screen.say(way, small=True)
    screen.pause()


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
            Line("Ask, and the answer is what people really said, on both sides. To try:"),
            ListBlock(examples),
            Line("help lists the commands, quit or Ctrl-D leaves.", small=True),
            Line(_FOR_DISCORD, small=True),
        )
    )
