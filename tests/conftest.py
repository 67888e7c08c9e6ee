"""What all tests share."""

from hypothesis import settings

pytest_plugins = ["tests.loopback.fixtures"]

# A slow machine is no fault; else as Hypothesis has it, which draws the same at each run in CI.
settings.register_profile("usual", settings(), deadline=None)
settings.load_profile("usual")
# For tests that look for longer when asked: ``pytest --hypothesis-profile=large``.
settings.register_profile("large", settings(), max_examples=1000)
