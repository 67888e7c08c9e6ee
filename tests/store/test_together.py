from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import chain
from threading import Barrier
from typing import TypeVar

from msgspec.structs import replace

from bot.store.records import Conflict, Decided, Saved, StoredSuggestion, TooMany
from bot.store.store import Store, open_store
from tests.store.making import ANN, BEN, act, draft, quote
from tests.store.processes import decide_at_once, open_and_add_at_once, run

T = TypeVar("T")


def at_once(count: int, work: Callable[[int], T]) -> list[T]:
    """Return the results of ``work`` in ``count`` threads that start together."""
    start = Barrier(count)

    def begin(number: int) -> T:
        start.wait(timeout=10)
        return work(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(begin, range(count)))


def test_processes_that_open_a_new_database_and_add_at_once_leave_no_gap(
    address: str, server: str
) -> None:
    given = run(open_and_add_at_once, address, server)
    assert sorted(chain.from_iterable(given)) == list(range(1, 61))
    assert all(revisions == sorted(revisions) for revisions in given)
    with open_store(address) as store:
        assert [entry.revision for entry in store.history.changes(server).entries] == list(
            range(1, 61)
        )


def test_one_of_several_processes_decides_a_suggestion(address: str, server: str) -> None:
    with open_store(address) as store:
        store.suggestions.put(server, *draft())
        answers = run(decide_at_once, address, server)
        assert sorted(answers) == [False, True, True, True]
        decision = store.suggestions.get(server, 1).decision
        assert decision is not None
        assert store.history.revision(server) == int(decision.accepted)


def test_threads_that_add_at_once_leave_no_gap(store: Store, server: str) -> None:
    answers = at_once(8, lambda n: store.history.append(server, [quote(f"q-{n}")], act(0)))
    assert sorted(each.first for each in answers if isinstance(each, Saved)) == list(range(1, 9))


def test_the_second_of_two_simultaneous_edits_gets_a_conflict(store: Store, server: str) -> None:
    store.history.append(server, [quote("one")], act(0))
    members = (ANN, BEN)
    answers = at_once(
        2, lambda n: store.history.append(server, [quote("one", f"By {n}.")], act(1, members[n]))
    )
    (conflict,) = (each for each in answers if isinstance(each, Conflict))
    winner = next(n for n, each in enumerate(answers) if isinstance(each, Saved))
    assert conflict.entry.member == members[winner]
    assert conflict.entry.change == quote("one", f"By {winner}.")
    assert store.history.revision(server) == 2


def test_the_same_press_at_once_is_saved_once(store: Store, server: str) -> None:
    meant = act(0, press="once")
    answers = at_once(4, lambda _: store.history.append(server, [quote("one")], meant))
    assert len(set(answers)) == 1
    assert store.history.revision(server) == 1


def test_one_of_several_threads_decides_a_suggestion(store: Store, server: str) -> None:
    store.suggestions.put(server, *draft())
    answers = at_once(4, lambda n: store.suggestions.accept(server, 1, [quote(f"q-{n}")], act(0)))
    (decided,) = (each for each in answers if isinstance(each, Decided) and not each.earlier)
    assert [each for each in answers if each != decided] == [replace(decided, earlier=True)] * 3
    assert store.history.revision(server) == 1


def test_the_limit_an_hour_holds_when_all_come_at_once(store: Store, server: str) -> None:
    answers = at_once(8, lambda _: store.suggestions.put(server, *draft(), an_hour=3))
    assert sum(isinstance(each, StoredSuggestion) for each in answers) == 3
    assert sum(isinstance(each, TooMany) for each in answers) == 5
    assert [each.number for each in store.suggestions.open(server)] == [1, 2, 3]


def test_a_job_is_claimed_by_one_of_many(store: Store, server: str) -> None:
    day = date(2026, 3, 2)
    assert sum(at_once(8, lambda _: store.claim(server, "daily", day))) == 1


def test_no_count_of_a_question_is_lost(store: Store, server: str) -> None:
    at_once(8, lambda _: store.questions.note(server, "trams", date(2026, 3, 2)))
    (question,) = store.questions.most_asked(server)
    assert question.asked == 8
