"""A clock for tests of what depends on the time."""

from datetime import UTC, datetime, timedelta


class ManualClock:
    """A clock that stands still until a test advances it."""

    def __init__(self, *, microsecond: int = 0) -> None:
        self.at = datetime(2026, 3, 1, 12, 0, 0, microsecond, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def turn(self, by: timedelta) -> None:
        self.at += by
