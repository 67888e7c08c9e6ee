"""The lock under which processes connect their shards, one after another."""

from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.store.store import open_store
from tests.store.postgres import Cluster, cluster, running_cluster

__all__ = ["cluster"]


def test_one_process_at_a_time_has_the_lock(cluster: Cluster) -> None:
    address = cluster.new_database()
    with open_store(address) as one, open_store(address) as other:
        assert one.start_lock.take()
        assert one.start_lock.take()
        assert not other.start_lock.take()
        one.start_lock.release()
        one.start_lock.release()
        assert other.start_lock.take()
        assert not one.start_lock.take()


def test_a_store_that_is_closed_has_the_lock_no_longer(cluster: Cluster) -> None:
    address = cluster.new_database()
    with open_store(address) as other:
        with open_store(address) as one:
            assert one.start_lock.take()
        assert other.start_lock.take()


def test_databases_of_one_server_have_locks_of_their_own(cluster: Cluster) -> None:
    with open_store(cluster.new_database()) as one, open_store(cluster.new_database()) as other:
        assert one.start_lock.take()
        assert other.start_lock.take()


def test_every_process_has_the_lock_of_a_file(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/bot.db"
    with open_store(address) as one, open_store(address) as other:
        assert one.start_lock.take()
        assert other.start_lock.take()


def test_a_lock_of_a_database_that_is_gone_is_an_error() -> None:
    with running_cluster() as own, open_store(own.new_database()) as store:
        own.stop()
        with pytest.raises(StoreError):
            store.start_lock.take()
