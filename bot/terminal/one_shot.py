"""One command, answered once."""

from typing import TextIO

from bot.answers.desk import Desk
from bot.answers.model import Answer, AskAnswer, DebateAnswer, QuoteAnswer
from bot.pages import page_of
from bot.pages.page import OpenLink, Page
from bot.records import record_of
from bot.terminal.arguments import Follow, Once
from bot.terminal.follow_ups import as_arguments, ask_desk, exit_status, follow_ups_of
from bot.terminal.jsonlines import write_record
from bot.terminal.screen import Screen


def answer_once(once: Once, desk: Desk, stdout: TextIO) -> int:
    """Write the answer; return the exit status. Raises RequestError for a bad request."""
    answer = _followed(ask_desk(desk, once.command, once.given), once.follow, desk)
    if once.json:
        asked = {"command": once.command.name, "asked": " ".join(once.given.values())}
        write_record({**asked, **record_of(answer)}, stdout)
        return exit_status(answer)
    page = page_of(answer)
    Screen(stdout).show(page)
    _show_ways(page, stdout)
    return exit_status(answer)


def show_source(page: Page, screen: Screen) -> None:
    """Write the address of the source, where it is known."""
    for button in page.buttons:
        if isinstance(button.action, OpenLink):
            screen.say(f"{button.label}: {button.action.address}", small=True)


def _show_ways(page: Page, stdout: TextIO) -> None:
    """The address for every reader, what to type next for those at a terminal."""
    screen = Screen(stdout)
    show_source(page, screen)
    ways = as_arguments(follow_ups_of(page)) if stdout.isatty() else ()
    if ways:
        screen.pause()
    for way in ways:
        screen.say(way, small=True)


def _followed(answer: Answer, follow: Follow, desk: Desk) -> Answer:
    """What follows the answer; the answer itself where nothing can."""
    if follow.another and isinstance(answer, QuoteAnswer):
        answer = desk.another(answer.scope, answer.excerpts[0].quote.id, follow.another)
    if follow.more and isinstance(answer, DebateAnswer):
        answer = desk.debate(answer.point.id, follow.more)
    match answer:
        case QuoteAnswer():
            first = answer.excerpts[0].quote.id
        case AskAnswer():
            first = answer.best.quote.id
        case DebateAnswer():
            first = answer.in_turn[0][0].quote.id
        case _:
            return answer
    if follow.opposing:
        return desk.opposing_views(first)
    return desk.context(first) if follow.context else answer
