"""Hypothesis profiles of all tests."""

from hypothesis import settings

pytest_plugins = ["tests.loopback.fixtures"]

# No deadline, for slow machines; otherwise Hypothesis's defaults, deterministic in CI.
settings.register_profile("usual", settings(), deadline=None)
settings.load_profile("usual")
# For a longer search on request: ``pytest --hypothesis-profile=large``.
settings.register_profile("large", settings(), max_examples=1000)
