"""A member's records and *Forget me*, through the service."""

import pytest
from msgspec.structs import replace

from bot.errors import RequestError
from bot.library.library import Library
from bot.moderation.outcomes import Preview
from bot.moderation.servers import Servers
from bot.moderation.service import ModerationService
from bot.store.records import Forgotten, PersonalKind
from bot.store.store import Store, open_store
from tests.moderation.making import ANN, BEN, CLEO, HERE, MESSAGE, THERE, added, form, looked, token

FILED = replace(MESSAGE, topic="trams")


def test_another_process_answers_without_the_words_at_once(
    service: ModerationService, library: Library, store: Store
) -> None:
    id_ = added(service, FILED).subject.id
    with open_store(str(store.database.engine.url).replace("+pysqlite", "")) as second:
        other = Servers(library, second)
        assert id_ in other.desk(HERE).library.quotes
        assert service.forget_member(CLEO.id, HERE).quotes == 1
        assert id_ not in other.desk(HERE).library.quotes
        assert f"member-{CLEO.id}" not in other.desk(HERE).library.speakers


def test_forms_of_a_forgotten_member_or_of_their_messages_are_dropped(
    service: ModerationService,
) -> None:
    added(service)
    about_cleo, of_ben, there = (
        looked(service, FILED),
        looked(service, form(text="Another one."), BEN),
        looked(service, FILED, server=THERE),
    )

    def kept(preview: Preview) -> bool:
        return service.form((preview.server, preview.member, preview.token)) is not None

    service.forget_member(CLEO.id, HERE)
    assert [kept(one) for one in (about_cleo, of_ben, there)] == [False, True, True]
    service.forget_member(BEN.id, "")
    assert [kept(one) for one in (about_cleo, of_ben, there)] == [False, False, True]


def test_a_form_opened_before_is_saved_after(service: ModerationService) -> None:
    added(service, FILED)
    waiting = looked(service, form(text="Another one."))
    service.forget_member(CLEO.id, "")
    service.bind(HERE, ANN).save(waiting)
    assert "Another one." in {q.text for q in service.servers.desk(HERE).library.quotes.values()}


def test_a_forgotten_member_can_be_quoted_anew_but_not_from_an_erased_message(
    service: ModerationService,
) -> None:
    added(service, FILED)
    service.forget_member(CLEO.id, "")
    assert looked(service, FILED).problems
    again = added(service, replace(FILED, message="900901", text="Another day."))
    assert again.excerpt is not None
    assert again.excerpt.speaker.id == f"member-{CLEO.id}"
    kinds = [record.kind for record in service.personal_records(CLEO.id, HERE)]
    assert PersonalKind.WORDS in kinds


def test_an_import_planned_before_is_refused_after(service: ModerationService) -> None:
    added(service, FILED)
    view = service.servers.view(HERE)
    service.forget_member(CLEO.id, "")
    with pytest.raises(RequestError):
        service.bind(HERE, ANN).apply(
            looked(service, form(text="Another one.")).changes, token(), view.revision
        )


def test_without_a_store_nothing_is_stored(library: Library) -> None:
    service = ModerationService(Servers(library, None))
    assert service.personal_records(CLEO.id, "") == ()
    assert service.forget_member(CLEO.id, "") == Forgotten(0, 0, 0)
