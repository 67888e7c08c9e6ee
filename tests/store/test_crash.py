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
