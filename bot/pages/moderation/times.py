"""Moments in words. All are in UTC: a page is read in many places."""

from datetime import datetime


def day_named(at: datetime) -> str:
    """``3 March 2026``."""
    return f"{at.day} {at:%B %Y}"


def moment_named(at: datetime) -> str:
    """``3 March 2026, 12:05 UTC``."""
    return f"{day_named(at)}, {time_named(at)}"


def time_named(at: datetime) -> str:
    """``12:05 UTC``."""
    return f"{at:%H:%M} UTC"
