"""Moderators, members and forms for tests of moderation."""

import itertools
from typing import Any

from msgspec.structs import replace

from bot.moderation.form_values import Form
from bot.moderation.outcomes import Preview, SaveResult
from bot.moderation.service import ModerationService, Moderator
from bot.store.records import Member

HERE, THERE = "server-here", "server-there"
ANN = Moderator("1001", "Ann", may_curate=True)
BEN = Moderator("1002", "Ben", may_curate=True)
CLEO = Member("1003", "Cleo")
TEXT = "Give every street a bench and every bench a tree."
FORM = Form(
    text=TEXT,
    speaker="Rosa Lindqvist",
    source="A walk through town",
    date="2025-05-04",
    link="https://walk.example/town",
    topic="Road safety",
)
MESSAGE = Form(
    text="I was there when the last tram left.",
    speaker="Cleo",
    source="message in #general",
    date="2026-02-03",
    link="https://discord.com/channels/1/2/900900",
    publication="Harrowmere chat",
    message="900900",
    author=CLEO.id,
)
_TOKENS = (f"token-{number}" for number in itertools.count(1))


def token() -> str:
    return next(_TOKENS)


def form(**typed: str) -> Form:
    given: dict[str, Any] = typed
    return replace(FORM, **given)


def looked(
    service: ModerationService, typed: Form, by: Moderator = ANN, server: str = HERE
) -> Preview:
    return service.bind(server, by).previews.make(typed, token())


def added(
    service: ModerationService, typed: Form = FORM, by: Moderator = ANN, server: str = HERE
) -> SaveResult:
    """Save the form as a new quote and return it."""
    done = service.bind(server, by).save(looked(service, typed, by, server))
    assert isinstance(done, SaveResult), done
    return done


def said(preview: Preview) -> list[str]:
    """Return the sentences of all errors in a form."""
    return [trouble.sentence for trouble in preview.problems]
