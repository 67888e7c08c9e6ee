"""A desk over the town's library, made once."""

import pytest

from bot.answers.desk import Desk
from tests.libraries import town


@pytest.fixture(scope="session")
def desk() -> Desk:
    return Desk(town())
