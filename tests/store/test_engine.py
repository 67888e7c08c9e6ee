import pytest

from bot.errors import SettingsError
from bot.store.database import read_address


@pytest.mark.parametrize(
    ("address", "read"),
    [
        ("postgres://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        ("postgresql://u:p@h:5433/d", "postgresql+psycopg://u:p@h:5433/d"),
        ("postgresql+psycopg://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        (" sqlite:///data/counterpoint.db\n", "sqlite+pysqlite:///data/counterpoint.db"),
        ("sqlite:////srv/a b.db", "sqlite+pysqlite:////srv/a b.db"),
    ],
)
def test_an_address_is_read_with_the_driver_to_use(address: str, read: str) -> None:
    assert read_address(address).render_as_string(hide_password=False) == read


@pytest.mark.parametrize(
    "address",
    [
        "",
        "s3cret",
        "mysql://u:s3cret@h/d",
        "postgresql+asyncpg://u:s3cret@h/d",
        "postgresql://u:s3cret@h:port/d",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite://s3cret/data.db",
        "sqlite:///file:s3cret?mode=memory&uri=true",
        "sqlite:///data.db?s3cret=1",
    ],
)
def test_an_address_that_cannot_be_right_is_refused_without_saying_it(address: str) -> None:
    with pytest.raises(
        SettingsError, match=r"sqlite:///data/counterpoint\.db for a file"
    ) as caught:
        read_address(address)
    assert "s3cret" not in str(caught.value)
    assert caught.value.__cause__ is None
