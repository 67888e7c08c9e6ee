"""Real processes at work on one store, for the tests.

They are forked from a process that has imported this module, so that they cost little. Nothing is
opened before a fork.
"""

import json
import multiprocessing
import os
import resource
import select
import signal
import time
from collections.abc import Callable
from typing import Any, TypeVar

from bot.errors import StoreError
from bot.library.changes import Right
from bot.store.records import Decided, Member, Saved, StoredSuggestion
from bot.store.store import open_store
from tests.store.making import BEN, act, draft, quote

T = TypeVar("T")
_NOBODY = 65534


def several(count: int, work: Callable[[int], Any]) -> list[Any]:
    """Return the results of ``work`` in ``count`` processes that run at once."""
    ends = []
    for number in range(count):
        read_end, write_end = os.pipe()
        child = os.fork()
        if child == 0:
            os.write(write_end, json.dumps(work(number)).encode())
            os._exit(0)
        os.close(write_end)
        ends.append((child, read_end))
    answers = []
    for child, read_end in ends:
        with os.fdopen(read_end, "rb") as answer:
            answers.append(json.loads(answer.read()))
        os.waitpid(child, 0)
    return answers


def open_and_add_at_once(address: str, server: str) -> list[list[int]]:
    """Open a new store in each process and add quotes; return the revisions of each."""

    def work(number: int) -> list[int]:
        given = []
        with open_store(address) as store:
            for each in range(15):
                meant = act(0, press=f"{number}-{each}")
                answer = store.history.append(server, [quote(f"q-{number}-{each}")], meant)
                assert isinstance(answer, Saved)
                given.append(answer.first)
        return given

    return several(4, work)


def decide_at_once(address: str, server: str) -> list[bool]:
    """Accept or decline the first suggestion in each process; say who came too late."""

    def work(number: int) -> bool:
        meant = act(0, BEN, press=f"decision-{number}")
        with open_store(address) as store:
            if number % 2:
                return store.suggestions.decline(server, 1, meant).earlier
            answer = store.suggestions.accept(server, 1, [quote(f"q-{number}")], meant)
            assert isinstance(answer, Decided)
            return answer.earlier

    return several(4, work)


def be_killed(address: str, server: str, rounds: str, work: str = "pairs") -> list[int]:
    """Kill one process after the other while it works; return the acknowledged numbers.

    The work adds pairs of quotes, or stores and decides suggestions.
    """
    works = {"pairs": _add_pairs, "suggestions": _suggest_and_decide}
    acknowledged: list[int] = []
    for number in range(int(rounds)):
        read_end, write_end = os.pipe()
        child = os.fork()
        if child == 0:
            # An unacknowledged one may be saved, so its token is sent again.
            works[work](address, server, acknowledged[-1] + 1 if acknowledged else 0, write_end)
        os.close(write_end)
        # Every third one is killed while it opens the store, the others while they add.
        said = b"" if number % 3 == 0 else os.read(read_end, 100)
        deadline = time.monotonic() + (number * 37 % 80) / 1000
        while (left := deadline - time.monotonic()) > 0:
            if select.select([read_end], [], [], left)[0]:
                said += os.read(read_end, 1000)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(read_end, "rb") as rest:
            said += rest.read()
        acknowledged += [int(line) for line in said.split()]
    return acknowledged


def _add_pairs(address: str, server: str, start: int, write_end: int) -> None:
    store = open_store(address)
    number = start
    while True:
        pair = [quote(f"a-{number}"), quote(f"b-{number}")]
        meant = act(store.history.revision(server), press=f"pair-{number}", why=str(number))
        assert isinstance(store.history.append(server, pair, meant), Saved)
        os.write(write_end, f"{number}\n".encode())
        number += 1


def _suggest_and_decide(address: str, server: str, start: int, write_end: int) -> None:
    """Store suggestions; accept those with an even number, decline the others."""
    store = open_store(address)
    number = start
    while True:
        member = Member(str(number), "Member")
        stored = store.suggestions.put(server, *draft(member, press=f"put-{number}"))
        assert isinstance(stored, StoredSuggestion)
        seen = store.history.revision(server)
        meant = act(seen, press=f"decision-{number}", why=str(number))
        added = [quote(f"s-{number}")]
        assert isinstance(
            store.suggestions.decline(server, stored.number, meant)
            if number % 2
            else store.suggestions.accept(server, stored.number, added, meant),
            Decided,
        )
        os.write(write_end, f"{number}\n".encode())
        number += 1


def forget_at_once(address: str, member: str) -> list[int]:
    """Forget a member in each process; return how many records each erased."""

    def work(_number: int) -> int:
        with open_store(address) as store:
            return store.privacy.forget(member, Right.MEMBER).records

    return several(4, work)


def forget_and_be_killed(address: str, member: str, rounds: str) -> bool:
    """Kill one process after the other while it forgets a member, each a little later."""
    for number in range(int(rounds)):
        read_end, write_end = os.pipe()
        child = os.fork()
        if child == 0:
            with open_store(address) as store:
                os.write(write_end, b"open")
                store.privacy.forget(member, Right.MEMBER)
            os._exit(0)
        os.read(read_end, 10)
        time.sleep(number / 500)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(read_end)
        os.close(write_end)
    return True


def fill_the_disk(address: str, server: str, room: str) -> dict[str, Any]:
    """Add quotes until no file may grow; return the acknowledged revision and the error."""
    with open_store(address) as store:
        revision = store.history.revision(server)
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(room), hard))
        acknowledged = 0
        told = ""
        while not told:
            many = [quote(f"q-{revision + number}", "x" * 1000) for number in range(20)]
            try:
                answer = store.history.append(server, many, act(revision))
                assert isinstance(answer, Saved)
                revision = acknowledged = answer.last
            except StoreError as error:
                told = f"{error} / {error.__cause__}"
        seen = store.history.revision(server)
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        after = store.history.append(server, [quote("after")], act(seen))
        assert isinstance(after, Saved)
        return {"acknowledged": acknowledged, "told": told, "seen": seen, "after": after.last}


def open_unwritable(address: str, scratch: str) -> str:
    """Return the error about a file that this user may not write."""
    # Import everything now: the user nobody may not be able to read the folders.
    open_store(scratch).close()
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(_NOBODY, _NOBODY, _NOBODY)
        os.setresuid(_NOBODY, _NOBODY, _NOBODY)
    try:
        with open_store(address) as store:
            store.history.append("s", [quote("late")], act(store.history.revision("s")))
    except StoreError as error:
        return f"{error} / {error.__cause__}"
    return "saved"


# A role forks by itself. So it runs in the only thread of a process.
_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload([__name__])


def run(role: Callable[..., T], *arguments: str) -> T:
    """Return the result of a role run in its own process."""
    with _PROCESSES.Pool(1) as pool:
        return pool.apply_async(role, arguments).get(60)
