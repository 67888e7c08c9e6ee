"""Exchanges with moderators: a made-up server of a few people, on a real store."""

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.library.load import load_library
from bot.moderation.form_values import Form
from bot.moderation.outcomes import ModerationAnswer
from bot.moderation.servers import Servers
from bot.moderation.service import ModerationService, Moderator
from bot.pages.moderation import moderation_page_of
from bot.pages.page import Page
from bot.store.records import Member
from bot.store.store import open_store

_SERVER = "pictures"
_MO = Moderator("1", "Mo", may_curate=True)
_ADA = Member("2", "Ada")
_POINT = "room-for-private-companies"
_FORM = Form(
    text="A supplier that cannot be sent away is no supplier but an owner.",
    speaker="Ann Example",
    source="A talk at the spring meeting",
    date="2024-03",
    point=_POINT,
    stance="against",
)
_SUGGESTED = Form(
    text="Let those who sell the scissors not decide on the haircut.",
    speaker="Ben Beispiel",
    source="Letters, page 4",
    link="https://example.org/letters",
    point=_POINT,
    stance="against",
)


class _Minutes:
    """A clock that advances by a minute at each reading."""

    def __init__(self) -> None:
        self._at = datetime(2026, 3, 2, 17, 40, tzinfo=UTC)

    def __call__(self) -> datetime:
        self._at += timedelta(minutes=1)
        return self._at


def exchanges(library: Path) -> Iterator[tuple[str, str, Page]]:
    """Return pictures by name: the typed or pressed action, and the page that answers it."""
    clock = _Minutes()
    with (
        tempfile.TemporaryDirectory() as folder,
        open_store(f"sqlite:///{folder}/pictures.db", clock) as store,
    ):
        desk = ModerationService(Servers(load_library(library), store), clock)
        for name, asked, answer in _answers(desk):
            yield name, asked, moderation_page_of(answer, "0")


def _answers(desk: ModerationService) -> Iterator[tuple[str, str, ModerationAnswer]]:
    looked = desk.bind(_SERVER, _MO).previews.make(_FORM, "1")
    yield "preview", "/library add, after the form is sent off", looked
    desk.bind(_SERVER, _MO).save(looked)
    desk.for_member(_SERVER, _ADA).suggest(_SUGGESTED, "2")
    yield "review", "/library review", desk.bind(_SERVER, _MO).suggestions.review("3")
    desk.bind(_SERVER, _MO).suggestions.accept(1, "3")
    desk.bind(_SERVER, _MO).quotes.hide("a-gartner-seat", "4", "Too narrow for our discussion.")
    yield "history", "/library history", desk.bind(_SERVER, _MO).quotes.history()
