from datetime import timedelta

import pytest

from bot.errors import RequestError
from bot.library.changes import PutTopic, RemoveQuote, Shelf, Subject, Unreadable
from bot.store.records import Conflict, Entry, Member, News, Saved
from bot.store.store import Store
from tests.clocks import ManualClock
from tests.store.making import ANN, BEN, act, quote, topic


def test_a_server_that_changed_nothing_is_at_revision_zero(store: Store, server: str) -> None:
    assert store.history.revision(server) == 0
    assert store.history.changes(server) == News(0, ())
    assert store.history.entries(server) == ()


def test_a_change_is_saved_with_who_when_what_and_why(
    store: Store, server: str, clock: ManualClock
) -> None:
    saved = store.history.append(server, [quote("one")], act(0, BEN, why="from the minutes"))
    assert saved == Saved(1, 1, clock.at)
    (entry,) = store.history.entries(server)
    assert entry == Entry(1, clock.at, BEN, "from the minutes", quote("one"))


def test_changes_are_numbered_without_gaps_in_the_order_given(store: Store, server: str) -> None:
    store.history.append(server, [quote("one")], act(0))
    saved = store.history.append(server, [topic("Trams"), quote("two"), quote("three")], act(1))
    assert isinstance(saved, Saved)
    assert (saved.first, saved.last) == (2, 4)
    news = store.history.changes(server)
    assert [entry.revision for entry in news.entries] == [1, 2, 3, 4]
    assert news.changes == (quote("one"), topic("Trams"), quote("two"), quote("three"))
    assert store.history.revision(server) == news.revision == 4


def test_the_changes_after_a_revision_are_those_alone(store: Store, server: str) -> None:
    for seen in range(3):
        store.history.append(server, [quote(f"q-{seen}")], act(seen))
    assert store.history.changes(server, after=2).changes == (quote("q-2"),)
    assert store.history.changes(server, after=3) == News(3, ())


def test_a_revision_that_was_never_given_out_starts_anew(store: Store, server: str) -> None:
    store.history.append(server, [quote("one")], act(0))
    assert store.history.changes(server, after=9) == News(
        1, store.history.changes(server).entries, anew=True
    )


def test_servers_never_see_each_other(store: Store, server: str) -> None:
    other = f"{server}-other"
    store.history.append(server, [quote("one")], act(0, press="same"))
    store.history.append(other, [quote("two")], act(0, press="same"))
    assert store.history.changes(server).changes == (quote("one"),)
    assert store.history.changes(other).changes == (quote("two"),)
    assert store.history.revision(other) == 1


def test_the_same_token_saves_once_and_is_answered_the_same(
    store: Store, server: str, clock: ManualClock
) -> None:
    first = store.history.append(server, [quote("one")], act(0, press="once"))
    clock.turn(timedelta(seconds=2))
    assert store.history.append(server, [quote("one")], act(0, press="once")) == first
    assert store.history.revision(server) == 1


def test_an_edit_of_an_outdated_view_gets_a_conflict(store: Store, server: str) -> None:
    store.history.append(server, [quote("one")], act(0))
    store.history.append(server, [quote("one", "As Ann left it.")], act(1, ANN, why="a slip"))
    answer = store.history.append(server, [quote("one", "As Ben has it.")], act(1, BEN))
    assert isinstance(answer, Conflict)
    assert answer.entry.member == ANN
    assert answer.entry.revision == 2
    assert answer.entry.change == quote("one", "As Ann left it.")
    assert store.history.revision(server) == 2


def test_a_conflict_saves_none_of_the_changes(store: Store, server: str) -> None:
    store.history.append(server, [quote("one")], act(0))
    answer = store.history.append(server, [quote("new"), RemoveQuote("one", "twice")], act(0, BEN))
    assert isinstance(answer, Conflict)
    assert store.history.changes(server).changes == (quote("one"),)


def test_other_subjects_may_have_changed_meanwhile(store: Store, server: str) -> None:
    store.history.append(server, [quote("one")], act(0))
    assert isinstance(store.history.append(server, [quote("two")], act(0, BEN)), Saved)


def test_the_same_id_on_another_shelf_is_another_subject(store: Store, server: str) -> None:
    store.history.append(server, [quote("trams")], act(0))
    assert isinstance(store.history.append(server, [topic("Trams")], act(0, BEN)), Saved)


def test_after_looking_again_the_change_is_saved(store: Store, server: str) -> None:
    store.history.append(server, [quote("one")], act(0))
    assert isinstance(store.history.append(server, [quote("one", "Better.")], act(0)), Conflict)
    assert isinstance(store.history.append(server, [quote("one", "Better.")], act(1)), Saved)


def test_history_is_newest_first_and_can_be_leafed_through(store: Store, server: str) -> None:
    for seen in range(5):
        store.history.append(server, [quote(f"q-{seen}")], act(seen))
    newest = store.history.entries(server, limit=2)
    assert [entry.revision for entry in newest] == [5, 4]
    older = store.history.entries(server, limit=2, before=4)
    assert [entry.revision for entry in older] == [3, 2]


def test_history_of_one_subject_is_of_it_alone(store: Store, server: str) -> None:
    changes = (quote("one"), quote("two"), topic("One", "one"), RemoveQuote("one", "a joke"))
    store.history.append(server, changes, act(0))
    entries = store.history.entries(server, Subject(Shelf.QUOTE, "one"))
    assert [entry.change for entry in entries] == [RemoveQuote("one", "a joke"), quote("one")]


def test_saving_no_changes_is_refused(store: Store, server: str) -> None:
    with pytest.raises(ValueError, match="nothing"):
        store.history.append(server, [], act(0))


def test_a_view_from_the_future_cannot_be_changed(store: Store, server: str) -> None:
    with pytest.raises(RequestError, match="look again"):
        store.history.append(server, [quote("one")], act(7))
    assert store.history.revision(server) == 0


@pytest.mark.parametrize("words", ["\x00nul", "\ud800half", "\u202eright to left", "😀" * 5000, ""])
def test_any_words_can_be_stored(store: Store, server: str, words: str) -> None:
    member = Member("1", words)
    store.history.append(server, [PutTopic("odd", words)], act(0, member, why=words))
    (entry,) = store.history.entries(server)
    assert entry.change == PutTopic("odd", words.replace("\ud800", "\ufffd"))
    assert entry.why == entry.member.name
    assert len(entry.why) == len(words)


def test_three_thousand_changes_are_one_transaction(store: Store, server: str) -> None:
    changes = [quote(f"q-{number}") for number in range(3_000)]
    saved = store.history.append(server, changes, act(0))
    assert isinstance(saved, Saved)
    assert saved.last == 3_000
    assert store.history.revision(server) == 3_000
    assert store.history.changes(server, after=2_999).changes == (changes[-1],)


def test_a_row_that_cannot_be_read_is_logged_and_the_others_go_on(
    store: Store, server: str, caplog: pytest.LogCaptureFixture
) -> None:
    store.history.append(server, [quote("one"), quote("two")], act(0))
    with store.database.write() as connection:
        of_first = f"server = '{server}' AND revision = 1"
        connection.exec_driver_sql(f"UPDATE history SET change = '{{}}' WHERE {of_first}")  # noqa: S608 - the test's own words
    expected = (Unreadable(Shelf.QUOTE, "one"), quote("two"))
    assert store.history.changes(server).changes == expected
    assert "revision 1 of a server is left out: a stored change has no version" in caplog.text


def test_all_can_be_forgotten_and_revisions_go_on(store: Store, server: str) -> None:
    store.history.append(server, [quote("one"), quote("two")], act(0, press="once"))
    store.settings.put(server, "curator", "7")
    store.forget_server(server, seen=2)
    assert store.history.changes(server, after=2) == News(3, (), anew=True)
    assert store.history.entries(server) == ()
    assert store.settings.all(server) == {}
    store.history.append(server, [quote("three")], act(3, press="once"))
    news = store.history.changes(server, after=2)
    assert news.anew
    assert [entry.revision for entry in news.entries] == [4]
    assert not store.history.changes(server, after=3).anew
    assert not store.history.changes(server).anew


def test_a_server_that_changed_since_is_not_forgotten(store: Store, server: str) -> None:
    store.history.append(server, [quote("one"), quote("two")], act(0))
    with pytest.raises(RequestError, match="look again"):
        store.forget_server(server, seen=1)
    assert store.history.revision(server) == 2


def test_forgetting_one_server_leaves_the_others(store: Store, server: str) -> None:
    other = f"{server}-other"
    store.history.append(other, [quote("one")], act(0))
    store.forget_server(server, seen=0)
    assert store.history.changes(other).changes == (quote("one"),)


def test_an_edit_of_a_forgotten_view_is_refused(store: Store, server: str) -> None:
    store.history.append(server, [quote("one")], act(0))
    store.forget_server(server, seen=1)
    with pytest.raises(RequestError, match="look again"):
        store.history.append(server, [RemoveQuote("one", "late")], act(1))


def test_the_revisions_saved_under_a_token_can_be_read(store: Store, server: str) -> None:
    assert store.history.saved(server, "press") is None
    saved = store.history.append(server, [quote("one")], act(0, press="press"))
    assert store.history.saved(server, "press") == saved
    assert store.history.saved(f"{server}-other", "press") is None
