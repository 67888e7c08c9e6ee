"""Exchanges with members, one of each kind, over the library that ships."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.answers.actions import Another, Context
from bot.answers.desk import Desk
from bot.answers.model import DebateAnswer, QuoteAnswer
from bot.commands import BY_NAME
from bot.discordapp.rendering import render
from bot.pages import error_page, page_of
from bot.pages.community import ballot, discussion_page, result_page
from bot.pages.page import Page

Payload = dict[str, Any]
_MOTION = "merge-into-nhs-england"
# name of the picture, command, option values
_ASKED: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("quote", "quote", {"topic": "reorganisation"}),
    ("debate", "debate", {"point": _MOTION}),
    ("ask", "ask", {"question": "Should the NHS spend more on technology?"}),
    ("topics", "topics", {}),
    ("topic", "topics", {"topic": "funding"}),
    ("nothing", "ask", {"question": "when do I plant tomatoes"}),
)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A picture: its name, the member's action, the messages that follow."""

    name: str
    asked: str
    messages: tuple[Payload, ...]


def exchanges(desk: Desk) -> Iterator[Exchange]:
    """Return every exchange, in the order of the docs."""
    for name, command, given in _ASKED:
        answered = page_of(BY_NAME[command].answer(desk, given))
        yield Exchange(name, " ".join(("/" + command, *given.values())), payloads(answered))
    quoted = desk.quote("reorganisation")
    if not isinstance(quoted, QuoteAnswer):
        raise TypeError("there is no quote to draw in its context")
    first = quoted.excerpts[0].quote.id
    context = desk.follow(Context(first, Another(quoted.scope, first, 0)))
    yield Exchange("context", "In context", payloads(page_of(context)))
    yield Exchange("error", "/quote reorganisation", payloads(error_page("3f9c02ab")))
    named = desk.debate(_MOTION)
    # Opened as by the button, which holds the point's id.
    debate = desk.debate(named.point.id) if isinstance(named, DebateAnswer) else named
    if not isinstance(debate, DebateAnswer):
        raise TypeError(f"there is no debate on {_MOTION} to draw")
    opened = (*payloads(discussion_page(debate)), _poll(debate))
    yield Exchange("discussion", "Open a discussion", opened)
    tallied = tuple(zip(ballot(debate), (9, 6, 4), strict=True))
    result = result_page(debate.point.sentence, tallied, debate)
    yield Exchange("result", "The poll has ended", payloads(result))


def payloads(page: Page) -> tuple[Payload, ...]:
    """Return the messages of a page, as they are sent."""
    return tuple(
        {"components": reply.view.to_components()}  # type: ignore[no-untyped-call] # as discord.py has it
        for reply in render(page)
    )


def _poll(debate: DebateAnswer) -> Payload:
    question = {"text": debate.point.sentence}
    answers = [{"poll_media": {"text": answer}} for answer in ballot(debate)]
    return {"components": [], "poll": {"question": question, "answers": answers}}
