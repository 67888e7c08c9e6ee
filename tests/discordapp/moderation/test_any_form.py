"""Discord accepts the cards of moderation for any typed text, and they show all of it."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from hypothesis import given, strategies as st
from msgspec.structs import replace

from bot.answers.desk import Desk
from bot.errors import RequestError
from bot.moderation.form_values import Form
from bot.moderation.outcomes import ModerationAnswer, SaveResult
from bot.moderation.servers import Servers
from bot.moderation.service import ModerationService, Moderator
from bot.pages import request_page
from bot.pages.moderation import moderation_page_of
from bot.pages.moderation.suggestions import own_suggestions_page
from bot.pages.page import Page
from bot.store.records import Member, StoredSuggestion
from bot.store.store import open_store
from tests.clocks import ManualClock
from tests.discordapp.hostile import NAME, PASSAGE, REMARK, TITLE, Texts, texts
from tests.discordapp.test_any_library import check, patient
from tests.libraries import town

HERE = "server"
ANN = Moderator("1001", "Ann", may_curate=True)
made = st.tuples(texts, texts)


def form_of(name: Texts, passage: Texts) -> Form:
    return Form(
        text=passage.of(PASSAGE, "Words"),
        speaker=name.of(NAME, "Ann"),
        source=name.of(TITLE, "A text"),
        date=name.of(NAME, "2024"),
        link="https://e.example/" + "a" * 1900,
        point="kerbs",
        stance="for",
        topic="buses, air",
        note=name.of(REMARK, "Note"),
        status="disputed",
        role=name.of(200, "of"),
        place=name.of(NAME, "page"),
    )


@contextmanager
def opened() -> Iterator[ModerationService]:
    with (
        tempfile.TemporaryDirectory() as folder,
        open_store(f"sqlite:///{Path(folder) / 'c.db'}", ManualClock()) as store,
    ):
        library = town()
        servers = Servers(library, store, desk=lambda: Desk(library, meaning=False))
        yield ModerationService(servers, ManualClock())


def shown(answer: ModerationAnswer) -> Page:
    page = moderation_page_of(answer, "1")
    check(page)
    return page


def asked(ask: Callable[[], ModerationAnswer]) -> None:
    """Check the answer, or the sentence that refuses the form."""
    try:
        shown(ask())
    except RequestError as refused:
        check(request_page(str(refused)))


@patient
@given(made, made)
def test_every_card_on_a_form_is_taken_and_whole(
    first: tuple[Texts, Texts], second: tuple[Texts, Texts]
) -> None:
    typed, other = form_of(*first), form_of(*second)
    with opened() as service:
        preview = service.bind(HERE, ANN).previews.make(typed, "token-1")
        shown(preview)
        saved = service.bind(HERE, ANN).save(preview)
        shown(saved)
        quote = saved.subject.id if isinstance(saved, SaveResult) else "kerb-lorry"
        changed = service.bind(HERE, ANN).previews.make(replace(other, quote=quote), "token-2")
        shown(changed)
        shown(service.bind(HERE, ANN).save(changed))
        reason = typed.note[:1000]
        for number in range(10, 22, 2):
            hide, show = f"token-{number}", f"token-{number + 1}"
            asked(partial(service.bind(HERE, ANN).quotes.hide, "kerb-surgery", hide, reason))
            asked(partial(service.bind(HERE, ANN).quotes.show, "kerb-surgery", show))
        asked(partial(service.bind(HERE, ANN).quotes.hide, "kerb-surgery", "token-30", reason))
        shown(service.bind(HERE, ANN).quotes.history())
        shown(service.bind(HERE, ANN).quotes.history(quote))
        shown(service.bind(HERE, ANN).gaps())
        shown(service.bind(HERE, ANN).settings())


@patient
@given(made)
def test_every_card_on_a_suggestion_is_taken_and_whole(first: tuple[Texts, Texts]) -> None:
    typed = form_of(*first)
    with opened() as service:
        member = Member("2000", typed.speaker[:32])
        answer = service.for_member(HERE, member).suggest(typed, "token-1")
        shown(answer)
        if not isinstance(answer, StoredSuggestion):
            return
        shown(service.for_member(HERE, member).suggest(typed, "token-2"))
        shown(service.bind(HERE, ANN).suggestions.review("token-9"))
        asked(
            partial(service.bind(HERE, ANN).suggestions.decline, 1, typed.note[:1000], "token-10")
        )
        shown(service.bind(HERE, ANN).suggestions.decline(1, "again", "token-11"))
        check(own_suggestions_page(service.for_member(HERE, Member("2000", "Cleo")).suggestions()))
