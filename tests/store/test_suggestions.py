from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.errors import RequestError, StoreError
from bot.store.records import (
    Conflict,
    Decided,
    Decision,
    Member,
    Saved,
    StoredSuggestion,
    TooMany,
)
from bot.store.store import Store
from bot.store.tables import SUGGESTIONS
from tests.clocks import ManualClock
from tests.store.making import ANN, BEN, act, draft, quote

CLEO = Member("1003", "Cleo")


def test_a_suggestion_waits_in_the_queue_as_it_was_filled_in(
    store: Store, server: str, clock: ManualClock
) -> None:
    put = store.suggestions.put(server, *draft(text="Build it.\n\x00"))
    assert put == StoredSuggestion(1, clock.at, ANN, "channel-7", {"text": "Build it.\n\x00"})
    assert store.suggestions.open(server) == (put,)
    assert store.suggestions.get(server, 1) == put


def test_the_same_token_suggests_once(store: Store, server: str) -> None:
    first = store.suggestions.put(server, *draft(press="once"))
    assert store.suggestions.put(server, *draft(press="once"), an_hour=1) == first
    assert len(store.suggestions.open(server)) == 1


def test_a_member_suggests_so_many_an_hour_and_is_told_when_next(
    store: Store, server: str, clock: ManualClock
) -> None:
    first_at = clock.at
    store.suggestions.put(server, *draft(), an_hour=2)
    clock.turn(timedelta(minutes=10))
    assert isinstance(store.suggestions.put(server, *draft(), an_hour=2), StoredSuggestion)
    assert store.suggestions.put(server, *draft(), an_hour=2) == TooMany(
        first_at + timedelta(hours=1)
    )
    assert len(store.suggestions.open(server)) == 2


def test_the_limit_is_of_one_member_in_one_server(store: Store, server: str) -> None:
    store.suggestions.put(server, *draft(ANN), an_hour=1)
    assert isinstance(store.suggestions.put(server, *draft(BEN), an_hour=1), StoredSuggestion)
    assert isinstance(
        store.suggestions.put(f"{server}-b", *draft(ANN), an_hour=1), StoredSuggestion
    )


def test_after_an_hour_the_next_may_come(store: Store, server: str, clock: ManualClock) -> None:
    store.suggestions.put(server, *draft(), an_hour=1)
    refused = store.suggestions.put(server, *draft(), an_hour=1)
    assert isinstance(refused, TooMany)
    clock.turn(refused.next_at - clock.at - timedelta(microseconds=1))
    assert isinstance(store.suggestions.put(server, *draft(), an_hour=1), TooMany)
    clock.turn(timedelta(microseconds=1))
    assert isinstance(store.suggestions.put(server, *draft(), an_hour=1), StoredSuggestion)


def test_a_declined_suggestion_counts_for_the_hour_too(store: Store, server: str) -> None:
    store.suggestions.put(server, *draft(), an_hour=1)
    store.suggestions.decline(server, 1, act(0, BEN))
    assert isinstance(store.suggestions.put(server, *draft(), an_hour=1), TooMany)


def test_accepting_saves_the_changes_and_the_decision_together(
    store: Store, server: str, clock: ManualClock
) -> None:
    store.suggestions.put(server, *draft(ANN))
    answer = store.suggestions.accept(server, 1, [quote("one")], act(0, BEN, why="good"))
    assert isinstance(answer, Decided)
    assert answer.suggestion.member == ANN
    assert answer.suggestion.channel == "channel-7"
    assert answer.suggestion.decision == Decision(BEN, clock.at, "good", Saved(1, 1, clock.at))
    assert store.history.changes(server).changes == (quote("one"),)
    assert store.suggestions.open(server) == ()


def test_declining_keeps_the_reason_for_the_member(
    store: Store, server: str, clock: ManualClock
) -> None:
    store.suggestions.put(server, *draft(ANN))
    answer = store.suggestions.decline(server, 1, act(0, BEN, why="No source."))
    assert isinstance(answer, Decided)
    decision = answer.suggestion.decision
    assert decision == Decision(BEN, clock.at, "No source.", None)
    assert not decision.accepted
    assert store.history.revision(server) == 0


@pytest.mark.parametrize("first_accepts", [True, False])
@pytest.mark.parametrize("second_accepts", [True, False])
def test_the_second_is_told_who_decided_and_nothing_happens(
    store: Store, server: str, *, first_accepts: bool, second_accepts: bool
) -> None:
    store.suggestions.put(server, *draft(ANN))
    decided = _decide(store, server, BEN, accept=first_accepts)
    assert isinstance(decided, Decided)
    revision = store.history.revision(server)
    told = _decide(store, server, CLEO, accept=second_accepts)
    assert told == Decided(decided.suggestion, earlier=True)
    assert store.history.revision(server) == revision


def _decide(store: Store, server: str, member: Member, *, accept: bool) -> Decided | Conflict:
    if accept:
        return store.suggestions.accept(server, 1, [quote("one")], act(0, member))
    return store.suggestions.decline(server, 1, act(0, member))


def test_the_same_press_twice_is_answered_the_same(store: Store, server: str) -> None:
    store.suggestions.put(server, *draft())
    first = store.suggestions.accept(server, 1, [quote("one")], act(0, press="once"))
    again = store.suggestions.accept(server, 1, [quote("one")], act(0, press="once"))
    assert isinstance(first, Decided)
    assert again == first
    assert store.history.revision(server) == 1


def test_accepting_into_a_conflict_leaves_the_suggestion_open(store: Store, server: str) -> None:
    store.history.append(server, [quote("one")], act(0))
    store.suggestions.put(server, *draft())
    answer = store.suggestions.accept(server, 1, [quote("one", "Another.")], act(0, BEN))
    assert isinstance(answer, Conflict)
    assert len(store.suggestions.open(server)) == 1
    assert store.history.revision(server) == 1


def test_a_number_nobody_suggested_is_said_to_be_none(store: Store, server: str) -> None:
    for wrong in (
        lambda: store.suggestions.get(server, 4),
        lambda: store.suggestions.accept(server, 4, [quote("one")], act(0)),
        lambda: store.suggestions.decline(server, 4, act(0)),
    ):
        with pytest.raises(RequestError, match="no suggestion 4"):
            wrong()
    assert store.history.revision(server) == 0


def test_the_queue_is_oldest_first_and_can_be_leafed_through(store: Store, server: str) -> None:
    for _ in range(4):
        store.suggestions.put(server, *draft())
    store.suggestions.decline(server, 2, act(0))
    assert [each.number for each in store.suggestions.open(server, limit=2)] == [1, 3]
    assert [each.number for each in store.suggestions.open(server, after=3)] == [4]


def test_queues_of_servers_are_apart(store: Store, server: str) -> None:
    other = f"{server}-other"
    store.suggestions.put(server, *draft())
    assert store.suggestions.open(other) == ()
    with pytest.raises(RequestError):
        store.suggestions.get(other, 1)


def test_accepting_nothing_is_refused(store: Store, server: str) -> None:
    store.suggestions.put(server, *draft())
    with pytest.raises(ValueError, match="nothing"):
        store.suggestions.accept(server, 1, [], act(0))


def test_a_suggestion_that_is_no_json_is_a_store_error(store: Store, server: str) -> None:
    store.suggestions.put(server, *draft())
    with store.database.write() as connection:
        connection.execute(
            update(SUGGESTIONS).where(SUGGESTIONS.c.server == server).values(fields="{")
        )
    with pytest.raises(StoreError, match="suggestion 1"):
        store.suggestions.get(server, 1)


def test_a_member_sees_their_own_newest_first(store: Store, server: str) -> None:
    for member in (ANN, BEN, ANN):
        store.suggestions.put(server, *draft(member))
    store.suggestions.decline(server, 1, act(0, why="no"))
    assert [one.number for one in store.suggestions.of_member(server, ANN.id)] == [3, 1]
    assert [one.number for one in store.suggestions.of_member(server, ANN.id, limit=1)] == [3]
    assert store.suggestions.of_member(f"{server}-other", ANN.id) == ()
