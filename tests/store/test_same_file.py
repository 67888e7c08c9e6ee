"""A database file that is deleted or replaced under the running bot acknowledges nothing."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.store.store import open_store

DAY = date(2026, 3, 1)


@pytest.mark.parametrize("how", ["deleted", "replaced"])
def test_nothing_is_acknowledged_that_a_restart_would_lose(tmp_path: Path, how: str) -> None:
    file, other = tmp_path / "counterpoint.db", tmp_path / "other.db"
    with open_store(f"sqlite:///{file}") as store:
        store.settings.put("1", "key", "before")
        shutil.copyfile(file, other)
        file.unlink()
        if how == "replaced":
            other.rename(file)
        with pytest.raises(StoreError, match="deleted or replaced"):
            store.settings.put("1", "key", "after")
        with pytest.raises(StoreError, match="deleted or replaced"):
            store.claim("1", "job", DAY)
