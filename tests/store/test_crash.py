from collections import Counter

from bot.store.store import open_store
from tests.store.processes import be_killed, run


def test_acknowledged_changes_survive_a_kill_at_any_instant(address: str, server: str) -> None:
    acknowledged = run(be_killed, address, server, "24")
    assert len(acknowledged) >= 16
    with open_store(address) as store:
        news = store.history.changes(server)
        assert store.history.revision(server) == news.revision
    assert [entry.revision for entry in news.entries] == list(range(1, news.revision + 1))
    saved = Counter(int(entry.why) for entry in news.entries)
    # Each pair is there once, whole; pairs that were not acknowledged may be there too.
    assert set(saved.values()) == {2}
    assert set(acknowledged) <= set(saved)
    assert len(set(acknowledged)) == len(acknowledged)
    assert sorted(saved) == list(range(len(saved)))


def test_acknowledged_suggestions_and_decisions_survive_a_kill_once(
    address: str, server: str
) -> None:
    acknowledged = run(be_killed, address, server, "24", "suggestions")
    assert len(acknowledged) >= 8
    with open_store(address) as store:
        entries = store.history.changes(server).entries
        found = [
            one
            for member in range(acknowledged[-1] + 2)
            for one in store.suggestions.of_member(server, str(member))
        ]
    members = [int(one.member.id) for one in found]
    assert members == list(range(len(members)))
    assert set(acknowledged) <= set(members)
    assert [one.number for one in found] == [member + 1 for member in members]
    decided = {int(one.member.id): one.decision for one in found if one.decision}
    assert set(acknowledged) <= set(decided)
    accepted = [member for member, decision in decided.items() if decision.saved]
    assert accepted == [member for member in decided if member % 2 == 0]
    # Each acceptance added its quote once.
    assert [int(entry.why) for entry in entries] == accepted
