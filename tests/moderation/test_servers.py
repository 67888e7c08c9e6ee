import logging
import threading
from datetime import date
from pathlib import Path

import pytest

from bot.library.changes import HideQuote, PutTopic
from bot.library.library import Library
from bot.moderation.servers import Preferences, Servers, preferences_of, put_preferences
from bot.moderation.service import ModerationService
from bot.store.records import Act, Member
from bot.store.store import Store, open_store
from tests.clocks import ManualClock
from tests.moderation.making import HERE, TEXT, THERE, added, form, token


class Seconds:
    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def put(store: Store, server: str, *changes: HideQuote | PutTopic) -> None:
    seen = store.history.revision(server)
    store.history.append(server, changes, Act(Member("1", "Ann"), seen, token()))


def test_a_server_that_changed_nothing_shares_the_desk_of_the_library(servers: Servers) -> None:
    assert servers.desk(HERE) is servers.desk(THERE) is servers.desk("")
    assert servers.view(HERE).library is servers.shared


def test_without_a_store_every_server_has_the_shared_library(library: Library) -> None:
    servers = Servers(library, None)
    assert servers.desk(HERE).library is library
    assert servers.view(HERE).library is library
    servers.note_unanswered(HERE, "Why?", date(2026, 3, 1))


def test_what_is_saved_is_in_the_next_answer_of_that_server_alone(
    service: ModerationService, servers: Servers
) -> None:
    before = servers.desk(HERE)
    id_ = added(service).subject.id
    assert id_ in servers.desk(HERE).library.quotes
    assert id_ not in servers.desk(THERE).library.quotes
    assert id_ not in servers.desk("").library.quotes
    assert id_ not in before.library.quotes


def test_a_desk_is_kept_until_its_server_changes(servers: Servers, store: Store) -> None:
    put(store, HERE, HideQuote("chain"))
    desk = servers.desk(HERE)
    assert servers.desk(HERE) is desk
    put(store, THERE, HideQuote("chain"))
    assert servers.desk(HERE) is desk
    put(store, HERE, PutTopic("ferries", "Ferries"))
    assert servers.desk(HERE) is not desk


def test_what_another_process_saved_is_seen(
    library: Library, store: Store, tmp_path: Path, clock: ManualClock
) -> None:
    servers = Servers(library, store)
    servers.desk(HERE)
    with open_store(f"sqlite:///{tmp_path}/counterpoint.db", clock) as other:
        put(other, HERE, HideQuote("chain"))
    assert "chain" not in servers.desk(HERE).library.quotes


def test_the_longest_unused_desk_goes_and_comes_again(library: Library, store: Store) -> None:
    servers = Servers(library, store, most=2)
    for server in ("one", "two", "three"):
        put(store, server, PutTopic("ferries", "Ferries"))
    desks = {server: servers.desk(server) for server in ("one", "two", "three")}
    assert servers.desk("three") is desks["three"]
    assert servers.desk("one") is not desks["one"]
    assert "ferries" in servers.desk("one").library.topics


def test_a_history_that_was_set_back_is_folded_anew(servers: Servers, store: Store) -> None:
    put(store, HERE, HideQuote("chain"))
    assert "chain" not in servers.desk(HERE).library.quotes
    store.forget_server(HERE, 1)
    assert "chain" in servers.desk(HERE).library.quotes


def test_reading_goes_on_from_the_view_at_hand_when_the_store_is_gone(
    library: Library, store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    seconds = Seconds()
    servers = Servers(library, store, seconds=seconds)
    put(store, HERE, HideQuote("chain"))
    desk = servers.desk(HERE)
    store.close()
    hidden = tmp_path / "counterpoint.db"
    hidden.rename(tmp_path / "away.db")
    hidden.mkdir()
    with caplog.at_level(logging.WARNING):
        assert servers.desk(HERE) is desk
        assert servers.desk(THERE) is servers.desk("")
        servers.note_unanswered(HERE, "Why?", date(2026, 3, 1))
    assert len(caplog.messages) == 1  # the store is not tried again for some seconds
    assert "go on from the cached views" in caplog.text
    hidden.rmdir()
    (tmp_path / "away.db").rename(hidden)
    put(store, HERE, PutTopic("ferries", "Ferries"))
    assert servers.desk(HERE) is desk
    seconds.at += 60
    assert "ferries" in servers.desk(HERE).library.topics


def test_many_threads_at_once_get_one_and_the_same_desk(servers: Servers, store: Store) -> None:
    put(store, HERE, HideQuote("chain"))
    desks = []
    threads = [threading.Thread(target=lambda: desks.append(servers.desk(HERE))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(desk) for desk in desks}) == 1


def test_a_quote_that_names_a_new_speaker_is_found_by_that_name(
    service: ModerationService, servers: Servers
) -> None:
    added(service, form(speaker="Ødegård Lindqvist"))
    answer = servers.desk(HERE).quote("", speaker="odegard lindqvist")
    assert [excerpt.quote.text for excerpt in getattr(answer, "excerpts", ())] == [TEXT]


def test_a_language_that_another_process_set_is_noticed_within_a_minute(
    library: Library, store: Store
) -> None:
    seconds = Seconds()
    servers = Servers(library, store, seconds=seconds)
    assert servers.language(HERE) == "en"
    put_preferences(store, HERE, Preferences(language="de"))
    seconds.at = 59.9
    assert servers.language_at_hand(HERE) == "en"
    seconds.at = 60.0
    assert servers.language_at_hand(HERE) == ""
    assert servers.language(HERE) == servers.language_at_hand(HERE) == "de"
    assert servers.language(THERE) == "en"


def test_a_preference_is_stored_under_its_name_unless_it_is_the_default(
    store: Store,
) -> None:
    preferences = Preferences("7", "8", note_questions=False, language="de")
    put_preferences(store, HERE, preferences)
    stored = {"curator-role": "7", "review-channel": "8", "note-questions": False, "language": "de"}
    assert store.settings.all(HERE) == stored
    store.settings.put(HERE, "daily-refused", ["2026-03-01"])
    assert preferences_of(store, HERE) == preferences
    put_preferences(store, HERE, Preferences())
    assert store.settings.all(HERE) == {"daily-refused": ["2026-03-01"]}
